"""Take over into a share meeting how its event stands in Outlook; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from graph.values import AttendeeAnswer, AttendeeKind, Response, SeenEvent
from teams_app.okr import Answer, Invitee, MeetingState, Role, ShareMeeting

Seen = SeenEvent | None  # None: it is gone
ANSWERS = {
    Response.ACCEPTED: Answer.ACCEPTED,
    Response.TENTATIVE: Answer.TENTATIVE,
    Response.DECLINED: Answer.DECLINED,
}
STANDING = (MeetingState.BOOKED, MeetingState.MOVING)


@dataclass(frozen=True)
class Known:
    """A share meeting as it was when its calendar was asked; another one later: it changed meanwhile."""

    meeting_id: int
    week_id: int
    state: MeetingState
    starts_at: datetime | None
    ends_at: datetime | None
    room: str | None
    version: int
    event_id: str | None
    is_to_be_looked_at: bool = field(compare=False)


def known(meeting: ShareMeeting) -> Known:
    return Known(
        meeting_id=meeting.id,
        week_id=meeting.week_id,
        state=meeting.state,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        room=meeting.room,
        version=meeting.version,
        event_id=meeting.event_id,
        is_to_be_looked_at=meeting.looked_at is None,
    )


@dataclass
class Taken:
    """What was taken over.

    :param is_stale: nothing, as the share meeting changed while its calendar was read.
    :param is_moved: somebody has moved the event by hand; the share meeting has its time now.
    :param declined: required people whose answer is no, however long it has been.
    :param accepted: those who have said yes just now.
    :param room_said: what the room has said just now, if anything.
    """

    meeting: ShareMeeting
    is_stale: bool = False
    is_gone: bool = False
    is_moved: bool = False
    declined: list[Invitee] = field(default_factory=list[Invitee])
    accepted: list[Invitee] = field(default_factory=list[Invitee])
    room_said: Answer | None = None


def take_over(meeting: ShareMeeting, before: Known, event: Seen, now: datetime) -> Taken:
    """Again, it changes nothing; what is not settled is left to be looked at again.

    :param meeting: loaded with invitees and room.
    """
    if known(meeting) != before:
        meeting.looked_at = None
        return Taken(meeting, is_stale=True)
    if meeting.state not in STANDING:
        return Taken(meeting)
    if event is None:
        return _gone(meeting)
    is_elsewhere = (event.start, event.end) != (meeting.starts_at, meeting.ends_at)
    if is_elsewhere and meeting.state is MeetingState.MOVING:
        meeting.looked_at = None  # it is on its way to where we want it
        return Taken(meeting)
    taken = Taken(meeting, is_moved=is_elsewhere)
    if is_elsewhere:
        _move(meeting, event)
    meeting.looked_at = now
    _take_answers(taken, {one.email: one for one in event.answers})
    return taken


def _gone(meeting: ShareMeeting) -> Taken:
    meeting.state, meeting.event_id = MeetingState.DELETED, None
    meeting.join_url = meeting.chat_id = None
    meeting.problem = meeting.looked_at = None
    meeting.room_answer = Answer.NONE
    for invitee in meeting.invitees:
        invitee.forget_answer()
    return Taken(meeting, is_gone=True)


def _move(meeting: ShareMeeting, event: SeenEvent) -> None:
    """Outlook's time counts; why the planner chose another one is no more to be told."""
    meeting.starts_at, meeting.ends_at = event.start, event.end
    meeting.minutes = max(1, (event.end - event.start) // timedelta(minutes=1))
    meeting.explanation = {}


def _take_answers(taken: Taken, answers: dict[str, AttendeeAnswer]) -> None:
    meeting = taken.meeting
    for invitee in meeting.invitees:
        if invitee.person_id == meeting.organizer_id:
            continue
        if _take_answer(invitee, answers.get(invitee.person.email.lower())):
            taken.accepted += [invitee] if invitee.answer is Answer.ACCEPTED else []
        if invitee.answer is Answer.DECLINED and invitee.role is Role.REQUIRED:
            taken.declined.append(invitee)
    _take_room(taken, answers)


def _take_answer(invitee: Invitee, given: AttendeeAnswer | None) -> bool:
    """Whether it is another one than before; who was taken off the event has none."""
    before = invitee.answer, invitee.answered_at
    if given is None or given.response not in ANSWERS:
        invitee.forget_answer()
    else:
        start, end = given.proposed or (None, None)
        invitee.answer, invitee.answered_at = ANSWERS[given.response], given.at
        invitee.proposed_start, invitee.proposed_end = start, end
    return before != (invitee.answer, invitee.answered_at)


def _take_room(taken: Taken, answers: dict[str, AttendeeAnswer]) -> None:
    meeting, room = taken.meeting, taken.meeting.booked_room
    given = answers.get(room.email.lower()) if room else None
    if given is None or given.kind is not AttendeeKind.ROOM:
        return
    said = ANSWERS.get(given.response, Answer.NONE)
    if said is not meeting.room_answer:
        meeting.room_answer = taken.room_said = said
