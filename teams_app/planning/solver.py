"""The planner: a problem in, the best plan found and a proven bound of its cost out."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from teams_app.planning.bookings import Bookings
from teams_app.planning.faults import ProblemFaults, faults_of
from teams_app.planning.model import model_of
from teams_app.planning.plan import Plan, Progress, gap
from teams_app.planning.problem import Problem
from teams_app.planning.search import Search
from teams_app.planning.telling import clashes_of, placed_of, unplaced_of

OnProgress = Callable[[Progress], None]


def solve(problem: Problem, on_progress: OnProgress | None = None) -> Plan:
    """Plan all meetings at once. The same problem gives the same plan, whatever the machine is busy with.

    Raises ``ProblemFaults`` for a malformed problem. Meetings that cannot be placed are in ``unplaced``.
    """
    begun = perf_counter()
    if faults := faults_of(problem):
        raise ProblemFaults(faults)
    search = Search(model_of(problem), on_progress or ignore)
    search.run()
    return plan_of(search.best, search.bound, perf_counter() - begun)


def ignore(_: Progress) -> None:
    """Nobody looks at the progress."""


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
