"""A checked company into the database: new rows are made, known ones brought up to date, none removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import (
    Base,
    Contributor,
    Cycle,
    KeyResult,
    Membership,
    Objective,
    ObjectiveGuest,
    Person,
    Phase,
    Room,
    Unit,
)
from teams_app.services.importing.cells import cycle_span
from teams_app.services.importing.check import Company, Keys
from teams_app.services.importing.parse import OkrRow, PersonRow, RoomRow, UnitRow

Ids = dict[str, int]
Pair = tuple[int, int]


@dataclass
class Counts:
    """What an import did; ``links`` are memberships, contributors and guests."""

    created: dict[str, int] = field(default_factory=dict[str, int])
    changed: dict[str, int] = field(default_factory=dict[str, int])
    links: int = 0
    new: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])  # table and key

    @property
    def is_nothing(self) -> bool:
        return not (any(self.created.values()) or any(self.changed.values()) or self.links)


async def known_keys(session: AsyncSession) -> Keys:
    """What rows may point at besides each other."""
    return Keys(
        people=frozenset(await session.scalars(select(Person.email))),
        units=frozenset(await session.scalars(select(Unit.key))),
        objectives=frozenset(await session.scalars(select(Objective.key))),
        key_results=frozenset(await session.scalars(select(KeyResult.key))),
        rooms=dict((await session.execute(select(Room.name, Room.email))).all()),
    )


async def write_company(session: AsyncSession, company: Company) -> Counts:
    """Write all rows, in an order in which everything pointed at is there."""
    counts = Counts()
    people = await _Table(session, Person, "email", "people", counts).put(
        {row.email: _person(row) for row in company.people}
    )
    managers = {row.email: {"manager_id": people.get(row.manager)} for row in company.people}
    await _Table(session, Person, "email", "people", counts).put(managers)
    units = await _put_units(session, company.units, people, counts)
    await _put_memberships(session, company, people, units, counts)
    cycles = await _put_cycles(session, company.objectives, counts)
    objectives = await _put_objectives(session, company.objectives, (people, units, cycles), counts)
    results = await _put_key_results(session, company.key_results, objectives, people, counts)
    parents = {row.key: _parent(row, objectives, results) for row in company.objectives}
    await _Table(session, Objective, "key", "objectives", counts).put(parents)
    await _put_links(session, company, objectives, people, counts)
    await _put_rooms(session, company.rooms, counts)
    return counts


class _Table:
    """One mapped class, looked up by its key column."""

    def __init__(self, session: AsyncSession, model: Any, key: str, name: str, counts: Counts) -> None:
        self.session, self.model, self.key, self.name, self.counts = session, model, key, name, counts

    async def put(self, wanted: dict[str, dict[str, Any]]) -> Ids:
        """Create or change; the ids of all rows there are, by key."""
        column = getattr(self.model, self.key)
        known = {getattr(row, self.key): row for row in await self.session.scalars(select(self.model))}
        for key, values in wanted.items():
            if key in known:
                is_changed = _change(known[key], values)
                if is_changed and (self.name, key) not in self.counts.new:
                    self._count(self.counts.changed)
            else:
                self.session.add(self.model(**{self.key: key}, **values))
                self.counts.new.add((self.name, key))
                self._count(self.counts.created)
        await self.session.flush()
        rows = await self.session.execute(select(column, self.model.id))
        return dict(rows.all())

    def _count(self, counts: dict[str, int]) -> None:
        counts[self.name] = counts.get(self.name, 0) + 1


def _change(row: Base, values: dict[str, Any]) -> bool:
    """Set what is different; whether anything was."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _person(row: PersonRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "job_title": row.job_title,
        "kind": row.kind,
        "time_zone": row.time_zone,
        "work_days": list(row.work_days),
        "work_start": row.work_start,
        "work_end": row.work_end,
    }


async def _put_units(session: AsyncSession, rows: tuple[UnitRow, ...], people: Ids, counts: Counts) -> Ids:
    table = _Table(session, Unit, "key", "units", counts)
    wanted: dict[str, dict[str, Any]] = {
        row.key: {
            "name": row.name,
            "kind": row.kind,
            "leader_id": people[row.leader],
            "position": row.row.line,
            "teams_team": row.teams_team,
            "channel_name": row.channel,
            "needs_room": row.needs_room,
        }
        for row in rows
    }
    units = await table.put(wanted)
    return await table.put({row.key: {"parent_id": units.get(row.parent)} for row in rows})


