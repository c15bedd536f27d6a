"""A problem out of its JSON form; everything that cannot be read is noted, one line each."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from teams_app.planning.fields import EPOCH, Fields, short
from teams_app.planning.moves import Booking
from teams_app.planning.problem import (
    Lunch,
    Meeting,
    Person,
    Preferred,
    Problem,
    Room,
    Span,
    Weights,
    Window,
    WorkingHours,
)


def parse_problem(raw: object, faults: list[str]) -> Problem:
    """The problem as far as it can be read; what cannot is added to ``faults``."""
    if not isinstance(raw, dict):
        faults.append("the problem is not a JSON object")
        raw = {"window": {"start": "1970-01-01T00:00:00Z"}}
    top = Fields("", raw, faults)
    hours_read: dict[str, WorkingHours] = {}
    return Problem(
        window=parse_window(top.inner("window")),
        people=tuple(parse_person(fields, hours_read) for fields in named(top, "people", "person")),
        rooms=tuple(parse_room(fields) for fields in named(top, "rooms", "room")),
        meetings=tuple(parse_meeting(value, n, faults) for n, value in enumerate(top.items("meetings"))),
        start_step_minutes=top.integer("start_step_minutes", 30),
        weights=parse_weights(top.inner("weights", {})),
        lunch=parse_lunch(top),
    )


def named(top: Fields, key: str, kind: str) -> list[Fields]:
    """The objects by id in an object; rooms may be absent."""
    group = top.inner(key, {} if kind == "room" else None)
    return [Fields(f"{kind} {name}", group.inner(name).values, group.faults) for name in group.values]


def parse_window(given: Fields) -> Window:
    return Window(given.needed_moment("start"), given.integer("days"), given.integer("slot_minutes", 15))


def parse_person(given: Fields, hours_read: dict[str, WorkingHours]) -> Person:
    working = parse_hours(given, hours_read)
    name = given.owner.removeprefix("person ")
    declined = tuple(parse_span(given, value) for value in given.items("declined"))
    return Person(name, given.text("time_zone"), given.text("availability"), working, declined)


def parse_hours(given: Fields, read: dict[str, WorkingHours]) -> WorkingHours:
    """Most people keep the hours of somebody before: what was ``read`` without a fault is taken again."""
    written = repr(given.values.get("working_hours"))
    if written in read:
        return read[written]
    faults_before = len(given.faults)
    hours = given.inner("working_hours")
    working = WorkingHours(hours.weekdays("days"), hours.clock("start"), hours.clock("end"))
    if len(given.faults) == faults_before:
        read[written] = working
    return working


def parse_span(given: Fields, value: Any) -> Span:
    if not isinstance(value, dict):
        given.faults.append(f"{given.owner}: declined has {short(value)}, not an object with start and end")
        return Span(EPOCH, EPOCH)
    span = Fields(f"{given.owner}: declined", value, given.faults)
    return Span(span.needed_moment("start"), span.needed_moment("end"))


def parse_room(given: Fields) -> Room:
    name = given.owner.removeprefix("room ")
    return Room(name, given.integer("capacity"), given.text("availability"))


def parse_bookings(raw: object, faults: list[str]) -> dict[str, Booking]:
    """Start and room of each meeting of a plan, by id; what cannot be read is added to ``faults``."""
    if not isinstance(raw, dict):
        faults.append("the plan is not a JSON object")
        return {}
    given = Fields("", raw, faults)
    if not isinstance(raw.get("meetings"), list):
        faults.append("meetings is not a list")
        return {}
    meetings = [one_meeting(value, n, faults) for n, value in enumerate(given.items("meetings"))]
    return {one.text("id"): Booking(one.needed_moment("start"), one.text_or_none("room")) for one in meetings}


def one_meeting(value: object, number: int, faults: list[str]) -> Fields:
    """What is said of a meeting, by its id or, without one, by its number."""
    if not isinstance(value, dict):
        faults.append(f"meetings: number {number + 1} is not an object")
        value = {"id": ""}
    name = value.get("id")
    owner = f"meeting {name}" if isinstance(name, str) else f"meetings: number {number + 1}"
    return Fields(owner, value, faults)


def parse_meeting(value: object, number: int, faults: list[str]) -> Meeting:
    given = one_meeting(value, number, faults)
    return Meeting(
        id=given.text("id"),
        level=given.text("level"),
        duration_minutes=given.integer("duration_minutes"),
        required=given.names("required"),
        optional=given.names("optional"),
        after=given.names("after"),
        gap_minutes=given.integer("gap_minutes", 0),
        needs_room=given.flag("needs_room"),
        earliest=given.moment("earliest"),
        latest=given.moment("latest"),
        fixed_start=given.moment("fixed_start"),
        current=given.moment("current"),
        current_room=given.text_or_none("current_room"),
        preferred=tuple(parse_preferred(given, value) for value in given.items("preferred")),
        avoid_days=given.days("avoid_days"),
    )


def parse_preferred(given: Fields, value: Any) -> Preferred:
    """A start, or an object with the start and end of a span."""
    if not isinstance(value, dict):
        return Preferred(given.as_moment("preferred", value))
    span = Fields(f"{given.owner}: preferred", value, given.faults)
    return Preferred(span.moment("start") or EPOCH, span.moment("end"))


def parse_weights(given: Fields) -> Weights:
    known = {field.name for field in fields(Weights)}
    given.faults.extend(f"weights: {name} is unknown" for name in given.values if name not in known)
    return Weights(**{name: given.integer(name) for name in given.values if name in known})


def parse_lunch(top: Fields) -> Lunch | None:
    if top.values.get("lunch") is None:
        return None
    given = top.inner("lunch")
    return Lunch(given.clock("start"), given.clock("end"))
