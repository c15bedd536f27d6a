"""Cards and texts go to the right address, once; refusals say whether anything may have arrived."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import ClientSession
from far_side import APP, CHANNEL, TENANT, FarSide, FixedToken, Planned

from graph.errors import SignInFailed
from teams_app.bot.delivery import Patience, retry_after
from teams_app.bot.messenger import BotMessenger
from teams_app.bot.sending import make_connector, make_messenger
from teams_app.bot.service_urls import ServiceUrls, path
from teams_app.config import Settings
from teams_app.errors import NotAllowed, SettingsFault
from teams_app.services.ports import Address, NotDelivered, PlaceGone, TooMany

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}


@pytest.fixture
def channel(far_side: FarSide) -> Address:
    return Address(far_side.service_url, CHANNEL)


async def test_a_card_begins_a_thread_in_a_channel(
    messenger: BotMessenger, far_side: FarSide, channel: Address
) -> None:
    assert await messenger.post_card(channel, CARD) == "root-1"
    [call] = far_side.calls
    assert (call.method, call.path) == ("POST", "/connector/v3/conversations")
    assert call.body["isGroup"] is True
    assert call.body["bot"] == {"id": f"28:{APP}"}
    assert call.body["channelData"] == {"channel": {"id": CHANNEL}, "tenant": {"id": TENANT}}
    [attachment] = call.body["activity"]["attachments"]
    assert attachment == {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}
    assert "text" not in call.body["activity"]


async def test_the_root_is_read_from_the_conversation_id_as_well(
    messenger: BotMessenger, far_side: FarSide, channel: Address
) -> None:
    far_side.planned.append(Planned(201, body={"id": f"{CHANNEL};messageid=42"}))
    assert await messenger.post_card(channel, CARD) == "42"


async def test_a_card_is_replaced_where_it_stands(
    messenger: BotMessenger, far_side: FarSide, channel: Address
) -> None:
    await messenger.update_card(channel, "42", CARD)
    await messenger.delete_message(channel, "42")
    put, delete = far_side.calls
    where = "/connector/v3/conversations/19%3Ageneral%40thread.tacv2/activities/42"
    assert (put.method, put.path) == ("PUT", where)
    assert (delete.method, delete.path) == ("DELETE", where)


async def test_a_text_goes_into_a_chat(messenger: BotMessenger, far_side: FarSide) -> None:
    assert await messenger.send_text(Address(far_side.service_url.rstrip("/"), "a:1"), "Hello") == "new-1"
    assert far_side.calls[0].path == "/connector/v3/conversations/a%3A1/activities"
    assert await messenger.send_card(Address(far_side.service_url, "a:1"), CARD) == "new-1"


async def test_a_personal_chat_is_opened_by_object_id(messenger: BotMessenger, far_side: FarSide) -> None:
    chat = await messenger.open_chat(far_side.service_url, "object-li")
    assert chat == Address(far_side.service_url, "new-1")
    body = far_side.calls[0].body
    assert (body["members"], body["tenantId"]) == ([{"id": "object-li"}], TENANT)


@pytest.mark.parametrize("status", [429, 412])
async def test_what_was_not_sent_is_sent_again(
    messenger: BotMessenger, far_side: FarSide, channel: Address, status: int
) -> None:
    far_side.planned.extend([Planned(status), Planned(status, {"Retry-After": "0"})])
    assert await messenger.post_card(channel, CARD) == "root-1"
    assert len(far_side.calls) == 3


async def test_a_long_wait_is_left_to_the_caller(
    messenger: BotMessenger, far_side: FarSide, channel: Address
) -> None:
    far_side.planned.append(Planned(429, {"Retry-After": "30"}))
    with pytest.raises(TooMany) as refused:
        await messenger.post_card(channel, CARD)
    assert refused.value.retry_after == 30
    assert len(far_side.calls) == 1


async def test_patience_ends(messenger: BotMessenger, far_side: FarSide, channel: Address) -> None:
    far_side.planned.extend([Planned(429)] * 10)
    with pytest.raises(TooMany):
        await messenger.post_card(channel, CARD)
    assert len(far_side.calls) == Patience().attempts


@pytest.mark.parametrize("status", [0, 500, 502, 503, 504])
async def test_a_send_that_may_have_arrived_is_not_repeated(
    messenger: BotMessenger, far_side: FarSide, channel: Address, status: int
) -> None:
    far_side.planned.append(Planned(status))
    with pytest.raises(NotDelivered) as lost:
        await messenger.post_card(channel, CARD)
    assert lost.value.may_have_arrived
    assert len(far_side.calls) == 1


async def test_an_update_is_repeated_since_it_does_nothing_twice(
    messenger: BotMessenger, far_side: FarSide, channel: Address
) -> None:
    far_side.planned.extend([Planned(502), Planned(503)])
    await messenger.update_card(channel, "42", CARD)
    assert len(far_side.calls) == 3


@pytest.mark.parametrize("status", [403, 404])
async def test_a_place_that_is_gone_is_said_so(
    messenger: BotMessenger, far_side: FarSide, channel: Address, status: int
) -> None:
    body = {"error": {"code": "BotNotInConversationRoster", "message": "The bot is not there."}}
    far_side.planned.append(Planned(status, body=body))
    with pytest.raises(PlaceGone, match="BotNotInConversationRoster"):
        await messenger.post_card(channel, CARD)


async def test_a_token_that_is_refused_is_renewed_once(
    messenger: BotMessenger, far_side: FarSide, channel: Address
) -> None:
    far_side.planned.append(Planned(401))
    assert await messenger.post_card(channel, CARD) == "root-1"
    assert [call.token for call in far_side.calls] == ["Bearer bot-token", "Bearer new-token"]
    far_side.planned.extend([Planned(401), Planned(401)])
    with pytest.raises(NotDelivered):
        await messenger.post_card(channel, CARD)
    assert len(far_side.calls) == 4


@pytest.mark.parametrize("status", [400, 413, 302])
async def test_what_is_refused_did_not_arrive(
    messenger: BotMessenger, far_side: FarSide, channel: Address, status: int
) -> None:
    far_side.planned.append(Planned(status))
    with pytest.raises(NotDelivered) as refused:
        await messenger.post_card(channel, CARD)
    assert not refused.value.may_have_arrived


async def test_a_success_that_names_no_message_may_have_arrived(
    messenger: BotMessenger, far_side: FarSide, channel: Address
) -> None:
    far_side.planned.append(Planned(201, body=[]))
    with pytest.raises(NotDelivered) as odd:
        await messenger.post_card(channel, CARD)
    assert odd.value.may_have_arrived


async def test_a_connector_that_is_away_got_nothing(
    settings: Settings, http: ClientSession, tokens: FixedToken, unused_tcp_port: int
) -> None:
    away = f"http://127.0.0.1:{unused_tcp_port}/"
    nowhere = settings.model_copy(update={"service_urls": (away,)})
    messenger = make_messenger(nowhere, make_connector(nowhere, http, tokens))
    with pytest.raises(NotDelivered) as lost:
        await messenger.send_text(Address(away, "a:1"), "Hello")
    assert not lost.value.may_have_arrived


async def test_without_a_token_nothing_is_sent(
    settings: Settings, http: ClientSession, far_side: FarSide
) -> None:
    class WrongSecret:
        async def token(self, scope: str, *, refused: str = "") -> str:
            del refused
            raise SignInFailed(f"The secret is wrong for {scope}.")

    messenger = make_messenger(settings, make_connector(settings, http, WrongSecret()))
    with pytest.raises(NotDelivered, match="The secret is wrong") as refused:
        await messenger.send_text(Address(far_side.service_url, "a:1"), "Hello")
    assert not refused.value.may_have_arrived
    assert far_side.calls == []


async def test_our_token_goes_to_no_other_service(messenger: BotMessenger, tokens: FixedToken) -> None:
    with pytest.raises(NotAllowed):
        await messenger.send_text(Address("https://evil.example/", "a:1"), "Hello")
    assert tokens.asked == []


def test_a_credential_is_needed(settings: Settings, http: ClientSession) -> None:
    with pytest.raises(SettingsFault):
        make_connector(settings, http, None)


async def test_many_send_at_the_same_time(
    messenger: BotMessenger, far_side: FarSide, channel: Address
) -> None:
    await asyncio.gather(*(messenger.post_card(channel, CARD) for _ in range(30)))
    assert len(far_side.calls) == 30


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://smba.trafficmanager.net/", True),
        ("https://smba.trafficmanager.net", True),
        ("https://smba.trafficmanager.net/emea/tenant-1/", True),
        ("https://SMBA.trafficmanager.net/amer", True),
        ("http://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evil.example/smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.example\\@smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net/?x=1", False),
        ("//smba.trafficmanager.net/", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_only_service_urls_of_ours_are_allowed(url: str, allowed: bool) -> None:
    assert ServiceUrls(["https://smba.trafficmanager.net/"]).allows(url) is allowed


def test_a_path_in_the_settings_is_kept_to() -> None:
    urls = ServiceUrls(["http://127.0.0.1:9300/connector"])
    assert urls.allows("http://127.0.0.1:9300/connector/")
    assert not urls.allows("http://127.0.0.1:9300/connector-two/")
    assert not urls.allows("http://127.0.0.1:9300/connector/../graph/")


def test_ids_cannot_leave_their_part_of_the_path() -> None:
    assert path("v3", "../..", "a/b?c#d", "..") == "v3/..%2F../a%2Fb%3Fc%23d/%2E%2E"


@pytest.mark.parametrize(("value", "seconds"), [("", None), ("3", 3.0), ("-1", 0.0), ("soon", None)])
def test_a_time_to_wait_is_read(value: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": value}, datetime.now(UTC)) == seconds


def test_a_time_to_wait_may_be_a_date() -> None:
    now = datetime(2026, 12, 8, 9, tzinfo=UTC)
    later = format_datetime(now + timedelta(seconds=20), usegmt=True)
    assert retry_after({"Retry-After": later}, now) == 20


def test_waits_are_never_shorter_than_asked_for() -> None:
    waits = [Patience().wait(1, 2.0) for _ in range(100)]
    assert all(wait is not None and 2.0 <= wait <= 3.0 for wait in waits)
    assert len(set(waits)) > 1
