"""What does not fit together in a problem, all of it at once, one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from graphlib import CycleError, TopologicalSorter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from teams_app.planning.problem import LEVELS, MINUTES_OF_A_DAY, Meeting, Person, Problem, Room, Window

HEAVIEST = 1_000_000  # heavier weights could leave the 64 bits that costs are added up in
MOST_DAYS = 366
MOST_SEATS = 1_000_000


class ProblemFaults(Exception):
    """The problem is malformed; ``faults`` has one line for each fault."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = [one_line(fault) for fault in faults]
        super().__init__("\n".join(self.faults))


def faults_of(problem: Problem) -> list[str]:
    """Everything that makes the problem unusable; empty for a sound one."""
    if found := [*window_faults(problem.window), *step_faults(problem)]:
        return found  # lengths and spans mean nothing without a window
    faults = [*repeated("person", problem.people), *repeated("room", problem.rooms)]
    faults += repeated("meeting", problem.meetings)
    for person in problem.people:
        faults += person_faults(person, problem.window)
    for room in problem.rooms:
        faults += room_faults(room, problem.window)
    faults += weight_faults(problem)
    people = {person.id for person in problem.people}
    meetings = {meeting.id for meeting in problem.meetings}
    for meeting in problem.meetings:
        faults += roster_faults(meeting, people)
        faults += order_faults(meeting, meetings, problem.window)
        faults += time_faults(meeting, problem.window)
    return faults + cycle_faults(problem)


def window_faults(window: Window) -> Iterator[str]:
    if window.start.tzinfo is None:
        yield "window: start has no time zone"
    if window.days < 1:
        yield f"window: days is {window.days}, must be at least 1"
    if window.days > MOST_DAYS:
        yield f"window: days is {window.days}, must be at most {MOST_DAYS}"
    if window.slot_minutes < 1 or MINUTES_OF_A_DAY % window.slot_minutes:
        yield f"window: slot_minutes is {window.slot_minutes}, must divide a day into whole slots"


def step_faults(problem: Problem) -> Iterator[str]:
    step = problem.start_step_minutes
    if step < 1:
        yield f"start_step_minutes is {step}, must be at least 1"
    if step > MOST_DAYS * MINUTES_OF_A_DAY:
        yield f"start_step_minutes is {step}, must be at most {MOST_DAYS * MINUTES_OF_A_DAY}"


def repeated(kind: str, values: Iterable[Person | Room | Meeting]) -> list[str]:
    counts = Counter(value.id for value in values)
    return [f"{kind} {name}: the id is used {times} times" for name, times in counts.items() if times > 1]


def person_faults(person: Person, window: Window) -> Iterator[str]:
    yield from availability_faults(f"person {person.id}", person.availability, window)
    if not is_zone(person.time_zone):
        yield f"person {person.id}: time zone {person.time_zone!r} is unknown"
    for day in person.working_hours.days:
        if day not in range(1, 8):
            yield f"person {person.id}: working day {day} is not an ISO weekday from 1 to 7"
    for span in person.declined:
        if span.end <= span.start:
            times = f"{text(span.end)}, not after its start {text(span.start)}"
            yield f"person {person.id}: declined ends {times}"


def room_faults(room: Room, window: Window) -> Iterator[str]:
    yield from availability_faults(f"room {room.id}", room.availability, window)
    if room.capacity < 1:
        yield f"room {room.id}: capacity is {room.capacity}, must be at least 1"
    if room.capacity > MOST_SEATS:
        yield f"room {room.id}: capacity is {room.capacity}, must be at most {MOST_SEATS}"


def availability_faults(owner: str, digits: str, window: Window) -> Iterator[str]:
    if len(digits) != window.slots:
        yield f"{owner}: availability has {len(digits)} digits, the window has {window.slots} slots"
    if digits.encode("utf-8", "replace").translate(None, b"01234"):  # a tenth of the time of what finds which
        strange = digits.strip("01234")[0]
        yield f"{owner}: availability has {strange!r}, only the digits 0 to 4 are known"


