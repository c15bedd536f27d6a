"""A week's own meetings are not in its way; what else is in the calendars is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from graph.values import Availability
from teams_app.okr import (
    Cycle,
    Invitee,
    MeetingState,
    Person,
    Role,
    ShareMeeting,
    ShareWeek,
    Trouble,
    Unit,
    UnitKind,
    WeekState,
)
from teams_app.services.week.facts import facts_of
from teams_app.services.week.moves import Standing, asked_before, unmasked
from teams_app.services.week.problem import Basis

MONDAY = datetime(2026, 12, 7, tzinfo=UTC)
TEN = MONDAY + timedelta(hours=10)
RUI, LEADER = "rui@tidewell.example", "leader@tidewell.example"


def standing(trouble: Trouble | None = None, state: MeetingState = MeetingState.BOOKED) -> Standing:
    """One meeting on Monday from 10:00 to 10:45, of a leader and another."""
    leader, rui = Person(id=1, email=LEADER), Person(id=2, email=RUI)
    unit = Unit(id=1, key="mobile", name="Mobile", kind=UnitKind.TEAM, leader_id=1)
    meeting = ShareMeeting(
        id=1, unit_id=1, unit=unit, organizer=leader, starts_at=TEN, minutes=45, state=state
    )
    meeting.invitees = [
        Invitee(person_id=1, person=leader, role=Role.REQUIRED),
        Invitee(person_id=2, person=rui, role=Role.REQUIRED, trouble=trouble),
    ]
    cycle = Cycle(key="2027-Q1", name="Q1 2027")
    week = ShareWeek(cycle=cycle, state=WeekState.CONFIRMED, first_day=date(2026, 12, 7), days=1)
    week.meetings = [meeting]
    basis = Basis(cycle, [unit], {1: asked_before(meeting)}, date(2026, 12, 7), 1, is_bottom_up=False)
    return Standing(week, {1: meeting}, basis, facts_of([], MONDAY))


def seen(digits: str, found: Standing, email: str = RUI) -> str:
    """What is left of the four quarters of an hour from 10:00 on."""
    view = "0" * 40 + digits + "0" * 52
    [calendar] = unmasked(found, [Availability(email, view)])
    assert calendar.view[:40] + calendar.view[44:] == "0" * 92
    return calendar.view[40:44]


@pytest.mark.parametrize("email", [RUI, LEADER, RUI.upper()])
def test_its_own_meeting_is_taken_out_and_nothing_behind_it(email: str) -> None:
    assert seen("2222", standing(), email) == "0002"
    assert seen("1111", standing(), email) == "0001"


@pytest.mark.parametrize(
    ("digits", "trouble", "left"),
    [
        ("2222", Trouble.BUSY, "2222"),
        ("2222", Trouble.TENTATIVE, "1112"),
        ("2222", Trouble.OUTSIDE_HOURS, "0002"),
        ("0000", Trouble.BUSY, "0000"),
        ("3333", None, "3333"),
        ("4444", None, "4444"),
    ],
)
def test_what_was_seen_there_before_is_there_still(digits: str, trouble: Trouble | None, left: str) -> None:
    assert seen(digits, standing(trouble)) == left


@pytest.mark.parametrize("state", [MeetingState.PROPOSED, MeetingState.CANCELLED])
def test_what_is_in_no_calendar_is_not_taken_out(state: MeetingState) -> None:
    assert seen("2222", standing(state=state)) == "2222"


def test_strangers_calendars_are_left_alone() -> None:
    assert seen("2222", standing(), "somebody@tidewell.example") == "2222"
