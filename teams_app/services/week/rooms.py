"""Which rooms a share week can have, and whose meetings get one.

The planner takes any room that is large enough for any meeting. So it is offered the rooms of one place only,
of the time zone in which most people are asked; the meetings of those who are mostly elsewhere go without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.values import Availability
from teams_app.okr import Person, Room, Unit
from teams_app.planning import Window
from teams_app.planning.problem import Room as PlannedRoom

TAKEN = "2"
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Offer:
    """``home`` is the time zone of the rooms; None where they are near everybody."""

    rooms: tuple[Room, ...] = ()
    home: str | None = None

    @property
    def largest(self) -> int:
        return max((room.capacity for room in self.rooms), default=0)

    def is_for(self, unit: Unit, required: Sequence[Person]) -> bool:
        """What the file says, else whether most of them are near and one of the rooms seats them all."""
        if not self.rooms or unit.needs_room is not None:
            return bool(self.rooms and unit.needs_room)
        zones = Counter(person.time_zone for person in required)
        near = zones[self.home] if self.home else max(zones.values(), default=0)
        return near * 2 > len(required) <= self.largest


def offer(rooms: Sequence[Room], people: Iterable[Person]) -> Offer:
    """The rooms where most of these people are, who are named once for each meeting that requires them."""
    open_rooms = [room for room in rooms if room.capacity]
    asked = Counter(person.time_zone for person in people)
    zones = {room.time_zone for room in open_rooms if room.time_zone}
    home = min(zones, key=lambda zone: (-asked[zone], zone), default=None)
    return Offer(tuple(room for room in open_rooms if room.time_zone in ("", home)), home)


def planned_rooms(
    offered: Offer,
    calendars: Mapping[str, Availability],
    taken: Mapping[str, Collection[Span]],
    window: Window,
) -> tuple[PlannedRoom, ...]:
    """Those whose calendar could be read.

    :param calendars: by e-mail.
    :param taken: by name, when other share meetings are in them, whose events may not be there yet.
    """
    return tuple(
        PlannedRoom(room.name, room.capacity, _without(calendar.view, taken.get(room.name, ()), window))
        for room in offered.rooms
        if (calendar := calendars.get(room.email)) and not calendar.problem
    )


def _without(view: str, spans: Iterable[Span], window: Window) -> str:
    slot, digits = timedelta(minutes=window.slot_minutes), list(view)
    for start, end in spans:
        first, behind = (start - window.start) // slot, -((window.start - end) // slot)
        for taken in range(max(0, first), min(behind, window.slots)):
            digits[taken] = TAKEN
    return "".join(digits)
