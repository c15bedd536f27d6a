"""What a card shows now, and what became of sending it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Card, Objective, ObjectiveState, Place, ThreadSummary
from teams_app.services.effects import PostCard
from teams_app.services.ports import Address, Jobs, Json
from teams_app.storage.queries import installations, threads
from teams_app.storage.queries.installations import app_is_absent


@dataclass(frozen=True)
class CardView:
    """A card to be sent, with all that it shows."""

    card: Card
    objective: Objective
    thread: ThreadSummary
    absence: str | None = None  # why the app cannot send there

    @property
    def address(self) -> Address:
        return address_of(self.card.place)

    @property
    def is_wanted(self) -> bool:
        """Whether it can be sent at all, now."""
        place = self.card.place
        return self.objective.state is not ObjectiveState.DELETED and not place.is_gone and not place.problem


def address_of(place: Place) -> Address:
    return Address(place.service_url, place.conversation_id)


def digest(card: Json) -> str:
    """The same for the same card."""
    return sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()


async def view(session: AsyncSession, card_id: int) -> CardView | None:
    """None when there is no such card any more."""
    card = await threads.card_to_send(session, card_id)
    if card is None:
        return None
    thread = await threads.summary(session, card.objective_id)
    return CardView(card, card.objective, thread, await installations.absence(session, card.place_id))


async def note_attempt(session: AsyncSession, card_id: int, at: datetime) -> None:
    """A post is about to be made: should we be interrupted, it is looked for before it is repeated."""
    await session.execute(update(Card).where(Card.id == card_id).values(attempted_at=at))


async def note_posted(session: AsyncSession, card_id: int, activity_id: str, shown: str) -> None:
    values = {"activity_id": activity_id, "shown": shown}
    await session.execute(update(Card).where(Card.id == card_id).values(values))


async def note_shown(session: AsyncSession, card_id: int, shown: str) -> None:
    await session.execute(update(Card).where(Card.id == card_id).values(shown=shown))


async def park_place(session: AsyncSession, place_id: int, problem: str) -> None:
    """Nothing more is sent there until it is tried anew, so that the order is kept."""
    await session.execute(update(Place).where(Place.id == place_id).values(problem=problem))


async def revive_places(session: AsyncSession, jobs: Jobs) -> int:
    """Try again what could not be posted, but for places without the app; the number of cards that wait."""
    waiting = await threads.parked_cards(session)
    parked = update(Place).where(Place.problem.is_not(None), ~app_is_absent())
    await session.execute(parked.values(problem=None))
    await jobs.enqueue(session, [PostCard(card.id, card.place_id) for card in waiting])
    return len(waiting)
