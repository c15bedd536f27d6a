"""Reads typed fields out of a JSON object and notes what is wrong with them instead of stopping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

Json = Mapping[str, Any]
T = TypeVar("T")

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")
MISSING = object()
YEARS = range(1970, 9000)  # outside of them, other zones' clocks and sums of times leave the calendar
LONGEST = 60  # characters of a wrong value that a fault repeats


@dataclass(frozen=True)
class Fields:
    """One JSON object; ``owner`` names it in each fault. A wrong field reads as a harmless value."""

    owner: str
    values: Json
    faults: list[str]

    def integer(self, key: str, default: object = MISSING) -> int:
        value = self._given(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self._wrong(key, value, "a whole number", 1)

    def text(self, key: str) -> str:
        value = self._given(key, MISSING)
        return value if isinstance(value, str) else self._wrong(key, value, "text", "")

    def text_or_none(self, key: str) -> str | None:
        return None if self._given(key, None) is None else self.text(key)

    def flag(self, key: str) -> bool:
        value = self._given(key, False)
        return value if isinstance(value, bool) else self._wrong(key, value, "true or false", False)

    def moment(self, key: str) -> datetime | None:
        value = self._given(key, None)
        return None if value is None else self.as_moment(key, value)

    def needed_moment(self, key: str) -> datetime:
        return self.as_moment(key, self._given(key, MISSING))

    def as_moment(self, key: str, value: object) -> datetime:
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or moment.year not in YEARS:
            return self._wrong(key, value, "a time with zone, such as 2026-12-07T09:00:00Z", EPOCH)
        return moment

    def clock(self, key: str) -> time:
        value = self._given(key, MISSING)
        try:
            return time.fromisoformat("00:00" if value == "24:00" else str(value))
        except ValueError:
            return self._wrong(key, value, "a time of day, such as 09:00", time())

    def names(self, key: str) -> tuple[str, ...]:
        value = self._given(key, ())
        if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
            return tuple(value)
        return self._wrong(key, value, "a list of ids", ())

    def items(self, key: str) -> list[Any]:
        value = self._given(key, ())
        return list(value) if isinstance(value, list | tuple) else self._wrong(key, value, "a list", [])

    def weekdays(self, key: str) -> tuple[int, ...]:
        value = self.items(key)
        if all(isinstance(day, int) and not isinstance(day, bool) for day in value):
            return tuple(value)
        return self._wrong(key, value, "a list of ISO weekdays from 1 to 7", ())

    def days(self, key: str) -> tuple[int | date, ...]:
        return tuple(self._day(key, value) for value in self.items(key))

    def inner(self, key: str, default: object = MISSING) -> Fields:
        """The object inside; an empty one where it is not an object."""
        value = self._given(key, default)
        empty: Json = {}
        found = value if isinstance(value, dict) else self._wrong(key, value, "an object", empty)
        return Fields(f"{self.owner}: {key}" if self.owner else key, found, self.faults)

    def _day(self, key: str, value: object) -> int | date:
        if isinstance(value, int) and not isinstance(value, bool) and value in range(1, 8):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            return self._wrong(key, value, "an ISO weekday from 1 to 7 or a date", 1)

    def _given(self, key: str, default: object) -> object:
        value = self.values.get(key, default)
        if value is None and default is not MISSING:
            return default
        return value

    def _wrong(self, key: str, value: object, wanted: str, instead: T) -> T:
        where = f"{self.owner}: {key}" if self.owner else key
        self.faults.append(
            f"{where} is missing" if value is MISSING else f"{where} is {short(value)}, not {wanted}"
        )
        return instead


def short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"
