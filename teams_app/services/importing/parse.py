"""Rows as what they mean, still without looking at each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum

from teams_app.okr import PersonKind, Status, UnitKind
from teams_app.services.importing.cells import Cells
from teams_app.services.importing.rows import Row

MOST_SEATS = 100_000


class OkrType(StrEnum):
    """What a row of the OKR file is."""

    OBJECTIVE = "objective"
    KEY_RESULT = "key_result"


@dataclass(frozen=True)
class PersonRow:
    """A row of people.csv."""

    row: Row
    email: str
    name: str
    job_title: str
    manager: str
    units: tuple[str, ...]
    time_zone: str
    work_days: tuple[int, ...]
    work_start: time
    work_end: time
    kind: PersonKind


@dataclass(frozen=True)
class UnitRow:
    """A row of units.csv."""

    row: Row
    key: str
    name: str
    kind: UnitKind
    parent: str
    leader: str
    teams_team: str
    channel: str
    needs_room: bool | None


@dataclass(frozen=True)
class RoomRow:
    """A row of rooms.csv; a capacity of 0 takes the room out of use."""

    row: Row
    email: str
    name: str
    capacity: int
    site: str
    time_zone: str


@dataclass(frozen=True)
class OkrRow:
    """A row of okrs.csv; what belongs to the other type is empty."""

    row: Row
    key: str
    type: OkrType
    objective: str
    title: str
    owner: str
    unit: str
    cycle: str
    contributes_to: str
    contributors: tuple[str, ...]
    external: tuple[str, ...]
    start: Decimal
    current: Decimal
    target: Decimal
    measure: str
    status: Status


def person(cells: Cells) -> PersonRow:
    return PersonRow(
        row=cells.row,
        email=cells.email("email", needed=True),
        name=cells.text("name", needed=True),
        job_title=cells.text("job_title"),
        manager=cells.email("manager"),
        units=cells.listed("units"),
        time_zone=cells.zone("time_zone"),
        work_days=cells.days("work_days"),
        work_start=cells.clock("work_start", time(9)),
        work_end=cells.clock("work_end", time(17)),
        kind=cells.choice("kind", PersonKind, PersonKind.MEMBER),
    )


def unit(cells: Cells) -> UnitRow:
    return UnitRow(
        row=cells.row,
        key=cells.key("key"),
        name=cells.text("name", needed=True),
        kind=cells.choice("kind", UnitKind, UnitKind.TEAM),
        parent=cells.key("parent", needed=False),
        leader=cells.email("leader", needed=True),
        teams_team=cells.text("teams_team"),
        channel=cells.text("channel"),
        needs_room=cells.yes_or_no("needs_room"),
    )


def room(cells: Cells) -> RoomRow:
    return RoomRow(
        row=cells.row,
        email=cells.email("email", needed=True),
        name=cells.text("name", needed=True),
        capacity=cells.whole("capacity", MOST_SEATS),
        site=cells.text("site"),
        time_zone=cells.zone("time_zone", default=""),
    )


def okr(cells: Cells) -> OkrRow:
    kind = cells.choice("type", OkrType, OkrType.OBJECTIVE)
    is_objective = kind is OkrType.OBJECTIVE
    return OkrRow(
        row=cells.row,
        key=cells.key("key"),
        type=kind,
        objective=cells.key("objective", needed=not is_objective),
        title=cells.text("title", needed=True),
        owner=cells.email("owner", needed=is_objective),
        unit=cells.key("unit", needed=is_objective),
        cycle=cells.cycle("cycle") if is_objective else "",
        contributes_to=cells.key("contributes_to", needed=False),
        contributors=tuple(email.lower() for email in cells.listed("contributors")),
        external=tuple(email.lower() for email in cells.listed("external")),
        start=cells.number("start"),
        current=cells.number("current") if cells.text("current") else cells.number("start"),
        target=cells.number("target"),
        measure=cells.text("measure"),
        status=cells.choice("status", Status, Status.NOT_STARTED),
    )
