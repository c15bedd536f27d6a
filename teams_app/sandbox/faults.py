"""Faults that can be ordered: throttling, latency, outages and lost answers.

    {"match": "POST /v1.0/users/*/events", "times": 2, "status": 429, "retry_after": 1}

``*`` stands for one part of a path, ``**`` for any number of them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any, Self

ERRORS = frozenset(status.value for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST)


@dataclass
class Fault:
    """What goes wrong for the next ``times`` requests that match.

    :param match: method (or ``*``) and path, such as ``GET /v1.0/users/*``.
    :param status: answer this instead of doing anything.
    :param retry_after: seconds, sent as the header ``Retry-After``.
    :param delay: seconds to wait before anything else.
    :param drop_answer: do the work, then close the connection without an answer.
    """

    match: str
    times: int = 1
    status: int | None = None
    retry_after: int | None = None
    delay: float = 0.0
    drop_answer: bool = False

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> Self:
        """A fault from its JSON.

        :raises TypeError: the rule has an unknown name, or lacks ``match``.
        :raises ValueError: the status is no HTTP error.
        """
        fault = cls(**rule)
        if fault.status is not None and fault.status not in ERRORS:
            raise ValueError(f"status {fault.status} is not an HTTP error")
        return fault

    def matches(self, method: str, path: str) -> bool:
        return bool(self._pattern.fullmatch(f"{method} {path}"))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = re.split(r"(\*\*|\*)", self.match)
        kinds = {"**": ".*", "*": "[^/ ]+"}
        return re.compile("".join(kinds.get(part, re.escape(part)) for part in parts))

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}

    @property
    def body(self) -> dict[str, Any]:
        """An error body that both Graph's and the Bot connector's clients can read."""
        phrase = HTTPStatus(self.status or 500).phrase
        code = "".join(word.capitalize() for word in phrase.split())
        return {"error": {"code": code, "message": f"{phrase}: ordered by a rule of the stand-in tenant."}}


@dataclass
class Faults:
    """The faults that are still to come, oldest first."""

    waiting: list[Fault] = field(default_factory=list[Fault])

    def add(self, rules: Iterable[Mapping[str, Any]]) -> None:
        self.waiting.extend([Fault.of(rule) for rule in rules])

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for a request, used up once."""
        for fault in self.waiting:
            if fault.matches(method, path):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None


async def strike(faults: Faults, method: str, path: str) -> Fault | None:
    """The fault that a request meets, its delay already over."""
    fault = faults.take(method, path)
    if fault is not None and fault.delay:
        await asyncio.sleep(fault.delay)
    return fault


class AnswerLost(Exception):
    """The work was done, and the connection is to be closed without an answer."""
