"""The card of a change: what it says in each of its states, and who would decide about what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from teams_app.cards import change_card
from teams_app.okr import ChangeKind, ChangeState, Role, WeekChange
from tests.unit.cards.changes import NOON, booked, change, decided, department, joins, move, unconfirmed
from tests.unit.cards.onboarding import AMINA, FELIX, LINKS, NOOR
from tests.unit.cards.reading import actions, elements, said, texts
from tests.unit.cards.weeks import MONDAY, invitee

FROM, TO = "{{TIME(2026-12-07T09:00:00Z)}}", "{{TIME(2026-12-07T13:30:00Z)}}"


def shown(one: WeekChange) -> dict[str, Any]:
    return change_card(one, LINKS, "Europe/Berlin")


def large(card: Any) -> list[str]:
    """What stands large on it, without the title."""
    return [
        one["text"] for one in elements(card) if one.get("size") == "Large" and one["type"] == "TextBlock"
    ][1:]


def facts(one: WeekChange) -> list[str]:
    [found] = [words for words in texts(shown(one)) if words.startswith("- ")]
    return found.removeprefix("- ").split("\n- ")


def test_one_move_stands_large_from_where_to_where() -> None:
    card = shown(change([move(booked(room="Elm room"), to_room="Birch room")]))
    assert texts(card)[:3] == [
        "Share week · Q1 2027 · change proposed",
        "Onboarding needs another time",
        "**Noor Haddad** is required there and declined: “I am at our supplier in Porto until noon.”",
    ]
    assert large(card) == [FROM, "→", TO]
    assert [words for words in texts(card) if "min" in words] == ["Elm room, 45 min", "Birch room, 45 min"]
    assert [words for words in texts(card) if "can come" in words] == ["7 of 8 can come", "8 of 8 can come"]


def test_it_says_what_else_a_person_wants_to_know() -> None:
    assert facts(change([move(booked())])) == [
        "Only this meeting moves; the other one stays.",
        "4 people get an update of their invitation.",
        "It still comes after Product, its department.",
        "No smaller change mends the plan.",
    ]


def test_what_is_not_proven_is_not_said() -> None:
    assert "No smaller change mends the plan." not in facts(change([move(booked())], is_fewest=False))


def test_the_buttons_confirm_and_keep_this_change() -> None:
    buttons = actions(shown(change([move(booked())])))
    assert list(buttons) == ["Confirm the move", "Keep it as it is", "See the calendar"]
    data = {"v": 1, "cycle": "2027-Q1", "plan": 4, "change": 2}
    assert [(one.get("verb"), one.get("data")) for one in buttons.values()][:2] == [
        ("replan.confirm", data),
        ("replan.keep", data),
    ]


def test_several_moves_are_a_list() -> None:
    moves = [move(booked("Mobile")), move(booked("Cloud"), NOON + timedelta(hours=1))]
    card = shown(change(moves))
    assert large(card) == []
    assert "**Mobile**" in texts(card)
    assert f"{FROM}\u00a0→ {{{{DATE(2026-12-07T13:30:00Z,SHORT)}}}}, {TO}" in said(card)
    assert "Confirm the 2 moves" in actions(card)
    assert facts(change(moves))[0] == "2 meetings move; the other one stays."


def test_of_very_many_moves_twenty_are_listed() -> None:
    card = shown(change([move(booked(f"Team {number}")) for number in range(33)]))
    assert "and 13 more in the calendar" in texts(card)


def test_another_room_at_the_same_time_is_a_move() -> None:
    moves = [move(booked(room="Elm room"), MONDAY, to_room="Birch room"), move(booked("Cloud"))]
    assert "Elm room → Birch room" in texts(shown(change(moves, kind=ChangeKind.ROOM, room="Elm room")))
    alone = change(moves[:1], kind=ChangeKind.ROOM, room="Elm room", meeting=None)
    assert texts(shown(alone))[1] == "Elm room cannot be had any more"
    assert "Confirm the move" in actions(shown(alone))


def test_people_who_join_and_leave_are_named() -> None:
    people = [joins(NOOR), joins(FELIX, None), joins(AMINA, Role.OPTIONAL)]
    one = change([move(booked(), MONDAY, people=people)], kind=ChangeKind.PEOPLE)
    card = shown(one)
    assert texts(card)[1] == "Other people are asked to Onboarding"
    assert {"Asked to come: Noor Haddad", "Leaving: Felix Maurer"} <= set(texts(card))
    assert "Invited as optional: Amina Diallo" in texts(card)
    assert next(iter(actions(card))) == "Confirm the people"
    assert facts(one)[:2] == ["No meeting moves.", "2 people get an update of their invitation."]


def test_a_meeting_that_had_no_time_gets_one() -> None:
    one = change([move(booked(), from_start=None)], kind=ChangeKind.MOVED, wanted_start=NOON)
    assert texts(shown(one))[1] == "Onboarding is wanted at another time"
    assert "No time yet" in texts(shown(one))
    assert "**Helena Brandt** wants it at" in said(shown(one))


def test_what_a_wish_breaks_is_told() -> None:
    one = change(
        [move(booked())], kind=ChangeKind.MOVED, reason="Onboarding is fixed before Product has ended."
    )
    assert "▲ Onboarding is fixed before Product has ended." in texts(shown(one))


def test_before_anybody_is_invited_no_invitation_is_spoken_of() -> None:
    one = change([move(booked())])
    one.week = unconfirmed([department(), booked()])
    assert "Outlook" not in said(shown(one))
    assert not any("update of their invitation" in fact for fact in facts(one))


@pytest.mark.parametrize(
    ("leader", "role", "part"),
    [
        (NOOR, Role.REQUIRED, "leads it"),
        (AMINA, Role.OPTIONAL, "is invited there"),
        (AMINA, Role.REQUIRED, "is required there"),
    ],
)
def test_it_says_what_who_declined_is_to_the_meeting(leader: Any, role: Role, part: str) -> None:
    meeting = booked(invitees=[invitee(NOOR, role)])
    meeting.unit.leader_id = leader.id
    assert f"**Noor Haddad** {part} and declined" in said(shown(change([move(meeting)])))


def test_after_the_decision_it_says_who_decided_and_asks_nothing() -> None:
    card = shown(decided(ChangeState.CONFIRMED, [move(booked())]))
    assert texts(card)[1] == "1 share meeting is moved"
    assert "**Helena Brandt** confirmed it on" in said(card)
    assert "can come" not in said(card)
    assert list(actions(card)) == ["See the calendar"]
    kept = shown(decided(ChangeState.KEPT, [move(booked())]))
    assert texts(kept)[1] == "It is kept as it is"
    assert "**Helena Brandt** decided so on" in said(kept)
    assert texts(kept)[-1] == "No share meeting was moved."


@pytest.mark.parametrize(
    ("state", "title", "words"),
    [
        (
            ChangeState.NOT_NEEDED,
            "Nothing has to move",
            "The share week holds as it is: 2 share meetings stay",
        ),
        (ChangeState.IMPOSSIBLE, "Onboarding cannot be mended", "Nobody is free."),
        (ChangeState.FAILED, "The change could not be planned", "Nobody is free."),
        (
            ChangeState.REPLACED,
            "A newer proposal has replaced this one",
            "The newer one holds what was told here.",
        ),
        (ChangeState.PLANNING, "The change is being planned", "The calendars are being read."),
    ],
)
def test_where_nothing_is_to_decide_it_says_why(state: ChangeState, title: str, words: str) -> None:
    card = shown(change(state=state, reason="Nobody is free."))
    assert texts(card)[1] == title
    assert words in said(card)
    assert list(actions(card)) == ["See the calendar"]


def test_the_notice_tells_the_time_with_its_place() -> None:
    notice = shown(change([move(booked())]))["fallbackText"]
    assert notice == (
        "OKR Share proposes to move Onboarding to 7 December 2026, 14:30 (Berlin). Share week Q1 2027."
    )
