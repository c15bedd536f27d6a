"""How much an application may ask of the tenant: limits that refuse with 429, as Microsoft's do.

    {"per": "mailbox", "count": 20, "seconds": 10}    PUT /sandbox/api/throttling, a list of them

``per`` is "mailbox" (each one for itself) or "tenant" (all calls together). Real limits are far beyond what a
stand-in is asked, so none is set at the start; but that a mailbox works on four calls at a time is always so.
https://learn.microsoft.com/graph/throttling-limits
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from time import monotonic
from typing import Any, Literal, cast

AT_ONCE = 4
CONCURRENCY = "Application is over its MailboxConcurrency limit."
RATE = "Application is over its {per} limit of {count} requests in {seconds} seconds."
MAILBOX = re.compile(
    r"/v1\.0/users/([^/]+)/(?:calendar|calendars|calendarView|events|mailboxSettings|sendMail)(?:/|$)"
)


@dataclass(frozen=True)
class Refusal:
    """Too many requests; ``retry_after`` is in seconds."""

    message: str
    retry_after: int

    @property
    def body(self) -> dict[str, Any]:
        return {"error": {"code": "ApplicationThrottled", "message": self.message}}

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)}


@dataclass
class Limit:
    """At most ``count`` requests in each window of ``seconds``."""

    per: Literal["mailbox", "tenant"]
    count: int
    seconds: float
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict[str, tuple[float, int]])

    def refuse(self, subject: str, now: float) -> Refusal | None:
        """Count a request, or refuse it until the window is over."""
        began, used = self._windows.get(subject, (now, 0))
        if now - began >= self.seconds:
            began, used = now, 0
        if used >= self.count:
            message = RATE.format(per=self.per, count=self.count, seconds=self.seconds)
            return Refusal(message, max(1, ceil(began + self.seconds - now)))
        self._windows[subject] = (began, used + 1)
        return None


@dataclass
class Throttling:
    """The limits that are set, and what is under way in each mailbox.

    :param refused: how many requests were refused so far.
    """

    clock: Callable[[], float] = monotonic
    limits: list[Limit] = field(default_factory=list[Limit])
    refused: int = 0
    _under_way: Counter[str] = field(default_factory=Counter[str])

    def set(self, rules: Iterable[Mapping[str, Any]]) -> None:
        """Take these limits in place of those before.

        :raises ValueError: one of them cannot be used.
        """
        self.limits = [_limit(rule) for rule in rules]

    def refuse(self, path: str) -> Refusal | None:
        """Count a request against all limits, or refuse it by the first that is full."""
        subjects = {"tenant": "", "mailbox": _mailbox(path)}
        for limit in self.limits:
            subject = subjects[limit.per]
            if limit.per == "mailbox" and not subject:
                continue
            if refusal := limit.refuse(subject, self.clock()):
                self.refused += 1
                return refusal
        return None

    @contextmanager
    def working(self, path: str) -> Generator[Refusal | None]:
        """A request to a mailbox is under way; one more than it works on at a time is refused."""
        mailbox = _mailbox(path)
        if mailbox and self._under_way[mailbox] >= AT_ONCE:
            self.refused += 1
            yield Refusal(CONCURRENCY, 1)
            return
        self._under_way[mailbox] += 1
        try:
            yield None
        finally:
            self._under_way[mailbox] -= 1


def _mailbox(path: str) -> str:
    found = MAILBOX.match(path)
    return found[1].lower() if found else ""


def _limit(rule: Mapping[str, Any]) -> Limit:
    per, count, seconds = (rule.get(name) for name in ("per", "count", "seconds"))
    if per not in ("mailbox", "tenant"):
        raise ValueError(f"per is {per}; it must be mailbox or tenant")
    for name, value in (("count", count), ("seconds", seconds)):
        if not isinstance(value, int | float) or value <= 0:
            raise ValueError(f"{name} is {value}; it must be a number above 0")
    return Limit(per, int(cast("float", count)), cast("float", seconds))
