"""What changed in the directory, by numbers, so that a delta link can tell everything after its own.

The log itself is named at random: a link of another tenant, or of one that was set up anew, has expired.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Json = dict[str, Any]
CREATED, DELETED = "created", "deleted"
EXPIRED = ("off", "gone", "bad_request")


@dataclass(frozen=True)
class Change:
    """Some properties of one object changed; ``CREATED`` and ``DELETED`` stand for all of them.

    :param links: what it points at from now on (True) or not any more, by relation and object id.
    """

    collection: str
    id: str
    names: tuple[str, ...] = ()
    links: tuple[tuple[str, str, bool], ...] = ()


@dataclass
class Changed:
    """All changes of one object together."""

    names: set[str] = field(default_factory=set[str])
    links: dict[tuple[str, str], bool] = field(default_factory=dict[tuple[str, str], bool])

    def take(self, change: Change) -> None:
        self.names |= set(change.names)
        self.links |= {(relation, other): is_there for relation, other, is_there in change.links}


@dataclass
class DirectorySwitches:
    """How the directory's delta behaves.

    :param expired_links: every delta link that was given out is refused: 410 as the platform does, or 400
        ``syncStateNotFound`` as the directory does after seven days; both mean to start over.
    :param repeats: an object that ends a page begins the next one again, as reports say it happens.
    """

    expired_links: Literal["off", "gone", "bad_request"] = "off"
    repeats: bool = True

    def turn(self, wanted: Mapping[str, Any]) -> None:
        """Set some of them; either all that are named, or none.

        :raises ValueError: there is no such switch, or it has no such position.
        """
        positions: dict[str, tuple[Any, ...]] = {"expired_links": EXPIRED, "repeats": (False, True)}
        for name, value in wanted.items():
            if name not in positions:
                raise ValueError(
                    f"There is no switch {name}; there are {', '.join(each.name for each in fields(self))}."
                )
            if value not in positions[name] or isinstance(value, bool) != (name == "repeats"):
                raise ValueError(f"{name} can be {' or '.join(str(one) for one in positions[name])}.")
        for name, value in wanted.items():
            setattr(self, name, value)

    def shown(self) -> Json:
        return asdict(self)


@dataclass
class DirectoryLog:
    """The changes in their order; what people did is kept, and done again when the tenant starts."""

    key: str = field(default_factory=lambda: secrets.token_hex(4))
    acts: list[Json] = field(default_factory=list[Json])
    changes: list[Change] = field(default_factory=list[Change])
    switches: DirectorySwitches = field(default_factory=DirectorySwitches)

    @property
    def number(self) -> int:
        """Of the latest change."""
        return len(self.changes)

    def note(self, act: Json, changes: Iterable[Change]) -> None:
        self.acts.append(act)
        self.changes += changes

    def between(self, number: int, until: int, collection: str) -> dict[str, Changed]:
        """What changed of each object after a number, in the order of the latest changes."""
        found: dict[str, Changed] = {}
        for change in self.changes[number:until]:
            if change.collection == collection:
                found[change.id] = found.pop(change.id, None) or Changed()
                found[change.id].take(change)
        return found

    def dump(self) -> Json:
        return {"key": self.key, "acts": self.acts}
