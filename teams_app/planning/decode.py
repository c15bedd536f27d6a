"""From the look-ahead to a plan: from the roots outwards, each meeting at the cheapest start that is left."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from teams_app.planning.arrays import NEVER, Numbers
from teams_app.planning.bookings import Bookings
from teams_app.planning.bound import OUT, LookAhead
from teams_app.planning.model import NO_ROOM, Model, Seat


def decode(model: Model, ahead: LookAhead) -> Bookings:
    """A whole plan without double-booking, around the fixed meetings."""
    return completed(Bookings(model), ahead)


def kept(model: Model, ahead: LookAhead) -> Bookings:
    """A whole plan in which booked meetings stay where they are, as far as they can beside each other."""
    bookings = Bookings(model)
    for meeting in np.argsort(model.order.level, kind="stable").tolist():
        booked = model.booked.get(meeting)
        if booked and bookings.is_open(meeting, booked.start):
            bookings.place(meeting, Seat(booked.start, bookings.room_for(meeting, booked.start)))
    return completed(bookings, ahead)


def seated(model: Model, seats: dict[int, Seat]) -> Bookings | None:
    """The plan with these seats; who needs a room and has none gets one. None if there is none left."""
    bookings = Bookings(model)
    booked = {n for n, seat in seats.items() if n in model.booked and model.booked[n].start == seat.start}
    for n in sorted(seats, key=lambda n: (n not in booked, seats[n].start, n)):
        start, room = seats[n].start, seats[n].room
        if start == OUT or model.fixed[n]:
            continue
        room = bookings.room_for(n, start) if room == NO_ROOM else room
        if room == NO_ROOM and model.rooms.free[n] is not None:
            return None
        bookings.place(n, Seat(start, room))
    return bookings


def completed(bookings: Bookings, ahead: LookAhead) -> Bookings:
    """Everything that is out is placed if it can be."""
    place_all(bookings, np.flatnonzero(bookings.starts == OUT).tolist(), ahead)
    drop_dependents(bookings)
    return bookings


def place_all(bookings: Bookings, meetings: Iterable[int], ahead: LookAhead) -> None:
    """Place meetings that are out, around those that stand; what has no start left stays out."""
    depth, before = ahead.forest.depth, bookings.model.order.before
    waiting = {*meetings}
    for meeting in sorted(waiting, key=lambda n: (depth[n], n)):
        waiting.remove(meeting)
        needed = {link.earlier for link in before[meeting]} - waiting
        if all(bookings.starts[earlier] != OUT for earlier in needed):
            start = bookings.cheapest(meeting, ahead.value[meeting])
            if start != OUT:
                bookings.place(meeting, Seat(start, bookings.room_for(meeting, start)))


def drop_dependents(bookings: Bookings) -> None:
    """Take out what comes after a meeting that could not be placed."""
    model = bookings.model
    for meeting in np.argsort(model.order.level, kind="stable").tolist():
        if not model.fixed[meeting] and bookings.misses_predecessor(meeting):
            bookings.remove(meeting)


def regrets(bookings: Bookings, ahead: LookAhead) -> Numbers:
    """By meeting: how much more it costs, with all that hangs on it, than at the best start that its parent
    leaves."""
    forest, steps = ahead.forest, bookings.model.steps
    lost = np.zeros(len(bookings.starts), dtype=np.int64)
    for meeting in np.flatnonzero(~bookings.model.fixed).tolist():
        parent, start = int(forest.parent[meeting]), int(bookings.starts[meeting])
        above = OUT if parent < 0 else int(bookings.starts[parent])
        if above == OUT and parent >= 0:
            continue
        first, behind = (0, steps) if parent < 0 else forest.window(meeting, above, steps)
        best = int(ahead.value[meeting, first:behind].min(initial=NEVER))
        paid = int(ahead.out[meeting] if start == OUT else ahead.value[meeting, start])
        lost[meeting] = max(0, paid - best)
    return lost
