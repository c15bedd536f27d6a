"""What people write to the bot in their personal chat, and what it does about it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot import replan, week_commands, wording
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import Outcome, say, show
from teams_app.bot.replies import read_text
from teams_app.bot.senders import sender
from teams_app.bot.turn import Turn
from teams_app.bot.week_commands import Command
from teams_app.cards import help_card, welcome_card
from teams_app.okr import Person, Place
from teams_app.services import places

GREETINGS = ("hi", "hello", "hey", "start", "hallo")
HELP = ("help", "?")


async def answer(turn: Turn, incoming: Incoming) -> Outcome:
    """Do what a person of ours wrote.

    :raises Stranger: they are nobody of ours.
    :raises OkrError: it cannot be done; the sentence goes back to them.
    """
    command = find(await read_text(incoming))
    async with turn.world.database.transaction() as session:
        person = await sender(session, incoming, turn.world.settings)
        place = await places.personal(session, person, incoming.conversation_id, incoming.service_url)
        return await command(turn, session, person, place)


def find(text: str) -> Command:
    """The command that a text means.

    :raises BadInput: it names a day that is none.
    """
    words = " ".join(text.lower().split()).strip(" .!")
    if words in GREETINGS:
        return _welcome
    if words in HELP:
        return _help
    if replan.is_asked(text):
        return _replan(text)
    return week_commands.find(words) or _unknown


def _replan(text: str) -> Command:
    async def replanned(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
        return await replan.answer(turn, session, person, place, text)

    return replanned


async def _welcome(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
    del turn, session, place
    return show(welcome_card(person.name, is_organizer=person.is_organizer))


async def _help(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
    del turn, session, place
    return show(help_card(is_organizer=person.is_organizer))


async def _unknown(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
    del turn, session, person, place
    return say(wording.UNKNOWN)
