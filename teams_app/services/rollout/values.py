"""The words of a roll-out: homes of the app, how they stand, what is to be done there, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from graph.values import AppHome, CatalogueApp

PORTION = 60  # homes; as many as are read in a second
Progress = Callable[[int], None]  # how many homes more are done
One = TypeVar("One")


class Action(StrEnum):
    """What is to be done in a home."""

    NOTHING = "nothing"
    INSTALL = "install"
    UPGRADE = "upgrade"
    REINSTALL = "reinstall"
    REMOVE = "remove"


class Result(StrEnum):
    """How it stands there, or what was done."""

    INSTALLED = "installed"
    UPGRADED = "upgraded"
    REMOVED = "removed"
    PRESENT = "already there"
    OLD = "old version"
    MISSING = "missing"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True)
class Wanted:
    """Which homes are meant, and what for; ``unit`` None means all units.

    ``reinstall``: people's old versions are removed and installed anew, since they cannot be upgraded.
    """

    unit: str | None = None
    teams: bool = True
    people: bool = True
    chats: tuple[str, ...] = ()
    remove: bool = False
    reinstall: bool = False


@dataclass(frozen=True)
class Home:
    """A Teams team, a chat or a person, with a name for people."""

    home: AppHome
    name: str


@dataclass(frozen=True)
class Line:
    """One home; ``reason`` says what can be done where something is not as it should be."""

    home: Home
    result: Result
    version: str = ""
    reason: str = ""
    action: Action = Action.NOTHING
    installation_id: str = ""


@dataclass(frozen=True)
class Plan:
    """All homes, looked at."""

    app: CatalogueApp
    lines: tuple[Line, ...]

    def count(self, action: Action) -> int:
        return sum(line.action is action for line in self.lines)


def portions(things: Sequence[One]) -> Iterator[Sequence[One]]:
    for first in range(0, len(things), PORTION):
        yield things[first : first + PORTION]
