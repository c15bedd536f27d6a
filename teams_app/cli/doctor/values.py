"""What a check says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teams_app.cli.doctor.patient import Patient  # it imports the SDKs, which takes a second


class Mark(StrEnum):
    """``noted``: nothing is broken, but somebody should know; or it could not be checked."""

    GOOD = "good"
    BAD = "bad"
    NOTED = "noted"


@dataclass(frozen=True)
class Verdict:
    """One sentence; where it is bad, it says what to do."""

    mark: Mark
    told: str


class NotChecked(Exception):
    """It makes no sense without something that failed before; says without what."""


@dataclass(frozen=True)
class Check:
    """What is checked, in a few words, and how."""

    name: str
    ask: Callable[[Patient], Awaitable[Verdict]]


def good(told: str) -> Verdict:
    return Verdict(Mark.GOOD, told)


def bad(told: str) -> Verdict:
    return Verdict(Mark.BAD, told)


def noted(told: str) -> Verdict:
    return Verdict(Mark.NOTED, told)
