"""Which units the directory makes by a map: the candidates as a tree, with leaders and members; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teams_app.okr import UnitKind
from teams_app.services.directory.candidates import Candidates, WantedUnit
from teams_app.services.directory.leaders import leading_owner, top_of
from teams_app.services.directory.report import Report, Topic
from teams_app.services.directory.rules import OWNER, Members, Rules
from teams_app.services.directory.snapshot import Snapshot


@dataclass(frozen=True)
class Wanted:
    """The units that can be made, those above first, and the sources that are there at all."""

    units: tuple[WantedUnit, ...] = ()
    sources: frozenset[str] = frozenset()


def wanted_units(snapshot: Snapshot, rules: Rules, report: Report) -> Wanted:
    """All units of a map; none where it names no organization.

    What cannot be made is told in the report, with the reason.
    """
    if rules.organization is None:
        return Wanted()
    candidates = Candidates(snapshot, rules)
    top = candidates.organization(rules.organization)
    departments = list(candidates.of_levels(rules.departments, UnitKind.DEPARTMENT))
    taken = {unit.team_id for unit in (top, *departments)} - {None}
    teams = [unit for unit in candidates.of_levels(rules.teams, UnitKind.TEAM) if unit.team_id not in taken]
    for unit in departments:
        unit.parent = top
    placed = [unit for unit in teams if _find_parent(unit, departments, top, report)]
    _find_members(departments, placed)
    finder = _LeaderFinder(snapshot, candidates.people, report)
    led = [unit for unit in (*departments, *placed) if finder.find(unit)]
    whole = _below_led(led, top, report)
    _fill(top, whole)
    units = (top, *whole) if finder.find(top) else ()
    return Wanted(units, frozenset(unit.source for unit in (top, *departments, *teams)))


def _below_led(led: Sequence[WantedUnit], top: WantedUnit, report: Report) -> list[WantedUnit]:
    """Units whose parent is made as well."""
    above = {top, *led}
    for unit in led:
        if unit.parent not in above and unit.parent is not None:
            report.tell(Topic.NO_PARENT, f"{unit.name}: {unit.parent.name} has no leader")
    return [unit for unit in led if unit.parent in above]


def _find_parent(
    unit: WantedUnit, departments: Sequence[WantedUnit], top: WantedUnit, report: Report
) -> bool:
    """The unit that is named, or the department to which most of the members belong."""
    if unit.parent_name:
        named = (one for one in (top, *departments) if unit.parent_name in (one.name, one.key))
        unit.parent = next(named, None)
        reason = f"there is no unit “{unit.parent_name}”"
    else:
        shared = {one: len(unit.everybody & one.everybody) for one in departments}
        unit.parent = max((one for one in departments if shared[one]), key=shared.__getitem__, default=None)
        reason = "its members are in no department"
    if unit.parent is None:
        report.tell(Topic.NO_PARENT, f"{unit.name}: {reason}")
    return unit.parent is not None


def _find_members(departments: Iterable[WantedUnit], teams: Iterable[WantedUnit]) -> None:
    """All whom the source names, or those of them who are in no team."""
    in_teams: set[str] = set()
    for team in teams:
        team.members = set(team.everybody)
        in_teams |= team.members
    for unit in departments:
        unit.members = set(unit.everybody - in_teams if unit.rule is Members.REST else unit.everybody)


def _fill(top: WantedUnit, units: Sequence[WantedUnit]) -> None:
    """The organization's members are the leaders below it, or those of its Teams team."""
    if top.rule is Members.LEADERS:
        top.members = {unit.leader for unit in units if unit.parent is top and unit.leader}
    else:
        top.members = set(top.everybody)


class _LeaderFinder:
    """Finds leaders; they become members."""

    def __init__(self, snapshot: Snapshot, people: frozenset[str], report: Report) -> None:
        self._accounts, self._people, self._report = snapshot.accounts, people, report
        self._by_email = {snapshot.accounts[key].user.email: key for key in people}

    def find(self, unit: WantedUnit) -> bool:
        """Whether there is one; without a leader a unit cannot be made."""
        if "@" in unit.led_by:
            unit.leader = self._by_email.get(unit.led_by)
            reason = f"{unit.led_by} is nobody who can take part"
        else:
            unit.leader = self._found(unit)
            reason = "the directory shows nobody who leads most of its people"
        if unit.leader is None:
            self._report.tell(Topic.NO_LEADER, f"{unit.name}: {reason}")
            return False
        if not unit.members - {unit.leader}:
            self._report.tell(Topic.EMPTY_UNIT, unit.name)
        unit.members.add(unit.leader)
        return True

    def _found(self, unit: WantedUnit) -> str | None:
        is_owned = unit.led_by == OWNER
        owner = leading_owner(self._accounts, unit.owners, unit.everybody) if is_owned else None
        everybody = self._people if unit.kind is UnitKind.ORGANIZATION else unit.everybody
        return owner or top_of(self._accounts, everybody)
