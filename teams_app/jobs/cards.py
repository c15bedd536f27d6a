"""Post the card of an OKR into its place, once; and show it as the OKR is now.

Jobs of one place run one after the other. They try a few times by themselves; what still fails parks its
place, so that nothing overtakes it, until ``housekeeping`` tries again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from procrastinate import JobContext

from graph.errors import GraphError
from teams_app.cards import Links, okr_card
from teams_app.jobs.context import world_of
from teams_app.jobs.pace import pace
from teams_app.services import cards, installations, places
from teams_app.services.cards import CardView
from teams_app.services.ports import Json, NotDelivered, PlaceGone, TooMany
from teams_app.services.world import World

log = structlog.get_logger(__name__)
WAITS = (0.0, 1.0, 3.0, 9.0)  # seconds before each attempt
LONGEST_WAIT = 60.0

Answer = TypeVar("Answer")


async def post_card(context: JobContext, card_id: int) -> None:
    """Begin the thread of an OKR in a place; a card that is there already is left alone."""
    world = world_of(context)
    view = await _view(world, card_id)
    if view is None or not view.is_wanted or view.card.activity_id:
        return
    if view.absence is not None:
        await _park(world, view, view.absence)
        return
    shown = render(world, view)
    activity_id = await _deliver(world, view, lambda: _find_or_post(world, view, shown))
    if activity_id:
        async with world.database.transaction() as session:
            await cards.note_posted(session, card_id, activity_id, cards.digest(shown))


async def refresh_card(context: JobContext, card_id: int) -> None:
    """Send the card again if it looks different now."""
    world = world_of(context)
    view = await _view(world, card_id)
    if view is None or not view.is_wanted or view.absence or not view.card.activity_id:
        return  # a card that is still to be posted will be as new as it can be
    shown, activity_id = render(world, view), view.card.activity_id
    if cards.digest(shown) == view.card.shown:
        return
    update = world.messenger.update_card
    if await _deliver(world, view, lambda: _done(update(view.address, activity_id, shown))):
        async with world.database.transaction() as session:
            await cards.note_shown(session, card_id, cards.digest(shown))


def render(world: World, view: CardView) -> Json:
    return okr_card(view.objective, view.thread, Links(world.settings.app_id))


async def _view(world: World, card_id: int) -> CardView | None:
    async with world.database.transaction() as session:
        return await cards.view(session, card_id)


async def _deliver(world: World, view: CardView, send: Callable[[], Awaitable[Answer]]) -> Answer | None:
    """Send with patience; None when the place is gone, or was parked after the last attempt."""
    problem = "it could not be sent"
    for wait in WAITS:
        await asyncio.sleep(wait)
        await pace(world, view.address.conversation_id)
        try:
            return await send()
        except PlaceGone as error:
            await _mark_gone(world, view, error)
            return None
        except TooMany as error:
            problem = str(error)
            await asyncio.sleep(min(error.retry_after, LONGEST_WAIT))
        except (NotDelivered, GraphError) as error:
            problem = str(error)
    await _park(world, view, problem)
    return None


async def _find_or_post(world: World, view: CardView, shown: Json) -> str:
    """A post that was begun before may have gone out, though its answer never came: look first."""
    card = view.card
    if card.attempted_at is not None and (found := await _posted_before(world, view)):
        return found
    card.attempted_at = now = world.clock()
    async with world.database.transaction() as session:
        await cards.note_attempt(session, card.id, now)
    return await world.messenger.post_card(view.address, shown)


async def _posted_before(world: World, view: CardView) -> str | None:
    """The message of this OKR's card in the channel, as Graph shows it; what was posted twice is removed."""
    place = view.card.place
    if place.team_id is None:
        return None
    messages = await world.history.recent_messages(place.team_id, place.conversation_id)
    found = [m.id for m in messages if not m.is_deleted and shows(m.card, view.objective.key)]
    for double in found[:-1]:  # newest first: people may have replied under the oldest already
        await pace(world, view.address.conversation_id)
        await world.messenger.delete_message(view.address, double)
    return found[-1] if found else None


def shows(card: str, objective_key: str) -> bool:
    """Whether the JSON text of a card is that of an objective."""
    try:
        content: dict[str, Any] = json.loads(card)
    except ValueError:
        return False
    actions: list[dict[str, Any]] = content.get("actions") or []
    return any((action.get("data") or {}).get("okr") == objective_key for action in actions)


async def _done(sending: Awaitable[None]) -> bool:
    await sending
    return True


async def _mark_gone(world: World, view: CardView, error: PlaceGone) -> None:
    log.warning("place_gone", place=view.card.place_id, reason=str(error))
    async with world.database.transaction() as session:
        await places.mark_gone(session, view.address.conversation_id)
        if error.is_removed:
            await installations.refused(session, world.jobs, view.card.place, None, world.clock())


async def _park(world: World, view: CardView, problem: str) -> None:
    log.error("place_parked", place=view.card.place_id, reason=problem)
    async with world.database.transaction() as session:
        await cards.park_place(session, view.card.place_id, problem)
