"""Faults that can be ordered: throttling, latency, outages and lost answers.

    {"match": "POST /v1.0/users/*/events", "times": 2, "status": 429, "retry_after": 1}

``*`` stands for one part of a path, ``**`` for any number of them.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
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
    :param retry_date: send it as a date instead of a number, as HTTP allows.
    :param delay: seconds to wait before anything else.
    :param after_effect: do the work, then answer ``status`` all the same.
    :param drop_answer: do the work, then close the connection without an answer.
    :param share: so many of the requests that match, between 0 and 1, drawn by ``seed``.
    """

    match: str
    times: int = 1
    status: int | None = None
    retry_after: int | None = None
    retry_date: bool = False
    delay: float = 0.0
    after_effect: bool = False
    drop_answer: bool = False
    share: float = 1.0
    seed: int = 1

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> Self:
        """A fault from its JSON.

        :raises TypeError: the rule has an unknown name, or lacks ``match``.
        :raises ValueError: the status is no HTTP error.
        """
        fault = cls(**rule)
        if fault.status is not None and fault.status not in ERRORS:
            raise ValueError(f"status {fault.status} is not an HTTP error")
        if not 0 < fault.share <= 1:
            raise ValueError(f"share {fault.share} is not between 0 and 1")
        if fault.after_effect and fault.status is None:
            raise ValueError("after_effect needs a status that is answered then")
        return fault

    def matches(self, method: str, path: str) -> bool:
        return bool(self._pattern.fullmatch(f"{method} {path}"))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = re.split(r"(\*\*|\*)", self.match)
        kinds = {"**": ".*", "*": "[^/ ]+"}
        return re.compile("".join(kinds.get(part, re.escape(part)) for part in parts))

    def strikes(self) -> bool:
        """Whether it is this request's turn, of all that match."""
        return self.share >= 1 or self._chance.random() < self.share

    @cached_property
    def _chance(self) -> random.Random:
        return random.Random(self.seed)  # noqa: S311 - a fault that can be had again is no secret

    @property
    def is_instead(self) -> bool:
        """Answered in place of the work."""
        return self.status is not None and not self.after_effect

    @property
    def headers(self) -> dict[str, str]:
        if self.retry_after is None:
            return {}
        if not self.retry_date:
            return {"Retry-After": str(self.retry_after)}
        return {"Retry-After": formatdate(time.time() + self.retry_after, usegmt=True)}

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
            if fault.matches(method, path) and fault.strikes():
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None


class AnswerLost(Exception):
    """The work was done, and the connection is to be closed without an answer."""
