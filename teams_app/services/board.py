"""The board of a unit, as somebody may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import NotFound
from teams_app.okr import Cycle, Objective, Person, Unit
from teams_app.okr.access import Reach, may_open_unit
from teams_app.okr.agenda import session_order
from teams_app.services import objectives
from teams_app.storage.queries import boards, goals, units
from teams_app.storage.queries.boards import MeetingSummary, ThreadState

NO_UNIT_HERE = "No unit has its OKRs in this channel yet."
NO_BOARD = "This board is not there, or not for you."
NO_HOME = "You belong to no unit yet, so there is no board of yours."
NO_CYCLE = "There is no such cycle."


@dataclass(frozen=True)
class Row:
    """An OKR of a board; ``parent`` is what it contributes to, if the person may see that."""

    objective: Objective
    parent: Objective | None
    thread: ThreadState


@dataclass(frozen=True)
class Board:
    """A unit with its OKRs in the order of a session; ``above`` are the units over it that may be opened."""

    person: Person
    unit: Unit
    above: Sequence[Unit]
    cycle: Cycle
    cycles: Sequence[Cycle]
    meeting: MeetingSummary | None
    rows: Sequence[Row]


async def of_channel(
    session: AsyncSession, person: Person, channel: str, cycle: str | None, today: date
) -> Board:
    """The board of the unit whose channel this is.

    :raises NotFound: no unit has its OKRs there, or there is nothing in it for this person.
    """
    return await _board(
        session, person, await units.unit_of_channel(session, channel), cycle, today, NO_UNIT_HERE
    )


async def of_unit(session: AsyncSession, person: Person, key: str, cycle: str | None, today: date) -> Board:
    """The board of a unit.

    :raises NotFound: it does not exist, or there is nothing in it for this person.
    """
    return await _board(session, person, await units.unit_by_key(session, key), cycle, today, NO_BOARD)


async def at_home(session: AsyncSession, person: Person, cycle: str | None, today: date) -> Board:
    """The board of the unit that a person leads or, failing that, belongs to.

    :raises NotFound: they belong to none.
    """
    return await _board(session, person, await units.home_unit(session, person.id), cycle, today, NO_HOME)


async def openable_units(session: AsyncSession, person: Person) -> list[Unit]:
    """The units whose boards a person may open, in the order of the file, with channels."""
    reach = await objectives.reach(session, person, [])
    return [unit for unit in await units.units_with_channels(session) if may_open_unit(person, unit, reach)]


async def _board(
    session: AsyncSession, person: Person, unit: Unit | None, cycle_key: str | None, today: date, absent: str
) -> Board:
    """Whoever may not open the unit sees what is shared with them alone, or that there is nothing."""
    if unit is None:
        raise NotFound(absent)
    cycles = await boards.cycles(session)
    cycle = await _cycle(session, cycle_key, cycles, today)
    around = await boards.objectives_around(session, cycle.id, unit.id)
    reach = await objectives.reach(session, person, _ids_with_parents(around))
    may_open = may_open_unit(person, unit, reach)
    shown = objectives.visible_among(person, session_order(around, unit.id), reach)
    if not shown and not may_open:
        raise NotFound(NO_BOARD)
    threads = await boards.thread_states(session, [one.id for one in shown])
    meeting = await boards.meeting_of_unit(session, cycle.id, unit.id, person.id)
    if meeting and not (may_open or meeting.is_invited):
        meeting = None
    above = [one for one in await units.units_above(session, unit.id) if may_open_unit(person, one, reach)]
    rows = [Row(one, _parent(person, one, reach), threads.get(one.id, ThreadState())) for one in shown]
    return Board(person, unit, above, cycle, cycles, meeting, rows)


async def _cycle(session: AsyncSession, key: str | None, cycles: Sequence[Cycle], today: date) -> Cycle:
    """The one that is asked for, else the one that runs or comes next, else the last."""
    found = await goals.cycle_to_share(session, key, today)
    if found is None and key is None and cycles:
        return cycles[0]
    if found is None:
        raise NotFound(NO_CYCLE)
    return found


def parent_of(objective: Objective) -> Objective | None:
    """The objective that one contributes to, also through a key result."""
    result = objective.parent_key_result
    return objective.parent or (result.objective if result else None)


def _parent(person: Person, objective: Objective, reach: Reach) -> Objective | None:
    parent = parent_of(objective)
    return parent if parent and objectives.visible_among(person, [parent], reach) else None


def _ids_with_parents(around: Sequence[Objective]) -> list[int]:
    parents = (parent_of(one) for one in around)
    return [*(one.id for one in around), *(parent.id for parent in parents if parent)]
