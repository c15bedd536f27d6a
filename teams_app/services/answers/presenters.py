"""Without whom a share meeting cannot be held: its leader, and the owners of the OKRs on its agenda."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Objective, ShareMeeting
from teams_app.okr.agenda import session_order
from teams_app.storage.queries import goals, org


async def presenters_of(session: AsyncSession, meetings: Sequence[ShareMeeting]) -> dict[int, set[int]]:
    """Ids of people by share meeting; each meeting is loaded with unit and week."""
    if not meetings:
        return {}
    units = await org.units_with_members(session)
    below = {one.unit_id: [unit.id for unit in units if unit.parent_id == one.unit_id] for one in meetings}
    unit_ids = {unit_id for one in meetings for unit_id in (one.unit_id, *below[one.unit_id])}
    found: dict[int, set[int]] = {}
    for cycle_id in {one.week.cycle_id for one in meetings}:
        objectives = await goals.objectives_of_units(session, cycle_id, unit_ids)
        for meeting in (one for one in meetings if one.week.cycle_id == cycle_id):
            ids = {meeting.unit_id, *below[meeting.unit_id]}
            found[meeting.id] = _presenters(meeting, [one for one in objectives if one.unit_id in ids])
    return found


def _presenters(meeting: ShareMeeting, objectives: Sequence[Objective]) -> set[int]:
    agenda = session_order(objectives, meeting.unit_id)
    return {meeting.unit.leader_id, *(objective.owner_id for objective in agenda)}
