"""Order, repetition and patience on the way to the bot."""

from __future__ import annotations

import time

from teams_app.sandbox.connector.action_log import ActionLog
from teams_app.sandbox.connector.delivery import Deliveries, Patience
from teams_app.sandbox.connector.envelope import Envelope
from teams_app.sandbox.connector.switches import Switches
from teams_app.sandbox.messages import Author
from tests.integration.sandbox_teams.teams_http import AMINA, Teams


async def test_a_conversation_keeps_its_order(teams: Teams) -> None:
    root = await teams.post_card()
    said = [await teams.say(AMINA, str(number), root) for number in range(10)]
    assert [each["id"] for each in await teams.heard()] == said


async def test_nobody_waits_for_the_bot(teams: Teams) -> None:
    teams.bot.hold.clear()
    before = time.monotonic()
    await teams.say(AMINA, "Hello")
    assert time.monotonic() - before < 5
    waiting = (await teams.act("GET", "deliveries?wait=idle&timeout=0.2")).body
    assert (waiting["idle"], waiting["pending"]) == (False, 1)
    teams.bot.hold.set()
    assert len(await teams.heard()) == 1


async def test_a_failed_delivery_is_repeated_before_what_follows(teams: Teams) -> None:
    teams.bot.statuses.append(503)
    root = await teams.post_card()
    first, second = await teams.say(AMINA, "1", root), await teams.say(AMINA, "2", root)
    assert [each["id"] for each in await teams.heard()] == [first, first, second]


async def test_a_refused_delivery_is_not_repeated(teams: Teams) -> None:
    teams.bot.statuses.append(401)
    failed = (await teams.act("GET", "deliveries")).body["failed"]
    await teams.say(AMINA, "Hello")
    assert len(await teams.heard()) == 1
    assert (await teams.act("GET", "deliveries")).body["failed"] == failed + 1


async def test_a_bot_that_does_not_answer_is_tried_a_few_times(teams: Teams) -> None:
    tenant, switches = teams.sandbox.tenant, Switches()
    patience = Patience(answer=0.1, retries=(0.01, 0.01))
    deliveries = Deliveries(tenant, switches, ActionLog(tenant.clock), patience)
    teams.bot.hold.clear()
    amina = Author("person", "29:1", "Amina Diallo")
    envelope = Envelope(tenant, switches, tenant.messages.personal_chat(AMINA), amina)
    deliveries.enqueue(envelope.activity("message", "1", text="Hello"))
    assert await deliveries.idle(10)
    teams.bot.hold.set()
    await deliveries.close()
    assert [each["id"] for each in teams.bot.received] == ["1", "1", "1"]
    assert deliveries.failed == 1


async def test_duplicates_come_under_the_same_or_a_new_id(teams: Teams) -> None:
    await teams.act("POST", "switches", {"duplicates": "same_id"})
    first = await teams.say(AMINA, "Hello")
    assert [each["id"] for each in await teams.heard()] == [first, first]
    await teams.act("POST", "switches", {"duplicates": "new_id"})
    second = await teams.say(AMINA, "Hello")
    once, again = (await teams.heard())[2:]
    assert once["id"] == second != again["id"]
    assert once["text"] == again["text"]


async def test_two_things_that_happen_together_can_change_places(teams: Teams) -> None:
    await teams.act("POST", "switches", {"reorder": True})
    root = await teams.post_card()
    first, second = await teams.say(AMINA, "1", root), await teams.say(AMINA, "2", root)
    assert [each["id"] for each in await teams.heard()] == [second, first]


async def test_the_service_url_can_lack_its_slash(teams: Teams) -> None:
    await teams.act("POST", "switches", {"service_url_slash": False})
    await teams.say(AMINA, "Hello")
    [heard] = await teams.heard()
    assert heard["serviceUrl"] == teams.sandbox.tenant.service_url.rstrip("/")


async def test_a_switch_that_is_not_there_turns_nothing(teams: Teams) -> None:
    for wrong in ({"rsc": False, "magic": True}, {"rsc": 1}, {"duplicates": "often"}, {"duplicates": False}):
        answer = await teams.act("POST", "switches", wrong)
        assert answer.status == 400, wrong
        assert answer.body["error"].endswith(".")
    assert (await teams.act("GET", "switches")).body["rsc"] is True
