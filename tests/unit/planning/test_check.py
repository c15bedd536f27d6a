"""The checker sees each broken rule, so that its silence means something."""

from __future__ import annotations

from dataclasses import replace

from teams_app.planning.check import bad_attendances, violations
from teams_app.planning.plan import Placed, Plan
from teams_app.planning.problem import Problem
from teams_app.planning.solver import solve

from .weeks import at, meeting, person, problem, room

MADE = problem(
    [person("ann"), person("bob", {"09:00-10:00": "1"}), person("cleo")],
    [
        meeting("a", "ann", "bob", needs_room=True, latest=at("15:00")),
        meeting("b", "ann", after=("a",), gap_minutes=30, earliest=at("11:30")),
        meeting("c", "cleo", "bob", needs_room=True),
    ],
    [room("r1", 2, {"15:00-16:00": "2"}), room("r2", 1)],
)
PLAN = solve(MADE)


def moved(name: str, clock: str, room: str | None = None) -> list[str]:
    """What the checker says once a meeting of the plan is elsewhere."""
    return violations(MADE, at_another_time(PLAN, MADE, name, clock, room))


def at_another_time(plan: Plan, made: Problem, name: str, clock: str, room: str | None) -> Plan:
    one = next(meeting for meeting in made.meetings if meeting.id == name)
    there = Placed(name, at(clock), at(clock) + one.duration, room)
    return replace(plan, meetings=tuple(there if old.id == name else old for old in plan.meetings))


def test_a_sound_plan_is_sound() -> None:
    assert violations(MADE, PLAN) == []
    assert [(one.id, one.start, one.room) for one in PLAN.meetings] == [
        ("a", at("10:00"), "r1"),
        ("c", at("11:00"), "r1"),
        ("b", at("11:30"), None),
    ]


def test_order_and_earliest() -> None:
    assert (
        moved("b", "11:00")
        == ["b starts before a has ended with its gap", "b starts before its earliest"][::-1]
    )


def test_people_at_once() -> None:
    assert moved("c", "10:30", "r1") == ["bob is in a and c at once", "r1 has a and c at once"]


def test_latest_and_step() -> None:
    assert "a ends after its latest" in moved("a", "16:00", "r1")
    assert moved("c", "12:10", "r1") == ["c starts off the step at 2026-12-07 12:10:00+00:00"]


def test_rooms() -> None:
    assert moved("c", "13:00") == ["c has no room"]
    assert moved("c", "13:00", "r2") == ["c does not fit into r2"]
    assert moved("c", "15:30", "r1") == ["c is in r1, which is not free then"]
    assert moved("b", "13:00", "r1") == ["b has room r1 without need"]


def test_the_window() -> None:
    assert moved("c", "23:30", "r1")[0] == "c leaves the window"


def test_a_meeting_that_is_missing_or_told_twice() -> None:
    assert violations(MADE, replace(PLAN, meetings=PLAN.meetings[1:]))
    assert violations(MADE, replace(PLAN, meetings=PLAN.meetings + PLAN.meetings[:1]))


def test_a_bound_above_the_cost() -> None:
    found = violations(MADE, replace(PLAN, lower_bound=PLAN.cost + 1))
    assert found[0].endswith(f"is above the cost {PLAN.cost}")


def test_bad_attendances_are_counted_by_person() -> None:
    assert bad_attendances(MADE, PLAN) == 0
    assert bad_attendances(MADE, at_another_time(PLAN, MADE, "a", "08:30", "r1")) == 2
    assert bad_attendances(MADE, at_another_time(PLAN, MADE, "a", "09:00", "r1")) == 1
