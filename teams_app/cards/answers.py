"""What everybody has answered to a share meeting, in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from teams_app.cards.elements import Json, box, heading, text
from teams_app.cards.figures import counted
from teams_app.cards.text import one_line
from teams_app.okr import Answer, MeetingState, Role, ShareMeeting

WORDS = {Answer.ACCEPTED: "accepted", Answer.TENTATIVE: "tentative", Answer.DECLINED: "declined"}
MOST_NAMES = 3  # of those who declined, in one row
SHOWN_MEETINGS = 10


def answers_told(meeting: ShareMeeting) -> str:
    """Such as ``3 accepted, 1 declined``; "" while nobody has answered."""
    counts = meeting.answers
    return ", ".join(f"{counts[answer]:,} {words}" for answer, words in WORDS.items() if counts[answer])


def refusals(meeting: ShareMeeting) -> Iterator[str]:
    """Who of the required has declined, and the room."""
    required = [one for one in meeting.invitees if one.role is Role.REQUIRED]
    names = [one.person.name for one in required if one.answer is Answer.DECLINED]
    yield from (f"× {one_line(name)} declined" for name in names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        yield f"× and {len(names) - MOST_NAMES} more declined"
    if meeting.room_answer is Answer.DECLINED and meeting.room:
        yield f"× {one_line(meeting.room)} declined"


def deleted_box(meetings: Sequence[ShareMeeting]) -> Iterator[Json]:
    """What somebody has deleted in Outlook, and how to invite everybody again."""
    deleted = [one for one in meetings if one.state is MeetingState.DELETED]
    if not deleted:
        return
    number = counted(len(deleted), "share meeting was", "share meetings were")
    names = [one_line(one.unit.name) for one in deleted[:SHOWN_MEETINGS]]
    rows = [text(f"**{name}:** write **book again {name}**", spacing="Small") for name in names]
    if len(deleted) > SHOWN_MEETINGS:
        rows.append(text(f"and {len(deleted) - SHOWN_MEETINGS} more in the calendar", spacing="Small"))
    yield box([heading(f"× {number} deleted in Outlook"), *rows], spacing="Large")
