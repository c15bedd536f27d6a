"""What the options of ``plan`` change in a problem; a wrong one is one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from teams_app.errors import BadInput
from teams_app.planning import Problem, ProblemFaults
from teams_app.planning.faults import time_faults
from teams_app.planning.files import read_bookings
from teams_app.planning.moves import Booking, with_declined, with_fixed
from teams_app.planning.problem import Meeting


def bookings_of(problem: Problem, path: Path) -> dict[str, Booking]:
    """Where a written plan has the problem's meetings; of others that it has, nothing is told.

    :raises BadInput: it cannot be read, is not a plan, or has none of these meetings.
    """
    try:
        booked = read_bookings(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    except ProblemFaults as error:
        more = f" (and {len(error.faults) - 1} faults more)" if len(error.faults) > 1 else ""
        raise BadInput(f"{path} is not a plan: {error.faults[0]}{more}.") from error
    found = {meeting.id: booked[meeting.id] for meeting in problem.meetings if meeting.id in booked}
    if not found:
        raise BadInput(f"{path} has none of the problem's meetings.")
    return found


def with_wishes(problem: Problem, declined: Iterable[str], fixed: Iterable[str]) -> Problem:
    """The problem with every ``PERSON@MEETING`` declined and every ``MEETING=TIME`` fixed."""
    for wish in declined:
        problem = _with_declined(problem, wish)
    for wish in fixed:
        problem = _with_fixed(problem, wish)
    return problem


def check_names(problem: Problem, names: list[str]) -> list[str]:
    """:raises BadInput: there is no meeting of that name."""
    meetings = {meeting.id for meeting in problem.meetings}
    for name in names:
        if name not in meetings:
            raise BadInput(f"--why {name}: there is no such meeting.")
    return [*dict.fromkeys(names)]


def _with_declined(problem: Problem, wish: str) -> Problem:
    person, meeting = _person_and_meeting(problem, wish)
    if person not in meeting.required + meeting.optional:
        raise BadInput(f"--declined {wish}: {person} is not asked to {meeting.id}.")
    if meeting.current is None:
        raise BadInput(f"--declined {wish}: {meeting.id} is not booked; --booked names the plan that is.")
    return with_declined(problem, person, meeting)


def _person_and_meeting(problem: Problem, wish: str) -> tuple[str, Meeting]:
    """Ids may have an ``@`` of their own, as e-mail addresses have."""
    people = {person.id for person in problem.people}
    meetings = {meeting.id: meeting for meeting in problem.meetings}
    parts = wish.split("@")
    for cut in range(len(parts) - 1, 0, -1):
        person, meeting = "@".join(parts[:cut]), "@".join(parts[cut:])
        if person in people and meeting in meetings:
            return person, meetings[meeting]
    if len(parts) == 1:
        raise BadInput(f"--declined {wish}: it has to be PERSON@MEETING.")
    raise BadInput(f"--declined {wish}: there is no such person or no such meeting.")


def _with_fixed(problem: Problem, wish: str) -> Problem:
    name, _, when = wish.rpartition("=")
    start = _moment(when)
    if not name or start is None:
        raise BadInput(f"--fix {wish}: it has to be MEETING=TIME, with a time such as 2026-12-07T09:00:00Z.")
    fixed = with_fixed(problem, name, start)
    meeting = next((one for one in fixed.meetings if one.id == name), None)
    if meeting is None:
        raise BadInput(f"--fix {wish}: there is no such meeting.")
    for fault in time_faults(meeting, problem.window):
        raise BadInput(f"--fix {wish}: {fault}.")
    return fixed


def _moment(text: str) -> datetime | None:
    """None for what is not a time with a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
