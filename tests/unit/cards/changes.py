"""Changes of a share week in every state, made in memory as queries would load them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from teams_app.cards import change_card
from teams_app.okr import (
    ChangeKind,
    ChangeState,
    MeetingState,
    MovePerson,
    Person,
    Role,
    ShareMeeting,
    ShareWeek,
    UnitKind,
    WeekChange,
    WeekMove,
    WeekState,
)
from tests.unit.cards.onboarding import HELENA, LINKS, NOOR, person
from tests.unit.cards.weeks import MONDAY, meeting, week

Card = dict[str, Any]
ZONE = "Europe/Berlin"
NOON = MONDAY + timedelta(hours=4, minutes=30)


def booked(name: str = "Onboarding", **values: Any) -> ShareMeeting:
    """A team's meeting in calendars, led by Amina, whose department met before."""
    made = meeting(name, state=MeetingState.BOOKED, **values)
    made.unit.parent_id, made.unit.leader_id = 1, made.organizer_id
    return made


def department(name: str = "Product") -> ShareMeeting:
    made = meeting(
        name, UnitKind.DEPARTMENT, starts_at=MONDAY - timedelta(hours=2), state=MeetingState.BOOKED
    )
    made.unit_id = 1
    return made


def move(of: ShareMeeting, to: datetime = NOON, **values: Any) -> WeekMove:
    """From where the meeting is; eight are asked, one of whom cannot come as it is."""
    given = {
        "meeting": of,
        "from_start": of.starts_at,
        "from_room": of.room,
        "to_start": to,
        "to_room": of.room,
        "asked": 8,
        "bad_before": 1,
        "bad_after": 0,
        "people": [],
    } | values
    return WeekMove(**given)


def joins(who: Person, role: Role | None = Role.REQUIRED) -> MovePerson:
    return MovePerson(person_id=who.id, person=who, role=role)


def change(moves: Sequence[WeekMove] = (), **values: Any) -> WeekChange:
    """Somebody declined the first meeting; a week of that meeting, its department and others."""
    about = moves[0].meeting if moves else booked()
    meetings = [department(), *(one.meeting for one in moves or [move(about)])]
    given: dict[str, Any] = {
        "week": week(meetings, state=WeekState.CONFIRMED),
        "number": 2,
        "kind": ChangeKind.DECLINED,
        "state": ChangeState.PROPOSED,
        "meeting": about,
        "person": NOOR,
        "person_id": NOOR.id,
        "note": "I am at our supplier in Porto until noon.",
        "declined_from": MONDAY,
        "wanted_start": None,
        "room": None,
        "reason": "",
        "is_fewest": True,
        "asked_by": HELENA,
        "decided_by": None,
        "decided_at": None,
        "moves": list(moves),
    } | values
    return WeekChange(**given)


def decided(state: ChangeState, moves: Sequence[WeekMove] = (), **values: Any) -> WeekChange:
    return change(moves, state=state, decided_by=HELENA, decided_at=MONDAY, **values)


def unconfirmed(meetings: Sequence[ShareMeeting]) -> ShareWeek:
    return week(meetings)


def change_cards(words: str = "Onboarding") -> Iterator[tuple[str, Card]]:
    """By name of the state; the words stand wherever somebody's do."""
    who = person(9, words)
    told: dict[str, Any] = {"person": who, "note": words, "reason": words, "asked_by": who, "room": words}
    one = [move(booked(words, room=words, organizer=who), to_room=words + "!")]
    several = [move(booked(words), NOON + timedelta(hours=n)) for n in range(3)]
    many = [move(booked(words), NOON, from_room=words, to_room=None) for _ in range(60)]
    crowd = [joins(person(n, words), role) for n in range(30) for role in (*Role, None)]
    people = [move(booked(words), MONDAY, people=crowd)]
    first_time = [move(booked(words), from_start=None, people=crowd)]
    variants = {
        "one move": change(one, **told),
        "several moves": change(several, **told),
        "many moves": change(many, **told, kind=ChangeKind.LOOK_AGAIN, is_fewest=False),
        "people": change(people, **told, kind=ChangeKind.PEOPLE),
        "people of all": change(people, **{**told, "meeting": None}, kind=ChangeKind.PEOPLE),
        "placed by hand": change(first_time, **told, kind=ChangeKind.MOVED, wanted_start=NOON),
        "a room": change(one, **{**told, "meeting": None}, kind=ChangeKind.ROOM),
        "a room of one meeting": change(one, **told, kind=ChangeKind.ROOM),
        "moved in Outlook": change(
            one, **{**told, "asked_by": None}, kind=ChangeKind.MOVED, wanted_start=NOON
        ),
        "without words": change(one, note=""),
    }
    open_states = (ChangeState.PLANNING, ChangeState.NOT_NEEDED, ChangeState.IMPOSSIBLE, ChangeState.FAILED)
    variants |= {state: change(**told, state=state) for state in (*open_states, ChangeState.REPLACED)}
    variants["taken back"] = change(**told, state=ChangeState.TAKEN_BACK)
    variants |= {
        state: change(several, **told, state=state, decided_by=who, decided_at=MONDAY)
        for state in (ChangeState.CONFIRMED, ChangeState.KEPT)
    }
    yield from ((f"change, {state}", change_card(one, LINKS, ZONE)) for state, one in variants.items())
