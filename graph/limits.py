"""What a call weighs against Microsoft's limits, as far as they are published.

https://learn.microsoft.com/graph/throttling-limits. The page changes without notice and some limits depend on
the size of the tenant, so the numbers are settings of whoever counts; here is only what a call is charged to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Service = Literal["mailbox", "identity", "messages", "teamwork", "tenant"]

# /users/{id}/… below which Outlook answers, and not the directory
MAILBOX = re.compile(
    r"/users/(?P<mailbox>[^/?]+)/(calendar|calendars|calendarView|events|mailboxSettings|sendMail|findMeetingTimes)\b"
)
MESSAGES = re.compile(r"/(teams|chats)/[^?]*/messages\b")
TEAMWORK = re.compile(
    r"/(teams|chats|appCatalogs|teamwork)\b|/users/[^/?]+/(teamwork|onlineMeetings|chats)\b"
)
IDENTITY = re.compile(r"/(users|groups|organization)\b")

READS_MANY, READS_LESS = 2, 1  # a user, and a user of whom only some properties are asked for


@dataclass(frozen=True)
class Charge:
    """So much of one limit; ``subject`` is what it is counted for: a mailbox, or "" for the whole tenant."""

    service: Service
    subject: str = ""
    weight: int = 1


def charges_of(path: str) -> tuple[Charge, ...]:
    """What a call is charged to, the most specific first; everything counts for the tenant.

    :param path: without host and version, such as ``/users/ana@contoso.com/events?$top=5``.
    """
    return (_service_charge(path), Charge("tenant"))


def total(paths: Iterable[str]) -> tuple[Charge, ...]:
    """The charges of several calls together."""
    weights: Counter[tuple[Service, str]] = Counter()
    for path in paths:
        for charge in charges_of(path):
            weights[charge.service, charge.subject] += charge.weight
    return tuple(Charge(service, subject, weight) for (service, subject), weight in weights.items())


def mailbox_of(path: str) -> str:
    """The mailbox that a call works on; "" for none."""
    found = MAILBOX.match(path)
    return found["mailbox"].lower() if found else ""


def _service_charge(path: str) -> Charge:
    if mailbox := mailbox_of(path):
        return Charge("mailbox", mailbox)
    if MESSAGES.match(path):
        return Charge("messages")
    if TEAMWORK.match(path):
        return Charge("teamwork")
    if IDENTITY.match(path):
        return Charge("identity", weight=READS_LESS if "$select" in path else READS_MANY)
    return Charge("teamwork")
