"""Changes of a share week as the API takes and gives them. ``openapi`` describes the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from teams_app.errors import BadInput
from teams_app.okr import ChangeKind, MovePerson, Person, WeekChange, WeekMove
from teams_app.services.week.requests import Change, Declined, LookAgain, Moved, PeopleChanged, RoomGone
from teams_app.tab.shapes import Json, person_json

TAKEN = frozenset(("kind", "unit", "person", "note", "start", "room"))


def change_asked(body: object) -> Change:
    """What the body of a request says that happened.

    :raises BadInput: something is missing, or not what it should be.
    """
    given = cast("Json", body) if isinstance(body, dict) else {}
    if unknown := sorted(given.keys() - TAKEN):
        raise BadInput(f"{', '.join(unknown)} is not known here; known are {', '.join(sorted(TAKEN))}.")
    match given.get("kind"):
        case ChangeKind.DECLINED:
            return Declined(_text(given, "unit"), _text(given, "person"), _text(given, "note", ""))
        case ChangeKind.MOVED:
            return Moved(_text(given, "unit"), _moment(given, "start"))
        case ChangeKind.PEOPLE:
            return PeopleChanged(_text(given, "unit", ""))
        case ChangeKind.ROOM:
            return RoomGone(_text(given, "room"))
        case ChangeKind.LOOK_AGAIN:
            return LookAgain()
        case _:
            raise BadInput(f"kind must be one of {', '.join(ChangeKind)}.")


def changes_json(changes: Sequence[WeekChange]) -> Json:
    return {"changes": [change_json(change) for change in changes]}


def change_json(change: WeekChange) -> Json:
    """A change with its moves, loaded as ``storage.queries.replanning.change_of_id`` does."""
    unit = change.meeting.unit if change.meeting else None
    return {
        "id": change.number,
        "kind": change.kind.value,
        "state": change.state.value,
        "unit": {"id": unit.key, "name": unit.name} if unit else None,
        "person": _person(change.person),
        "note": change.note,
        "start": _stamp(change.wanted_start),
        "room": change.room,
        "reason": change.reason,
        "is_fewest": change.is_fewest,
        "moves": [_move(move) for move in change.moves],
        "asked_by": _person(change.asked_by),
        "asked_at": _stamp(change.asked_at),
        "decided_by": _person(change.decided_by),
        "decided_at": _stamp(change.decided_at),
    }


def _move(move: WeekMove) -> Json:
    """``affected`` are invited as it stands; who joins or leaves is told beside."""
    meeting = move.meeting
    return {
        "unit": {"id": meeting.unit.key, "name": meeting.unit.name},
        "from": _slot(move.from_start, meeting.minutes, move.from_room),
        "to": _slot(move.to_start, meeting.minutes, move.to_room),
        "required": move.asked,
        "bad_before": move.bad_before,
        "bad_after": move.bad_after,
        "affected": [person_json(invitee.person) for invitee in meeting.invitees],
        "people": [_joining(one) for one in move.people],
    }


def _slot(start: datetime | None, minutes: int, room: str | None) -> Json:
    end = start + timedelta(minutes=minutes) if start else None
    return {"starts_at": _stamp(start), "ends_at": _stamp(end), "room": room}


def _joining(one: MovePerson) -> Json:
    return {**person_json(one.person), "role": one.role.value if one.role else None}


def _person(person: Person | None) -> Json | None:
    return person_json(person) if person else None


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _text(given: Json, name: str, missing: str | None = None) -> str:
    value: Any = given.get(name, missing)
    if not isinstance(value, str) or (missing is None and not value.strip()) or "\x00" in value:
        raise BadInput(f"{name} must be a text.")
    return value


def _moment(given: Json, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(given, name))
    except ValueError as error:
        raise BadInput(f"{name} must be a time such as 2027-01-14T14:30+01:00.") from error
    if moment.tzinfo is None:
        raise BadInput(f"{name} needs an offset, such as 2027-01-14T14:30+01:00.")
    return moment
