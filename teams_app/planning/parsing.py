"""A problem out of its JSON form; everything that cannot be read is noted, one line each."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from teams_app.planning.fields import EPOCH, Fields
from teams_app.planning.problem import (
    Lunch,
    Meeting,
    Person,
    Preferred,
    Problem,
    Room,
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
    return Problem(
        window=parse_window(top.inner("window")),
        people=tuple(parse_person(fields) for fields in named(top, "people", "person")),
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
    start = given.as_moment("start", given.values.get("start"))
    return Window(start, given.integer("days"), given.integer("slot_minutes", 15))


def parse_person(given: Fields) -> Person:
    hours = given.inner("working_hours")
    working = WorkingHours(hours.weekdays("days"), hours.clock("start"), hours.clock("end"))
    name = given.owner.removeprefix("person ")
    return Person(name, given.text("time_zone"), given.text("availability"), working)


def parse_room(given: Fields) -> Room:
    name = given.owner.removeprefix("room ")
    return Room(name, given.integer("capacity"), given.text("availability"))


def parse_meeting(value: object, number: int, faults: list[str]) -> Meeting:
    if not isinstance(value, dict):
        faults.append(f"meetings: number {number + 1} is not an object")
        value = {"id": ""}
    name = value.get("id")
    owner = f"meeting {name}" if isinstance(name, str) else f"meetings: number {number + 1}"
    given = Fields(owner, value, faults)
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
