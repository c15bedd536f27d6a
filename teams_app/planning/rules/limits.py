"""Hard rules about one meeting alone: at which of the given starts each allows it.

Starts are whole minutes since the start of the window. Order, double-booking and rooms in use are
between meetings and live in ``order`` and ``bookings``. A fixed start is kept whatever it breaks.
"""

from __future__ import annotations

from collections.abc import Callable

from teams_app.planning.arrays import Flags, Numbers
from teams_app.planning.grid import Grid
from teams_app.planning.problem import Meeting

Limit = Callable[[Meeting, Grid, Numbers], Flags]


def inside_window(meeting: Meeting, grid: Grid, starts: Numbers) -> Flags:
    """The whole meeting lies in the window."""
    return starts + meeting.duration_minutes <= grid.window.minutes


def not_before_earliest(meeting: Meeting, grid: Grid, starts: Numbers) -> Flags:
    """No start before ``earliest``."""
    first = 0 if meeting.earliest is None else grid.minute_up(meeting.earliest)
    return starts >= first


def over_by_latest(meeting: Meeting, grid: Grid, starts: Numbers) -> Flags:
    """No end after ``latest``."""
    last = grid.window.minutes if meeting.latest is None else grid.minute(meeting.latest)
    return starts + meeting.duration_minutes <= last


LIMITS: tuple[Limit, ...] = (inside_window, not_before_earliest, over_by_latest)