def weight_faults(problem: Problem) -> Iterator[str]:
    for name, value in vars(problem.weights).items():
        if not 0 <= value <= HEAVIEST:
            yield f"weights: {name} is {value}, must be from 0 to {HEAVIEST}"


def roster_faults(meeting: Meeting, people: set[str]) -> Iterator[str]:
    if not meeting.required:
        yield f"meeting {meeting.id}: nobody is required"
    for kind, names in (("required", meeting.required), ("optional", meeting.optional)):
        known_once = people.issuperset(names) and len(set(names)) == len(names)
        for name, times in () if known_once else Counter(names).items():
            if name not in people:
                yield f"meeting {meeting.id}: {kind} person {name} is unknown"
            if times > 1:
                yield f"meeting {meeting.id}: {kind} person {name} is named {times} times"


def order_faults(meeting: Meeting, meetings: set[str], window: Window) -> Iterator[str]:
    if meeting.level not in LEVELS:
        yield f"meeting {meeting.id}: level {meeting.level!r} is not one of {', '.join(LEVELS)}"
    if meeting.gap_minutes < 0:
        yield f"meeting {meeting.id}: gap_minutes is {meeting.gap_minutes}, must not be negative"
    if meeting.gap_minutes > window.minutes:
        yield f"meeting {meeting.id}: gap_minutes is {meeting.gap_minutes}, longer than the window"
    for name in meeting.after:
        if name not in meetings:
            yield f"meeting {meeting.id}: comes after {name}, which is unknown"


def time_faults(meeting: Meeting, window: Window) -> Iterator[str]:
    name, minutes = f"meeting {meeting.id}", meeting.duration_minutes
    if minutes < 1:
        yield f"{name}: duration is {minutes} minutes, must be at least 1"
    if minutes > window.minutes:
        yield f"{name}: duration is {minutes} minutes, longer than the window of {window.minutes}"
    moments = {
        "earliest": meeting.earliest,
        "latest": meeting.latest,
        "fixed_start": meeting.fixed_start,
        "current": meeting.current,
    }
    naive = [kind for kind, moment in moments.items() if moment is not None and moment.tzinfo is None]
    yield from (f"{name}: {kind} has no time zone" for kind in naive)
    if not naive:
        yield from span_faults(meeting, window)


def span_faults(meeting: Meeting, window: Window) -> Iterator[str]:
    earliest, latest, fixed = meeting.earliest, meeting.latest, meeting.fixed_start
    if earliest and latest and latest <= earliest:
        yield f"meeting {meeting.id}: latest {text(latest)} is not after earliest {text(earliest)}"
    minutes = max(0, meeting.duration_minutes)
    too_long = minutes > window.minutes
    if fixed and (too_long or not window.start <= fixed <= window.end - timedelta(minutes=minutes)):
        yield f"meeting {meeting.id}: fixed_start {text(fixed)} does not fit into the window"
    if fixed and (fixed - window.start) % timedelta(minutes=1):
        yield f"meeting {meeting.id}: fixed_start {text(fixed)} is not on a whole minute of the window"


def cycle_faults(problem: Problem) -> list[str]:
    """One line for each cycle, found one after the other by leaving the found ones out."""
    order = {meeting.id: set(meeting.after) for meeting in problem.meetings}
    faults: list[str] = []
    while circle := first_cycle(order):
        faults.append(f"the order of the meetings is a cycle: {' before '.join(circle)}")
        order = {name: after - set(circle) for name, after in order.items() if name not in circle}
    return faults


def first_cycle(order: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter({name: sorted(after) for name, after in order.items()}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


@cache
def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        return False
    return True


def text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def one_line(fault: str) -> str:
    """Ids may have line ends and characters that move the cursor: these are written as escapes."""
    if fault.isprintable():
        return fault
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in fault
    )
