"""What keeps a meeting from a start while all others stay where they are, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from teams_app.planning.arrays import Flags
from teams_app.planning.bookings import Bookings
from teams_app.planning.bound import OUT
from teams_app.planning.model import declined_starts
from teams_app.planning.rules.limits import not_before_earliest, over_by_latest

MOST_NAMES = 8


@dataclass(frozen=True)
class Phrase:
    """What ``template`` says of a name; of several names it is said at once."""

    template: str
    name: str = ""


@dataclass(frozen=True)
class Obstacle:
    """``why`` and ``without`` complete "it cannot be then: …" and "it could be then if …".

    ``blocked`` has the starts that it closes.
    """

    why: Phrase
    without: Phrase
    blocked: Flags


def said(phrases: Iterable[Phrase], between: str, most: int = MOST_NAMES) -> str:
    """The phrases in one line, with as many names at most in each."""
    names: dict[str, list[str]] = {}
    for phrase in phrases:
        names.setdefault(phrase.template, []).append(phrase.name)
    return between.join(template.format(listed(group, most)) for template, group in names.items())


def obstacles_of(bookings: Bookings, number: int) -> list[Obstacle]:
    """All of them for one meeting that is out of the bookings for the moment; the window is none."""
    kinds = (limits, refusals, order, people, rooms)
    return [one for kind in kinds for one in kind(bookings, number) if one.blocked.any()]


def limits(bookings: Bookings, number: int) -> Iterator[Obstacle]:
    model, meeting = bookings.model, bookings.model.meetings[number]
    starts = model.grid.start_minutes
    early = ~not_before_earliest(meeting, model.grid, starts)
    yield Obstacle(Phrase("it would start before its earliest"), Phrase("it might start earlier"), early)
    late = ~over_by_latest(meeting, model.grid, starts)
    yield Obstacle(Phrase("it would end after its latest"), Phrase("it might end later"), late)


def refusals(bookings: Bookings, number: int) -> Iterator[Obstacle]:
    model, meeting = bookings.model, bookings.model.meetings[number]
    for name in meeting.required:
        if spans := model.declined.get(name):
            why, without = Phrase("declined by {}", name), Phrase("{} had not declined", name)
            yield Obstacle(why, without, declined_starts(model.grid, meeting, spans))


def order(bookings: Bookings, number: int) -> Iterator[Obstacle]:
    model, steps = bookings.model, np.arange(bookings.model.steps)
    for link in model.order.before[number]:
        name, start = model.meetings[link.earlier].id, int(bookings.starts[link.earlier])
        if start == OUT:
            everywhere = np.ones(model.steps, dtype=bool)
            yield Obstacle(
                Phrase("not placed before it: {}", name), Phrase("{} were placed", name), everywhere
            )
        else:
            why, without = Phrase("not ended by then: {}", name), Phrase("it need not come after {}", name)
            yield Obstacle(why, without, steps < start + link.lag)
    for link in model.order.behind[number]:
        name, start = model.meetings[link.later].id, int(bookings.starts[link.later])
        if start != OUT:
            why, without = Phrase("begun by then: {}", name), Phrase("it need not come before {}", name)
            yield Obstacle(why, without, steps > start - link.lag)


def people(bookings: Bookings, number: int) -> Iterator[Obstacle]:
    """One for each placed meeting that requires some of the same people."""
    meetings, mine = bookings.model.meetings, {*bookings.model.meetings[number].required}
    for other in others_with_people_of(bookings, number):
        name, names = meetings[other].id, listed(sorted(mine & {*meetings[other].required}))
        without = Phrase("only invited here or there: {}", f"{names} (in {name})")
        blocked = overlaps(bookings, number, other)
        yield Obstacle(Phrase("in other meetings: {}", f"{names} (in {name})"), without, blocked)


def rooms(bookings: Bookings, number: int) -> Iterator[Obstacle]:
    model, seats = bookings.model, len(bookings.model.meetings[number].required)
    if model.rooms.free[number] is not None:
        blocked = ~np.logical_or.reduce(bookings.rooms_free(number), axis=0)
        without = Phrase(f"there were one more room for {seats} people")
        yield Obstacle(Phrase(f"no room for {seats} people is free"), without, blocked)


def others_with_people_of(bookings: Bookings, number: int) -> list[int]:
    """The placed meetings, fixed ones too, that require some of the same people."""
    model = bookings.model
    held = {int(other) for other in np.unique(bookings.people[model.shared[number]]) if other >= 0}
    return sorted((held - {number}) | {*fixed_with_people_of(bookings, number)})


def fixed_with_people_of(bookings: Bookings, number: int) -> list[int]:
    meetings, mine = bookings.model.meetings, {*bookings.model.meetings[number].required}
    fixed = np.flatnonzero(bookings.model.fixed).tolist()
    return [n for n in fixed if not mine.isdisjoint(meetings[n].required)]


def overlaps(bookings: Bookings, number: int, other: int) -> Flags:
    """The starts at which a meeting would overlap a placed one."""
    model, starts = bookings.model, bookings.model.grid.start_minutes
    begin = model.start_minute(other, int(bookings.starts[other]))
    ends = starts + model.meetings[number].duration_minutes
    return (starts < begin + model.meetings[other].duration_minutes) & (ends > begin)


def listed(names: Iterable[str], most: int = MOST_NAMES) -> str:
    found = list(names)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more
