"""What people write to the bot in their personal chat, and what it does about it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot import wording
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import Outcome, say, show
from teams_app.bot.replies import read_text
from teams_app.bot.senders import sender
from teams_app.bot.turn import Turn
from teams_app.cards import help_card, week_card, welcome_card
from teams_app.errors import BadInput
from teams_app.okr import MeetingState, Person, Place, ShareWeek
from teams_app.services import people, places, share_week
from teams_app.services.ports import WeekRequest

PLAN = re.compile(
    r"plan( the)?( share)?( week)?( (from|on|for|starting)?( the)?( week of)? ?(?P<day>\d[\d./-]*))?"
)
GREETINGS = ("hi", "hello", "hey", "start", "hallo")
HELP = ("help", "?")
WEEK = ("week", "show week", "share week", "the share week", "show the share week", "show the week")
CONFIRM = ("confirm", "confirm the share week", "confirm the week")

Command = Callable[[Turn, AsyncSession, Person, Place], Awaitable[Outcome]]


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
    if words in WEEK:
        return _show_week
    if words in CONFIRM:
        return _confirm
    if plan := PLAN.fullmatch(words):
        return _plan_from(day(plan["day"]) if plan["day"] else None)
    return _unknown


def day(text: str) -> date:
    """:raises BadInput: it is not a day such as 2027-01-11."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"“{text}” is not a day that I can read. Please write it like 2027-01-11.") from error


def _plan_from(first_day: date | None) -> Command:
    async def plan(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
        people.require_organizer(person)
        asked = WeekRequest(first_day=first_day, asked_by_id=person.id)
        await share_week.request(session, turn.world.jobs, asked, place.id)
        return say(wording.PLANNING)

    return plan


async def _show_week(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
    del place
    week = await share_week.current(session)
    return say(wording.NO_WEEK) if week is None else show(week_card(week, turn.links, person.time_zone))


async def _confirm(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
    del place
    people.require_organizer(person)
    week = await share_week.current(session)
    if week is None:
        return say(wording.NO_WEEK)
    week = await share_week.confirm(session, turn.world.jobs, person, week.cycle.key, week.number)
    return say(wording.confirmed(placed(week)))


def placed(week: ShareWeek) -> int:
    """How many meetings of the week have a time."""
    return sum(meeting.state is not MeetingState.UNPLACED for meeting in week.meetings)


async def _welcome(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
    del turn, session, place
    return show(welcome_card(person.name, is_organizer=person.is_organizer))


async def _help(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
    del turn, session, place
    return show(help_card(is_organizer=person.is_organizer))


async def _unknown(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
    del turn, session, person, place
    return say(wording.UNKNOWN)
