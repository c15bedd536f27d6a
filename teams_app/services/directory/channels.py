"""The channels in which units' OKRs are shown: first found by name, then by id, so they may be renamed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from graph.values import Channel
from teams_app.okr import Place, PlaceKind, Unit
from teams_app.services.directory.candidates import WantedUnit
from teams_app.services.directory.report import Report, Topic
from teams_app.services.directory.snapshot import Snapshot
from teams_app.services.directory.unit_rows import Units


@dataclass(frozen=True)
class _Known:
    """What there is, by its ids."""

    places: Mapping[str, Place]  # by conversation
    of_units: Mapping[int, Place]
    channels: Mapping[str, Channel]
    snapshot: Snapshot


async def bring_channels(
    session: AsyncSession, snapshot: Snapshot, units: Units, service_url: str, report: Report
) -> int:
    """Each unit's channel; how many have one."""
    places = list(await session.scalars(select(Place).where(Place.kind == PlaceKind.CHANNEL)))
    known = _Known(
        places={place.conversation_id: place for place in places},
        of_units={place.unit_id: place for place in places if place.unit_id},
        channels={channel.id: channel for channel in snapshot.channels},
        snapshot=snapshot,
    )
    for place in places:
        if place.team_id and place.team_id not in snapshot.groups:
            place.is_gone = True  # the whole Teams team was deleted
    made = {row.id: unit for row, unit in units.made.values()}
    given: dict[str, str] = {}  # which unit has a channel, by the channel's id
    for row in units.all:
        unit = made.get(row.id)
        channel = _of_map(row, unit, known, report) if unit else _of_file(row, known, report)
        where = f"{row.teams_team or 'no Teams team'} / {row.channel_name}"
        if channel is None:
            report.tell(Topic.NO_CHANNEL, f"{row.name} ({where})")
        elif channel.id in given:
            report.tell(Topic.NOTES, f"{row.name} and {given[channel.id]} want one channel: {where}")
        else:
            given[channel.id] = row.name
            _bring(session, row, channel, known, service_url)
    return len(given)


def _of_map(row: Unit, unit: WantedUnit, known: _Known, report: Report) -> Channel | None:
    """The channel of the map's name in the unit's Teams team; where it was renamed, the one it was."""
    named = _named(known, [unit.team_id] if unit.team_id else [], unit.channel)
    same = _present(row, known)
    if named is not None or same is None or unit.team_id not in (None, same.team_id):
        return named
    team = known.snapshot.groups[same.team_id].name if same.team_id in known.snapshot.groups else ""
    report.tell(Topic.NOTES, f"{row.name}: its channel is now called {team} / {same.name}; say so in the map")
    return same


def _of_file(row: Unit, known: _Known, report: Report) -> Channel | None:
    """The channel that it was, under whatever name, else the one that has the names of the file."""
    same = _present(row, known)
    if same is not None:
        return _renamed(row, same, known, report)
    teams = [team.id for team in known.snapshot.teams_named(row.teams_team)] if row.teams_team else []
    return _named(known, teams, row.channel_name)


def _present(row: Unit, known: _Known) -> Channel | None:
    place = known.of_units.get(row.id)
    return known.channels.get(place.conversation_id) if place else None


def _named(known: _Known, team_ids: Sequence[str], name: str) -> Channel | None:
    found = (one for one in known.channels.values() if one.team_id in team_ids and one.name == name)
    return next(found, None)


def _renamed(row: Unit, channel: Channel, known: _Known, report: Report) -> Channel:
    """Keep the names up to date by which a file or a map speaks of it."""
    team = known.snapshot.groups.get(channel.team_id)
    if team is not None and team.name != row.teams_team:
        report.tell(Topic.RENAMED_TEAM, f"{row.teams_team} → {team.name} (Teams team of {row.name})")
        row.teams_team = team.name
    if channel.name != row.channel_name:
        report.tell(Topic.RENAMED_TEAM, f"{row.channel_name} → {channel.name} (channel of {row.name})")
        row.channel_name = channel.name
    return channel


def _bring(session: AsyncSession, row: Unit, channel: Channel, known: _Known, service_url: str) -> None:
    place, before = known.places.get(channel.id), known.of_units.get(row.id)
    if before is not None and before is not place:
        before.unit_id = None  # a unit has one channel; the cards of the old one stay where they are
    if place is None:
        place = Place(kind=PlaceKind.CHANNEL, conversation_id=channel.id, service_url=service_url)
        session.add(place)
    if (place.unit_id, place.team_id) != (row.id, channel.team_id):
        place.unit_id, place.team_id = row.id, channel.team_id
