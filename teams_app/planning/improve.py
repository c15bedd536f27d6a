"""Makes a plan cheaper: decodes again with the unlucky first, then moves single meetings and their blockers.

All of it stops by counts, never by the time, so that the same problem gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from teams_app.planning.arrays import NEVER, Numbers
from teams_app.planning.bookings import OUT, Bookings, Seat
from teams_app.planning.bound import LookAhead
from teams_app.planning.decode import decode, place_all, regrets
from teams_app.planning.model import Model

DECODINGS = 8
ROUNDS = 4
CANDIDATES = 6  # starts that a meeting tries to take from others


def improved(model: Model, ahead: LookAhead, report: Callable[[int], None]) -> Bookings:
    """The best plan found; ``report`` is told of every cost on the way."""
    best = best_decoding(model, ahead, report)
    for _ in range(ROUNDS):
        before = best.cost()
        one_round(best, ahead)
        report(after := best.cost())
        if after == before or after <= ahead.bound:
            break
    return best


def best_decoding(model: Model, ahead: LookAhead, report: Callable[[int], None]) -> Bookings:
    """Decodes several times; who lost by a conflict goes before the others in the next one."""
    priority = np.zeros(len(model.meetings), dtype=np.int64)
    best = decode(model, ahead, priority)
    report(cost := best.cost())
    last = best
    for _ in range(DECODINGS - 1):
        lost = regrets(last, ahead)
        if not lost.any() or cost <= ahead.bound:
            break
        priority += lost
        last = decode(model, ahead, priority)
        if (found := last.cost()) < cost:
            best, cost = last, found
            report(cost)
    return best


def one_round(bookings: Bookings, ahead: LookAhead) -> None:
    """Every meeting that could be better off tries to be, the most unlucky first."""
    lost = regrets(bookings, ahead)
    for meeting in sorted(np.flatnonzero(lost).tolist(), key=lambda n: (-lost[n], n)):
        _ = place_again(bookings, meeting, ahead, lost) or take_from_others(bookings, meeting)


def place_again(bookings: Bookings, meeting: int, ahead: LookAhead, priority: Numbers) -> bool:
    """Decode the meeting and all that comes behind it anew, around everything else."""
    movable = [
        n for n in (meeting, *bookings.model.order.descendants(meeting)) if not bookings.model.fixed[n]
    ]
    before = sum(bookings.cost_of(n) for n in movable)
    seats = {n: bookings.remove(n) for n in movable}
    place_all(bookings, movable, ahead, priority)
    if sum(bookings.cost_of(n) for n in movable) < before:
        return True
    bookings.restore(seats)
    return False


def take_from_others(bookings: Bookings, meeting: int) -> bool:
    """Take a better start from the meetings that hold its people, if they find others cheaply enough."""
    if bookings.misses_predecessor(meeting):
        return False
    first, behind = bookings.span(meeting)
    costs = bookings.model.costs[meeting]
    now = bookings.cost_of(meeting)
    better = [n for n in range(first, behind) if costs[n] < min(now, NEVER)]
    better.sort(key=lambda n: (costs[n], n))
    return any(take(bookings, meeting, start) for start in better[:CANDIDATES])


def take(bookings: Bookings, meeting: int, start: int) -> bool:
    """Move those in the way elsewhere, one by one, and keep that if all of it is cheaper than before."""
    evicted = bookings.in_the_way(meeting, start)
    touched = [meeting, *sorted(evicted)]
    before = sum(bookings.cost_of(n) for n in touched)
    seats = {n: bookings.remove(n) for n in touched}
    done = settle(bookings, meeting, start) and all(resettle(bookings, n) for n in sorted(evicted))
    if done and sum(bookings.cost_of(n) for n in touched) < before:
        return True
    bookings.restore(seats)
    return False


def settle(bookings: Bookings, meeting: int, start: int) -> bool:
    """Place a meeting at this start if it can be there."""
    values = np.full(bookings.model.steps, NEVER, dtype=np.int64)
    values[start] = 0
    return place_by(bookings, meeting, values)


def resettle(bookings: Bookings, meeting: int) -> bool:
    """Place a meeting at its cheapest start between its neighbours in the order."""
    return place_by(bookings, meeting, bookings.model.costs[meeting])


def place_by(bookings: Bookings, meeting: int, values: Numbers) -> bool:
    start = bookings.cheapest(meeting, values)
    if start == OUT:
        return False
    bookings.place(meeting, Seat(start, bookings.room_for(meeting, start)))
    return True
