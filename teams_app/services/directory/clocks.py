"""Time zones that show the same time: Windows has one name for London and Lisbon, files tell them apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEKS = 53


@lru_cache(maxsize=4096)
def same_clock(one: str, other: str, day: date) -> bool:
    """Whether two IANA zones show the same time all through the year that begins on a day."""
    if one == other:
        return True
    start = datetime.combine(day, time(12), UTC)
    first, second = ZoneInfo(one), ZoneInfo(other)
    moments = (start + timedelta(weeks=week) for week in range(WEEKS))
    return all(at.astimezone(first).utcoffset() == at.astimezone(second).utcoffset() for at in moments)


def kept_zone(present: str, told: str, day: date) -> str:
    """The zone that is known, as long as the one that a mailbox tells shows the same time."""
    return present if present and same_clock(present, told, day) else told
