"""Cells as values; a cell that cannot be read becomes a fault and a harmless value."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from teams_app.services.importing.faults import Fault
from teams_app.services.importing.rows import Row

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")
CYCLE = re.compile(r"(\d{4})(?:-(Q[1-4]|H[12]))?")
LONGEST = 500
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Kind = TypeVar("Kind", bound=StrEnum)


class Cells:
    """Reads the cells of one row; ``faults`` holds what was wrong."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults: list[Fault] = []

    def refuse(self, column: str, reason: str) -> None:
        self.faults.append(self.row.fault(column, reason))

    def text(self, column: str, *, needed: bool = False) -> str:
        value = " ".join(self.row.values[column].split())
        if needed and not value:
            self.refuse(column, "is empty")
        if len(value) > LONGEST:
            self.refuse(column, f"has {len(value)} characters, at most {LONGEST} are possible")
        return value

    def key(self, column: str, *, needed: bool = True) -> str:
        value = self.text(column, needed=needed)
        if value and not KEY.fullmatch(value):
            self.refuse(column, f"“{value}” is no key: use letters, digits, dot, dash and underscore")
        return value

    def email(self, column: str, *, needed: bool = False) -> str:
        value = self.text(column, needed=needed).lower()
        if value and not EMAIL.fullmatch(value):
            self.refuse(column, f"“{value}” is no e-mail address")
        return value

    def listed(self, column: str) -> tuple[str, ...]:
        """Parts joined by semicolons, each once."""
        parts = (part.strip() for part in self.row.values[column].split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))

    def choice(self, column: str, kinds: type[Kind], default: Kind) -> Kind:
        value = self.text(column).lower()
        if not value:
            return default
        try:
            return kinds(value)
        except ValueError:
            self.refuse(column, f"“{value}” is none of {', '.join(kind.value for kind in kinds)}")
            return default

    def yes_or_no(self, column: str) -> bool | None:
        """None where the cell is empty."""
        value = self.text(column).lower()
        if value not in ("", "yes", "no"):
            self.refuse(column, f"“{value}” is neither yes nor no")
        return value == "yes" if value else None

    def whole(self, column: str, most: int) -> int:
        """From 0 on; the cell is needed."""
        value = self.text(column, needed=True)
        if not value:
            return 0
        if not (value.isascii() and value.isdecimal()) or int(value) > most:
            self.refuse(column, f"“{value}” is no whole number from 0 to {most:,}")
            return 0
        return int(value)

    def zone(self, column: str, default: str = "UTC") -> str:
        value = self.text(column) or default
        if not value:
            return value
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.refuse(column, f"“{value}” is no time zone: write it as Europe/Berlin")
        return value

    def clock(self, column: str, default: time) -> time:
        value = self.text(column)
        try:
            return time.fromisoformat(value) if value else default
        except ValueError:
            self.refuse(column, f"“{value}” is no time: write it as 09:00")
            return default

    def days(self, column: str) -> tuple[int, ...]:
        """ISO weekdays."""
        names = self.listed(column) or DAYS[:5]
        for name in names:
            if name not in DAYS:
                self.refuse(column, f"“{name}” is none of {', '.join(DAYS)}")
        return tuple(sorted(DAYS.index(name) + 1 for name in names if name in DAYS))

    def number(self, column: str) -> Decimal:
        value = self.text(column) or "0"
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.refuse(column, f"“{value}” is no number: write it as 4.5")
            return Decimal(0)
        return number

    def cycle(self, column: str) -> str:
        value = self.text(column, needed=True)
        if value and not CYCLE.fullmatch(value):
            self.refuse(column, f"“{value}” is no cycle: write it as 2027-Q1, 2027-H1 or 2027")
        return value


def cycle_span(key: str) -> tuple[str, date, date]:
    """Name, first and last day of a cycle that ``Cells.cycle`` has accepted."""
    year, part = CYCLE.fullmatch(key).groups()  # pyright: ignore[reportOptionalMemberAccess]  # accepted
    months = {None: 12, "H": 6, "Q": 3}[part[0] if part else None]
    first = (int(part[1]) - 1) * months + 1 if part else 1
    start = date(int(year), first, 1)
    after = date(int(year) + (first + months > 12), (first + months - 1) % 12 + 1, 1)  # noqa: PLR2004
    return f"{part} {year}" if part else year, start, date.fromordinal(after.toordinal() - 1)
