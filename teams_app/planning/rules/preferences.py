"""Rules about a meeting as a whole: what each costs at each of the given starts.

Starts are whole minutes since the start of the window; all costs are integers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from teams_app.planning.arrays import Numbers
from teams_app.planning.grid import Grid
from teams_app.planning.problem import Meeting, Preferred, Weights

LATENESS_MINUTES = 30  # one unit of lateness


@dataclass(frozen=True)
class Wish:
    """A meeting, the clock that most of its required people live by, and the weights."""

    meeting: Meeting
    zone: str
    weights: Weights
    grid: Grid


Rule = Callable[[Wish, Numbers], Numbers]


def lateness(wish: Wish, starts: Numbers) -> Numbers:
    """The later in the window, the dearer."""
    return wish.weights.lateness * starts // LATENESS_MINUTES


def avoid_days(wish: Wish, starts: Numbers) -> Numbers:
    """A day on which the unit does not meet; it costs for everybody who is required."""
    avoided = wish.meeting.avoid_days
    if not avoided:
        return np.zeros_like(starts)
    clock = wish.grid.clock(wish.zone)
    slots, _ = wish.grid.slots_touched(starts, wish.meeting.duration_minutes)
    dates = [day.toordinal() for day in avoided if isinstance(day, date)]
    weekdays = [day for day in avoided if not isinstance(day, date)]
    hit = np.isin(clock.ordinals[slots], dates) | np.isin(clock.weekdays[slots], weekdays)
    return hit * (wish.weights.avoid_day * len(wish.meeting.required))


def not_preferred(wish: Wish, starts: Numbers) -> Numbers:
    """Away from all preferred times, if there are any."""
    if not wish.meeting.preferred:
        return np.zeros_like(starts)
    wanted = np.zeros(len(starts), dtype=bool)
    for preferred in wish.meeting.preferred:
        first, last = wanted_starts(preferred, wish)
        wanted |= (first <= starts) & (starts <= last)
    return ~wanted * np.int64(wish.weights.not_preferred)


def wanted_starts(preferred: Preferred, wish: Wish) -> tuple[int, int]:
    """The first and the last minute at which the meeting may start to be where it is wanted."""
    grid = wish.grid
    if preferred.end is None:
        return grid.minute_up(preferred.start), grid.minute(preferred.start)
    return grid.minute_up(preferred.start), grid.minute(preferred.end) - wish.meeting.duration_minutes


def moved(wish: Wish, starts: Numbers) -> Numbers:
    """Away from the start that is booked, if one is."""
    current = wish.meeting.current
    if current is None:
        return np.zeros_like(starts)
    stays = (starts == wish.grid.minute(current)) & (
        wish.grid.minute_up(current) == wish.grid.minute(current)
    )
    return ~stays * np.int64(wish.weights.moved)


RULES: tuple[Rule, ...] = (lateness, avoid_days, not_preferred, moved)
