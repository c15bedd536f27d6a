"""Why a meeting is when it is, and what would place one that is not."""

from __future__ import annotations

from typing import Any

import pytest

from teams_app.planning.plan import Alternative
from teams_app.planning.problem import Meeting, Problem, Span
from teams_app.planning.solver import solve

from .weeks import at, meeting, person, problem, room


def alternatives(made: Problem, name: str) -> tuple[Alternative, ...]:
    return next(one.alternatives for one in solve(made).meetings if one.id == name)


def relaxations(made: Problem) -> dict[str, tuple[str, ...]]:
    return {one.id: one.relaxations for one in solve(made).unplaced}


def test_a_meeting_at_a_good_time_needs_no_explanation() -> None:
    assert alternatives(problem([person("ann")], [meeting("m", "ann")]), "m") == ()


def test_other_starts_are_told_with_what_they_would_cost() -> None:
    busy = person("ann", {"09:00-17:00": "2"})
    found = alternatives(
        problem([busy, person("bob", {"00:00-12:00": "2"})], [meeting("m", "ann", "bob")]), "m"
    )
    # Ann is at a bad time all day; 12:00 spares Bob, and each half hour later costs a point.
    assert found == (
        Alternative(at("12:30"), 1),
        Alternative(at("13:00"), 2),
        Alternative(at("13:30"), 3),
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"latest": at("11:00")}, "it would end after its latest"),
        ({"earliest": at("15:00")}, "it would start before its earliest"),
        ({"after": ("long",)}, "not ended by then: long; in other meetings: ann (in long)"),
    ],
)
def test_a_better_start_is_told_with_what_closes_it(given: dict[str, Any], why: str) -> None:
    ann = person("ann", {"09:00-12:00": "2", "13:00-17:00": "2"})
    long = meeting("long", "ann", fixed_start=at("12:00"))
    found = alternatives(problem([ann], [meeting("m", "ann", **given), long]), "m")
    closed = next(one for one in found if one.start == at("12:00"))
    assert closed.cost is None
    assert why in closed.why_not


def test_who_is_elsewhere_and_which_rooms_are_missing_is_told() -> None:
    people = [person(name, {"09:00-12:00": "2", "13:00-17:00": "2"}) for name in ("ann", "bob")]
    meetings = [
        meeting("m", "ann", "bob", needs_room=True),
        meeting("fixed", "bob", fixed_start=at("12:00"), needs_room=True),
    ]
    found = alternatives(problem(people, meetings, [room("r", 2)]), "m")
    assert found[0].start == at("12:00")
    assert found[0].why_not == "in other meetings: bob (in fixed); no room for 2 people is free"


def test_what_was_declined_is_told() -> None:
    ann = person("ann", {"09:00-12:00": "2", "13:00-17:00": "2"}, declined=(Span(at("12:00"), at("13:00")),))
    assert alternatives(problem([ann], [meeting("m", "ann")]), "m")[0].why_not == "declined by ann"


def test_alternatives_name_three_of_many_meetings() -> None:
    ann = person("ann", {"00:00-16:00": "2"})
    teams = [meeting(f"t{n}", "ann", minutes=30, after=("m",), latest=at("12:00")) for n in range(5)]
    found = alternatives(problem([ann], [meeting("m", "ann", minutes=30), *teams]), "m")
    assert found[0].start == at("16:00")
    assert found[0].why_not.startswith("begun by then: t0, t1, t2 and 2 more")


def day(*required: str, **given: Any) -> Meeting:
    return meeting("m", *required, earliest=at("09:00"), latest=at("10:00"), **given)


def test_the_smallest_relaxations_are_told() -> None:
    people = [person("ann"), person("bob")]
    first = meeting("first", "ann", fixed_start=at("09:00"))
    assert relaxations(problem(people, [day("ann", "bob"), first])) == {
        "m": (
            "It could be on Mon 2026-12-07 at 09:00 UTC if only invited here or there: ann (in first).",
            "It could be on Mon 2026-12-07 at 10:00 UTC if it might end later.",
            "It could be on Mon 2026-12-07 at 06:00 UTC if it might start earlier.",
        )
    }


def test_a_missing_room_is_a_relaxation() -> None:
    assert relaxations(
        problem([person("ann"), person("bob")], [day("ann", "bob", needs_room=True)], [room("r", 1)])
    ) == {"m": ("It could be on Mon 2026-12-07 at 09:00 UTC if there were one more room for 2 people.",)}


def test_two_things_at_once_are_named_where_one_does_not_do() -> None:
    ann = person("ann", declined=(Span(at("00:00"), at("23:59")),))
    told = relaxations(problem([ann], [meeting("m", "ann", needs_room=True)]))
    assert told["m"][0].endswith("if ann had not declined and there were one more room for 1 people.")


def test_what_waits_for_an_unplaced_meeting_could_be_if_that_were_placed() -> None:
    told = relaxations(
        problem([person("ann")], [day("ann", minutes=90), meeting("next", "ann", after=("m",))])
    )
    assert told["next"][0].endswith("if m were placed.")
