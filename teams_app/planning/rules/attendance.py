"""Rules about one person at one time: each marks the slots at which it holds, person by slot.

A person's attendance costs the worst rule that holds at any slot of the meeting, once; the weights
stand in ``Weights``, which has a field of the name of each rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

import numpy as np

from teams_app.planning.arrays import Codes, Flags
from teams_app.planning.grid import Grid
from teams_app.planning.problem import Person, Problem

TENTATIVE, BUSY, OUT_OF_OFFICE = b"123"
NIGHT_FROM, NIGHT_UNTIL = time(22), time(6)


@dataclass(frozen=True)
class Calendars:
    """What is known of all people, person by slot, in the order of ``ids``."""

    ids: tuple[str, ...]
    digits: Codes
    working: Flags
    at_night: Flags
    at_lunch: Flags


Rule = Callable[[Calendars], Flags]


def busy(calendars: Calendars) -> Flags:
    """The calendar says busy."""
    return calendars.digits == BUSY


def tentative(calendars: Calendars) -> Flags:
    """The calendar says tentative."""
    return calendars.digits == TENTATIVE


def out_of_office(calendars: Calendars) -> Flags:
    """The calendar says out of office."""
    return calendars.digits == OUT_OF_OFFICE


def outside_working_hours(calendars: Calendars) -> Flags:
    """Not wholly inside the person's working hours, by the person's own clock."""
    return ~calendars.working


def night(calendars: Calendars) -> Flags:
    """Between 22:00 and 06:00 of the person's own day, unless the person works then."""
    return calendars.at_night & ~calendars.working


def lunch(calendars: Calendars) -> Flags:
    """Lunch time by the person's own clock."""
    return calendars.at_lunch


RULES: tuple[Rule, ...] = (out_of_office, busy, tentative, outside_working_hours, night, lunch)
BAD: tuple[Rule, ...] = RULES[:4]  # those that make an attendance bad; the first that holds is its reason


def read_calendars(problem: Problem, grid: Grid) -> Calendars:
    """Calendars and clocks of all people, in the order of their ids."""
    people = sorted(problem.people, key=lambda person: person.id)
    joined = "".join(person.availability for person in people).encode("ascii")
    digits = np.frombuffer(joined, np.uint8).reshape(len(people), grid.window.slots)
    span = problem.lunch
    return Calendars(
        ids=tuple(person.id for person in people),
        digits=digits,
        working=by_kind(people, lambda person: grid.working(person.time_zone, person.working_hours)),
        at_night=by_kind(people, lambda person: grid.between(person.time_zone, NIGHT_FROM, NIGHT_UNTIL)),
        at_lunch=by_kind(people, lambda person: grid.between(person.time_zone, span.start, span.end))
        if span
        else np.zeros_like(digits, dtype=bool),
    )


def by_kind(people: list[Person], make: Callable[[Person], Flags]) -> Flags:
    """One row for each person, made once for all who share zone and working hours."""
    kinds: dict[tuple[object, object], int] = {}
    rows: list[Flags] = []
    which = np.zeros(len(people), dtype=np.int64)
    for number, person in enumerate(people):
        kind = (person.time_zone, person.working_hours)
        if kind not in kinds:
            kinds[kind] = len(rows)
            rows.append(make(person))
        which[number] = kinds[kind]
    return np.array(rows, dtype=bool)[which]
