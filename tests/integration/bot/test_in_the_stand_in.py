"""The bot in the stand-in tenant: real tokens at both ends, cards in channels, people who reply."""

from __future__ import annotations

import socket
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import ClientSession, web
from small_company import SmallCompany
from sqlalchemy import delete, update

from graph.auth import TokenSource
from graph.credentials import Secret
from teams_app.bot.handler import BotHandler
from teams_app.bot.messenger import BotMessenger
from teams_app.bot.routes import add_routes
from teams_app.bot.sending import make_connector, make_messenger
from teams_app.bot.turn import Turn
from teams_app.bot.wiring import make_adapter
from teams_app.cards import Links
from teams_app.config import Settings, load_settings
from teams_app.identity import OpenIdKeys, SignInTokens, open_http
from teams_app.identity.sign_in_tokens import openid_url
from teams_app.okr import Card, Comment, Person, Place
from teams_app.sandbox.entra.tokens import person_token
from teams_app.sandbox.server import Sandbox
from teams_app.services.ports import Address, PlaceGone
from tests.integration.watched import watched

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "TextBlock", "text": "Every new rider is on the road within two days"}],
    "actions": [
        {
            "type": "Action.Submit",
            "title": "Comment",
            "data": {"msteams": {"type": "task/fetch"}, "dialog_id": "comment", "okr": "o-17"},
        }
    ],
}


@dataclass(frozen=True)
class Teams:
    """People in the stand-in, the bot in front of it, and the company behind the bot."""

    sandbox: Sandbox
    http: ClientSession
    settings: Settings
    company: SmallCompany
    messenger: BotMessenger
    channel: Address
    li: str  # e-mails
    noor: str

    async def ask(self, method: str, path: str, **body: Any) -> Any:
        url = f"{self.sandbox.tenant.base_url}/sandbox/api/{path}"
        async with self.http.request(method, url, json=body or None) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def post_card(self) -> str:
        """The OKR's card in its channel; the id of its root message."""
        root = await self.messenger.post_card(self.channel, CARD)
        async with self.company.database.transaction() as session:
            await session.execute(update(Card).values(activity_id=root))
        return root

    async def write(self, who: str, text: str, **more: Any) -> str:
        place = more.pop("conversation", self.channel.conversation_id)
        written = await self.ask("POST", f"people/{who}/messages", conversation=place, text=text, **more)
        return written["id"]

    async def idle(self) -> None:
        counts = await self.ask("GET", "deliveries?wait=idle&timeout=20")
        assert (counts["idle"], counts["failed"]) == (True, 0)

    async def texts(self) -> list[str]:
        await self.idle()
        return [comment.text for comment in await self.company.comments() if not comment.deleted_at]

    async def last_message(self, conversation: str) -> str:
        path = f"conversations/{quote(conversation, safe='')}/messages?person={self.li}"
        return str((await self.ask("GET", path))["threads"][-1])


@pytest.fixture(scope="session")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Sandbox]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("bot-sandbox")
    bot_url = f"http://127.0.0.1:{port}/api/messages"
    async with watched(folder, bot_url=bot_url) as running:
        yield running


@pytest.fixture
async def teams(sandbox: Sandbox, company: SmallCompany) -> AsyncGenerator[Teams]:
    env = {name.removeprefix("OKR_").lower(): value for name, value in sandbox.env.items()}
    settings = load_settings(**env)
    world = replace(company.world, settings=settings)
    async with open_http(settings.ca_file) as http:
        tokens = TokenSource(
            settings.authority,
            settings.app_id,
            Secret(settings.app_secret.get_secret_value()),
            ca_file=settings.ca_file,
        )
        connector = make_connector(settings, http, tokens)
        app = web.Application()
        handler = BotHandler(Turn(world, Links(settings.app_id)))
        add_routes(app, make_adapter(settings, http, connector, handler), settings)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        yield await _moved_in(sandbox, http, settings, company, make_messenger(settings, connector))
        await runner.cleanup()


async def _moved_in(
    sandbox: Sandbox, http: ClientSession, settings: Settings, company: SmallCompany, messenger: BotMessenger
) -> Teams:
    """Our few people become people of the stand-in, our channel one of its channels."""
    team = sandbox.tenant.company.teams[-1]
    li, noor = (sandbox.tenant.company.by_email[email] for email in team.members[:2])
    channel = Address(sandbox.tenant.service_url, team.channels[0].id)
    async with company.database.transaction() as session:
        for name, person in (("li", li), ("noor", noor)):
            mine = update(Person).where(Person.object_id == f"object-{name}")
            await session.execute(mine.values(object_id=person.object_id))
        await session.execute(
            update(Place).values(conversation_id=channel.conversation_id, service_url=channel.service_url)
        )
    return Teams(sandbox, http, settings, company, messenger, channel, li.email, noor.email)


