"""What is to be planned: people, rooms and share meetings of one window, and what the rules weigh.

All moments are aware datetimes, all durations whole minutes. The values are taken as they are;
``teams_app.planning.faults.faults_of`` says what does not fit together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

MINUTES_OF_A_DAY = 24 * 60
LEVELS = ("leadership", "department", "team")


@dataclass(frozen=True)
class Window:
    """The span that is planned: ``days`` times 24 hours from ``start``, cut into slots of free/busy."""

    start: datetime
    days: int
    slot_minutes: int = 15

    @property
    def minutes(self) -> int:
        return self.days * MINUTES_OF_A_DAY

    @property
    def slots(self) -> int:
        return self.minutes // self.slot_minutes

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class WorkingHours:
    """ISO weekdays and hours of a person's own clock; an end not after the start is on the next day."""

    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    start: time = time(9)
    end: time = time(17)


@dataclass(frozen=True)
class Span:
    """From ``start`` up to ``end``."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Person:
    """``availability`` has one digit a slot, as Graph's availabilityView.

    0 free, 1 tentative, 2 busy, 3 out of office, 4 working elsewhere (counts as free).
    https://learn.microsoft.com/graph/api/resources/scheduleinformation
    ``declined`` are times that the person has refused: no meeting that requires them touches one.
    """

    id: str
    time_zone: str
    availability: str
    working_hours: WorkingHours = WorkingHours()
    declined: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Room:
    """A room with its own calendar; it can be booked where its digit is 0 or 4."""

    id: str
    capacity: int
    availability: str


@dataclass(frozen=True)
class Preferred:
    """A wanted start, or with an end: a span that the whole meeting should lie in."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Meeting:
    """One share meeting.

    ``after`` names the meetings that must have ended ``gap_minutes`` before this one starts.
    ``fixed_start`` is kept whatever it breaks; ``current`` is a booked start that should stay, and
    ``current_room`` the room that is kept with it if it can still be had; it may be gone.
    ``avoid_days`` are ISO weekdays or dates, by the clock that most of the required people live by.
    """

    id: str
    level: str
    duration_minutes: int
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    gap_minutes: int = 0
    needs_room: bool = False
    earliest: datetime | None = None
    latest: datetime | None = None
    fixed_start: datetime | None = None
    current: datetime | None = None
    current_room: str | None = None
    preferred: tuple[Preferred, ...] = ()
    avoid_days: tuple[int | date, ...] = ()

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.duration_minutes)


@dataclass(frozen=True)
class Lunch:
    """Lunch time by each person's own clock."""

    start: time
    end: time


@dataclass(frozen=True)
class Weights:
    """What each rule costs, in whole points. An attendance costs the worst that holds for it, once.

    =====================  =======  ==================================================================
    weight                 default  one unit of it
    =====================  =======  ==================================================================
    busy                      1000  a required person whose calendar says busy
    out_of_office             1000  a required person who is out of office
    outside_working_hours     1000  a required person outside working hours, by the person's own clock
    tentative                  950  a required person whose calendar says tentative
    night                     2000  a required person between 22:00 and 06:00 and outside working hours
    lunch                      100  a required person at lunch time, by the person's own clock
    optional_percent            10  per cent of the above that an optional person costs
    avoid_day                 1000  a required person of a meeting on a day that its unit does not meet
    not_preferred              500  a meeting away from all its preferred times, if it has any
    lateness                     1  a meeting that starts 30 minutes later in the window
    moved                   100000  a meeting away from the start it is booked at
    unplaced                     0  a meeting left out; always at least more than all else together
    =====================  =======  ==================================================================
    """

    busy: int = 1000
    out_of_office: int = 1000
    outside_working_hours: int = 1000
    tentative: int = 950
    night: int = 2000
    lunch: int = 100
    optional_percent: int = 10
    avoid_day: int = 1000
    not_preferred: int = 500
    lateness: int = 1
    moved: int = 100_000
    unplaced: int = 0


@dataclass(frozen=True)
class Problem:
    """Starts lie ``start_step_minutes`` apart, counted from the start of the window."""

    window: Window
    people: tuple[Person, ...]
    rooms: tuple[Room, ...]
    meetings: tuple[Meeting, ...]
    start_step_minutes: int = 30
    weights: Weights = field(default_factory=Weights)
    lunch: Lunch | None = None
