"""Small planning problems, written as sentences by the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from teams_app.planning.problem import Meeting, Person, Problem, Room, Weights, Window, WorkingHours

MONDAY = datetime.fromisoformat("2026-12-07T00:00:00Z")


def at(clock: str, day: int = 0) -> datetime:
    """A time of the window's Monday in UTC, or of a day after it."""
    hours, minutes = clock.split(":")
    return MONDAY + timedelta(days=day, hours=int(hours), minutes=int(minutes))


def person(name: str, taken: dict[str, str] | None = None, *, days: int = 1, **given: Any) -> Person:
    """Somebody in UTC who works 09:00 to 17:00; ``taken`` maps spans of Monday to digits."""
    digits = ["0"] * (96 * days)
    for span, digit in (taken or {}).items():
        first, behind = (int(end[:2]) * 4 + int(end[3:]) // 15 for end in span.split("-"))
        digits[first:behind] = digit * (behind - first)
    given.setdefault("working_hours", WorkingHours())
    return Person(id=name, time_zone=given.pop("zone", "UTC"), availability="".join(digits), **given)


def room(name: str, capacity: int, taken: dict[str, str] | None = None, *, days: int = 1) -> Room:
    return Room(name, capacity, person(name, taken, days=days).availability)


def meeting(name: str, *required: str, minutes: int = 60, **given: Any) -> Meeting:
    return Meeting(id=name, level="team", duration_minutes=minutes, required=required, **given)


def problem(
    people: list[Person], meetings: list[Meeting], rooms: list[Room] | None = None, **given: Any
) -> Problem:
    window = Window(MONDAY, given.pop("days", 1))
    return Problem(window, tuple(people), tuple(rooms or ()), tuple(meetings), **given)


def random_problem(seed: int) -> Problem:
    """A day of seven starts, three to five meetings that share people, often an order and too few rooms."""
    rng = Random(seed)
    people = [
        Person(f"p{n}", "UTC", "".join(rng.choice("0000122") for _ in range(8)), WorkingHours())
        for n in range(rng.randint(3, 6))
    ]
    rooms = [
        Room(f"r{n}", rng.choice((2, 3, 4)), "".join(rng.choice("00002") for _ in range(8)))
        for n in range(rng.randint(0, 2))
    ]
    names = [f"m{n}" for n in range(rng.randint(3, 5))]
    meetings = [random_meeting(rng, names, n, [one.id for one in people], rooms) for n in range(len(names))]
    rng.shuffle(meetings)
    window = Window(MONDAY, 1, slot_minutes=180)
    weights = replace(Weights(), lateness=rng.choice((0, 1, 100)))
    return Problem(window, tuple(people), tuple(rooms), tuple(meetings), 180, weights)


def random_meeting(
    rng: Random, names: list[str], number: int, people: list[str], rooms: list[Room]
) -> Meeting:
    invited = rng.sample(people, rng.randint(1, min(4, len(people))))
    required = invited[: rng.randint(1, len(invited))]
    before = names[:number] if rng.random() < 0.8 else []
    return Meeting(
        id=names[number],
        level="team",
        duration_minutes=rng.choice((90, 180, 180, 300)),
        required=tuple(required),
        optional=tuple(invited[len(required) :]),
        after=tuple(rng.sample(before, min(len(before), rng.choice((0, 1, 1, 1, 2))))),
        gap_minutes=rng.choice((0, 0, 60)),
        needs_room=bool(rooms) and rng.random() < 0.5,
        earliest=at("03:00") if rng.random() < 0.1 else None,
        latest=at("18:00") if rng.random() < 0.1 else None,
        fixed_start=at(rng.choice(("06:00", "09:00", "10:30"))) if rng.random() < 0.1 else None,
    )
