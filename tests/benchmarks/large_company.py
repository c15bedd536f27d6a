"""The files of a company of any size: departments of five hundred, teams of ten, a manager above each."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

IN_DEPARTMENT, IN_TEAM = 500, 10
PEOPLE = tuple(
    "email name job_title manager units time_zone work_days work_start work_end kind".split()  # noqa: SIM905
)
UNITS = ("key", "name", "kind", "parent", "leader", "teams_team", "channel")
MAP = """
[organization]
name = "Large"
team = "Large"
leader = "owner"

[[departments]]
leader = "manager"

[[teams]]
match = ["Team *"]
"""


def email(number: int) -> str:
    return f"p{number}@large.example"


def write_company(folder: Path, people: int) -> None:
    """people.csv and units.csv for the stand-in tenant, map.toml for the directory's reading."""
    folder.mkdir(exist_ok=True)
    _write(folder / "people.csv", PEOPLE, (_person(number) for number in range(people)))
    _write(folder / "units.csv", UNITS, _units(people))
    (folder / "map.toml").write_text(MAP, "utf-8")


def _person(number: int) -> list[str]:
    """The first of a team leads it, the first of a department leads that, and number 0 all of it."""
    department, team = number // IN_DEPARTMENT, number // IN_TEAM
    above = 0 if number % IN_DEPARTMENT == 0 else department * IN_DEPARTMENT
    manager = above if number % IN_TEAM == 0 else team * IN_TEAM
    hours = ["Europe/Berlin", "Mon;Tue;Wed;Thu;Fri", "09:00", "17:00", "member"]
    unit = "large" if number == 0 else f"team-{team}"
    return [email(number), f"Person {number}", "", email(manager) if number else "", unit, *hours]


def _units(people: int) -> Iterator[list[str]]:
    yield ["large", "Large", "organization", "", email(0), "Large", "General"]
    for first in range(0, people, IN_DEPARTMENT):
        name = f"Department {first // IN_DEPARTMENT}"
        key = f"department-{first // IN_DEPARTMENT}"
        yield [key, name, "department", "large", email(first), name, "General"]
    for first in range(0, people, IN_TEAM):
        name, above = f"Team {first // IN_TEAM}", f"department-{first // IN_DEPARTMENT}"
        yield [f"team-{first // IN_TEAM}", name, "team", above, email(first), name, "General"]


def _write(path: Path, head: tuple[str, ...], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
