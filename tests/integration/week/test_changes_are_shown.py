"""Where the moves of a change are shown, and what the command line says of them."""

from __future__ import annotations

import pytest

from teams_app.cli.replan_told import print_change, what
from teams_app.okr import ChangeState, Place
from teams_app.sandbox.message_values import Json
from teams_app.services import places, replanning
from teams_app.services.week.requests import Change, Declined, LookAgain
from tests.integration.week.conftest import Tidewell
from tests.integration.week.replanned import HELENA, confirmed, told

DANA, TOMAS = "dana.whitfield@tidewell.example", "tomas.vidal@tidewell.example"
SIOBHAN, KOFI = "siobhan.oconnor@tidewell.example", "Kofi Boateng"


async def chat(tidewell: Tidewell, email: str) -> Place:
    """The personal chat of somebody with the app, begun."""
    world, person = tidewell.world, await tidewell.person(email)
    address = await world.messenger.open_chat(world.settings.service_urls[0], person.object_id or "")
    async with world.database.transaction() as session:
        return await places.personal(session, person, address.conversation_id, address.service_url)


def cards(tidewell: Tidewell, email: str) -> list[Json]:
    """What the app has sent to somebody, the oldest first."""
    store = tidewell.sandbox.tenant.messages
    messages = store.messages(store.personal_chat(email).id)
    return [message.attachments[0]["content"] for message in messages if message.attachments]


async def asked(tidewell: Tidewell, change: Change, who: str, place: Place | None) -> None:
    world, person = tidewell.world, await tidewell.person(who)
    async with world.database.transaction() as session:
        noted = await replanning.request(session, person, change, world.clock)
        await replanning.enqueue(session, world.jobs, noted, place)
    await tidewell.work()


def verbs(card: Json) -> list[str]:
    return [action["verb"] for action in card["actions"] if "verb" in action]


async def test_the_moves_are_shown_where_they_were_asked_for(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    place = await chat(tidewell, HELENA)
    await chat(tidewell, DANA)
    await asked(tidewell, Declined("mobile", KOFI), HELENA, place)
    [card] = cards(tidewell, HELENA)
    assert "Mobile needs another time" in str(card)
    assert verbs(card) == ["replan.confirm", "replan.keep"]
    assert cards(tidewell, DANA) == []


async def test_what_was_asked_for_elsewhere_is_shown_in_ones_own_chat(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    await chat(tidewell, HELENA)
    await asked(tidewell, LookAgain(), HELENA, None)
    [card] = cards(tidewell, HELENA)
    assert ("Nothing has to move" in str(card), verbs(card)) == (True, [])


async def test_where_a_leader_cannot_decide_the_organizers_are_shown_it(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    place = await chat(tidewell, SIOBHAN)
    await chat(tidewell, HELENA)
    await chat(tidewell, TOMAS)
    await told(tidewell, Declined("mobile", KOFI))
    await asked(tidewell, Declined("support", "Li Chen"), SIOBHAN, place)
    for who in (SIOBHAN, HELENA):
        [card] = cards(tidewell, who)
        assert verbs(card) == ["replan.confirm", "replan.keep"]
    assert cards(tidewell, TOMAS) == []


async def test_a_chat_that_is_gone_keeps_nobody_from_being_told(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    place = await chat(tidewell, SIOBHAN)
    await chat(tidewell, HELENA)
    await told(tidewell, Declined("mobile", KOFI))
    tidewell.sandbox.tenant.faults.add(
        [{"match": f"POST /connector/v3/conversations/{place.conversation_id}/*", "status": 403}]
    )
    await asked(tidewell, Declined("support", "Li Chen"), SIOBHAN, place)
    assert (len(cards(tidewell, HELENA)), cards(tidewell, SIOBHAN)) == (1, [])


async def test_the_terminal_shows_moves_and_how_to_decide(
    tidewell: Tidewell, capsys: pytest.CaptureFixture[str]
) -> None:
    await confirmed(tidewell)
    change = await told(tidewell, Declined("mobile", KOFI))
    assert (change.state, what(change)) == (ChangeState.PROPOSED, "Kofi Boateng declined Mobile")
    print_change(change)
    told_them = capsys.readouterr()
    assert "Mobile" in told_them.out
    assert "okr-share week moves confirm 1" in " ".join(told_them.err.split())
