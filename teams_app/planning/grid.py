"""The window cut into slots of free/busy and steps of starts, and every zone's clock on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from teams_app.planning.arrays import Flags, Numbers
from teams_app.planning.problem import Problem, Window, WorkingHours


@dataclass(frozen=True)
class Clock:
    """One zone's wall clock at the start of every slot; ``ordinals`` are dates as Python counts them."""

    ordinals: Numbers
    minutes: Numbers

    @property
    def weekdays(self) -> Numbers:
        return (self.ordinals - 1) % 7 + 1


@dataclass(frozen=True)
class Grid:
    """Slots carry calendars, steps carry starts; one need not divide the other."""

    window: Window
    step_minutes: int

    @classmethod
    def of(cls, problem: Problem) -> Grid:
        return cls(problem.window, problem.start_step_minutes)

    @cached_property
    def steps(self) -> int:
        """How many starts the window has, the last of them too late for any meeting perhaps."""
        return -(-self.window.minutes // self.step_minutes)

    @cached_property
    def start_minutes(self) -> Numbers:
        return np.arange(self.steps, dtype=np.int64) * self.step_minutes

    def minute(self, moment: datetime) -> int:
        """Whole minutes since the start of the window, rounded down."""
        return (moment - self.window.start) // timedelta(minutes=1)

    def minute_up(self, moment: datetime) -> int:
        """Whole minutes since the start of the window, rounded up."""
        return -((self.window.start - moment) // timedelta(minutes=1))

    def moment(self, minute: int) -> datetime:
        return (self.window.start + timedelta(minutes=minute)).astimezone(UTC)

    def cells(self, minutes: int) -> int:
        """The steps that a meeting on the step takes up, the last perhaps in part."""
        return -(-minutes // self.step_minutes)

    def slots_touched(self, minutes: Numbers, duration: int) -> tuple[Numbers, Numbers]:
        """By starting minute: the first slot of a meeting and the one behind its last, inside the window."""
        slot = self.window.slot_minutes
        first = np.minimum(minutes // slot, self.window.slots - 1)
        behind = np.minimum(-(-(minutes + duration) // slot), self.window.slots)
        return first, np.maximum(behind, first + 1)

    def clock(self, zone: str) -> Clock:
        """What clocks show in the zone, daylight saving included."""
        return clock_of(self.window, zone)

    def working(self, zone: str, hours: WorkingHours) -> Flags:
        """The slots that lie wholly inside working hours."""
        clock = self.clock(zone)
        begun = clock.minutes >= of_day(hours.start)
        unfinished = clock.minutes + self.window.slot_minutes <= of_day(hours.end)
        today = np.isin(clock.weekdays, hours.days)
        if of_day(hours.start) < of_day(hours.end):
            return today & begun & unfinished
        yesterday = np.isin((clock.weekdays + 5) % 7 + 1, hours.days)
        return (today & begun) | (yesterday & unfinished)

    def between(self, zone: str, start: time, end: time) -> Flags:
        """The slots that touch a span of the day; one that ends before it starts goes over midnight."""
        first, behind = of_day(start), of_day(end)
        minutes = self.clock(zone).minutes
        after, before = minutes + self.window.slot_minutes > first, minutes < behind
        return after & before if first < behind else after | before


def of_day(moment: time) -> int:
    """Minutes since midnight."""
    return moment.hour * 60 + moment.minute


@lru_cache(maxsize=128)
def clock_of(window: Window, zone: str) -> Clock:
    info = ZoneInfo(zone)
    starts = (window.start + timedelta(minutes=n * window.slot_minutes) for n in range(window.slots))
    local = [moment.astimezone(info) for moment in starts]
    ordinals = np.array([moment.toordinal() for moment in local], dtype=np.int64)
    return Clock(ordinals, np.array([of_day(moment.time()) for moment in local], dtype=np.int64))
