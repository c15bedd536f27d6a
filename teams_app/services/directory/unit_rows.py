"""Units and their members brought to what the map makes of the directory; found by source, never by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Membership, Unit
from teams_app.services.directory.candidates import WantedUnit
from teams_app.services.directory.known_people import People, named
from teams_app.services.directory.report import Report, Topic
from teams_app.services.directory.units import Wanted

Pair = tuple[int, int]  # unit and person
DEPARTMENT = "department:"


@dataclass
class Units:
    """The units in the database, and what the directory wants of each that it makes."""

    all: list[Unit]
    made: dict[str, tuple[Unit, WantedUnit]]  # by source


async def bring_units(session: AsyncSession, wanted: Wanted, people: People, report: Report) -> Units:
    """Names, parents, leaders, members; a unit whose group is gone is kept, with its OKRs and people."""
    rows = list(await session.scalars(select(Unit).order_by(Unit.position, Unit.id)))
    before = await _memberships(session)
    units, finder = Units(rows, {}), _Finder(rows, wanted, before, people)
    for unit in wanted.units:
        if unit.leader not in people.by_object_id:
            report.tell(Topic.NO_LEADER, f"{unit.name}: its leader is not among the people who take part")
            continue
        row = finder.find(unit) or _new(session, unit, units, people, report)
        units.made[unit.source] = (row, unit)
        _bring(row, unit, people, report)
    await session.flush()
    for row, unit in units.made.values():
        above = units.made.get(unit.parent.source) if unit.parent else None
        parent_id = above[0].id if above else None
        if row.parent_id != parent_id:
            row.parent_id = parent_id
    await _bring_members(session, units, before, people, report)
    _tell_of_the_rest(units, wanted, people, report)
    return units


def _tell_of_the_rest(units: Units, wanted: Wanted, people: People, report: Report) -> None:
    """Units that are not made by this run: why, and whether somebody leads them still."""
    by_id = {person.id: person for person in people.all}
    made = {row.id for row, _ in units.made.values()}
    for row in units.all:
        if row.id in made:
            continue
        if row.directory_source is not None and row.directory_source not in wanted.sources:
            report.tell(Topic.LOST_GROUP, row.name)
        leader = by_id.get(row.leader_id)
        if leader is not None and not leader.is_enabled:
            report.tell(Topic.NO_LEADER, f"{row.name}: {named(leader)} has left")


class _Finder:
    """Finds the row of a unit: made of the same source, from a file with its key, or of its old name."""

    def __init__(
        self, rows: Iterable[Unit], wanted: Wanted, before: Mapping[int, set[int]], people: People
    ) -> None:
        self._before, self._people = before, people
        self._by_source = {row.directory_source: row for row in rows if row.directory_source}
        self._by_key = {row.key: row for row in rows if row.directory_source is None}
        self._lost = {
            source: row
            for source, row in self._by_source.items()
            if source.startswith(DEPARTMENT) and source not in wanted.sources
        }

    def find(self, unit: WantedUnit) -> Unit | None:
        """None: there is none yet."""
        found = self._by_source.get(unit.source) or self._by_key.pop(unit.key, None)
        if found is None and unit.source.startswith(DEPARTMENT):
            return self._renamed(unit)
        return found

    def _renamed(self, unit: WantedUnit) -> Unit | None:
        """An attribute has no id: a department that is gone is the new one if that has most of its people."""
        known = self._people.by_object_id
        now = {known[key].id for key in unit.everybody if key in known}
        for source, row in self._lost.items():
            there = self._before.get(row.id, set[int]())
            if len(there & now) * 2 > len(there):
                return self._lost.pop(source)
        return None


def _new(session: AsyncSession, unit: WantedUnit, units: Units, people: People, report: Report) -> Unit:
    keys = {row.key for row in units.all}
    endings = ("", *(f"-{number}" for number in range(2, len(keys) + 3)))
    row = Unit(
        key=next(f"{unit.key}{ending}" for ending in endings if f"{unit.key}{ending}" not in keys),
        name=unit.name,
        kind=unit.kind,
        leader_id=people.by_object_id[unit.leader or ""].id,
        position=max((row.position for row in units.all), default=0) + 1,
        teams_team=unit.team,
        channel_name=unit.channel,
    )
    session.add(row)
    units.all.append(row)
    report.tell(Topic.NEW_UNIT, f"{unit.name} ({unit.kind.value})")
    return row


def _bring(row: Unit, unit: WantedUnit, people: People, report: Report) -> None:
    if row.name != unit.name:
        report.tell(Topic.RENAMED_UNIT, f"{row.name} → {unit.name}")
    leader = people.by_object_id[unit.leader or ""]
    if row.leader_id != leader.id:
        before = next((one.name for one in people.all if one.id == row.leader_id), "nobody")
        report.tell(Topic.NEW_LEADER, f"{unit.name}: {before} → {leader.name}")
    values = {
        "directory_source": unit.source,
        "name": unit.name,
        "kind": unit.kind,
        "leader_id": leader.id,
        "teams_team": unit.team,
        "channel_name": unit.channel,
    }
    if unit.is_restricted is not None:
        values["is_restricted"] = unit.is_restricted
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


async def _memberships(session: AsyncSession) -> dict[int, set[int]]:
    """People by unit."""
    found: dict[int, set[int]] = {}
    for unit_id, person_id in await session.execute(select(Membership.unit_id, Membership.person_id)):
        found.setdefault(unit_id, set()).add(person_id)
    return found


async def _bring_members(
    session: AsyncSession, units: Units, before: Mapping[int, set[int]], people: People, report: Report
) -> None:
    """The members of the units that the directory makes; those of other units stay."""
    wanted = {
        (row.id, people.by_object_id[key].id)
        for row, unit in units.made.values()
        for key in unit.members
        if key in people.by_object_id
    }
    ours = {row.id for row, _ in units.made.values()}
    there = {(unit_id, one) for unit_id, members in before.items() if unit_id in ours for one in members}
    added, removed = sorted(wanted - there), sorted(there - wanted)
    if added:
        rows = [{"unit_id": unit_id, "person_id": person_id} for unit_id, person_id in added]
        await session.execute(insert(Membership.__table__), rows)  # pyright: ignore[reportArgumentType]
    if removed:
        pair = tuple_(Membership.unit_id, Membership.person_id)
        await session.execute(delete(Membership).where(pair.in_(removed)))
    _tell_moves(added, removed, units, people, report)


def _tell_moves(
    added: Iterable[Pair], removed: Iterable[Pair], units: Units, people: People, report: Report
) -> None:
    """Of people who were there before: which units they left, and which they are in now."""
    names = {row.id: row.name for row in units.all}
    by_id = {person.id: person for person in people.all}
    new = {people.by_object_id[key].id for key in people.new}
    fresh = {row.id for row, _ in units.made.values() if row.name in _new_names(report)}
    moves: dict[int, tuple[list[str], list[str]]] = {}
    for place, pairs in ((0, removed), (1, added)):
        for unit_id, person_id in pairs:
            if person_id not in new and unit_id not in fresh:
                moves.setdefault(person_id, ([], []))[place].append(names[unit_id])
    for person_id, (out, into) in sorted(moves.items()):
        change = " → ".join((", ".join(sorted(out)) or "–", ", ".join(sorted(into)) or "–"))
        report.tell(Topic.MOVED, f"{named(by_id[person_id])}: {change}")


def _new_names(report: Report) -> set[str]:
    return {entry.rpartition(" (")[0] for entry in report.of(Topic.NEW_UNIT)}
