"""What an organizer should look at before people meet: a sentence each, with what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from teams_app.okr.org import Person, PersonKind
from teams_app.okr.sharing import MeetingState, ShareMeeting, Trouble

NAMED = 3  # people by name; more are counted
STANDING = (MeetingState.PROPOSED, MeetingState.BOOKING, MeetingState.BOOKED, MeetingState.MOVING)


@dataclass(frozen=True)
class Remark:
    """Something about one share meeting."""

    meeting: ShareMeeting
    sentence: str


def remarks(meetings: Iterable[ShareMeeting]) -> list[Remark]:
    """Of the meetings that stand, or are to; units, organizers and invited people are loaded."""
    standing = (meeting for meeting in meetings if meeting.state in STANDING)
    return [Remark(meeting, sentence) for meeting in standing for sentence in _sentences(meeting)]


def _sentences(meeting: ShareMeeting) -> Iterator[str]:
    if meeting.problem and meeting.state is MeetingState.BOOKED:
        yield meeting.problem
    yield from _of_sender(meeting)
    yield from _of_leader(meeting)
    yield from _of_proposals(meeting)
    if meeting.not_invited:
        yield (
            f"An invitation holds 500 people: {len(meeting.invitees)} take part for all, and "
            f"{meeting.not_invited:,} are not invited. Record the meeting and share the link in the channel."
        )
    if absent := [one.person for one in meeting.invitees if _lacks_mailbox(one.person)]:
        yield (
            f"{_names(absent)} cannot be found in the directory with a mailbox: their calendars count as "
            "free, and the invitation may not reach them. Check their e-mail addresses."
        )


def _of_sender(meeting: ShareMeeting) -> Iterator[str]:
    leader = _leader(meeting)
    if not meeting.organizer.has_mailbox:
        yield (
            f"{meeting.organizer.name} has no mailbox in the cloud, so nothing can be booked from it. Let an "
            "organizer who has one plan the share week, or give the unit another leader."
        )
    elif leader and leader.id != meeting.organizer_id and not leader.has_mailbox:
        yield f"{leader.name} has no mailbox in the cloud: {meeting.organizer.name}’s sends the invitation."


def _of_leader(meeting: ShareMeeting) -> Iterator[str]:
    found = (one for one in meeting.invitees if one.person_id == meeting.unit.leader_id)
    if any(one.trouble is Trouble.OUT_OF_OFFICE for one in found):
        leader = _leader(meeting)
        yield (
            f"{leader.name if leader else 'The leader'}, who leads it, is out of office then. Move it, "
            "choose another week, or let somebody else lead the unit for the time."
        )


def _of_proposals(meeting: ShareMeeting) -> Iterator[str]:
    """Times are the organizer's, who decides."""
    zone = ZoneInfo(meeting.organizer.time_zone)
    for invitee in meeting.invitees:
        if invitee.proposed_start and invitee.proposed_start != meeting.starts_at:
            start = invitee.proposed_start.astimezone(zone)
            yield (
                f"{invitee.person.name} proposes {start.day} {start:%B, %H:%M} instead. To see what that "
                "would move, re-plan it to that time."
            )


def _leader(meeting: ShareMeeting) -> Person | None:
    found = (one.person for one in meeting.invitees if one.person_id == meeting.unit.leader_id)
    return next(found, None)


def _lacks_mailbox(person: Person) -> bool:
    return person.kind is PersonKind.MEMBER and not person.has_mailbox


def _names(people: list[Person]) -> str:
    names = [person.name for person in people]
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
