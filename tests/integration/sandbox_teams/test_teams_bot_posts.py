"""What the bot writes in the stand-in tenant."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import jwt
import pytest

from teams_app.sandbox.entra.tokens import BOT_CONNECTOR, GRAPH, app_token
from tests.integration.sandbox_teams.teams_http import (
    AMINA,
    EWA,
    Teams,
    card_activity,
    in_channel,
)

TEXT = {"type": "message", "text": "Hello"}


async def test_a_card_begins_a_thread_in_the_channel(teams: Teams) -> None:
    begun = await teams.connector("POST", "v3/conversations", in_channel(teams.channel.id, card_activity()))
    message_id = begun.body["activityId"]
    assert begun.body["id"] == f"{teams.channel.id};messageid={message_id}"
    [thread] = await teams.threads(teams.channel.id)
    assert (thread["id"], thread["cards"][0]["type"]) == (message_id, "AdaptiveCard")
    assert thread["author"]["kind"] == "bot"


@pytest.mark.parametrize("quoted", [True, False])
async def test_the_bot_replies_in_a_thread(teams: Teams, quoted: bool) -> None:
    root = await teams.post_card()
    conversation = f"{teams.channel.id};messageid={root}"
    path = quote(conversation, safe="") if quoted else conversation
    answer = await teams.connector("POST", f"v3/conversations/{path}/activities", TEXT)
    [thread] = await teams.threads(teams.channel.id)
    assert [reply["id"] for reply in thread["replies"]] == [answer.body["id"]]


async def test_a_reply_to_an_activity_of_the_channel_stands_in_its_thread(teams: Teams) -> None:
    root = await teams.post_card()
    await teams.connector("POST", f"v3/conversations/{teams.channel.id}/activities/{root}", TEXT)
    [thread] = await teams.threads(teams.channel.id)
    assert [reply["text"] for reply in thread["replies"]] == ["Hello"]


async def test_the_bot_changes_and_deletes_its_own_message(teams: Teams) -> None:
    root = await teams.post_card()
    path = f"v3/conversations/{teams.channel.id};messageid={root}/activities/{root}"
    changed = card_activity({"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "2 comments"}]})
    assert (await teams.connector("PUT", path, changed)).body == {"id": root}
    [thread] = await teams.threads(teams.channel.id)
    assert thread["cards"][0]["body"][0]["text"] == "2 comments"
    assert (await teams.connector("DELETE", path)).status == 200
    [thread] = await teams.threads(teams.channel.id)
    assert thread["deleted"]
    assert thread["cards"] == []
    assert (await teams.connector("PUT", path, changed)).code == "ActivityNotFoundInConversation"


async def test_the_bot_cannot_change_what_a_person_wrote(teams: Teams) -> None:
    message = await teams.say(AMINA, "Mine")
    path = f"v3/conversations/{teams.channel.id}/activities/{message}"
    for refused in (await teams.connector("PUT", path, TEXT), await teams.connector("DELETE", path)):
        assert (refused.status, refused.code) == (403, "ForbiddenOperationException")


@pytest.mark.parametrize("by", ["teams_id", "object_id"])
async def test_the_bot_begins_a_personal_chat(teams: Teams, by: str) -> None:
    wanted = {
        "members": [{"id": getattr(teams.person(AMINA), by)}],
        "tenantId": teams.sandbox.tenant.tenant_id,
    }
    begun = await teams.connector("POST", "v3/conversations", wanted)
    assert begun.status == 201
    await teams.connector("POST", f"v3/conversations/{begun.body['id']}/activities", TEXT)
    [message] = await teams.threads(begun.body["id"])
    assert message["text"] == "Hello"
    places = (await teams.act("GET", f"conversations?person={AMINA}")).body["conversations"]
    assert begun.body["id"] in {place["id"] for place in places}


async def test_strangers_and_other_tenants_are_refused(teams: Teams) -> None:
    tenant_id = teams.sandbox.tenant.tenant_id
    nobody = {"members": [{"id": "29:nobody"}], "tenantId": tenant_id}
    assert (await teams.connector("POST", "v3/conversations", nobody)).status == 404
    elsewhere = {"members": [{"id": teams.person(AMINA).teams_id}], "tenantId": "another-tenant"}
    assert (await teams.connector("POST", "v3/conversations", elsewhere)).status == 403
    without = {"members": [{"id": teams.person(AMINA).teams_id}]}
    assert (await teams.connector("POST", "v3/conversations", without)).code == "BadSyntax"
    group = {"isGroup": True, "members": [{"id": "1"}, {"id": "2"}], "tenantId": tenant_id}
    assert (await teams.connector("POST", "v3/conversations", group)).code == "BadSyntax"


async def test_a_message_of_100_kb_in_utf_16_is_too_big(teams: Teams) -> None:
    path = f"v3/conversations/{teams.channel.id}/activities"
    big = await teams.connector("POST", path, {"type": "message", "text": "x" * 51_200})
    assert (big.status, big.code) == (413, "MessageSizeTooBig")
    fits = await teams.connector("POST", path, {"type": "message", "text": "x" * 51_000})
    assert fits.status == 201


async def test_a_card_with_text_is_split_and_has_no_id(teams: Teams) -> None:
    answer = await teams.connector(
        "POST", f"v3/conversations/{teams.channel.id}/activities", {**card_activity(), "text": "Look"}
    )
    assert (answer.status, answer.body) == (201, {})
    [thread] = await teams.threads(teams.channel.id)
    assert (thread["text"], thread["cards"], len(thread["replies"][0]["cards"])) == ("Look", [], 1)


async def test_typing_is_accepted_and_not_kept(teams: Teams) -> None:
    typing = {"type": "typing"}
    answer = await teams.connector("POST", f"v3/conversations/{teams.channel.id}/activities", typing)
    assert answer.status == 202
    assert await teams.threads(teams.channel.id) == []


@pytest.mark.parametrize(
    "activity",
    [
        {"type": "message"},
        {"type": "trace", "text": "x"},
        {"type": "message", "text": ["x"]},
        {"type": "message", "attachments": "card"},
        {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive"}]},
        {"type": "message", "text": "x", "entities": ["mention"]},
        {"type": "message", "text": "\ud83d"},
        ["message"],
    ],
)
async def test_what_teams_cannot_read_is_bad_syntax(teams: Teams, activity: Any) -> None:
    answer = await teams.connector("POST", f"v3/conversations/{teams.channel.id}/activities", activity)
    assert (answer.status, answer.code) == (400, "BadSyntax")


async def test_a_deleted_place_and_an_unknown_thread_are_not_found(teams: Teams) -> None:
    path = f"v3/conversations/{teams.channel.id}"
    unknown = await teams.connector("POST", f"{path};messageid=1/activities", TEXT)
    assert (unknown.status, unknown.code) == (404, "ActivityNotFoundInConversation")
    assert (await teams.act("DELETE", f"conversations/{teams.channel.id}")).status == 204
    gone = await teams.connector("POST", f"{path}/activities", TEXT)
    assert (gone.status, gone.code) == (404, "ConversationNotFound")


async def test_the_bot_cannot_write_where_the_app_is_removed_or_blocked(teams: Teams) -> None:
    path = f"v3/conversations/{teams.channel.id}/activities"
    await teams.act("POST", "install", {"team": "Onboarding", "block": True})
    assert (await teams.connector("POST", path, TEXT)).code == "MessageWritesBlocked"
    await teams.act("POST", "install", {"team": "Onboarding", "block": False})
    assert (await teams.connector("POST", path, TEXT)).status == 201
    await teams.act("POST", "install", {"team": "Onboarding", "remove": True})
    refused = await teams.connector("POST", path, TEXT)
    assert (refused.status, refused.code) == (403, "BotNotInConversationRoster")
    await teams.act("POST", "install", {"person": EWA, "remove": True})
    wanted = {"members": [{"id": teams.person(EWA).teams_id}], "tenantId": teams.sandbox.tenant.tenant_id}
    assert (await teams.connector("POST", "v3/conversations", wanted)).status == 403
    await teams.heard()


async def test_the_eighth_write_in_a_second_is_told_to_wait(teams: Teams) -> None:
    await teams.act("POST", "switches", {"rate_limits": True})
    path = f"v3/conversations/{teams.channel.id}/activities"
    answers = [await teams.connector("POST", path, TEXT) for _ in range(8)]
    assert [answer.status for answer in answers] == [201] * 7 + [429]
    assert answers[-1].headers["Retry-After"] == "1"
    other = f"v3/conversations/{teams.onboarding.channels[0].id}/activities"
    assert (await teams.connector("POST", other, TEXT)).status == 201


async def test_only_a_valid_token_for_the_connector_is_let_in(teams: Teams) -> None:
    tenant = teams.sandbox.tenant
    claims = {"aud": BOT_CONNECTOR, "iss": "x", "exp": 4_000_000_000, "appid": tenant.app_id}
    bad = {
        "none": "",
        "garbage": "abc",
        "other audience": app_token(tenant, GRAPH),
        "expired": tenant.signing.sign({**claims, "exp": 1_000}),
        "no expiry": tenant.signing.sign({"aud": BOT_CONNECTOR}),
        "other key": tenant.channel_signing.sign(claims),
        "HS256": jwt.encode(claims, "s" * 32, "HS256", headers={"kid": tenant.signing.kid}),
    }
    for name, token in bad.items():
        answer = await teams.connector("GET", f"v3/conversations/{teams.channel.id}/members", token=token)
        assert (name, answer.status, answer.code) == (name, 401, "Unauthorized")


async def test_the_page_shows_what_the_app_just_did(teams: Teams) -> None:
    root = await teams.post_card()
    await teams.connector("PUT", f"v3/conversations/{teams.channel.id}/activities/{root}", card_activity())
    await teams.connector("POST", f"v3/conversations/{teams.channel.id}/activities", {"type": "message"})
    latest = (await teams.act("GET", "log?limit=3")).body["log"]
    assert [entry["what"] for entry in latest] == ["refused", "update", "post"]
    assert latest[1]["sentence"] == "Changed a card in OKRs of Onboarding"
    assert latest[0]["status"] == 400
