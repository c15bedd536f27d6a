"""The moves of a change: one large, several as a list, people who join and leave by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from teams_app.cards.elements import Json, box, column, columns, small, text
from teams_app.cards.figures import clock, counted, day, day_and_clock, listed
from teams_app.cards.text import NO_BREAK, one_line
from teams_app.okr import ChangeState, MovePerson, Role, ShareMeeting, UnitKind, WeekChange, WeekMove

MOST_MOVES = 20
MOST_NAMES = 8


def moves_shown(change: WeekChange) -> Iterator[Json]:
    """One move as a pair of times side by side; several, or people alone, as rows."""
    if len(change.moves) == 1 and not needs_no_time(change.moves[0]):
        [move] = change.moves
        yield _pair(move, is_done=change.state is ChangeState.CONFIRMED)
        yield from (small(words, spacing="Small") for words in _people(move))
        return
    for move in change.moves[:MOST_MOVES]:
        yield _row(move)
    if len(change.moves) > MOST_MOVES:
        yield text(f"and {len(change.moves) - MOST_MOVES} more in the calendar", spacing="Medium")


def needs_no_time(move: WeekMove) -> bool:
    """Only the people of the meeting change."""
    return (move.from_start, move.from_room) == (move.to_start, move.to_room)


def are_moved(moves: Sequence[WeekMove]) -> str:
    """A title for what was done."""
    moving = sum(not needs_no_time(move) for move in moves)
    if not moving:
        return "Other people are invited"
    return counted(moving, "share meeting is moved", "share meetings are moved")


def meeting_name(meeting: ShareMeeting) -> str:
    return "Leadership team" if meeting.unit.kind is UnitKind.ORGANIZATION else meeting.unit.name


def _pair(move: WeekMove, *, is_done: bool) -> Json:
    arrow: Json = {"type": "TextBlock", "text": "→", "wrap": False, "size": "Large"}
    told = (None, None) if is_done else (move.bad_before, move.bad_after)
    before = _side(move, "From", move.from_start, move.from_room, told[0])
    after = _side(move, "To", move.to_start, move.to_room, told[1])
    between = column([arrow], "auto", verticalContentAlignment="Center", spacing="Small")
    return columns(before, between, after, spacing="Medium")


def _side(move: WeekMove, label: str, start: datetime | None, room: str | None, bad: int | None) -> Json:
    lines = [small(f"**{label}**")]
    if start is None:
        lines.append(text("No time yet", spacing="Small"))
    else:
        lines.append(text(day(start), spacing="Small"))
        lines.append(text(clock(start), size="Large", weight="Bolder", spacing="None"))
    where = f"{one_line(room)}, " if room else ""
    lines.append(small(f"{where}{move.meeting.minutes} min", spacing="None"))
    if start is not None and bad is not None:
        lines.append(small(f"{move.asked - bad} of {move.asked} can come", spacing="None"))
    return column(lines, style="emphasis", roundedCorners=True)


def _row(move: WeekMove) -> Json:
    lines = [text(f"**{one_line(meeting_name(move.meeting))}**")]
    if move.from_start != move.to_start:
        before = day_and_clock(move.from_start) if move.from_start else "No time yet"
        lines.append(text(f"{before}{NO_BREAK}→ {day_and_clock(move.to_start)}", spacing="None"))
    else:
        lines.append(text(day_and_clock(move.to_start), spacing="None"))
    lines += [small(words, spacing="None") for words in (*_details(move), *_people(move))]
    return box(lines, spacing="Medium")


def _details(move: WeekMove) -> Iterator[str]:
    if move.from_room != move.to_room:
        before, after = (one_line(room) if room else "no room" for room in (move.from_room, move.to_room))
        yield f"{before} → {after}"
    if not needs_no_time(move):
        yield f"{move.meeting.minutes} min · {move.asked - move.bad_after} of {move.asked} can come"


def _people(move: WeekMove) -> Iterator[str]:
    """Who joins, whose part changes, who leaves, by name."""
    for role, words in (
        (Role.REQUIRED, "Asked to come"),
        (Role.OPTIONAL, "Invited as optional"),
        (None, "Leaving"),
    ):
        named = [one for one in move.people if one.role is role]
        if named:
            yield f"{words}: {_names(named)}"


def _names(people: Sequence[MovePerson]) -> str:
    names = [one_line(one.person.name) for one in people[:MOST_NAMES]]
    left = len(people) - len(names)
    return listed([*names, f"{left} more"] if left else names)
