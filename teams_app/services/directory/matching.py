"""Find imported people and units in the tenant: object ids, channels, organizers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import GraphError
from graph.values import Channel, Group, User
from teams_app.errors import Unavailable
from teams_app.okr import Person, PersonKind, Place, PlaceKind, Unit
from teams_app.services.outside import explained
from teams_app.services.world import World


@dataclass
class Matched:
    """What was found, and the names of what was not."""

    people: int = 0
    channels: int = 0
    organizers: int = 0
    missing_people: list[str] = field(default_factory=list[str])
    missing_channels: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Tenant:
    """What was read from Graph."""

    users: Sequence[User]
    teams: Sequence[Group]
    channels: Sequence[Channel]
    organizers: Sequence[User]


async def match_directory(world: World) -> Matched:
    """Read the directory, then bring people and units up to date in one transaction.

    :raises Unavailable: Graph cannot be asked; nothing was changed.
    """
    async with world.database.transaction() as session:
        wanted = set(await session.scalars(select(Unit.teams_team)))
    try:
        tenant = await _read(world, wanted)
    except GraphError as error:
        raise Unavailable(
            f"The directory cannot be read: {explained(error)} People and OKRs are kept."
        ) from error
    async with world.database.transaction() as session:
        matched = Matched()
        await _match_people(session, tenant, matched)
        await _match_channels(session, tenant, matched, world.settings.service_urls[0])
        return matched


async def _read(world: World, wanted: set[str]) -> Tenant:
    groups = await world.directory.groups()
    teams = [group for group in groups if group.is_team and group.name in wanted]
    organizers = [group for group in groups if group.name == world.settings.organizers_group]
    return Tenant(
        users=await world.directory.users(),
        teams=teams,
        channels=await world.directory.channels([team.id for team in teams]),
        organizers=await world.directory.group_members(organizers[0].id) if organizers else (),
    )


async def _match_people(session: AsyncSession, tenant: Tenant, matched: Matched) -> None:
    users = {user.principal_name.lower(): user for user in tenant.users}
    users |= {user.email: user for user in tenant.users}
    by_id = {user.id: user for user in tenant.users}
    organizers = {user.id for user in tenant.organizers}
    people = list(await session.scalars(select(Person).order_by(Person.email)))
    taken = {person.object_id for person in people if person.object_id in by_id}
    for person in people:
        user = by_id.get(person.object_id or "") or users.get(person.email)
        if user is None or (user.id in taken and person.object_id != user.id):
            person.object_id = None
            if person.kind is not PersonKind.EXTERNAL:
                matched.missing_people.append(person.email)
            continue
        taken.add(user.id)
        person.object_id, person.is_enabled = user.id, user.is_enabled
        person.is_organizer = user.id in organizers
        matched.people += 1
        matched.organizers += person.is_organizer


async def _match_channels(session: AsyncSession, tenant: Tenant, matched: Matched, service_url: str) -> None:
    teams = {team.id: team.name for team in tenant.teams}
    channels = {(teams[channel.team_id], channel.name): channel for channel in tenant.channels}
    places = {place.conversation_id: place for place in await session.scalars(select(Place))}
    for unit in await session.scalars(select(Unit).order_by(Unit.position)):
        channel = channels.get((unit.teams_team, unit.channel_name))
        if channel is None:
            matched.missing_channels.append(f"{unit.name} ({unit.teams_team} / {unit.channel_name})")
            continue
        place = places.get(channel.id)
        if place is None:
            place = Place(kind=PlaceKind.CHANNEL, conversation_id=channel.id, service_url=service_url)
            session.add(place)
        for other in places.values():
            if other.unit_id == unit.id and other.kind is PlaceKind.CHANNEL and other is not place:
                other.unit_id = None  # a unit has one channel; the cards of the old one stay where they are
        place.unit_id, place.team_id = unit.id, channel.team_id
        matched.channels += 1