async def test_replies_under_a_card_are_comments_and_are_followed(teams: Teams) -> None:
    root = await teams.post_card()
    first = await teams.write(teams.li, "Why two days? 🙂", reply_to=root)
    await teams.write(teams.noor, "Since it was nine", reply_to=root, mentions=["bot"])
    await teams.write(teams.noor, "not under the card")
    assert await teams.texts() == ["Why two days? 🙂", "Since it was nine"]
    await teams.ask("PATCH", f"people/{teams.li}/messages/{first}", text="Why not one day?")
    assert (await teams.texts())[0] == "Why not one day?"
    await teams.ask("DELETE", f"people/{teams.li}/messages/{first}")
    assert await teams.texts() == ["Since it was nine"]
    await teams.ask("POST", f"people/{teams.li}/messages/{first}/undelete")
    assert len(await teams.texts()) == 2


@pytest.mark.parametrize("duplicates", ["same_id", "new_id"])
async def test_what_is_delivered_twice_is_stored_once(teams: Teams, duplicates: str) -> None:
    root = await teams.post_card()
    await teams.ask("POST", "switches", duplicates=duplicates)
    message = await teams.write(teams.li, "Once", reply_to=root)
    assert await teams.texts() == ["Once"]
    await teams.ask("PATCH", f"people/{teams.li}/messages/{message}", text="Once, edited")
    assert await teams.texts() == ["Once, edited"]
    await teams.ask("POST", "switches", duplicates="off")


async def test_things_in_the_wrong_order_end_right(teams: Teams) -> None:
    root = await teams.post_card()
    await teams.ask("POST", "switches", reorder=True)
    message = await teams.write(teams.li, "First", reply_to=root)
    await teams.ask("PATCH", f"people/{teams.li}/messages/{message}", text="Second")
    assert await teams.texts() == ["Second"]
    await teams.ask("POST", "switches", reorder=False)


async def test_a_comment_from_the_cards_dialog(teams: Teams) -> None:
    root = await teams.post_card()
    opened = await teams.ask("POST", f"people/{teams.li}/clicks", message=root, action="Comment")
    assert opened["status"] == 200
    actions = opened["card"]["actions"]
    data = next(each["data"] for each in actions if each["data"].get("verb") == "comment.add")
    words = {"text": "From the dialog", "kind": "question"}
    for _ in range(2):
        sent = await teams.ask("POST", f"people/{teams.li}/dialogs", message=root, data={**data, **words})
        assert (sent["status"], sent["dialog"], sent["message"]) == (200, None, None)
    assert await teams.texts() == ["From the dialog"]


async def test_a_greeting_is_answered_in_the_personal_chat(teams: Teams) -> None:
    chat = teams.sandbox.tenant.messages.personal_chat(teams.li)
    await teams.write(teams.li, "hello", conversation=chat.id)
    await teams.idle()
    assert "share week" in await teams.last_message(chat.id)


async def test_a_person_unknown_to_us_gets_no_answer(teams: Teams) -> None:
    async with teams.company.database.transaction() as session:
        await session.execute(delete(Comment))
        await session.execute(update(Person).values(is_enabled=False))
    root = await teams.post_card()
    await teams.write(teams.li, "hello", reply_to=root)
    assert await teams.texts() == []


@pytest.mark.parametrize("has_slash", [True, False])
@pytest.mark.parametrize("retire", [True, False])
async def test_keys_rotate_and_slashes_come_and_go(teams: Teams, has_slash: bool, retire: bool) -> None:
    root = await teams.post_card()
    await teams.write(teams.li, "Before", reply_to=root)
    await teams.idle()
    await teams.ask("POST", "switches", service_url_slash=has_slash)
    await teams.ask("POST", "keys/rotate", issuer="channel", retire=retire)
    await teams.write(teams.li, "After", reply_to=root)
    assert await teams.texts() == ["Before", "After"]
    await teams.ask("POST", "switches", service_url_slash=True)


async def test_a_blocked_app_is_told_that_the_place_is_gone(teams: Teams) -> None:
    team = teams.sandbox.tenant.company.teams[-1].name
    await teams.ask("POST", "install", team=team, block=True)
    with pytest.raises(PlaceGone):
        await teams.messenger.post_card(teams.channel, CARD)
    await teams.ask("POST", "install", team=team, block=False)


async def test_the_app_writes_to_a_person_first(teams: Teams) -> None:
    person = teams.sandbox.tenant.company.by_email[teams.noor]
    chat = await teams.messenger.open_chat(teams.channel.service_url, person.object_id)
    message = await teams.messenger.send_text(chat, "Good morning")
    await teams.messenger.update_card(chat, message, CARD)
    await teams.messenger.delete_message(chat, message)


@pytest.mark.parametrize("version", ["v1", "v2"])
async def test_the_tabs_tokens_name_the_person(teams: Teams, version: str) -> None:
    person = teams.sandbox.tenant.company.by_email[teams.li]
    tokens = SignInTokens(teams.settings, OpenIdKeys(openid_url(teams.settings), teams.http))
    token = person_token(teams.sandbox.tenant, person, version)
    assert (await tokens.check(f"Bearer {token}")).object_id == person.object_id
