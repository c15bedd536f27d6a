"""What the rules of a map find in the directory: a candidate for each unit, still alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from teams_app.okr import UnitKind
from teams_app.services.directory.rules import (
    LevelRule,
    Members,
    OrganizationRule,
    Rules,
    Source,
)
from teams_app.services.directory.snapshot import GroupState, Snapshot

ORGANIZATION = "organization"


@dataclass(eq=False)
class WantedUnit:
    """A unit as the directory has it; people are object ids.

    :param source: by which it is found again: ``group:<id>``, ``department:<value>``, ``organization``.
    :param everybody: whom the source names; ``members`` are those of them whom the rule wants.
    :param led_by: ``owner``, ``manager`` or an address.
    :param parent_name: name or key of the unit above; "": to be found.
    :param team: name of the Teams team with its channel, ``team_id`` its group, where there is one.
    """

    source: str
    name: str
    kind: UnitKind
    everybody: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    key: str = ""
    led_by: str = ""
    rule: Members = Members.ALL
    parent_name: str = ""
    team: str = ""
    team_id: str | None = None
    channel: str = ""
    is_restricted: bool | None = None
    members: set[str] = field(default_factory=set[str])
    leader: str | None = None
    parent: WantedUnit | None = None


def slug(name: str) -> str:
    """A key made of a name: ``IT & Security`` → ``it-security``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "unit"


class Candidates:
    """Finds them; ``people`` are the object ids of those who can be in units."""

    def __init__(self, snapshot: Snapshot, rules: Rules) -> None:
        self._snapshot, self._rules = snapshot, rules
        self.people = frozenset(
            key
            for key, one in snapshot.accounts.items()
            if one.is_member and rules.people.allows(one.user.email)
        )

    def organization(self, rule: OrganizationRule) -> WantedUnit:
        team = self._team(rule.team)
        people = team.people if team else None
        named = self._rules.of_unit(rule.name)
        return WantedUnit(
            ORGANIZATION,
            rule.name,
            UnitKind.ORGANIZATION,
            everybody=self._able(people.members if people else ()),
            owners=people.owners if people else (),
            key=named.key or rule.key or slug(rule.name),
            led_by=named.leader or rule.leader,
            rule=rule.members,
            team=rule.team,
            team_id=team.id if team else None,
            channel=named.channel or rule.channel,
            is_restricted=named.restricted,
        )

    def of_levels(self, levels: Sequence[LevelRule], kind: UnitKind) -> Iterator[WantedUnit]:
        """Each source makes one unit, by the first rule that names it."""
        seen: set[str] = set()
        for level in levels:
            found = self._departments(level) if level.source is Source.DEPARTMENT else self._groups(level)
            for unit in found:
                if unit.source not in seen and not self._rules.of_unit(unit.name, unit.source).skip:
                    seen.add(unit.source)
                    yield self._with_rules(replace(unit, kind=kind), level)

    def _departments(self, level: LevelRule) -> Iterator[WantedUnit]:
        """One for each value of the attribute, as most people write it; letters compare without case."""
        members: dict[str, set[str]] = {}
        written: dict[str, Counter[str]] = {}
        for key in self.people:
            value = " ".join(self._snapshot.accounts[key].user.department.split())
            if level.names(value):
                members.setdefault(value.casefold(), set()).add(key)
                written.setdefault(value.casefold(), Counter())[value] += 1
        for folded in sorted(members):
            spellings = written[folded]
            name = min(spellings, key=lambda one: (-spellings[one], one))
            yield WantedUnit(f"department:{folded}", name, UnitKind.DEPARTMENT, frozenset(members[folded]))

    def _groups(self, level: LevelRule) -> Iterator[WantedUnit]:
        for group in sorted(self._snapshot.groups.values(), key=lambda one: (one.name, one.id)):
            is_meant = level.source is Source.GROUPS or group.is_team
            if group.people is not None and is_meant and level.names(group.name):
                yield WantedUnit(
                    f"group:{group.id}",
                    _shortened(group.name, level.without),
                    UnitKind.TEAM,
                    self._able(group.people.members),
                    owners=group.people.owners,
                    team=group.name if group.is_team else "",
                    team_id=group.id if group.is_team else None,
                )

    def _with_rules(self, unit: WantedUnit, level: LevelRule) -> WantedUnit:
        """What the level says, and above that what is said of this unit."""
        named = self._rules.of_unit(unit.name, unit.source)
        unit.key = named.key or slug(unit.name)
        unit.led_by, unit.rule = named.leader or level.leader, level.members
        unit.parent_name = named.parent or level.parent
        unit.channel = named.channel or level.channel
        unit.is_restricted = named.restricted
        if unit.is_restricted is None and level.restricted is not None:
            unit.is_restricted = level.restricted.match(unit.name)
        if named.team or unit.team_id is None:
            unit.team = named.team or level.team.replace("{name}", unit.name)
            team = self._team(unit.team)
            unit.team_id = team.id if team else None
        return unit

    def _team(self, name: str) -> GroupState | None:
        return next(iter(self._snapshot.teams_named(name)), None) if name else None

    def _able(self, ids: Collection[str]) -> frozenset[str]:
        """Those who take part; guests take part in OKRs, not in units."""
        return frozenset(ids) & self.people


def _shortened(name: str, without: Sequence[str]) -> str:
    for part in without:
        name = name.removeprefix(part).removesuffix(part)
    return name.strip()
