"""The share week in words: planned, shown, confirmed and explained, for the whole organization or a part."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot import wording
from teams_app.bot.outcome import Outcome, say, show
from teams_app.bot.turn import Turn
from teams_app.cards import week_card, why_card
from teams_app.errors import BadInput
from teams_app.okr import MeetingState, Person, Place, ShareWeek, WeekState
from teams_app.services import people, share_week
from teams_app.services.answers import again
from teams_app.services.effects import WeekRequest

WEEK = ("week", "show week", "share week", "the share week", "show the share week", "show the week")
CONFIRM = ("confirm", "confirm the share week", "confirm the week")
PLAN = re.compile(
    r"plan( the)?( share)?( week)?( (from|on|for|starting)?( the)?( week of)? ?(?P<day>\d[\d./-]*))?"
)
PLAN_PART = re.compile(
    r"plan( the)?( share)?( week)? (for|of) (?P<unit>.+?)"
    r"(,? (from|on|starting)( the)?( week of)? (?P<day>\d[\d./-]*))?"
)
SHOW_PART = re.compile(r"(show )?(the )?(share )?week (for|of) (?P<unit>.+)")
CONFIRM_PART = re.compile(r"confirm( the)?( share)?( week)?( (for|of))? (?P<unit>.+)")
AGAIN = re.compile(r"book (again|anew)( the)?( share meeting)?( (of|for))?( (?P<unit>.+))?")
WHY = re.compile(r"why( (is|does|do))?( the)?( (?P<unit>.+?))?( (meet|then|at that time))*\?*")

Command = Callable[[Turn, AsyncSession, Person, Place], Awaitable[Outcome]]


def find(words: str) -> Command | None:
    """The command that a text means, in lower case and without spaces around.

    :raises BadInput: it names a day that is none.
    """
    if words in WEEK:
        return show_week()
    if words in CONFIRM:
        return confirm()
    named_ones = ((SHOW_PART, show_week), (CONFIRM_PART, confirm), (AGAIN, book_again), (WHY, why))
    for pattern, command in named_ones:
        if named := pattern.fullmatch(words):
            return command(named["unit"])
    if plan := PLAN.fullmatch(words):
        return plan_from(plan["day"])
    if plan := PLAN_PART.fullmatch(words):
        return plan_from(plan["day"], plan["unit"])
    return None


def day(text: str) -> date:
    """:raises BadInput: it is not a day such as 2027-01-11."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"“{text}” is not a day that I can read. Please write it like 2027-01-11.") from error


def plan_from(first_day: str | None, unit: str | None = None) -> Command:
    first = day(first_day) if first_day else None

    async def plan(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
        people.require_organizer(person)
        if unit:
            await share_week.current(session, unit=unit)  # what is named wrongly is told at once
        asked = WeekRequest(first_day=first, asked_by_id=person.id, unit=unit)
        await share_week.request(session, turn.world.jobs, asked, place.id)
        return say(wording.PLANNING)

    return plan


def show_week(unit: str | None = None) -> Command:
    async def shown(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
        del place
        week = await share_week.current(session, unit=unit)
        return say(wording.NO_WEEK) if week is None else show(week_card(week, turn.links, person.time_zone))

    return shown


def confirm(unit: str | None = None) -> Command:
    async def confirmed(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
        del place
        people.require_organizer(person)
        week = await share_week.meant(session, WeekState.PROPOSED, unit=unit)
        if week is None:
            return say(wording.NO_WEEK)
        week = await share_week.confirm(session, turn.world.jobs, person, week.cycle.key, week.number)
        return say(wording.confirmed(placed(week)))

    return confirmed


def book_again(unit: str | None = None) -> Command:
    """After its event was deleted in Outlook."""

    async def booked(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
        del place
        if not unit:
            raise BadInput(wording.AGAIN_WHICH)
        world = turn.world
        meeting = await again.book_again(session, world.jobs, person, unit, world.clock)
        return say(wording.booked_again(meeting.unit.name))

    return booked


def why(unit: str | None = None) -> Command:
    async def explained(turn: Turn, session: AsyncSession, person: Person, place: Place) -> Outcome:
        del turn, place
        if not unit:
            raise BadInput(wording.WHY_WHICH)
        meeting = await share_week.meeting_to_explain(session, unit)
        return show(why_card(meeting, person.time_zone))

    return explained


def placed(week: ShareWeek) -> int:
    """How many meetings of the week have a time."""
    return sum(meeting.state is not MeetingState.UNPLACED for meeting in week.meetings)
