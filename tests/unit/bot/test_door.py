"""POST /api/messages: what is let in, what is refused and how, and what an invoke is answered."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from door import PATH, Door
from far_side import APP, FarSide, FixedToken, Planned
from structlog.testing import capture_logs

from teams_app.bot.connector import Connector
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import DONE, Outcome, say, tell
from teams_app.bot.routes import add_routes
from teams_app.bot.wiring import make_adapter
from teams_app.config import Settings
from teams_app.errors import SettingsFault, Unavailable

OTHER = "99999999-0000-4000-8000-cccccccccccc"
SECRET_WORDS = "my salary is 123"


async def test_a_message_is_answered_in_its_conversation(door: Door) -> None:
    door.script.outcome = say("Hello, **Li**")
    assert (await door.send()).status == 200
    [call] = door.far_side.calls
    assert (call.method, call.path) == (
        "POST",
        "/connector/v3/conversations/a%3A1li/activities/1700000000001",
    )
    assert call.body["text"] == "Hello, **Li**"
    assert call.body["conversation"]["id"] == "a:1li"
    assert call.token == "Bearer bot-token"


async def test_nothing_is_lost_that_the_vendors_schema_does_not_know(door: Door) -> None:
    card = {"type": "AdaptiveCard", "body": [{"type": "Badge", "odd": {"x": [1, None]}}], "msteams": {"w": 1}}
    message = {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
        "channelData": {"notification": {"alert": True}},
        "newerThanTheSdk": {"a": 1},
    }
    door.script.outcome = Outcome(messages=(message,))
    await door.send()
    sent = door.far_side.calls[0].body
    assert sent["attachments"] == message["attachments"]
    assert (sent["channelData"], sent["newerThanTheSdk"]) == (message["channelData"], {"a": 1})


@pytest.mark.parametrize(
    "wrong",
    [
        {"exp": 1_700_000_000},
        {"exp": None},
        {"aud": "another-app"},
        {"iss": "https://evil.example"},
        {"serviceurl": "https://evil.example/"},
        {"nbf": 4_000_000_000},
    ],
)
async def test_a_token_with_a_wrong_claim_is_a_401(door: Door, wrong: dict[str, Any]) -> None:
    answer = await door.send(door.far_side.token(**wrong))
    assert answer.status == 401
    assert (await answer.json())["error"]["message"]
    assert door.script.seen == []


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "eyJhbGciOiJub25lIiwia2lkIjoiYSJ9.e30."])
async def test_a_token_that_is_none_is_a_401(door: Door, token: str) -> None:
    started = time.monotonic()
    assert (await door.send(token)).status == 401
    assert time.monotonic() - started < 1


async def test_no_token_is_a_401(door: Door) -> None:
    answer = await door.client.post(PATH, json=door.far_side.activity())
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_channel_that_the_key_may_not_speak_for_is_a_401(door: Door) -> None:
    assert (await door.send(channelId="webchat")).status == 401


async def test_a_rotated_key_is_accepted_at_once(door: Door) -> None:
    assert (await door.send()).status == 200
    door.far_side.keys.rotate(retire=True)
    assert (await door.send()).status == 200


async def test_a_service_url_without_its_slash_is_the_same(door: Door) -> None:
    door.script.outcome = say("Hello")
    bare = door.far_side.service_url.rstrip("/")
    assert (await door.send(serviceUrl=bare)).status == 200
    assert door.far_side.calls[0].path.startswith("/connector/v3/conversations/")


async def test_our_token_goes_to_no_other_service(door: Door) -> None:
    evil = "https://evil.example/"
    answer = await door.send(door.far_side.token(serviceurl=evil), serviceUrl=evil)
    assert answer.status == 403
    assert door.script.seen == []


@pytest.mark.parametrize(
    "strange",
    [
        {"channelData": {"tenant": {"id": OTHER}}, "conversation": {"id": "a:1"}},
        {"channelData": {"tenant": {"id": OTHER}}},
        {"conversation": {"id": "a:1", "tenantId": OTHER}},
        {"channelData": {}, "conversation": {"id": "a:1"}},
        {"channelData": "x", "conversation": {"id": "a:1", "tenantId": 5}},
    ],
)
async def test_another_tenant_is_refused_and_nothing_is_done(door: Door, strange: dict[str, Any]) -> None:
    assert (await door.send(**strange)).status == 403
    assert door.script.seen == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"{}",
        b'{"type": NaN}',
        b"[" * 100_000,
        b'{"type":1}',
    ],
)
async def test_malformed_json_is_a_400_with_a_sentence(door: Door, body: bytes) -> None:
    answer = await door.send_raw(body)
    assert answer.status == 400
    assert (await answer.json())["error"]["message"].endswith(".")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
async def test_a_wrong_content_type_is_a_415(door: Door, kind: str) -> None:
    assert (await door.send_raw(b"{}", kind)).status == 415


async def test_a_body_that_is_too_large_is_a_413(door: Door) -> None:
    assert (await door.send_raw(b" " * 1_100_000)).status == 413


@pytest.mark.parametrize("field", ["type", "channelId", "serviceUrl", "conversation"])
async def test_an_activity_without_what_all_have_is_a_400(door: Door, field: str) -> None:
    activity = door.far_side.activity()
    del activity[field]
    assert (await door.send_raw(json.dumps(activity).encode())).status == 400


@pytest.mark.parametrize("odd", [5, "text", [], [5], {}, {"x": 5}, None, True])
@pytest.mark.parametrize(
    "field",
    [
        "from",
        "recipient",
        "attachments",
        "entities",
        "value",
        "membersAdded",
        "timestamp",
        "text",
        "deliveryMode",
    ],
)
async def test_odd_values_are_never_a_500(door: Door, field: str, odd: Any) -> None:
    assert (await door.send(**{field: odd})).status in (200, 400)


async def test_a_message_of_100_kb_arrives_whole(door: Door) -> None:
    text = "ü🙂" * 17_000
    assert (await door.send(text=text)).status == 200
    assert door.script.seen[0].text == text


async def test_characters_that_cannot_be_stored_are_replaced(door: Door) -> None:
    body = json.dumps(door.far_side.activity(text="a\x00b \ud800 🙂 שלום")).encode()
    assert (await door.send_raw(body)).status == 200
    assert door.script.seen[0].text == "a�b � 🙂 שלום"


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "event", "trace", "handoff", "nonsense"])
async def test_unknown_activities_are_taken_note_of(door: Door, kind: str) -> None:
    answer = await door.send(type=kind)
    assert (answer.status, await answer.read()) == (200, b"")


async def test_an_unknown_invoke_is_a_501_as_teams_expects(door: Door) -> None:
    assert (await door.send(type="invoke", name="something/else")).status == 501


async def test_an_invoke_is_answered_with_its_body(door: Door) -> None:
    door.script.outcome = tell("Done")
    answer = await door.send(type="invoke", name="adaptiveCard/action", value={"action": {"verb": "x"}})
    assert (answer.status, (await answer.json())["value"]) == (200, "Done")


async def test_an_invoke_without_a_body_is_an_empty_200(door: Door) -> None:
    door.script.outcome = DONE
    answer = await door.send(type="invoke", name="task/submit")
    assert (answer.status, await answer.read()) == (200, b"")


async def test_expected_replies_come_in_the_answer(door: Door) -> None:
    door.script.outcome = say("Hello")
    answer = await door.send(deliveryMode="expectReplies")
    [reply] = (await answer.json())["activities"]
    assert (reply["type"], reply["text"]) == ("message", "Hello")
    assert door.far_side.calls == []


async def test_expected_replies_hold_the_answer_of_an_invoke(door: Door) -> None:
    door.script.outcome = tell("Done")
    answer = await door.send(type="invoke", name="adaptiveCard/action", deliveryMode="expectReplies")
    [reply] = (await answer.json())["activities"]
    assert reply["type"] == "invokeResponse"
    assert reply["value"]["body"]["value"] == "Done"


async def test_what_a_handler_cannot_do_is_a_sentence(door: Door) -> None:
    door.script.failure = Unavailable("The database is away.")
    answer = await door.send()
    assert (answer.status, (await answer.json())["error"]["message"]) == (503, "The database is away.")


async def test_a_fault_of_ours_is_logged_without_what_people_wrote(door: Door) -> None:
    door.script.failure = RuntimeError(SECRET_WORDS)
    with capture_logs() as logs:
        answer = await door.send(text=SECRET_WORDS)
    told = await answer.text()
    assert answer.status == 503
    assert logs[-1]["reference"] in told
    assert logs[-1]["error"] == ["RuntimeError"]
    assert SECRET_WORDS not in f"{logs}{told}"


async def test_a_reply_that_cannot_be_delivered_is_not_done_twice(door: Door) -> None:
    door.script.outcome = say("Hello")
    door.far_side.planned.append(Planned(500))
    assert (await door.send()).status == 200
    assert len(door.far_side.calls) == 1


async def test_a_handler_that_waits_holds_up_nobody_else(door: Door) -> None:
    first_may_go = asyncio.Event()

    async def wait_for_the_second(incoming: Incoming) -> Outcome:
        if incoming.text == "first":
            await first_may_go.wait()
        return say("done")

    door.script.instead = wait_for_the_second
    first = asyncio.create_task(door.send(text="first"))
    assert (await door.send(text="second")).status == 200
    first_may_go.set()
    assert (await first).status == 200


async def test_the_bots_token_is_asked_for_by_its_scope(door: Door, tokens: FixedToken) -> None:
    door.script.outcome = say("Hello")
    await door.send()
    assert tokens.asked == ["https://api.botframework.com/.default"]


def test_an_empty_app_id_refuses_to_start(settings: Settings, http: Any, connector: Connector) -> None:
    with pytest.raises(SettingsFault):
        make_adapter(settings.model_copy(update={"app_id": ""}), http, connector, _nothing)


async def _nothing(incoming: Incoming) -> Outcome:
    del incoming
    return DONE


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:3978"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"X-Forwarded-For": "127.0.0.1"}, 403),
        ({"x-forwarded-host": "localhost"}, 403),
        ({"Forwarded": "for=127.0.0.1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_without_authentication_only_this_machine_may_speak(
    far_side: FarSide,
    settings: Settings,
    http: Any,
    connector: Connector,
    headers: dict[str, str],
    status: int,
) -> None:
    local = settings.model_copy(update={"app_id": "", "insecure_local": True})
    app = web.Application()
    add_routes(app, make_adapter(local, http, connector, _nothing), local)
    activity = far_side.activity(recipient={"id": APP})
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        answer = await client.post(PATH, json=activity, headers=headers)
        assert answer.status == status
