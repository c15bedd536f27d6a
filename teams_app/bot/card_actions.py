"""Buttons of cards (Action.Execute, the invoke ``adaptiveCard/action``).

https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot import replan, wording
from teams_app.bot.fields import first_day, needed_key, part, text, whole
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import Outcome, refuse_action, replace_card, tell
from teams_app.bot.senders import sender
from teams_app.bot.turn import Turn
from teams_app.cards import week_card
from teams_app.errors import BadInput, Conflict
from teams_app.okr import Person, WeekState
from teams_app.services import people, places, share_week
from teams_app.services.effects import WeekRequest
from teams_app.services.ports import Json
from teams_app.storage.queries import sharing
from teams_app.storage.queries.org import place_of_conversation

LARGEST_NUMBER = 1_000_000
LONGEST_WEEK = 20  # working days

Action = Callable[[Turn, AsyncSession, Person, Incoming, Json], Awaitable[Outcome]]


async def act(turn: Turn, incoming: Incoming) -> Outcome:
    """Do what a button says, for who pressed it, in one transaction.

    :raises OkrError: it cannot be done; its sentence is shown to them.
    """
    action = part(incoming.value, "action")
    verb = text(action, "verb")
    if not verb:
        return refuse_action(wording.MALFORMED_ACTION)
    known = VERBS.get(verb)
    async with turn.world.database.transaction() as session:
        person = await sender(session, incoming, turn.world.settings)
        if known is None:
            return tell(wording.UNKNOWN_BUTTON)
        return await known(turn, session, person, incoming, part(action, "data"))


async def _confirm(
    turn: Turn, session: AsyncSession, person: Person, incoming: Incoming, data: Json
) -> Outcome:
    """Pressed again, or on a second device, it shows the week as it is."""
    del incoming
    number = whole(data, "plan", least=1, most=LARGEST_NUMBER)
    cycle = needed_key(data, "cycle")
    week = await share_week.confirm(session, turn.world.jobs, person, cycle, number)
    return replace_card(week_card(week, turn.links, person.time_zone))


async def _replan(
    turn: Turn, session: AsyncSession, person: Person, incoming: Incoming, data: Json
) -> Outcome:
    people.require_organizer(person)
    cycle = needed_key(data, "cycle")
    number = whole(data, "plan", least=1, most=LARGEST_NUMBER)
    week = await sharing.week_of_number(session, cycle, number)
    if week and (week.state is WeekState.REPLACED or not await share_week.is_newest(session, week)):
        raise Conflict(wording.OLD_PROPOSAL)
    asked = WeekRequest(
        cycle=cycle,
        first_day=first_day(data, "first_day"),
        days=whole(data, "days", least=1, most=LONGEST_WEEK, missing=WeekRequest.days),
        is_bottom_up=text(data, "order") == "bottom_up",
        asked_by_id=person.id,
        unit=week.root_unit.key if week and week.root_unit else None,
    )
    await share_week.request(session, turn.world.jobs, asked, await _place_id(session, person, incoming))
    return tell(wording.PLANNING_AGAIN)


async def _place_id(session: AsyncSession, person: Person, incoming: Incoming) -> int:
    """Where the new proposal is to be shown: where the old one was."""
    if incoming.is_personal:
        place = await places.personal(session, person, incoming.conversation_id, incoming.service_url)
    else:
        place = await place_of_conversation(session, incoming.conversation_id)
    if place is None:
        raise BadInput(wording.CANNOT_PLAN_HERE)
    return place.id


VERBS: dict[str, Action] = {
    "week.confirm": _confirm,
    "week.replan": _replan,
    "replan.confirm": replan.confirm,
    "replan.keep": replan.keep,
}
