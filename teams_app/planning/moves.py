"""Planning again: a former plan as what is booked, the wishes that change it, and what moves by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from teams_app.planning.plan import Plan
from teams_app.planning.problem import Meeting, Problem, Span


@dataclass(frozen=True)
class Booking:
    """When and where a meeting is."""

    start: datetime
    room: str | None


@dataclass(frozen=True)
class Move:
    """A booked meeting that the new plan has elsewhere; ``planned`` is None where it leaves it out."""

    id: str
    booked: Booking
    planned: Booking | None


def with_booked(problem: Problem, booked: Mapping[str, Booking]) -> Problem:
    """The problem in which these meetings are booked; bookings of other meetings are ignored."""

    def kept(meeting: Meeting) -> Meeting:
        booking = booked.get(meeting.id)
        if booking is None:
            return meeting
        return replace(meeting, current=booking.start, current_room=booking.room)

    return replace(problem, meetings=tuple(kept(meeting) for meeting in problem.meetings))


def with_declined(problem: Problem, person: str, meeting: Meeting) -> Problem:
    """The problem in which somebody refuses the time at which a meeting is booked.

    :raises ValueError: the meeting is not booked.
    """
    if meeting.current is None:
        raise ValueError(f"{meeting.id} is not booked")
    span = Span(meeting.current, meeting.current + meeting.duration)
    people = tuple(
        replace(one, declined=(*one.declined, span)) if one.id == person else one for one in problem.people
    )
    return replace(problem, people=people)


def with_fixed(problem: Problem, name: str, start: datetime) -> Problem:
    """The problem in which a meeting has to be at a time."""
    meetings = tuple(replace(one, fixed_start=start) if one.id == name else one for one in problem.meetings)
    return replace(problem, meetings=meetings)


def moves(booked: Mapping[str, Booking], plan: Plan) -> tuple[Move, ...]:
    """Every booked meeting that the plan has at another time or in another room, or not at all."""
    planned = {one.id: Booking(one.start, one.room) for one in plan.meetings}
    return tuple(
        Move(name, booking, planned.get(name))
        for name, booking in booked.items()
        if planned.get(name) != booking
    )
