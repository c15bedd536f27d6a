"""A finished plan in the words of the problem: times, who is asked to a bad one, which fixed ones clash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import combinations
from typing import cast

import numpy as np

from teams_app.planning.arrays import Flags
from teams_app.planning.bookings import Bookings
from teams_app.planning.bound import OUT
from teams_app.planning.explanation import alternatives_of, relaxations_of
from teams_app.planning.model import NO_ROOM, Model
from teams_app.planning.plan import Placed, Reason, Trouble, Unplaced
from teams_app.planning.problem import Meeting
from teams_app.planning.reasons import why_unplaced
from teams_app.planning.rules.attendance import BAD

REASONS: tuple[Reason, ...] = tuple(cast("Reason", rule.__name__) for rule in BAD)


def placed_of(bookings: Bookings) -> tuple[Placed, ...]:
    """All meetings with a time, the earliest first, equals by id."""
    model = bookings.model
    marks = np.array([rule(model.calendars) for rule in BAD])
    row = {name: n for n, name in enumerate(model.calendars.ids)}
    found: list[Placed] = []
    for n in np.flatnonzero(bookings.starts != OUT).tolist():
        meeting, minute = model.meetings[n], model.start_minute(n, int(bookings.starts[n]))
        first, behind = model.grid.slots_touched(np.array([minute]), meeting.duration_minutes)
        bad = tuple(troubles(marks[:, :, int(first[0]) : int(behind[0])], sorted(meeting.required), row))
        start, room = model.grid.moment(minute), int(bookings.rooms[n])
        where = None if room == NO_ROOM else model.rooms.ids[room]
        others = alternatives_of(bookings, n) if bad and not model.fixed[n] else ()
        found.append(Placed(meeting.id, start, start + meeting.duration, where, bad, others))
    return tuple(sorted(found, key=lambda placed: (placed.start, placed.id)))


def troubles(marks: Flags, names: list[str], row: dict[str, int]) -> Iterator[Trouble]:
    """Who is asked to a bad time, with the first reason; ``marks`` is rule by person by slot."""
    holds = np.logical_or.reduce(marks[:, [row[name] for name in names]], axis=2)
    for name, reasons in zip(names, holds.T, strict=True):
        if reasons.any():
            yield Trouble(name, REASONS[int(reasons.argmax())])


def unplaced_of(bookings: Bookings) -> tuple[Unplaced, ...]:
    """All meetings without a time, in the order of their ids."""
    return tuple(
        Unplaced(bookings.model.meetings[n].id, why_unplaced(bookings, n), relaxations_of(bookings, n))
        for n in np.flatnonzero(bookings.starts == OUT).tolist()
    )


def clashes_of(bookings: Bookings) -> tuple[str, ...]:
    """What fixed meetings break, a sentence each."""
    model = bookings.model
    fixed = [int(n) for n in np.flatnonzero(model.fixed)]
    sentences = [clash for n in fixed for clash in clashes_alone(bookings, n)]
    for one, other in combinations(fixed, 2):
        sentences += clashes_together(model.meetings[one], model.meetings[other])
    return tuple(sentences)


def clashes_alone(bookings: Bookings, number: int) -> Iterator[str]:
    """Against its own limits, its room, and what it comes after."""
    model, meeting = bookings.model, bookings.model.meetings[number]
    start, end = span(model, number)
    what = f"{meeting.id} is fixed at {at(start)}"
    if meeting.earliest and start < meeting.earliest:
        yield f"{what}, before its earliest {at(meeting.earliest)}"
    if meeting.latest and end > meeting.latest:
        yield f"{what} and ends after its latest {at(meeting.latest)}"
    if meeting.needs_room and bookings.rooms[number] == NO_ROOM:
        yield f"{what}, when no room for {len(meeting.required)} people is free"
    for link in model.order.before[number]:
        earlier = model.meetings[link.earlier]
        if bookings.starts[link.earlier] == OUT:
            yield f"{what}, but comes after {earlier.id}, which is not placed"
        elif model.fixed[link.earlier] and order_is_broken(model, link.earlier, number):
            yield f"{what}, before {earlier.id} has ended with its gap of {meeting.gap_minutes} minutes"


def order_is_broken(model: Model, earlier: int, later: int) -> bool:
    gap = model.meetings[later].gap_minutes
    return (span(model, later)[0] - span(model, earlier)[1]).total_seconds() < gap * 60


def clashes_together(one: Meeting, other: Meeting) -> Iterator[str]:
    """Two fixed meetings that require the same people at once."""
    both = sorted({*one.required} & {*other.required})
    first, second = one.fixed_start, other.fixed_start
    if both and first and second and first < second + other.duration and second < first + one.duration:
        yield f"{one.id} and {other.id} are fixed at the same time and both require {', '.join(both)}"


def span(model: Model, number: int) -> tuple[datetime, datetime]:
    """Start and end of a fixed meeting."""
    start = model.grid.moment(model.start_minute(number, 0))
    return start, start + model.meetings[number].duration


def at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M %Z}"
