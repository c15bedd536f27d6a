"""The card of a change: what happened to the share week, which meetings would move, who decides it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from teams_app.cards.elements import Json, card, execute, open_url, small, text, title
from teams_app.cards.figures import counted, day_and_clock
from teams_app.cards.links import Links
from teams_app.cards.replan_moves import are_moved, meeting_name, moves_shown, needs_no_time
from teams_app.cards.text import one_line, plain, unformatted
from teams_app.okr import ChangeKind, ChangeState, Role, WeekChange, WeekMove, WeekState

LONGEST_NOTE = 300
LONGEST_REASON = 900
EYEBROWS = {
    ChangeState.PROPOSED: "change proposed",
    ChangeState.CONFIRMED: "change confirmed",
    ChangeState.KEPT: "change not made",
    ChangeState.TAKEN_BACK: "change withdrawn",
}
TITLES = {
    ChangeState.KEPT: "It is kept as it is",
    ChangeState.NOT_NEEDED: "Nothing has to move",
    ChangeState.FAILED: "The change could not be planned",
    ChangeState.REPLACED: "A newer proposal has replaced this one",
    ChangeState.PLANNING: "The change is being planned",
    ChangeState.TAKEN_BACK: "It was accepted after all",
}
EXPLANATIONS = {
    ChangeState.KEPT: "No share meeting was moved.",
    ChangeState.REPLACED: "Nothing was moved by this one. The newer one holds what was told here.",
    ChangeState.PLANNING: "The calendars are being read.",
    ChangeState.TAKEN_BACK: "What was proposed is withdrawn. No share meeting was moved.",
}
TOLD = "Outlook tells everybody who is invited."


def change_card(change: WeekChange, links: Links, time_zone: str) -> Json:
    """A change, loaded as ``storage.queries.replanning.change_of_id`` does.

    :param time_zone: IANA zone of who reads it, for what cannot show each reader's own.
    """
    body = [
        small(f"Share week · {one_line(change.week.cycle.name)} · {EYEBROWS.get(change.state, 'change')}"),
        title(_title(change), spacing="Small"),
        *(text(words, spacing="Small") for words in _story(change)),
        *_body(change),
    ]
    return card(body, _actions(change, links), fallback=_fallback(change, ZoneInfo(time_zone)))


def _title(change: WeekChange) -> str:
    match change.state:
        case ChangeState.PROPOSED:
            return _what_is_needed(change)
        case ChangeState.CONFIRMED:
            return are_moved(change.moves)
        case ChangeState.IMPOSSIBLE:
            return f"{_about(change)} cannot be mended"
        case _:
            return TITLES[change.state]


def _what_is_needed(change: WeekChange) -> str:
    match change.kind:
        case ChangeKind.DECLINED:
            return f"{_about(change)} needs another time"
        case ChangeKind.MOVED:
            happened = "is wanted at another time" if change.asked_by else "was moved in Outlook"
            return f"{_about(change)} {happened}"
        case ChangeKind.PEOPLE:
            return f"Other people are asked to {_about(change)}"
        case ChangeKind.ROOM:
            room = f"{one_line(change.room or '')} cannot be had any more"
            return f"{_about(change)} needs another room" if change.meeting else room
        case ChangeKind.LOOK_AGAIN:
            number = counted(len(change.moves), "share meeting needs", "share meetings need")
            return f"{number} another time"


def _about(change: WeekChange) -> str:
    return one_line(meeting_name(change.meeting)) if change.meeting else "the share week"


def _story(change: WeekChange) -> Iterator[str]:
    """What happened and what was decided, a paragraph each."""
    if change.decided_by and change.decided_at:
        done = "confirmed it" if change.state is ChangeState.CONFIRMED else "decided so"
        yield f"**{one_line(change.decided_by.name)}** {done} on {day_and_clock(change.decided_at)}."
    if change.kind is ChangeKind.DECLINED and change.person and change.meeting:
        yield _decline(change)
    elif change.kind is ChangeKind.MOVED and change.wanted_start:
        who = (
            f"**{one_line(change.asked_by.name)}** wants it" if change.asked_by else "Moved in Outlook: it is"
        )
        yield f"{who} at {day_and_clock(change.wanted_start)}."
    elif change.kind is ChangeKind.ROOM and change.meeting:
        yield f"**{one_line(change.room or '')}** declined the share meeting of {_about(change)}."
    elif change.kind is ChangeKind.ROOM and change.state is not ChangeState.PROPOSED:
        yield f"{one_line(change.room or '')} cannot be had any more."


def _decline(change: WeekChange) -> str:
    assert change.person is not None  # noqa: S101 - asked for a decline alone
    when = f", {day_and_clock(change.declined_from)}" if change.declined_from else ""
    said = f": “{one_line(change.note, LONGEST_NOTE)}”" if change.note else f"{when}."
    return f"**{one_line(change.person.name)}** {_part(change)} and declined{said}"


def _part(change: WeekChange) -> str:
    """What somebody who declined is to the meeting."""
    meeting = change.meeting
    if meeting is not None and meeting.unit.leader_id == change.person_id:
        return "leads it"
    invited = meeting.invitees if meeting is not None else []
    is_optional = any(i.person_id == change.person_id and i.role is Role.OPTIONAL for i in invited)
    return "is invited there" if is_optional else "is required there"


def _body(change: WeekChange) -> list[Json]:
    match change.state:
        case ChangeState.PROPOSED:
            return list(_proposal(change))
        case ChangeState.CONFIRMED:
            told = [small(TOLD, spacing="Medium")] if change.week.state is WeekState.CONFIRMED else []
            return [*moves_shown(change), *told]
        case ChangeState.IMPOSSIBLE | ChangeState.FAILED:
            reason = [text(plain(change.reason, LONGEST_REASON), spacing="Small")] if change.reason else []
            return [*reason, small("Nothing was changed.", spacing="Medium")]
        case ChangeState.NOT_NEEDED:
            placed = counted(_placed(change), "share meeting stays", "share meetings stay")
            return [text(f"The share week holds as it is: {placed} in place.", spacing="Small")]
        case _:
            return [text(EXPLANATIONS[change.state], spacing="Small")]


def _proposal(change: WeekChange) -> Iterator[Json]:
    yield from moves_shown(change)
    yield text("\n".join(f"- {fact}" for fact in _facts(change)), spacing="Medium")
    if change.reason:
        yield text(f"▲ {plain(change.reason, LONGEST_REASON)}", spacing="Small")
    told = f" {TOLD}" if change.week.state is WeekState.CONFIRMED else ""
    yield small(f"Nothing changes until you decide.{told}", spacing="Medium")


def _facts(change: WeekChange) -> Iterator[str]:
    """What a person wants to know before they decide."""
    moving = [move for move in change.moves if not needs_no_time(move)]
    others = _placed(change) - len(moving)
    stay = f"the other {others} stay" if others != 1 else "the other one stays"
    if len(moving) == 1:
        yield f"Only this meeting moves; {stay}." if others else "Only this meeting moves."
    elif moving:
        yield f"{len(moving)} meetings move; {stay}." if others else f"All {len(moving)} meetings move."
    else:
        yield "No meeting moves."
    if change.week.state is WeekState.CONFIRMED:
        number = counted(len(_told_people(change.moves)), "person gets", "people get")
        yield f"{number} an update of their invitation."
    if len(moving) == 1 and (order := _order(change, moving[0])):
        yield order
    if change.is_fewest and moving:
        yield "No smaller change mends the plan."


def _order(change: WeekChange, move: WeekMove) -> str:
    """What it still comes after."""
    parent_id = move.meeting.unit.parent_id
    before = next((one for one in change.week.meetings if one.unit_id == parent_id and one.ends_at), None)
    if before is None or change.week.is_bottom_up or not before.ends_at or before.ends_at > move.to_start:
        return ""
    kind = "its department" if before.level == "department" else "the first of all"
    return f"It still comes after {one_line(meeting_name(before))}, {kind}."


def _told_people(moves: Sequence[WeekMove]) -> set[int]:
    """Whose invitations change; the organizer of a meeting has it without one."""
    found: set[int] = set()
    for move in moves:
        people = {one.person_id for one in move.people}
        if not needs_no_time(move):
            people |= {invitee.person_id for invitee in move.meeting.invitees}
        found |= people - {move.meeting.organizer_id}
    return found


def _placed(change: WeekChange) -> int:
    return sum(meeting.starts_at is not None for meeting in change.week.meetings)


def _actions(change: WeekChange, links: Links) -> list[Json]:
    calendar = open_url("See the calendar", links.week(change.week.cycle.key))
    if change.state is not ChangeState.PROPOSED:
        return [calendar]
    data = {"cycle": change.week.cycle.key, "plan": change.week.number, "change": change.number}
    confirm = execute(_confirm(change.moves), "replan.confirm", data, style="positive")
    return [confirm, execute("Keep it as it is", "replan.keep", data), calendar]


def _confirm(moves: Sequence[WeekMove]) -> str:
    moving = sum(not needs_no_time(move) for move in moves)
    if not moving:
        return "Confirm the people"
    return "Confirm the move" if moving == 1 else f"Confirm the {moving} moves"


def _fallback(change: WeekChange, zone: ZoneInfo) -> str:
    """No dates of each reader's own there, so the time is told with its place."""
    cycle = unformatted(change.week.cycle.name)
    if change.state is ChangeState.PROPOSED and len(change.moves) == 1:
        [move] = change.moves
        name = unformatted(meeting_name(move.meeting))
        return f"OKR Share proposes to move {name} to {_in_words(move.to_start, zone)}. Share week {cycle}."
    return f"Share week {cycle}: {unformatted(_title(change))}."


def _in_words(moment: datetime, zone: ZoneInfo) -> str:
    place = zone.key.rpartition("/")[2].replace("_", " ")
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M} ({place})"
