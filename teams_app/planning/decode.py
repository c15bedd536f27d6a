"""From the look-ahead to a plan: top-down, each meeting at the start with the least value that is left."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from teams_app.planning.arrays import NEVER, Numbers
from teams_app.planning.bookings import OUT, Bookings, Seat
from teams_app.planning.bound import LookAhead
from teams_app.planning.model import Model


def decode(model: Model, ahead: LookAhead, priority: Numbers) -> Bookings:
    """A whole plan without double-booking; fixed meetings stand, urgent ones go first in their level."""
    bookings = Bookings(model)
    place_all(bookings, (int(n) for n in np.flatnonzero(~model.fixed)), ahead, priority)
    return bookings


def place_all(bookings: Bookings, meetings: Iterable[int], ahead: LookAhead, priority: Numbers) -> None:
    """Place meetings that are out, around those that stand; what has no start left stays out."""
    level = bookings.model.order.level
    for meeting in sorted(meetings, key=lambda n: (level[n], -priority[n], n)):
        start = bookings.cheapest(meeting, ahead.value[meeting])
        if start != OUT:
            bookings.place(meeting, Seat(start, bookings.room_for(meeting, start)))


def regrets(bookings: Bookings, ahead: LookAhead) -> Numbers:
    """By meeting: how much more it costs, with all behind it, than the best start that its order leaves."""
    lost = np.zeros(len(bookings.starts), dtype=np.int64)
    for meeting in np.flatnonzero(~bookings.model.fixed):
        if bookings.misses_predecessor(int(meeting)):
            continue
        best = int(ahead.value[meeting, bookings.first_start(int(meeting)) :].min(initial=NEVER))
        start = int(bookings.starts[meeting])
        paid = ahead.out[meeting] if start == OUT else ahead.value[meeting, start]
        lost[meeting] = max(0, int(paid) - best)
    return lost
