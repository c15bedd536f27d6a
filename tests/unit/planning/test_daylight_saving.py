"""Weeks in which clocks change: working hours stay where the wall clock says."""

from __future__ import annotations

from datetime import datetime

import pytest

from teams_app.planning.check import bad_attendances, violations
from teams_app.planning.problem import Meeting, Person, Problem, Window, WorkingHours
from teams_app.planning.solver import solve

EVERY_DAY = WorkingHours((1, 2, 3, 4, 5, 6, 7))


def week(zone: str, start: str) -> Problem:
    """Two days, each with a meeting that cannot start before it."""
    window = Window(datetime.fromisoformat(start), 2)
    people = (Person("ann", zone, "0" * window.slots, EVERY_DAY),)
    second = window.start.replace(day=window.start.day + 1)
    meetings = (
        Meeting("first", "team", 60, ("ann",), latest=second),
        Meeting("second", "team", 60, ("ann",), earliest=second),
    )
    return Problem(window, people, (), meetings)


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        ("Europe/Berlin", "2027-03-27T00:00:00Z", ["2027-03-27T08:00:00Z", "2027-03-28T07:00:00Z"]),
        ("Europe/Berlin", "2027-10-30T00:00:00Z", ["2027-10-30T07:00:00Z", "2027-10-31T08:00:00Z"]),
        ("America/Toronto", "2027-03-13T00:00:00Z", ["2027-03-13T14:00:00Z", "2027-03-14T13:00:00Z"]),
        ("Asia/Kolkata", "2027-03-27T00:00:00Z", ["2027-03-27T03:30:00Z", "2027-03-28T03:30:00Z"]),
    ],
)
def test_meetings_start_at_nine_by_the_wall_clock(zone: str, start: str, expected: list[str]) -> None:
    made = week(zone, start)
    plan = solve(made)
    assert [placed.start for placed in plan.meetings] == [datetime.fromisoformat(text) for text in expected]
    assert violations(made, plan) == []
    assert bad_attendances(made, plan) == plan.bad_attendances == 0
