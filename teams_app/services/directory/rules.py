"""What a directory map says: who takes part, and which units the directory makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase


class Source(StrEnum):
    """What the units of a level are made of."""

    DEPARTMENT = "department"  # the attribute of people
    TEAMS = "teams"  # Teams teams
    GROUPS = "groups"  # groups of any kind


class Members(StrEnum):
    """Who the members of a unit are."""

    ALL = "all"  # everybody whom the source names
    REST = "rest"  # those of them who are in no team
    LEADERS = "leaders"  # the leaders of the units below


OWNER, MANAGER = "owner", "manager"


@dataclass(frozen=True)
class Patterns:
    """Patterns with ``*`` and ``?``; letters compare without case. No pattern at all matches nothing."""

    patterns: tuple[str, ...] = ()

    def match(self, *texts: str) -> bool:
        return any(fnmatchcase(text.casefold(), one.casefold()) for one in self.patterns for text in texts)


EVERYTHING = Patterns(("*",))


@dataclass(frozen=True)
class PeopleRule:
    """Who takes part, by address; those whom ``everybody`` False leaves out are in no unit."""

    everybody: bool = True
    only: Patterns = EVERYTHING
    exclude: Patterns = Patterns()

    def allows(self, email: str) -> bool:
        return self.only.match(email) and not self.exclude.match(email)


@dataclass(frozen=True)
class OrganizationRule:
    """The unit at the top.

    :param leader: an address, ``owner`` (of the Teams team) or ``manager`` (the one to whom all report).
    :param team: name of the Teams team where its channel is; "": none.
    """

    name: str
    key: str = ""
    leader: str = MANAGER
    team: str = ""
    channel: str = "General"
    members: Members = Members.LEADERS


@dataclass(frozen=True)
class LevelRule:
    """Units of one kind.

    :param match: of names of groups, Teams teams or departments.
    :param without: what is cut off a group's name, at its beginning or end, to make the unit's.
    :param leader: ``owner``, else ``manager``; or ``manager``: the one to whom the members report.
    :param team: name of the Teams team with the channel, {name} being the unit's; Teams teams have their own.
    :param parent: name of the department above; "": the one to which most of the members belong.
    :param restricted: names of units that only their members and the leaders above see; None: as it is.
    """

    source: Source
    match: Patterns = EVERYTHING
    exclude: Patterns = Patterns()
    without: tuple[str, ...] = ()
    leader: str = OWNER
    team: str = "{name}"
    channel: str = "General"
    members: Members = Members.ALL
    parent: str = ""
    restricted: Patterns | None = None

    def names(self, name: str) -> bool:
        return bool(name) and self.match.match(name) and not self.exclude.match(name)


@dataclass(frozen=True)
class UnitRule:
    """What is different about one unit; None: as its level says."""

    key: str | None = None
    leader: str | None = None
    parent: str | None = None
    team: str | None = None
    channel: str | None = None
    restricted: bool | None = None
    skip: bool = False


@dataclass(frozen=True)
class RoomsRule:
    """Which rooms of the directory are used, by name, address or building."""

    match: Patterns = EVERYTHING
    exclude: Patterns = Patterns()
    zones: Mapping[str, str] = field(default_factory=dict[str, str])  # IANA, by pattern

    def names(self, *texts: str) -> bool:
        return self.match.match(*texts) and not self.exclude.match(*texts)

    def zone_of(self, *texts: str) -> str:
        """The time zone that is said for a room; "": its mailbox tells."""
        found = (zone for pattern, zone in self.zones.items() if Patterns((pattern,)).match(*texts))
        return next(found, "")


@dataclass(frozen=True)
class Rules:
    """A whole map; without an organization units come from files, without rooms so do rooms."""

    people: PeopleRule = PeopleRule()
    organization: OrganizationRule | None = None
    departments: tuple[LevelRule, ...] = ()
    teams: tuple[LevelRule, ...] = ()
    units: Mapping[str, UnitRule] = field(default_factory=dict[str, UnitRule])
    rooms: RoomsRule | None = None

    def of_unit(self, name: str, source: str = "") -> UnitRule:
        """What is said of a unit by its name, or by its source, which no renaming changes."""
        return self.units.get(name) or self.units.get(source) or UnitRule()

    def reads_people_of(self, name: str, *, is_team: bool) -> bool:
        """Whether it matters who is in the group of this name."""
        if self.organization is not None and is_team and name == self.organization.team:
            return True
        levels = (level for level in (*self.departments, *self.teams) if level.names(name))
        return any(
            level.source is Source.GROUPS or (level.source is Source.TEAMS and is_team) for level in levels
        )
