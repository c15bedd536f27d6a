"""Rooms of a mended week: who stays at a time stays in the room, as far as the rooms go round.

To the planner all rooms that seat a meeting are alike; to people who know where to go they are not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from teams_app.planning import Meeting, Plan, Problem, Window
from teams_app.planning.plan import Placed
from teams_app.planning.problem import Room

FREE = "04"


@dataclass
class Occupancy:
    """Which rooms are taken when, beside their own calendars."""

    rooms: tuple[Room, ...]
    window: Window
    taken: dict[str, list[Placed]] = field(default_factory=lambda: defaultdict(list))

    def seat(self, meeting: Meeting, placed: Placed, wanted: str | None) -> str | None:
        """Take the wanted room, else the smallest that seats the meeting; None where there is none."""
        fitting = [room for room in self.rooms if self._is_free(room, meeting, placed)]
        room = min(fitting, key=lambda one: (one.id != wanted, one.capacity, one.id), default=None)
        if room is not None:
            self.taken[room.id].append(placed)
        return room.id if room else None

    def _is_free(self, room: Room, meeting: Meeting, placed: Placed) -> bool:
        others = self.taken[room.id]
        return (
            room.capacity >= len(meeting.required)
            and all(placed.end <= other.start or other.end <= placed.start for other in others)
            and not self._slots(room, placed.start, placed.end).strip(FREE)
        )

    def _slots(self, room: Room, start: datetime, end: datetime) -> str:
        slot = timedelta(minutes=self.window.slot_minutes)
        first, behind = (start - self.window.start) // slot, -((self.window.start - end) // slot)
        return room.availability[max(0, first) : max(0, behind)]


def with_rooms_kept(problem: Problem, plan: Plan) -> Plan:
    """The same times, with as few other rooms as can be seen at once.

    First those who stay at their time take their rooms, then the others what is left; where that does not go
    round, the plan's own rooms stand.
    """
    meetings = {meeting.id: meeting for meeting in problem.meetings}
    housed = [placed for placed in plan.meetings if placed.room is not None]
    housed.sort(key=lambda placed: not _stays(meetings[placed.id], placed))
    occupancy = Occupancy(problem.rooms, problem.window)
    rooms: dict[str, str] = {}
    for placed in housed:
        meeting = meetings[placed.id]
        room = occupancy.seat(meeting, placed, meeting.current_room or placed.room)
        if room is None:
            return plan
        rooms[placed.id] = room
    kept = (replace(placed, room=rooms.get(placed.id)) for placed in plan.meetings)
    return replace(plan, meetings=tuple(kept))


def _stays(meeting: Meeting, placed: Placed) -> bool:
    return placed.start in (meeting.current, meeting.fixed_start) and meeting.current_room is not None
