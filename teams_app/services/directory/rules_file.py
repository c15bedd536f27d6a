"""The directory map: a TOML file becomes rules, or a sentence for each thing in it that cannot be used."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from teams_app.errors import BadInput
from teams_app.services.directory.rules import (
    EVERYTHING,
    MANAGER,
    OWNER,
    LevelRule,
    Members,
    OrganizationRule,
    Patterns,
    PeopleRule,
    RoomsRule,
    Rules,
    Source,
    UnitRule,
)

Json = dict[str, Any]
Kind = TypeVar("Kind", bound=StrEnum)
# What each table may have; the README beside this file tells what it means.
SECTIONS = ("people", "organization", "departments", "teams", "units", "rooms")
PEOPLE_KEYS = ("everybody", "only", "exclude")
ORGANIZATION_KEYS = ("name", "key", "leader", "team", "channel", "members")
LEVEL_KEYS = (
    "from",
    "match",
    "exclude",
    "without",
    "leader",
    "team",
    "channel",
    "members",
    "parent",
    "restricted",
)
UNIT_KEYS = ("key", "leader", "parent", "team", "channel", "restricted", "skip")
ROOM_KEYS = ("match", "exclude", "zones")


def load_rules(path: Path | None) -> Rules:
    """The rules in a file; none where there is no file.

    :raises BadInput: it cannot be read, or has faults; a line for each.
    """
    if path is None:
        return Rules()
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"OKR_DIRECTORY_MAP ({path}) cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"OKR_DIRECTORY_MAP ({path}) is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"OKR_DIRECTORY_MAP ({path}) is not TOML: {error}.") from error
    faults: list[str] = []
    rules = _rules(given, faults)
    if faults:
        raise BadInput("\n".join(f"{path.name}: {fault}" for fault in faults))
    return rules


def _rules(given: Json, faults: list[str]) -> Rules:
    whole = _Table("", given, faults)
    whole.only_has(SECTIONS)
    organization = _organization(whole.table("organization")) if "organization" in given else None
    rules = Rules(
        people=_people(whole.table("people")),
        organization=organization,
        departments=tuple(_level(table, Source.DEPARTMENT) for table in whole.tables("departments")),
        teams=tuple(_level(table, Source.TEAMS) for table in whole.tables("teams")),
        units={name: _unit(table) for name, table in whole.named_tables("units").items()},
        rooms=_rooms(whole.table("rooms")) if "rooms" in given else None,
    )
    if organization is None and (rules.departments or rules.teams or rules.units):
        faults.append("organization is missing: give the unit at the top a table [organization] with a name.")
    return rules


def _people(table: _Table) -> PeopleRule:
    table.only_has(PEOPLE_KEYS)
    return PeopleRule(
        everybody=table.yes_or_no("everybody", default=True) is not False,
        only=table.patterns("only", EVERYTHING),
        exclude=table.patterns("exclude", Patterns()),
    )


def _organization(table: _Table) -> OrganizationRule:
    table.only_has(ORGANIZATION_KEYS)
    rule = OrganizationRule(
        name=table.text("name", needed=True),
        key=table.text("key"),
        leader=table.leader("leader", MANAGER),
        team=table.text("team"),
        channel=table.text("channel", "General"),
        members=table.choice("members", (Members.LEADERS, Members.ALL), Members.LEADERS),
    )
    if not rule.team and (rule.members is Members.ALL or rule.leader == OWNER):
        table.refuse("team", "is missing: its members or its owner are asked for.")
    return rule


def _level(table: _Table, usual: Source) -> LevelRule:
    table.only_has(LEVEL_KEYS)
    is_department = usual is Source.DEPARTMENT
    sources = tuple(Source) if is_department else (Source.TEAMS, Source.GROUPS)
    source = table.choice("from", sources, usual)
    by_attribute = source is Source.DEPARTMENT
    if not by_attribute and "match" not in table.given:
        table.refuse("match", 'is missing: name the groups, such as match = ["OKR *"], or ["*"] for all.')
    if is_department and "parent" in table.given:
        table.refuse("parent", "is not possible: departments are below the organization.")
    return LevelRule(
        source=source,
        match=table.patterns("match", EVERYTHING),
        exclude=table.patterns("exclude", Patterns()),
        without=table.texts("without"),
        leader=table.choice_of_text("leader", (OWNER, MANAGER), MANAGER if by_attribute else OWNER),
        team=table.text("team", "{name}"),
        channel=table.text("channel", "General"),
        members=table.choice(
            "members", (Members.ALL, Members.REST), Members.REST if by_attribute else Members.ALL
        ),
        parent=table.text("parent"),
        restricted=table.patterns("restricted", Patterns()) if "restricted" in table.given else None,
    )


def _unit(table: _Table) -> UnitRule:
    table.only_has(UNIT_KEYS)
    return UnitRule(
        key=table.text("key") or None,
        leader=table.leader("leader", "") or None,
        parent=table.text("parent") or None,
        team=table.text("team") or None,
        channel=table.text("channel") or None,
        restricted=table.yes_or_no("restricted", default=None),
        skip=table.yes_or_no("skip", default=False) is True,
    )


def _rooms(table: _Table) -> RoomsRule:
    table.only_has(ROOM_KEYS)
    zones = table.table("zones")
    return RoomsRule(
        match=table.patterns("match", EVERYTHING),
        exclude=table.patterns("exclude", Patterns()),
        zones={pattern: zones.zone(pattern) for pattern in zones.given},
    )


class _Table:
    """Reads one table of the file; what is wrong goes into ``faults`` with the path of its key."""

    def __init__(self, path: str, given: object, faults: list[str]) -> None:
        self.path, self._faults = path, faults
        self.given = cast("Json", given) if isinstance(given, dict) else {}
        if not isinstance(given, dict):
            faults.append(f"{path} must be a table.")

    def refuse(self, key: str, reason: str) -> None:
        self._faults.append(f"{self._at(key)} {reason}")

    def only_has(self, known: Sequence[str]) -> None:
        for key in self.given:
            if key not in known:
                self.refuse(key, f"is unknown; there are {', '.join(known)}.")

    def table(self, key: str) -> _Table:
        return _Table(self._at(key), self.given.get(key, {}), self._faults)

    def tables(self, key: str) -> list[_Table]:
        listed: object = self.given.get(key, [])
        if not isinstance(listed, list):
            self.refuse(key, f"must be a list of tables: write [[{key}]].")
            return []
        listed = cast("list[object]", listed)
        return [_Table(f"{self._at(key)}[{n}]", each, self._faults) for n, each in enumerate(listed, 1)]

    def named_tables(self, key: str) -> Mapping[str, _Table]:
        given = self.table(key).given
        return {name: _Table(f"{key}.{name}", each, self._faults) for name, each in given.items()}

    def text(self, key: str, default: str = "", *, needed: bool = False) -> str:
        value: object = self.given.get(key, default)
        if not isinstance(value, str) or (needed and not value.strip()):
            self.refuse(key, "must be text." if value != "" else "is missing.")
            return default
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value: object = self.given.get(key, [])
        listed = cast("list[object]", value) if isinstance(value, list) else [value]
        if not all(isinstance(each, str) and each for each in listed):
            self.refuse(key, 'must be a list of texts, such as ["A*", "B"].')
            return ()
        return tuple(map(str, listed))

    def patterns(self, key: str, default: Patterns) -> Patterns:
        return Patterns(self.texts(key)) if key in self.given else default

    def yes_or_no(self, key: str, *, default: bool | None) -> bool | None:
        value: object = self.given.get(key, default)
        if value is not None and not isinstance(value, bool):
            self.refuse(key, f"is “{value}”, but must be true or false.")
            return default
        return value

    def choice(self, key: str, allowed: tuple[Kind, ...], default: Kind) -> Kind:
        chosen = self.choice_of_text(key, allowed, default)
        return next(one for one in allowed if one == chosen)

    def choice_of_text(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        value: object = self.given.get(key, default)
        if value not in allowed:
            self.refuse(key, f"is “{value}”, but must be {' or '.join(str(one) for one in allowed)}.")
            return default
        return str(value)

    def zone(self, key: str) -> str:
        value = self.text(key)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.refuse(key, f"is “{value}”, which is no time zone: write it as Europe/Berlin.")
        return value

    def leader(self, key: str, default: str) -> str:
        """``owner``, ``manager`` or an address."""
        value = self.text(key, default)
        if value and value not in (OWNER, MANAGER) and "@" not in value:
            self.refuse(key, f"is “{value}”, but must be owner, manager or somebody's e-mail address.")
        return value.lower() if "@" in value else value

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
