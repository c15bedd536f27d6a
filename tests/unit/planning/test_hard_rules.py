"""Hard rules: what no plan breaks, and what is said when nothing is left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from teams_app.planning.check import violations
from teams_app.planning.plan import Plan
from teams_app.planning.problem import Meeting, Problem
from teams_app.planning.solver import solve

from .weeks import at, meeting, person, problem, room


def starts(plan: Plan) -> dict[str, datetime]:
    return {placed.id: placed.start for placed in plan.meetings}


def reason(plan: Plan, name: str) -> str:
    return {unplaced.id: unplaced.reason for unplaced in plan.unplaced}[name]


def solved(made: Problem) -> Plan:
    plan = solve(made)
    assert violations(made, plan) == []
    return plan


def plan_for(*meetings: Meeting, **given: Any) -> Plan:
    names = sorted({name for one in meetings for name in one.required})
    return solved(problem([person(name) for name in names], [*meetings], **given))


def test_earliest_and_latest_are_kept() -> None:
    plan = plan_for(
        meeting("early", "ann", latest=at("08:00")),
        meeting("late", "bob", earliest=at("18:10")),
    )
    assert starts(plan)["early"] <= at("07:00")
    assert starts(plan)["late"] == at("18:30")


def test_without_limits_a_meeting_is_at_the_first_good_start() -> None:
    assert starts(plan_for(meeting("m", "ann"))) == {"m": at("09:00")}


def test_starts_lie_on_the_step() -> None:
    plan = plan_for(meeting("a", "ann", minutes=50), meeting("b", "ann", minutes=50), start_step_minutes=20)
    assert starts(plan) == {"a": at("09:00"), "b": at("10:00")}


def test_order_is_kept_with_its_gap() -> None:
    first, later = meeting("z", "ann"), meeting("a", "bob", after=("z",), gap_minutes=45)
    assert starts(plan_for(first, later)) == {"z": at("09:00"), "a": at("11:00")}


def test_several_predecessors_are_all_kept() -> None:
    plan = plan_for(
        meeting("a", "ann"),
        meeting("b", "bob", earliest=at("13:00")),
        meeting("c", "cleo", after=("a", "b")),
    )
    assert starts(plan)["c"] == at("14:00")


def test_a_predecessor_leaves_time_for_what_follows_over_a_second_link() -> None:
    busy = person("bob", {"09:00-14:00": "2"})
    people = [person("ann"), busy, person("cleo")]
    meetings = [
        meeting("a", "ann"),
        meeting("b", "bob"),
        meeting("c", "cleo", after=("a", "b"), latest=at("12:00")),
    ]
    assert solved(problem(people, meetings)).unplaced == ()


def test_nobody_required_is_in_two_meetings_at_once() -> None:
    plan = plan_for(*(meeting(f"m{n}", "ann", f"other{n}") for n in range(4)))
    assert sorted(starts(plan).values()) == [at(clock) for clock in ("09:00", "10:00", "11:00", "12:00")]


def test_people_invited_only_may_be_in_two_meetings_at_once() -> None:
    plan = plan_for(*(meeting(f"m{n}", f"p{n}", optional=("p0",)) for n in (1, 2)), meeting("m0", "p0"))
    assert set(starts(plan).values()) == {at("09:00")}


def test_a_fixed_start_is_kept_off_the_step_and_others_keep_clear() -> None:
    plan = plan_for(meeting("fixed", "ann", fixed_start=at("09:10")), meeting("other", "ann"))
    assert starts(plan) == {"fixed": at("09:10"), "other": at("10:30")}
    assert plan.clashes == ()


def test_what_comes_before_a_fixed_meeting_ends_in_time() -> None:
    fixed = meeting("fixed", "bob", fixed_start=at("11:10"), after=("before",))
    ann = person("ann", {"09:00-10:00": "2"})
    plan = solved(problem([ann, person("bob")], [meeting("before", "ann"), fixed]))
    assert starts(plan)["before"] == at("10:00")
    assert starts(plan_for(meeting("before", "ann", minutes=80), fixed))["before"] == at("09:00")


def test_what_comes_after_a_fixed_meeting_waits_for_its_end() -> None:
    later = meeting("later", "bob", after=("fixed",), gap_minutes=20)
    assert starts(plan_for(meeting("fixed", "ann", fixed_start=at("09:10")), later))["later"] == at("10:30")


def test_fixed_meetings_that_clash_are_kept_and_told() -> None:
    plan = plan_for(
        meeting("a", "ann", fixed_start=at("09:00")),
        meeting("b", "ann", fixed_start=at("09:30"), after=("a",), earliest=at("10:00")),
    )
    assert starts(plan) == {"a": at("09:00"), "b": at("09:30")}
    assert len(plan.clashes) == 3
    assert plan.clashes[-1] == "a and b are fixed at the same time and both require ann"


def test_rooms_seat_everybody_and_are_used_once_at_a_time() -> None:
    people = [person(f"p{n}") for n in range(6)]
    meetings = [meeting(f"m{n}", f"p{n}", f"p{n + 3}", needs_room=True) for n in range(3)]
    rooms = [room("small", 1), room("large", 2), room("busy", 2, {"00:00-10:00": "2"})]
    plan = solved(problem(people, meetings, rooms))
    assert [(one.start, one.room) for one in plan.meetings] == [
        (at("09:00"), "large"),
        (at("10:00"), "busy"),
        (at("10:00"), "large"),
    ]


def test_no_room_is_taken_without_need() -> None:
    assert solved(problem([person("ann")], [meeting("m", "ann")], [room("r", 5)])).meetings[0].room is None


def test_what_does_not_fit_its_limits_is_unplaced() -> None:
    plan = plan_for(meeting("m", "ann", earliest=at("10:00"), latest=at("10:30")))
    assert reason(plan, "m") == (
        "limits: no start of 60 minutes fits from its earliest 2026-12-07 10:00 UTC "
        "up to its latest 2026-12-07 10:30 UTC"
    )
    assert plan.proven_optimal


def test_what_comes_after_an_unplaced_meeting_is_unplaced_too() -> None:
    plan = plan_for(
        meeting("m", "ann", earliest=at("10:00"), latest=at("10:30")), meeting("n", "bob", after=("m",))
    )
    assert reason(plan, "n") == "order: comes after m, which is not placed"


def test_an_order_that_leaves_no_time_is_named() -> None:
    first = meeting("first", "ann", earliest=at("20:00"))
    plan = plan_for(first, meeting("m", "bob", after=("first",), latest=at("12:00")))
    assert reason(plan, "m").startswith("order: no start is left after first that also fits")


def test_rooms_that_are_too_small_are_named() -> None:
    one = meeting("m", "ann", "bob", needs_room=True)
    plan = solved(problem([person("ann"), person("bob")], [one], [room("r1", 1)]))
    assert reason(plan, "m") == "rooms: none seats 2 people, the largest is r1 with 1"


def test_rooms_that_are_never_free_are_named() -> None:
    one = meeting("m", "ann", needs_room=True)
    plan = solved(problem([person("ann")], [one], [room("r1", 1, {"00:00-24:00": "2"})]))
    assert reason(plan, "m") == "rooms: r1 would seat 1 people, but none is free at any start that is left"


def test_rooms_that_others_hold_are_named() -> None:
    meetings = [
        meeting(name, who, needs_room=True, latest=at("01:00")) for name, who in (("a", "ann"), ("b", "bob"))
    ]
    plan = solved(problem([person("ann"), person("bob")], meetings, [room("r1", 1)]))
    assert reason(plan, "b") == "rooms: r1 would seat it, but are taken at every start that is left, by a"


def test_people_who_are_elsewhere_at_every_start_are_named() -> None:
    plan = plan_for(*(meeting(name, "ann", latest=at("01:00")) for name in ("a", "b")))
    assert reason(plan, "b") == (
        "people: at every start that is left somebody is in another share meeting: ann in a"
    )


def test_people_whose_time_is_fixed_are_named() -> None:
    fixed = meeting("fixed", "ann", fixed_start=at("00:00"))
    plan = plan_for(fixed, meeting("m", "ann", "bob", latest=at("01:30")))
    assert reason(plan, "m") == "people: ann cannot leave fixed, whose time is fixed, at any start left"


def test_placing_more_meetings_goes_before_everything_else() -> None:
    plan = plan_for(
        meeting("a", "ann", latest=at("02:00")),
        meeting("b", "ann", latest=at("01:00")),
    )
    assert starts(plan) == {"b": at("00:00"), "a": at("01:00")}
