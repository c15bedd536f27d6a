"""One OKR with its conversation, and what is above and below it, as somebody may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Card, Comment, Objective, Person, Unit
from teams_app.okr.access import may_open_unit
from teams_app.services import conversation, objectives
from teams_app.storage.queries import boards, units
from teams_app.storage.queries.boards import MeetingSummary


@dataclass(frozen=True)
class ObjectivePage:
    """``path`` is what it contributes to, from the top down to the nearest; only what the person may see."""

    person: Person
    objective: Objective
    above: Sequence[Unit]
    path: Sequence[Objective]
    contributing: Sequence[Objective]
    meeting: MeetingSummary | None
    cards: Sequence[Card]
    comments: Sequence[Comment]


async def page(session: AsyncSession, person: Person, key: str) -> ObjectivePage:
    """All that the page of an OKR shows.

    :raises NotFound: also where the person may not see it, so that nobody learns what there is.
    """
    objective = await objectives.visible(session, person, key)
    higher = await boards.objectives_above(session, objective.id)
    lower = await boards.contributing_to(session, objective)
    reach = await objectives.reach(session, person, [one.id for one in (*higher, *lower)])
    seen = {one.id for one in objectives.visible_among(person, higher, reach)}
    # Beyond one that may not be seen nothing is shown: it would look as if it were contributed to directly.
    path = list(takewhile(lambda one: one.id in seen, higher))
    meeting = await boards.meeting_of_unit(session, objective.cycle_id, objective.unit_id, person.id)
    if meeting and not (meeting.is_invited or may_open_unit(person, objective.unit, reach)):
        meeting = None
    above = await units.units_above(session, objective.unit_id)
    return ObjectivePage(
        person=person,
        objective=objective,
        above=[unit for unit in above if may_open_unit(person, unit, reach)],
        path=path[::-1],
        contributing=objectives.visible_among(person, lower, reach),
        meeting=meeting,
        cards=await boards.posted_cards(session, objective.id),
        comments=await conversation.thread_of(session, objective),
    )
