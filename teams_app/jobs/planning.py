"""Plan a share week that somebody asked for, and show the proposal where they asked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import structlog
from procrastinate import JobContext

from teams_app.cards import Links, message_card, week_card
from teams_app.errors import OkrError
from teams_app.jobs.context import world_of
from teams_app.jobs.pace import pace
from teams_app.okr import Person, Place
from teams_app.services import share_week
from teams_app.services.cards import address_of
from teams_app.services.effects import WeekRequest
from teams_app.services.ports import Address, Json
from teams_app.services.world import World
from teams_app.storage.queries import sharing

log = structlog.get_logger(__name__)


async def propose_week(context: JobContext, request: dict[str, Any], place_id: int) -> None:
    """The person who asked always gets an answer: the week card, or a sentence that says why not."""
    world, asked = world_of(context), from_json(request)
    try:
        week_id = await share_week.propose(world, asked)
    except OkrError as error:
        log.warning("planning_refused", reason=str(error))
        await _send(world, place_id, message_card("The share week could not be planned", str(error)))
        return
    await show_week(world, place_id, week_id)


async def show_week(world: World, place_id: int, week_id: int) -> None:
    """Send the card of a proposal, with times in the organizer's zone."""
    async with world.database.transaction() as session:
        place = await session.get_one(Place, place_id)
        person = await session.get(Person, place.person_id) if place.person_id else None
        week = await sharing.week_of_id(session, week_id)
    zone = person.time_zone if person else "UTC"
    await _send(world, place_id, week_card(week, Links(world.settings.app_id), zone))


async def _send(world: World, place_id: int, card: Json) -> None:
    address = await _address(world, place_id)
    await pace(world, address.conversation_id)
    await world.messenger.send_card(address, card)


async def _address(world: World, place_id: int) -> Address:
    async with world.database.transaction() as session:
        return address_of(await session.get_one(Place, place_id))


def to_json(request: WeekRequest) -> dict[str, Any]:
    values = asdict(request)
    return values | {"first_day": request.first_day.isoformat() if request.first_day else None}


def from_json(values: dict[str, Any]) -> WeekRequest:
    first_day: str | None = values["first_day"]
    values = values | {"first_day": date.fromisoformat(first_day) if first_day else None}
    return WeekRequest(**values)
