"""All rows together: nothing twice, nothing that points nowhere, no circles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from teams_app.okr import UnitKind
from teams_app.services.importing import parse
from teams_app.services.importing.cells import Cells
from teams_app.services.importing.faults import Fault, ImportFaults
from teams_app.services.importing.parse import OkrRow, OkrType, PersonRow, RoomRow, UnitRow
from teams_app.services.importing.rows import Row, read_rows

Parsed = TypeVar("Parsed", PersonRow, UnitRow, OkrRow, RoomRow)


@dataclass(frozen=True)
class Keys:
    """What the database holds already, which rows may point at; ``rooms`` are e-mails by name."""

    people: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    objectives: frozenset[str] = frozenset()
    key_results: frozenset[str] = frozenset()
    rooms: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Company:
    """What is to be imported; ``left_out`` names the rows that were skipped, and why."""

    people: tuple[PersonRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    okrs: tuple[OkrRow, ...] = ()
    rooms: tuple[RoomRow, ...] = ()
    left_out: tuple[Fault, ...] = field(default=())

    @property
    def objectives(self) -> tuple[OkrRow, ...]:
        return tuple(row for row in self.okrs if row.type is OkrType.OBJECTIVE)

    @property
    def key_results(self) -> tuple[OkrRow, ...]:
        return tuple(row for row in self.okrs if row.type is OkrType.KEY_RESULT)

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.units or self.okrs or self.rooms)


def read_company(paths: Iterable[Path], known: Keys, *, skip_bad: bool = False) -> Company:
    """Read and check files; with ``skip_bad`` bad rows, and those that point at them, are left out.

    :raises ImportFaults: with every fault, where rows are not to be skipped.
    """
    rows = read_rows(paths)
    faults = list(rows.faults)
    company = Company(
        people=_once(_parse(rows.people, parse.person, faults), lambda one: one.email, "email", faults),
        units=_once(_parse(rows.units, parse.unit, faults), lambda one: one.key, "key", faults),
        okrs=_once(_parse(rows.okrs, parse.okr, faults), lambda one: one.key, "key", faults),
        rooms=_rooms(rows.rooms, faults),
    )
    if not skip_bad:
        faults += dangling(company, known)
        if faults:
            raise ImportFaults(faults)
        return company
    while found := list(dangling(company, known)):
        faults += found
        company = _without(company, {(fault.file, fault.line) for fault in found})
    return replace(company, left_out=tuple(sorted(faults)))


def dangling(company: Company, known: Keys) -> Iterator[Fault]:
    """Each reference to nothing, and each circle."""
    people = known.people | {one.email for one in company.people}
    units = known.units | {one.key for one in company.units}
    objectives = known.objectives | {one.key for one in company.objectives}
    okrs = objectives | known.key_results | {one.key for one in company.key_results}
    for person in company.people:
        yield from _missing(person.row, "manager", [person.manager], people, "person")
        yield from _missing(person.row, "units", person.units, units, "unit")
    for unit in company.units:
        yield from _missing(unit.row, "parent", [unit.parent], units, "unit")
        yield from _missing(unit.row, "leader", [unit.leader], people, "person")
        yield from _misplaced(unit)
    for okr in company.okrs:
        yield from _missing(okr.row, "objective", [okr.objective], objectives, "objective")
        yield from _missing(okr.row, "owner", [okr.owner], people, "person")
        yield from _missing(okr.row, "unit", [okr.unit], units, "unit")
        yield from _missing(okr.row, "contributes_to", [okr.contributes_to], okrs, "OKR")
        yield from _missing(okr.row, "contributors", okr.contributors, people, "person")
        yield from _missing(okr.row, "external", okr.external, people, "person")
    yield from _circles(company)
    yield from _names_in_use(company.rooms, known.rooms)


def _rooms(rows: Iterable[Row], faults: list[Fault]) -> tuple[RoomRow, ...]:
    """Mailboxes and names are each there once."""
    rooms = _once(_parse(rows, parse.room, faults), lambda one: one.email, "email", faults)
    return _once(rooms, lambda one: one.name, "name", faults)


def _names_in_use(rooms: Sequence[RoomRow], known: Mapping[str, str]) -> Iterator[Fault]:
    """A name that another room has, unless these rows rename that one."""
    renamed = {room.email for room in rooms}
    for room in rooms:
        owner = known.get(room.name, room.email)
        if owner != room.email and owner not in renamed:
            yield room.row.fault("name", f"“{room.name}” is the name of the room {owner}")


def _parse(rows: Iterable[Row], read: Callable[[Cells], Parsed], faults: list[Fault]) -> list[Parsed]:
    good: list[Parsed] = []
    for row in rows:
        cells = Cells(row)
        parsed = read(cells)
        faults += cells.faults
        if not cells.faults:
            good.append(parsed)
    return good


def _once(
    rows: Sequence[Parsed], key: Callable[[Parsed], str], column: str, faults: list[Fault]
) -> tuple[Parsed, ...]:
    seen: dict[str, Parsed] = {}
    for one in rows:
        first = seen.setdefault(key(one), one)
        if first is not one:
            reason = f"“{key(one)}” was there before, in {first.row.file}, line {first.row.line}"
            faults.append(one.row.fault(column, reason))
    return tuple(seen.values())


def _missing(
    row: Row, column: str, wanted: Iterable[str], there: frozenset[str], what: str
) -> Iterator[Fault]:
    for name in wanted:
        if name and name not in there:
            yield row.fault(column, f"there is no {what} “{name}”")


def _misplaced(unit: UnitRow) -> Iterator[Fault]:
    if unit.kind is UnitKind.ORGANIZATION and unit.parent:
        yield unit.row.fault("parent", "the organization has no parent")
    if unit.kind is not UnitKind.ORGANIZATION and not unit.parent:
        yield unit.row.fault("parent", f"a {unit.kind.value} needs a parent")


def _circles(company: Company) -> Iterator[Fault]:
    units = {one.key: one.parent for one in company.units}
    managers = {one.email: one.manager for one in company.people}
    objective_of = {one.key: one.objective for one in company.key_results}
    parents = {
        one.key: objective_of.get(one.contributes_to, one.contributes_to) for one in company.objectives
    }
    for unit in company.units:
        if _returns(unit.key, units):
            yield unit.row.fault("parent", "is below itself")
    for person in company.people:
        if _returns(person.email, managers):
            yield person.row.fault("manager", "is their own manager, through others or directly")
    for okr in company.objectives:
        if _returns(okr.key, parents):
            yield okr.row.fault("contributes_to", "contributes to itself, through others or directly")


def _returns(start: str, above: dict[str, str]) -> bool:
    """Whether going up from ``start`` comes back to it."""
    seen: set[str] = set()
    at = above.get(start, "")
    while at and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = above.get(at, "")
    return False


def _without(company: Company, bad: set[tuple[str, int]]) -> Company:
    return Company(
        people=tuple(one for one in company.people if (one.row.file, one.row.line) not in bad),
        units=tuple(one for one in company.units if (one.row.file, one.row.line) not in bad),
        okrs=tuple(one for one in company.okrs if (one.row.file, one.row.line) not in bad),
        rooms=tuple(one for one in company.rooms if (one.row.file, one.row.line) not in bad),
    )
