"""The best plan of a tiny problem by trying everything, with costs counted person by person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from graphlib import TopologicalSorter

from teams_app.planning.check import slots_of, works
from teams_app.planning.plan import Placed
from teams_app.planning.problem import Meeting, Problem


@dataclass(frozen=True)
class Trial:
    """Costs are (how many are left out, points), so that leaving out always costs more."""

    problem: Problem

    def best(self) -> tuple[int, int]:
        meetings = {meeting.id: meeting for meeting in self.problem.meetings}
        fixed = [meeting for meeting in self.problem.meetings if meeting.fixed_start]
        order = TopologicalSorter({m.id: m.after for m in meetings.values()}).static_order()
        return self._search([meetings[name] for name in order if meetings[name] not in fixed], fixed)

    def _search(self, waiting: list[Meeting], fixed: list[Meeting]) -> tuple[int, int]:
        placed: dict[str, Placed] = {}
        points = 0
        for meeting in sorted(fixed, key=lambda one: one.id):
            assert meeting.fixed_start
            placed[meeting.id] = self._with_room(meeting, placed)
            points += self.cost(meeting, meeting.fixed_start)
        return self._rest(waiting, placed, 0, points)

    def _with_room(self, meeting: Meeting, placed: dict[str, Placed]) -> Placed:
        """A fixed meeting gets its room before all others: the smallest that is free."""
        assert meeting.fixed_start
        one = Placed(meeting.id, meeting.fixed_start, end(meeting, meeting.fixed_start), None)
        held = {
            theirs.room for theirs in placed.values() if theirs.start < one.end and one.start < theirs.end
        }
        rooms = sorted(self.problem.rooms, key=lambda room: (room.capacity, room.id))
        for room in rooms if meeting.needs_room else ():
            free = all(digit in "04" for _, digit in slots_of(self.problem, one, room.availability))
            if free and room.capacity >= len(meeting.required) and room.id not in held:
                return replace(one, room=room.id)
        return one

    def _rest(
        self, waiting: list[Meeting], placed: dict[str, Placed], out: int, points: int
    ) -> tuple[int, int]:
        if not waiting:
            return out, points
        meeting, *rest = waiting
        found = self._rest(rest, placed, out + 1, points)
        for one in self._choices(meeting, placed):
            cost = self.cost(meeting, one.start)
            if (out, points + cost) < found:
                found = min(found, self._rest(rest, placed | {meeting.id: one}, out, points + cost))
        return found

    def _choices(self, meeting: Meeting, placed: dict[str, Placed]) -> Iterator[Placed]:
        problem = self.problem
        step = timedelta(minutes=problem.start_step_minutes)
        for n in range(problem.window.minutes // problem.start_step_minutes):
            start = problem.window.start + n * step
            rooms = [room.id for room in problem.rooms] if meeting.needs_room else [None]
            for name in rooms:
                one = Placed(meeting.id, start, end(meeting, start), name)
                if self._allowed(meeting, one, placed):
                    yield one

    def _allowed(self, meeting: Meeting, one: Placed, placed: dict[str, Placed]) -> bool:
        window = self.problem.window
        if one.end > (meeting.latest or window.end) or one.start < (meeting.earliest or one.start):
            return False
        return (
            not self._declined(meeting, one)
            and self._in_order(meeting, one, placed)
            and not self._clashes(meeting, one, placed)
            and self._has_room(meeting, one)
        )

    def _in_order(self, meeting: Meeting, one: Placed, placed: dict[str, Placed]) -> bool:
        if any(name not in placed or placed[name].end + gap(meeting) > one.start for name in meeting.after):
            return False
        later = (other for other in self.problem.meetings if meeting.id in other.after and other.id in placed)
        return all(one.end + gap(other) <= placed[other.id].start for other in later)

    def _clashes(self, meeting: Meeting, one: Placed, placed: dict[str, Placed]) -> bool:
        for other in self.problem.meetings:
            theirs = placed.get(other.id)
            if theirs and theirs.start < one.end and one.start < theirs.end:
                shared = {*other.required} & {*meeting.required}
                if shared or theirs.room == one.room is not None:
                    return True
        return False

    def _has_room(self, meeting: Meeting, one: Placed) -> bool:
        room = next((room for room in self.problem.rooms if room.id == one.room), None)
        if room is None:
            return not meeting.needs_room
        free = all(digit in "04" for _, digit in slots_of(self.problem, one, room.availability))
        return free and room.capacity >= len(meeting.required)

    def _declined(self, meeting: Meeting, one: Placed) -> bool:
        required = (person for person in self.problem.people if person.id in meeting.required)
        spans = (span for person in required for span in person.declined)
        return any(span.start < one.end and one.start < span.end for span in spans)

    def cost(self, meeting: Meeting, start: datetime) -> int:
        weights = self.problem.weights
        one = Placed(meeting.id, start, end(meeting, start), None)
        points = weights.lateness * ((start - self.problem.window.start) // timedelta(minutes=1)) // 30
        points += sum(self.attendance(name, one) for name in meeting.required)
        points += weights.moved * (meeting.current is not None and meeting.current != start)
        optional = (self.attendance(name, one) for name in meeting.optional)
        return points + sum(cost * weights.optional_percent // 100 for cost in optional)

    def attendance(self, name: str, one: Placed) -> int:
        """The worst of what holds at any slot, for people who live by UTC."""
        person = next(person for person in self.problem.people if person.id == name)
        weights = self.problem.weights
        by_digit = {"0": 0, "1": weights.tentative, "2": weights.busy, "3": weights.out_of_office, "4": 0}
        length = timedelta(minutes=self.problem.window.slot_minutes)
        worst = 0
        for begin, digit in slots_of(self.problem, one, person.availability):
            worst = max(worst, by_digit[digit])
            if not works(person, begin, begin + length):
                late = begin.hour < 6 or (begin + length - timedelta(minutes=1)).hour >= 22
                worst = max(worst, weights.night if late else weights.outside_working_hours)
        return worst


def end(meeting: Meeting, start: datetime) -> datetime:
    return start + timedelta(minutes=meeting.duration_minutes)


def gap(meeting: Meeting) -> timedelta:
    return timedelta(minutes=meeting.gap_minutes)
