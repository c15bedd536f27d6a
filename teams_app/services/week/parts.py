"""Parts of the organization: a unit with all below it; and which share week holds which units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from teams_app.errors import BadInput, NotFound
from teams_app.okr import MeetingState, ShareMeeting, ShareWeek, Unit, UnitKind, WeekState

ALIVE = (WeekState.PROPOSED, WeekState.CONFIRMED)
CANCELLED = (MeetingState.CANCELLING, MeetingState.CANCELLED, MeetingState.DELETED)
LEADERSHIP = ("leadership", "leadership team", "the leadership team")


def part_of(units: Sequence[Unit], root: Unit | None) -> list[Unit]:
    """The unit and all below it, in the order given; all units without one."""
    if root is None:
        return list(units)
    inside = {root.id}
    while below := {one.id for one in units if one.parent_id in inside} - inside:
        inside |= below
    return [unit for unit in units if unit.id in inside]


def root_named(units: Sequence[Unit], named: str | None) -> Unit | None:
    """The unit of a part; None for the whole organization, which its topmost unit means as well.

    :raises NotFound, BadInput: no unit is named so, or several are.
    """
    unit = unit_named(units, named) if named else None
    is_whole = unit is not None and len(part_of(units, unit)) == len(units)
    return None if is_whole else unit


def unit_named(units: Sequence[Unit], named: str) -> Unit:
    """By key or name.

    :raises NotFound, BadInput: no unit is named so, or several are.
    """
    wanted = named.strip().casefold()
    found = [one for one in units if one.key.casefold() == wanted]
    found = found or [one for one in units if is_named(one, wanted)]
    if not found:
        raise NotFound(f"There is no unit “{named.strip()}”.")
    if len(found) > 1:
        keys = ", ".join(unit.key for unit in found)
        raise BadInput(f"Several units are called “{named.strip()}”. Please use one of these keys: {keys}.")
    return found[0]


def is_named(unit: Unit, wanted: str) -> bool:
    names = (unit.key.casefold(), unit.name.casefold())
    return wanted in names or (unit.kind is UnitKind.ORGANIZATION and wanted in LEADERSHIP)


def held_units(week: ShareWeek) -> set[int]:
    """The units that a living week is about; of a confirmed one, those whose meetings stand."""
    if week.state is WeekState.PROPOSED:
        return {meeting.unit_id for meeting in week.meetings}
    return {meeting.unit_id for meeting in standing(week)} if week.state in ALIVE else set()


def standing(week: ShareWeek) -> Iterable[ShareMeeting]:
    """The meetings that have a time and were not cancelled."""
    return (one for one in week.meetings if one.starts_at is not None and one.state not in CANCELLED)


def told(week: ShareWeek) -> str:
    """How people call a week among others of its cycle."""
    part = f" of {week.root_unit.name}" if week.root_unit else ""
    return f"the share week{part} ({week.cycle.name}, proposal {week.number})"
