"""Re-planning from the chat and from the card: what people write, and the two buttons."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot.fields import needed_key, whole
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import Outcome, replace_card, say
from teams_app.bot.turn import Turn
from teams_app.cards import change_card
from teams_app.errors import BadInput
from teams_app.okr import Person, Place
from teams_app.services import replanning
from teams_app.services.ports import Json
from teams_app.services.replanning import ChangeKey
from teams_app.services.week.requests import Change, Declined, LookAgain, Moved, PeopleChanged, RoomGone

LARGEST_NUMBER = 1_000_000
LOOKING = (
    "I am looking for the fewest moves. They come here in a moment; nothing changes before you confirm them."
)
FORMS = (
    "Please write one of these: **re-plan**, **re-plan UNIT declined by PERSON**, "
    "**re-plan UNIT to 2027-01-14 14:30**, **re-plan people of UNIT**, **re-plan without ROOM**."
)
ASKED = re.compile(r"re-?plan\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
DECLINED = re.compile(
    r"(?P<unit>.+?) (?:was )?declined by (?P<person>[^:]+)(?:: *(?P<note>.+))?", re.IGNORECASE | re.DOTALL
)
MOVED = re.compile(r"(?P<unit>.+) to (?P<day>\d{4}-\d{2}-\d{2})[ T,]+(?P<clock>\d{1,2}:\d{2})", re.IGNORECASE)
PEOPLE = re.compile(r"(?:the )?people(?: of (?P<unit>.+))?", re.IGNORECASE)
ROOM = re.compile(r"without (?P<room>.+)", re.IGNORECASE)


def is_asked(text: str) -> bool:
    """Whether a text is this command."""
    return ASKED.fullmatch(text.strip()) is not None


async def answer(turn: Turn, session: AsyncSession, person: Person, place: Place, text: str) -> Outcome:
    """Note what happened and let a worker plan it.

    :raises OkrError: it is not understood, or not for them to ask.
    """
    change = read(text, ZoneInfo(person.time_zone))
    noted = await replanning.request(session, person, change, turn.world.clock)
    await replanning.enqueue(session, turn.world.jobs, noted, place)
    return say(LOOKING)


def read(text: str, zone: ZoneInfo) -> Change:
    """What somebody whose clock is ``zone``'s says that happened.

    :raises BadInput: none of the forms.
    """
    asked = ASKED.fullmatch(text.strip())
    rest = asked["rest"].strip(" \t\r\n.!") if asked else ""
    if not rest:
        return LookAgain()
    if found := DECLINED.fullmatch(rest):
        return Declined(found["unit"], found["person"].strip(), found["note"] or "")
    if found := MOVED.fullmatch(rest):
        return Moved(found["unit"], _moment(found["day"], found["clock"], zone))
    if found := PEOPLE.fullmatch(rest):
        return PeopleChanged(found["unit"] or "")
    if found := ROOM.fullmatch(rest):
        return RoomGone(found["room"])
    raise BadInput(FORMS)


def _moment(day: str, clock: str, zone: ZoneInfo) -> datetime:
    try:
        return datetime.fromisoformat(f"{day} {clock:0>5}").replace(tzinfo=zone)
    except ValueError as error:
        raise BadInput(f"“{day} {clock}” is not a time. Please write it like 2027-01-14 14:30.") from error


async def confirm(
    turn: Turn, session: AsyncSession, person: Person, incoming: Incoming, data: Json
) -> Outcome:
    """Pressed again, or on a second device, it shows what was decided."""
    del incoming
    world = turn.world
    change = await replanning.confirm(session, world.jobs, person, _key(data), world.clock)
    return replace_card(change_card(change, turn.links, person.time_zone))


async def keep(turn: Turn, session: AsyncSession, person: Person, incoming: Incoming, data: Json) -> Outcome:
    del incoming
    change = await replanning.keep(session, person, _key(data), turn.world.clock)
    return replace_card(change_card(change, turn.links, person.time_zone))


def _key(data: Json) -> ChangeKey:
    """:raises BadInput: the card does not say which change it means."""
    plan, change = (whole(data, name, least=1, most=LARGEST_NUMBER) for name in ("plan", "change"))
    return ChangeKey(needed_key(data, "cycle"), plan, change)
