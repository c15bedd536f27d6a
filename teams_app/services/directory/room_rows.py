"""Rooms of the directory beside those of files: a file says how its rooms are, and is never overruled."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from graph.values import RoomPlace
from teams_app.okr import Room
from teams_app.services.directory.report import Report, Topic
from teams_app.services.directory.rules import RoomsRule
from teams_app.services.directory.snapshot import Snapshot


async def bring_rooms(session: AsyncSession, snapshot: Snapshot, rule: RoomsRule, report: Report) -> int:
    """New rooms, changed ones, and those that are gone, which are taken out of use; how many are in use.

    Of a room that a file names, only a site and a time zone that it left empty are filled in.
    """
    wanted = [room for room in snapshot.rooms or () if rule.names(room.name, room.email, room.site)]
    zones = {one.user.email: one.time_zone or "" for one in snapshot.accounts.values()}
    rows = {row.email: row for row in await session.scalars(select(Room))}
    usable = [room for room in wanted if _is_usable(room, report, is_known=room.email in rows)]
    _close(rows, {room.email for room in usable}, report)
    names = {row.name for row in rows.values()}
    for room in sorted(usable, key=lambda one: one.email):
        row = rows.get(room.email)
        if row is None:
            rows[room.email] = row = _new(session, room, names, report)
        zone = rule.zone_of(room.name, room.email, room.site) or zones.get(room.email, "")
        _bring(row, room, zone, names, report)
    return sum(row.capacity > 0 for row in rows.values())


def _is_usable(room: RoomPlace, report: Report, *, is_known: bool) -> bool:
    """Rooms that only some may book, and those without seats, cannot be planned with."""
    if not room.is_bookable:
        return False
    if not room.capacity and not is_known:
        report.tell(Topic.ROOMS, f"{room.name}: nobody entered how many it seats, so it is not used")
        return False
    return True


def _close(rows: dict[str, Room], wanted: set[str], report: Report) -> None:
    for email, row in rows.items():
        if row.is_from_directory and email not in wanted and row.capacity:
            report.tell(Topic.ROOMS, f"{row.name}: gone, and taken out of use")
            row.capacity = 0


def _new(session: AsyncSession, room: RoomPlace, names: set[str], report: Report) -> Room:
    row = Room(
        email=room.email, name=_free(room, names), capacity=0, site="", time_zone="", is_from_directory=True
    )
    session.add(row)
    names.add(row.name)
    report.tell(Topic.ROOMS, f"{row.name}: new, {room.capacity} seats")
    return row


def _free(room: RoomPlace, names: set[str]) -> str:
    """A name that no other room has; invitations show it."""
    choices: Sequence[str] = (room.name, f"{room.name}, {room.site}" if room.site else "", room.email)
    return next(name for name in choices if name and name not in names)


def _bring(row: Room, room: RoomPlace, zone: str, names: set[str], report: Report) -> None:
    if not row.is_from_directory:
        row.site, row.time_zone = row.site or room.site, row.time_zone or zone
        return
    if row.name != room.name and not row.name.startswith(f"{room.name}, ") and row.name != row.email:
        names.discard(row.name)
        name = _free(room, names)
        report.tell(Topic.ROOMS, f"{row.name}: now called {name}")
        names.add(name)
        row.name = name
    if room.capacity and row.capacity not in (0, room.capacity):
        report.tell(Topic.ROOMS, f"{row.name}: {row.capacity} → {room.capacity} seats")
    row.capacity, row.site, row.time_zone = room.capacity or 0, room.site, zone or row.time_zone
