"""A company of as many share meetings as are wanted: files such as an administrator imports."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from teams_app.services.importing.rows import COLUMNS

DEPARTMENT_TEAMS = 30  # teams in a department at most
Row = dict[str, str]


def write_company(folder: Path, meetings: int) -> None:
    """One organization, departments, teams with a leader and a member; a share meeting for each unit."""
    folder.mkdir()
    departments = -(-meetings // (DEPARTMENT_TEAMS + 1))
    teams = meetings - 1 - departments
    units = [_unit("org", "organization", "")]
    units += [_unit(f"d{n}", "department", "org") for n in range(departments)]
    units += [_unit(f"t{n}", "team", f"d{n % departments}") for n in range(teams)]
    _write(folder / "units.csv", COLUMNS["units"], units)
    _write(folder / "people.csv", COLUMNS["people"], _people(units))
    _write(folder / "okrs.csv", COLUMNS["okrs"], [_objective("org")])


def _unit(key: str, kind: str, parent: str) -> Row:
    return {"key": key, "name": f"Unit {key}", "kind": kind, "parent": parent, "leader": _leader(key)}


def _leader(unit: str) -> str:
    return f"leader-{unit}@many.example"


def _objective(unit: str) -> Row:
    """The cycle that is shared has to come from somewhere."""
    named = {"key": "OKR-1", "type": "objective", "title": "Share what we commit to", "owner": _leader(unit)}
    return {**named, "unit": unit, "cycle": "2027-Q1"}


def _people(units: Iterable[Row]) -> Iterator[Row]:
    for unit in units:
        key, parent = unit["key"], unit["parent"]
        yield _person(unit["leader"], f"Leader {key}", _leader(parent) if parent else "", key)
        if unit["kind"] == "team":
            yield _person(f"member-{key}@many.example", f"Member {key}", unit["leader"], key)


def _person(email: str, name: str, manager: str, unit: str) -> Row:
    hours = {"time_zone": "Europe/Berlin", "work_days": "Mon;Tue;Wed;Thu;Fri"}
    hours |= {"work_start": "09:00", "work_end": "17:00"}
    named = {"email": email, "name": name, "job_title": "", "manager": manager, "units": unit}
    return {**named, **hours, "kind": "member"}


def _write(path: Path, columns: Iterable[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
