"""The planner: a problem in, the best plan found and a proven bound of its cost out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from teams_app.planning.bookings import Bookings
from teams_app.planning.bound import guidance, look_ahead
from teams_app.planning.faults import ProblemFaults, faults_of
from teams_app.planning.improve import improved
from teams_app.planning.model import model_of
from teams_app.planning.plan import Plan, Progress, gap
from teams_app.planning.problem import Problem
from teams_app.planning.telling import clashes_of, placed_of, unplaced_of

OnProgress = Callable[[Progress], None]


def solve(problem: Problem, on_progress: OnProgress | None = None) -> Plan:
    """Plan all meetings at once. The same problem gives the same plan, whatever the machine is busy with.

    Raises ``ProblemFaults`` for a malformed problem. Meetings that cannot be placed are in ``unplaced``.
    """
    begun = perf_counter()
    if faults := faults_of(problem):
        raise ProblemFaults(faults)
    model = model_of(problem)
    bound = look_ahead(model, model.costs).bound
    bookings = improved(model, guidance(model), Reporter(bound, on_progress))
    return plan_of(bookings, bound, perf_counter() - begun)


@dataclass
class Reporter:
    """Passes on every better plan, with the bound."""

    bound: int
    on_progress: OnProgress | None
    iteration: int = 0
    best: int | None = None

    def __call__(self, cost: int) -> None:
        self.iteration += 1
        self.best = cost if self.best is None else min(cost, self.best)
        if self.on_progress:
            self.on_progress(Progress(self.iteration, self.best, self.bound))


def plan_of(bookings: Bookings, bound: int, seconds: float) -> Plan:
    """The plan in the words of the problem: earliest meetings first, equals by name."""
    cost = bookings.cost()
    return Plan(
        meetings=placed_of(bookings),
        unplaced=unplaced_of(bookings),
        cost=cost,
        lower_bound=bound,
        gap=gap(cost, bound),
        proven_optimal=cost == bound,
        seconds=round(seconds, 3),
        clashes=clashes_of(bookings),
    )
