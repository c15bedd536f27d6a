"""What a Bot connector's answer means for a message: arrived, try again, or not at all.

Sends are not idempotent: what may have been posted is never repeated here. 429 and 412 posted nothing.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from teams_app.services.ports import DeliveryError, NotDelivered, PlaceGone, TooMany

NOTHING_SENT = (412, 429)
GATEWAY_FAULTS = (500, 502, 503, 504)
GONE = (403, 404, 410)
NOT_INSTALLED = "BotNotInConversationRoster"
DEFAULT_WAIT = 1.0  # seconds, where the answer names no time


@dataclass(frozen=True)
class Patience:
    """How often and how long a refused call is repeated before the caller is told."""

    attempts: int = 4
    first_wait: float = 0.5  # seconds, doubled each time, where the answer names no time
    longest_wait: float = 4.0  # a longer Retry-After is the caller's to wait for

    def wait(self, attempt: int, retry_after: float | None) -> float | None:
        """Seconds to wait after the attempt-th refusal (from 1), or None to give up.

        Never less than asked for; up to half as much again, so that callers do not return in step.
        """
        asked = retry_after if retry_after is not None else self.first_wait * 2 ** (attempt - 1)
        if attempt >= self.attempts or asked > self.longest_wait:
            return None
        return asked * (1 + random.random() / 2)  # noqa: S311  # spreads load, protects nothing


@dataclass(frozen=True)
class Refusal:
    """An answer that was not a success; ``code`` and ``detail`` are the connector's own words."""

    status: int
    code: str
    detail: str
    retry_after: float | None

    def may_repeat(self, *, is_send: bool) -> bool:
        """Whether the same call can be made again without doing anything twice."""
        return self.status in NOTHING_SENT or (not is_send and self.status in GATEWAY_FAULTS)

    def error(self, *, is_send: bool) -> DeliveryError:
        told = f"The Bot connector answered {self.status} {self.code}: {self.detail}".rstrip(": ")
        if self.status in NOTHING_SENT:
            return TooMany(told, retry_after=DEFAULT_WAIT if self.retry_after is None else self.retry_after)
        if self.status in GONE:
            return PlaceGone(told, is_removed=self.code == NOT_INSTALLED)
        return NotDelivered(told, may_have_arrived=is_send and self.status in GATEWAY_FAULTS)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date (RFC 9110); None without one."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
