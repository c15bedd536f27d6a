"""Makes a plan cheaper: moves single meetings, what hangs on them, and those that are in their way.

All of it stops by counts, never by the time, so that the same problem gives the same plan.
"""

from __future__ import annotations

import numpy as np

from teams_app.planning.arrays import NEVER, Numbers
from teams_app.planning.bookings import Bookings
from teams_app.planning.bound import OUT, LookAhead
from teams_app.planning.decode import place_all, regrets
from teams_app.planning.model import Seat

CANDIDATES = 6  # starts that a meeting tries to take from others


def improve(bookings: Bookings, ahead: LookAhead, bound: int, rounds: int) -> None:
    """Every meeting that could be better off tries to be, the most unlucky first, so many times at most."""
    before = bookings.cost()
    for _ in range(rounds):
        one_round(bookings, ahead)
        after = bookings.cost()
        if after == before or after <= bound:
            break
        before = after


def one_round(bookings: Bookings, ahead: LookAhead) -> None:
    lost = regrets(bookings, ahead)
    for meeting in sorted(np.flatnonzero(lost).tolist(), key=lambda n: (-lost[n], n)):
        _ = place_again(bookings, meeting, ahead) or take_from_others(bookings, meeting)


def place_again(bookings: Bookings, meeting: int, ahead: LookAhead) -> bool:
    """Decode the meeting and all that hangs on it anew, around everything else."""
    model = bookings.model
    movable = [n for n in ahead.forest.subtree(meeting) if not model.fixed[n]]
    before = sum(bookings.cost_of(n) for n in movable)
    seats = {n: bookings.remove(n) for n in movable}
    place_all(bookings, movable, ahead)
    if sum(bookings.cost_of(n) for n in movable) < before and not any(strands(bookings, n) for n in movable):
        return True
    bookings.restore(seats)
    return False


def strands(bookings: Bookings, meeting: int) -> bool:
    """Whether the meeting is out and something that comes after it is not."""
    model, starts = bookings.model, bookings.starts
    behind = (link.later for link in model.order.behind[meeting])
    return starts[meeting] == OUT and any(starts[n] != OUT and not model.fixed[n] for n in behind)


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
