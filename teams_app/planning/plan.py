"""What a plan is: when each share meeting is, what it costs, and how far it can be from the best."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Reason = Literal["busy", "tentative", "out_of_office", "outside_working_hours"]


@dataclass(frozen=True)
class Trouble:
    """A required person who is asked to a bad time, and why it is bad."""

    person: str
    reason: Reason


@dataclass(frozen=True)
class Alternative:
    """Another start of a meeting, all else as planned.

    ``cost`` is what the plan would cost more, in points; None where the meeting cannot be then, and
    ``why_not`` says why.
    """

    start: datetime
    cost: int | None
    why_not: str = ""


@dataclass(frozen=True)
class Placed:
    """A share meeting with its time and room; ``bad`` in the order of the people's ids.

    ``alternatives`` are the best other starts of a meeting that asks somebody to a bad time: first better
    ones that it cannot have, then those that it could have.
    """

    id: str
    start: datetime
    end: datetime
    room: str | None
    bad: tuple[Trouble, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class Unplaced:
    """A share meeting without a time; the reason names the constraint and the people or rooms behind it.

    ``relaxations`` are the smallest changes that would place it beside all others, a sentence each.
    """

    id: str
    reason: str
    relaxations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A whole share week. ``lower_bound <= cost`` always; ``gap`` is their distance as a part of the cost.

    ``clashes`` are sentences about fixed meetings that break a rule and are kept nevertheless.
    """

    meetings: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    cost: int
    lower_bound: int
    gap: float
    proven_optimal: bool
    seconds: float
    clashes: tuple[str, ...] = ()

    @property
    def bad_attendances(self) -> int:
        return sum(len(placed.bad) for placed in self.meetings)


@dataclass(frozen=True)
class Progress:
    """How far the solver has come: the best plan's cost and the bound."""

    iteration: int
    best: int
    bound: int

    @property
    def gap(self) -> float:
        return gap(self.best, self.bound)


def gap(cost: int, bound: int) -> float:
    """The part of the cost that is not proven to be needed: 0.0 for a proven optimum."""
    return 0.0 if cost <= bound else (cost - bound) / cost