async def _put_memberships(
    session: AsyncSession, company: Company, people: Ids, units: Ids, counts: Counts
) -> None:
    """The file says all units of the people it names, and that leaders are members."""
    wanted = {(units[key], people[row.email]) for row in company.people for key in row.units}
    wanted |= {(units[row.key], people[row.leader]) for row in company.units}
    leading = await session.execute(select(Unit.id, Unit.leader_id))
    wanted |= {(unit_id, leader_id) for unit_id, leader_id in leading}
    named = [people[row.email] for row in company.people]
    columns = Membership.unit_id, Membership.person_id
    counts.links += await _replace_pairs(session, columns, Membership.person_id.in_(named), wanted)


async def _put_cycles(session: AsyncSession, rows: Iterable[OkrRow], counts: Counts) -> Ids:
    spans = {row.cycle: cycle_span(row.cycle) for row in rows}
    known = set(await session.scalars(select(Cycle.key)))
    for key, (name, starts_on, ends_on) in spans.items():
        if key not in known:
            session.add(Cycle(key=key, name=name, starts_on=starts_on, ends_on=ends_on, phase=Phase.SHARING))
            counts.created["cycles"] = counts.created.get("cycles", 0) + 1
    await session.flush()
    return dict((await session.execute(select(Cycle.key, Cycle.id))).all())


async def _put_objectives(
    session: AsyncSession, rows: tuple[OkrRow, ...], ids: tuple[Ids, Ids, Ids], counts: Counts
) -> Ids:
    people, units, cycles = ids
    wanted: dict[str, dict[str, Any]] = {
        row.key: {
            "title": row.title,
            "owner_id": people[row.owner],
            "unit_id": units[row.unit],
            "cycle_id": cycles[row.cycle],
            "position": row.row.line,
        }
        for row in rows
    }
    return await _Table(session, Objective, "key", "objectives", counts).put(wanted)


async def _put_key_results(
    session: AsyncSession, rows: tuple[OkrRow, ...], objectives: Ids, people: Ids, counts: Counts
) -> Ids:
    wanted: dict[str, dict[str, Any]] = {
        row.key: {
            "objective_id": objectives[row.objective],
            "title": row.title,
            "owner_id": people.get(row.owner),
            "start": row.start,
            "current": row.current,
            "target": row.target,
            "measure": row.measure,
            "status": row.status,
            "position": row.row.line,
        }
        for row in rows
    }
    return await _Table(session, KeyResult, "key", "key_results", counts).put(wanted)


def _parent(row: OkrRow, objectives: Ids, results: Ids) -> dict[str, int | None]:
    parent = row.contributes_to
    return {
        "parent_id": objectives.get(parent),
        "parent_key_result_id": None if parent in objectives else results.get(parent),
    }


async def _put_links(
    session: AsyncSession, company: Company, objectives: Ids, people: Ids, counts: Counts
) -> None:
    mine = [objectives[row.key] for row in company.objectives]
    contributing = {(objectives[r.key], people[e]) for r in company.objectives for e in r.contributors}
    invited = {(objectives[row.key], people[email]) for row in company.objectives for email in row.external}
    columns = Contributor.objective_id, Contributor.person_id
    counts.links += await _replace_pairs(session, columns, columns[0].in_(mine), contributing)
    columns = ObjectiveGuest.objective_id, ObjectiveGuest.person_id
    counts.links += await _replace_pairs(session, columns, columns[0].in_(mine), invited)


async def _put_rooms(session: AsyncSession, rows: tuple[RoomRow, ...], counts: Counts) -> None:
    wanted: dict[str, dict[str, Any]] = {
        row.email: {
            "name": row.name,
            "capacity": row.capacity,
            "site": row.site,
            "time_zone": row.time_zone,
            "is_from_directory": False,
        }
        for row in rows
    }
    await _free_names(session, wanted)
    await _Table(session, Room, "email", "rooms", counts).put(wanted)


async def _free_names(session: AsyncSession, wanted: dict[str, dict[str, Any]]) -> None:
    """Rooms may take over each other's names; no two have the same in between."""
    names = {values["name"]: email for email, values in wanted.items()}
    for room in await session.scalars(select(Room).where(Room.name.in_(names))):
        if names[room.name] != room.email:
            room.name = f"{room.name} ({room.email})"
    await session.flush()


async def _replace_pairs(
    session: AsyncSession, columns: tuple[Any, Any], scope: Any, wanted: set[Pair]
) -> int:
    """Make the pairs within a scope be the wanted ones; how many were added or removed."""
    model = columns[0].class_
    there = set((await session.execute(select(*columns).where(scope))).all())
    added = wanted - set((await session.execute(select(*columns))).all())
    removed = there - wanted
    if added:
        names = [column.key for column in columns]
        await session.execute(insert(model), [dict(zip(names, pair, strict=True)) for pair in sorted(added)])
    for first, second in removed:
        await session.execute(delete(model).where(columns[0] == first, columns[1] == second))
    return len(added) + len(removed)
