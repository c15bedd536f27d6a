"""What each meeting costs at each start: the soft rules as one table, made for all people at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from teams_app.planning.arrays import NEVER, Codes, Numbers
from teams_app.planning.grid import Grid
from teams_app.planning.problem import Meeting, Problem, Weights
from teams_app.planning.rules import attendance, preferences
from teams_app.planning.rules.attendance import Calendars


@dataclass(frozen=True)
class Severity:
    """The worst rule by person and slot, as a rank; ``points[rank]`` is what it costs.

    Spans are answered from tables of the worst of 1, 2, 4, 8 … slots, two look-ups for any length.
    """

    points: Numbers
    spans: list[Codes] = field(default_factory=list)

    @classmethod
    def of(cls, calendars: Calendars, weights: Weights) -> Severity:
        weight = {rule: int(getattr(weights, rule.__name__)) for rule in attendance.RULES}
        points = sorted({0, *weight.values()})
        ranks = np.zeros(calendars.digits.shape, dtype=np.uint8)
        for rule in attendance.RULES:
            rank = np.uint8(points.index(weight[rule]))
            np.maximum(ranks, rule(calendars).view(np.uint8) * rank, out=ranks)
        return cls(np.array(points, dtype=np.int64), [ranks])

    def worst(self, first: Numbers, behind: Numbers) -> Codes:
        """Person by span: the worst rank in the slots from ``first`` up to ``behind``.

        The lengths of the spans may differ by one at most.
        """
        level = int((behind - first).min()).bit_length() - 1
        while len(self.spans) <= level:
            shorter, reach = self.spans[-1], 1 << (len(self.spans) - 1)
            self.spans.append(np.maximum(shorter[:, :-reach], shorter[:, reach:]))
        table = self.spans[level]
        return np.maximum(table[:, first], table[:, behind - (1 << level)])


@dataclass(frozen=True)
class Pricing:
    """Prices starts of meetings by all soft rules."""

    grid: Grid
    weights: Weights
    zones: dict[str, str]  # by person
    row: dict[str, int]  # of a person in the calendars
    severity: Severity

    @classmethod
    def of(cls, problem: Problem, grid: Grid, calendars: Calendars) -> Pricing:
        zones = {person.id: person.time_zone for person in problem.people}
        row = {name: n for n, name in enumerate(calendars.ids)}
        return cls(grid, problem.weights, zones, row, Severity.of(calendars, problem.weights))

    def price(self, meetings: Sequence[Meeting], starts: Numbers) -> Numbers:
        """Meeting by start, for meetings of one duration and starts in minutes that lie in the window."""
        first, behind = self.grid.slots_touched(starts, meetings[0].duration_minutes)
        worst = self.severity.worst(first, behind)
        points = self.severity.points
        costs = self._attendances(worst, points, [meeting.required for meeting in meetings])
        lower = points * self.weights.optional_percent // 100
        costs += self._attendances(worst, lower, [meeting.optional for meeting in meetings])
        for row, meeting in enumerate(meetings):
            wish = preferences.Wish(meeting, self.home(meeting), self.weights, self.grid)
            for rule in preferences.RULES:
                costs[row] += rule(wish, starts)
        return costs

    def home(self, meeting: Meeting) -> str:
        """The zone of most of the required people, the first by name of equals."""
        zones = [self.zones[name] for name in meeting.required]
        return min(set(zones), key=lambda zone: (-zones.count(zone), zone))

    def _attendances(self, worst: Codes, points: Numbers, rosters: list[tuple[str, ...]]) -> Numbers:
        """Roster by span: the sum over its people."""
        sizes = np.array([len(roster) for roster in rosters])
        rows = np.array([self.row[name] for roster in rosters for name in roster], dtype=np.int64)
        sums = np.zeros((len(rosters), worst.shape[1]), dtype=np.int64)
        if len(rows):
            attended = points.astype(np.int32)[worst[rows]]
            begins = (np.cumsum(sizes) - sizes)[sizes > 0]
            sums[sizes > 0] = np.add.reduceat(attended, begins, axis=0, dtype=np.int64)
        return sums


def cost_table(pricing: Pricing, meetings: Sequence[Meeting]) -> Numbers:
    """Meeting by start on the step; ``NEVER`` where the meeting would leave the window."""
    grid = pricing.grid
    table = np.full((len(meetings), grid.steps), NEVER, dtype=np.int64)
    durations = np.array([meeting.duration_minutes for meeting in meetings])
    for duration in sorted({meeting.duration_minutes for meeting in meetings}):
        rows = np.flatnonzero(durations == duration)
        starts = grid.start_minutes[grid.start_minutes + duration <= grid.window.minutes]
        table[rows, : len(starts)] = pricing.price([meetings[row] for row in rows.tolist()], starts)
    return table
