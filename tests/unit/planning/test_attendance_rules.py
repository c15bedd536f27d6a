"""Each rule about one person: that it costs where it holds, and nothing where it does not."""

from __future__ import annotations

from datetime import time
from typing import Any

from teams_app.planning.arrays import NEVER
from teams_app.planning.model import model_of
from teams_app.planning.problem import Lunch, Meeting, Person, Problem, Weights, WorkingHours

from .weeks import at, meeting, person, problem

ROUND_THE_CLOCK = WorkingHours((1, 2, 3, 4, 5, 6, 7), time(0), time(0))


def cost(who: Person, clock: str, *, day: int = 0, other: Person | None = None, **given: Any) -> int:
    """What a meeting of one hour costs at that time, lateness apart; ``other`` is invited only."""
    others = [other] if other else []
    one = meeting("m", who.id, optional=tuple(person.id for person in others))
    days = len(who.availability) // 96
    weights = Weights(lateness=0)
    return priced(problem([who, *others], [one], days=days, weights=weights, **given), one, clock, day)


def priced(made: Problem, one: Meeting, clock: str, day: int = 0) -> int:
    model = model_of(made)
    row = [meeting.id for meeting in model.meetings].index(one.id)
    found = int(model.costs[row, model.grid.minute(at(clock, day)) // model.grid.step_minutes])
    assert found < NEVER
    return found


def test_a_free_person_inside_working_hours_costs_nothing() -> None:
    assert cost(person("ann"), "09:00") == cost(person("ann"), "16:00") == 0


def test_a_busy_person_costs_a_thousand() -> None:
    ann = person("ann", {"10:30-11:00": "2"})
    assert cost(ann, "10:00") == cost(ann, "10:30") == 1000
    assert cost(ann, "09:30") == cost(ann, "11:00") == 0


def test_a_tentative_person_costs_nearly_as_much() -> None:
    ann = person("ann", {"10:30-11:00": "1"})
    assert cost(ann, "10:00") == 950
    assert cost(ann, "11:00") == 0


def test_a_person_out_of_office_costs_a_thousand() -> None:
    ann = person("ann", {"10:30-11:00": "3"})
    assert cost(ann, "10:00") == 1000
    assert cost(ann, "11:00") == 0


def test_working_elsewhere_counts_as_free() -> None:
    assert cost(person("ann", {"09:00-17:00": "4"}), "10:00") == 0


def test_an_attendance_costs_the_worst_that_holds_once() -> None:
    ann = person("ann", {"10:00-10:15": "1", "10:15-10:30": "2", "10:30-11:00": "3"})
    assert cost(ann, "10:00") == 1000


def test_outside_working_hours_costs_a_thousand() -> None:
    assert cost(person("ann"), "08:30") == cost(person("ann"), "16:30") == 1000
    assert cost(person("ann"), "16:00") == 0


def test_a_day_off_is_outside_working_hours() -> None:
    ann = person("ann", days=2, working_hours=WorkingHours((2,)))
    assert cost(ann, "10:00") == 1000
    assert cost(ann, "10:00", day=1) == 0


def test_working_hours_are_in_the_persons_own_zone() -> None:
    ann = person("ann", zone="America/Toronto")
    assert cost(ann, "13:30") == 1000
    assert cost(ann, "14:00") == 0


def test_night_costs_twice() -> None:
    ann = person("ann")
    assert cost(ann, "05:00") == cost(ann, "21:30") == 2000
    assert cost(ann, "06:00") == cost(ann, "21:00") == 1000


def test_night_costs_nothing_to_those_who_work_then() -> None:
    nurse = person("ann", working_hours=WorkingHours((1, 2, 3, 4, 5, 6, 7), time(20), time(6)))
    assert cost(nurse, "03:00") == cost(nurse, "22:30") == 0
    assert cost(nurse, "12:00") == 1000


def test_a_night_shift_belongs_to_the_day_it_began() -> None:
    nurse = person("ann", days=2, working_hours=WorkingHours((1,), time(20), time(6)))
    assert cost(nurse, "03:00", day=1) == 0
    assert cost(nurse, "21:00", day=1) == 1000


def test_lunch_costs_a_little() -> None:
    lunch = Lunch(time(12), time(13))
    assert cost(person("ann"), "11:30", lunch=lunch) == cost(person("ann"), "12:30", lunch=lunch) == 100
    assert cost(person("ann"), "11:00", lunch=lunch) == cost(person("ann"), "13:00", lunch=lunch) == 0
    assert cost(person("ann"), "12:00") == 0


def test_lunch_is_in_the_persons_own_zone() -> None:
    ann = person("ann", zone="Asia/Kolkata", working_hours=ROUND_THE_CLOCK)
    lunch = Lunch(time(12), time(13))
    assert cost(ann, "06:30", lunch=lunch) == 100
    assert cost(ann, "12:00", lunch=lunch) == 0


def test_an_optional_person_costs_a_tenth() -> None:
    bob = person("bob", {"10:00-11:00": "2"})
    assert cost(person("ann"), "10:00", other=bob) == 100
    assert cost(person("ann"), "11:00", other=bob) == 0
