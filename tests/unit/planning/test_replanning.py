"""Booked weeks that have to change: as little moves as the change asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams_app.planning.check import violations
from teams_app.planning.plan import Plan
from teams_app.planning.problem import Problem, Span
from teams_app.planning.solver import solve

from .weeks import at, meeting, person, problem, room

EVERYBODY = ("ann", "bob", "cleo", "dora", "eve")


def week() -> Problem:
    """A department, two teams after it and one that has nothing to do with them."""
    return problem(
        [person(name) for name in EVERYBODY],
        [
            meeting("shops", "ann", "bob", "cleo", needs_room=True),
            meeting("east", "bob", "dora", after=("shops",), needs_room=True),
            meeting("west", "cleo", "dora", after=("shops",), needs_room=True),
            meeting("apart", "eve", needs_room=True),
        ],
        [room("small", 2), room("other", 2), room("large", 4)],
    )


def booked(made: Problem) -> tuple[Problem, Plan]:
    plan = solve(made)
    seats = {one.id: one for one in plan.meetings}
    meetings = (
        replace(one, current=seats[one.id].start, current_room=seats[one.id].room) for one in made.meetings
    )
    return replace(made, meetings=tuple(meetings)), plan


def moved(made: Problem, before: Plan) -> dict[str, str]:
    """By meeting that is elsewhere in the new plan, its new start and room; the new plan is checked."""
    after = solve(made)
    assert violations(made, after) == []
    assert after.proven_optimal
    assert after.unplaced == ()
    seats = {one.id: (one.start, one.room) for one in before.meetings}
    return {
        one.id: f"{one.start:%H:%M} {one.room}"
        for one in after.meetings
        if seats[one.id] != (one.start, one.room)
    }


def changed(made: Problem, name: str, **given: object) -> Problem:
    """The problem with one meeting or person given other values."""
    return replace(
        made,
        meetings=tuple(replace(one, **given) if one.id == name else one for one in made.meetings),
        people=tuple(replace(one, **given) if one.id == name else one for one in made.people),
    )


@pytest.fixture(name="made")
def booked_week() -> tuple[Problem, Plan]:
    return booked(week())


def test_nothing_moves_without_need(made: tuple[Problem, Plan]) -> None:
    assert moved(*made) == {}


def test_a_decline_moves_one_meeting(made: tuple[Problem, Plan]) -> None:
    now, before = made
    assert [f"{one.id} {one.start:%H:%M}" for one in before.meetings] == [
        "apart 09:00", "shops 09:00", "east 10:00", "west 11:00",
    ]  # fmt: skip
    declined = changed(now, "cleo", declined=(Span(at("11:00"), at("12:00")),))
    assert moved(declined, before) == {"west": "12:00 other"} or moved(declined, before) == {
        "west": "12:00 small"
    }


def test_a_decline_holds_for_all_meetings_that_require_the_person(made: tuple[Problem, Plan]) -> None:
    now, before = made
    declined = changed(now, "dora", declined=(Span(at("10:30"), at("12:00")),))
    assert moved(declined, before).keys() == {"east", "west"}


def test_who_is_only_invited_may_decline(made: tuple[Problem, Plan]) -> None:
    now, before = made
    invited = changed(now, "west", required=("cleo",), optional=("dora",))
    assert moved(changed(invited, "dora", declined=(Span(at("11:00"), at("12:00")),)), before) == {}


def test_a_meeting_moved_by_hand_pushes_only_what_it_must(made: tuple[Problem, Plan]) -> None:
    now, before = made
    by_hand = changed(now, "shops", fixed_start=at("09:30"))
    assert moved(by_hand, before).keys() == {"shops", "east"}


def test_somebody_who_joins_moves_a_meeting_only_from_their_other_one(made: tuple[Problem, Plan]) -> None:
    now, before = made
    assert moved(changed(now, "east", required=("bob", "dora", "ann")), before).keys() <= {"east"}
    with_eve = changed(now, "shops", required=("ann", "bob", "cleo", "eve"))
    assert moved(with_eve, before).keys() == {"apart"}


def test_a_room_that_goes_is_replaced_and_nothing_else_changes(made: tuple[Problem, Plan]) -> None:
    now, before = made
    lost = next(one.room for one in before.meetings if one.id == "west")
    left = replace(now, rooms=tuple(one for one in now.rooms if one.id != lost))
    after = solve(left)
    assert violations(left, after) == []
    assert [one.start for one in after.meetings] == [one.start for one in before.meetings]
    assert {
        one.id for one, old in zip(after.meetings, before.meetings, strict=True) if one.room != old.room
    } <= {one.id for one in before.meetings if one.room == lost}


def test_the_last_room_takes_the_meeting_out_with_a_reason() -> None:
    now, _ = booked(problem([person("ann")], [meeting("m", "ann", needs_room=True)], [room("only", 2)]))
    plan = solve(replace(now, rooms=()))
    assert plan.unplaced[0].reason == "rooms: there is none, and 1 people need one"


def test_a_fixed_meeting_at_a_declined_time_stays(made: tuple[Problem, Plan]) -> None:
    now, before = made
    fixed = changed(now, "west", fixed_start=at("11:00"))
    assert moved(changed(fixed, "cleo", declined=(Span(at("11:00"), at("12:00")),)), before) == {}
