"""Changes of a share week and their moves, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.table import Table

from teams_app.cli.console import err, out
from teams_app.okr import ChangeKind, ChangeState, UnitKind, WeekChange, WeekMove

SENTENCES = {
    ChangeState.PROPOSED: "Nothing changes before you decide.",
    ChangeState.NOT_NEEDED: "Nothing has to move.",
    ChangeState.IMPOSSIBLE: "No plan mends it; nothing was changed.",
    ChangeState.FAILED: "It could not be planned; nothing was changed.",
    ChangeState.REPLACED: "A newer change has replaced this one.",
    ChangeState.CONFIRMED: "The meetings are moved.",
    ChangeState.KEPT: "Everything is kept as it is.",
    ChangeState.TAKEN_BACK: "It was accepted after all; nothing was moved.",
    ChangeState.PLANNING: "It is being planned.",
}


def print_change(change: WeekChange) -> None:
    """Its moves; times are in each organizer's own zone."""
    if change.moves:
        table = Table(title=escape(_head(change)), caption="Times are each leader’s own.")
        for column in ("Unit", "From", "To", "Room", "Can come", "People"):
            table.add_column(column, no_wrap=column in ("From", "To"))
        for move in change.moves:
            table.add_row(*(escape(cell) for cell in _cells(move)))
        out.print(table)
    else:
        out.print(_head(change), markup=False, highlight=False)
    out.print(_told(change), markup=False, highlight=False)
    if change.state is ChangeState.PROPOSED:
        number = change.number
        err.print(
            f"To move them: okr-share week moves confirm {number}; else: okr-share week moves keep {number}"
        )


def print_changes(changes: Sequence[WeekChange]) -> None:
    """All of a week, a row each."""
    table = Table(title="Changes of the share week")
    for column in ("Change", "What happened", "Moves", "State", "Decided by"):
        table.add_column(column)
    for change in changes:
        decided = change.decided_by.name if change.decided_by else ""
        state = change.state.value.replace("_", " ")
        table.add_row(
            str(change.number), escape(what(change)), str(len(change.moves)), state, escape(decided)
        )
    out.print(table)


def what(change: WeekChange) -> str:
    """What happened, in a few words."""
    about = _unit(change.meeting.unit.kind, change.meeting.unit.name) if change.meeting else "all units"
    match change.kind:
        case ChangeKind.DECLINED:
            return f"{change.person.name if change.person else 'Somebody'} declined {about}"
        case ChangeKind.MOVED:
            return f"{about} {'is wanted at another time' if change.asked_by else 'was moved in Outlook'}"
        case ChangeKind.PEOPLE:
            return f"the people of {about} were read again"
        case ChangeKind.ROOM:
            return f"{change.room} declined {about}" if change.meeting else f"{change.room} cannot be had"
        case ChangeKind.LOOK_AGAIN:
            return "looked again"


def _head(change: WeekChange) -> str:
    return f"Share week {change.week.cycle.name}, change {change.number}: {what(change)}"


def _told(change: WeekChange) -> str:
    fewest = " Fewer moves do not mend it: proven." if change.is_fewest and change.moves else ""
    is_open = change.state is ChangeState.PROPOSED
    return " ".join(filter(None, [change.reason, SENTENCES[change.state] + (fewest if is_open else "")]))


def _cells(move: WeekMove) -> tuple[str, ...]:
    zone = ZoneInfo(move.meeting.organizer.time_zone)
    rooms = [room or "none" for room in (move.from_room, move.to_room)]
    return (
        _unit(move.meeting.unit.kind, move.meeting.unit.name),
        _when(move.from_start, zone),
        _when(move.to_start, zone) if move.is_moving else "stays",
        rooms[1] if rooms[0] == rooms[1] else " → ".join(rooms),
        f"{move.asked - move.bad_before} → {move.asked - move.bad_after} of {move.asked}",
        ", ".join(f"{'+' if one.role else '-'} {one.person.name}" for one in move.people),
    )


def _when(start: datetime | None, zone: ZoneInfo) -> str:
    return f"{start.astimezone(zone):%a %d %b %H:%M}" if start else "no time"


def _unit(kind: UnitKind, name: str) -> str:
    return "Leadership team" if kind is UnitKind.ORGANIZATION else name
