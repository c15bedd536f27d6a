"""Replies under a card: each is a comment of its OKR, as are its edits and deletions.

With resource-specific consent Teams sends us every message of a channel. What is not in a thread of ours
is dropped before anything of it is written anywhere.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import NOTHING, Outcome
from teams_app.bot.redelivery import is_known_reply
from teams_app.bot.reply_text import plain_text, text_with_mentions
from teams_app.bot.senders import Stranger, sender
from teams_app.bot.turn import Turn
from teams_app.okr import Card, CommentSource, Person
from teams_app.services import comments, objectives
from teams_app.services.comments import NewComment
from teams_app.services.world import World

QUICKLY_READ = 4096  # characters of HTML
LARGEST_HTML = 200_000  # characters; Teams takes half of it at most
MILLISECONDS = 13  # digits of a Teams message id, which is the time it was written


async def take_reply(turn: Turn, incoming: Incoming) -> Outcome:
    """A message in a channel; nothing is ever answered there."""
    if incoming.root_id is None or incoming.has_value:
        return NOTHING
    async with turn.world.database.transaction() as session:
        card = await comments.card_at(session, incoming.conversation_id, incoming.root_id)
        author = await _author(turn.world, session, card, incoming)
        if card is not None and author is not None:
            await _record(turn.world, session, card, author, incoming)
    return NOTHING


async def take_change(turn: Turn, incoming: Incoming) -> Outcome:
    """An edit or undeletion. Where the message itself never reached us, this brings it."""
    if incoming.root_id is None:
        return NOTHING
    async with turn.world.database.transaction() as session:
        card = await comments.card_at(session, incoming.conversation_id, incoming.root_id)
        author = await _author(turn.world, session, card, incoming)
        text = await read_text(incoming)
        if card is None or author is None or not text:
            return NOTHING
        change = (
            session,
            turn.world.jobs,
            incoming.source_key,
            author.id,
            text,
            moment(turn.world, incoming),
        )
        if incoming.event == "undeleteMessage" and await comments.undelete(*change):
            return NOTHING
        if not await comments.edit(*change):
            await _record(turn.world, session, card, author, incoming)
            await comments.edit(*change)
    return NOTHING


async def take_deletion(turn: Turn, incoming: Incoming) -> Outcome:
    """A deletion is followed whoever asks: Teams has already let them."""
    async with turn.world.database.transaction() as session:
        await comments.delete(session, turn.world.jobs, incoming.source_key, moment(turn.world, incoming))
    return NOTHING


async def read_text(incoming: Incoming) -> str:
    """What was written, as plain text, cut where no thread would hold it.

    Large markup is read in a thread: deep nesting takes long, and nobody else should wait for it.
    """
    html = incoming.text if incoming.is_markup else incoming.html
    if html is None or len(html) > LARGEST_HTML:
        text = text_with_mentions(incoming.text, bot_name=incoming.bot_name)
    elif len(html) > QUICKLY_READ:
        text = await asyncio.to_thread(plain_text, html, bot_name=incoming.bot_name)
    else:
        text = plain_text(html, bot_name=incoming.bot_name)
    return text if len(text) <= comments.LONGEST else text[: comments.LONGEST - 1] + "…"


def moment(world: World, incoming: Incoming) -> datetime:
    """When it happened, by Teams' clock."""
    return incoming.sent_at or world.clock()


async def _author(
    world: World, session: AsyncSession, card: Card | None, incoming: Incoming
) -> Person | None:
    """Somebody of ours who may see the OKR, else None."""
    if card is None:
        return None
    try:
        person = await sender(session, incoming, world.settings)
    except Stranger:
        return None
    return person if await objectives.may_see(session, person, card.objective) else None


async def _record(
    world: World, session: AsyncSession, card: Card, author: Person, incoming: Incoming
) -> None:
    text, at = await read_text(incoming), moment(world, incoming)
    if not text or await is_known_reply(
        session, objective_id=card.objective_id, author_id=author.id, text=text, at=at
    ):
        return
    new = NewComment(
        objective_id=card.objective_id,
        author_id=author.id,
        text=text,
        source=CommentSource.REPLY,
        source_key=incoming.source_key,
        created_at=at if incoming.type == "message" else written_at(incoming.id) or at,
        place_id=card.place_id,
    )
    await comments.record(session, world.jobs, new)


def written_at(message_id: str) -> datetime | None:
    """The time in a message's id."""
    if not (message_id.isascii() and message_id.isdigit() and len(message_id) == MILLISECONDS):
        return None
    return datetime.fromtimestamp(int(message_id) / 1000, UTC)
