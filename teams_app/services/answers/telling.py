"""What organizers are told of what happened in Outlook, in sentences that say what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from teams_app.okr import Invitee, ShareMeeting, UnitKind


@dataclass(frozen=True)
class Told:
    """``words`` are made for a reader's time zone (IANA)."""

    heading: str
    words: Callable[[str], str]


def named(meeting: ShareMeeting) -> str:
    """How people call a share meeting; ``unit`` is loaded."""
    return "Leadership team" if meeting.unit.kind is UnitKind.ORGANIZATION else meeting.unit.name


def gone(meeting: ShareMeeting) -> Told:
    name = named(meeting)
    return Told(
        f"The share meeting of {name} was deleted in Outlook",
        lambda _: (
            "Its event is gone for everybody who was invited; the plan keeps its time. To invite them "
            f"again, write: book again {meeting.unit.name}"
        ),
    )


def moved_by_hand(meeting: ShareMeeting) -> Told:
    start = _start(meeting)
    return Told(
        f"The share meeting of {named(meeting)} was moved in Outlook",
        lambda zone: (
            f"It is on {in_words(start, zone)} now, and stays there. Where that is in the way of other share "
            "meetings, the fewest moves that mend it come next."
        ),
    )


def outside(meeting: ShareMeeting, reason: str) -> Told:
    """Moved to where no plan can follow."""
    start = _start(meeting)
    return Told(
        f"The share meeting of {named(meeting)} was moved in Outlook",
        lambda zone: (
            f"It is on {in_words(start, zone)} now. {reason} Whether it is in the way of others was not "
            "looked for; move it in Outlook, or re-plan it, to have that."
        ),
    )


def accepted_after_all(meeting: ShareMeeting, invitee: Invitee) -> Told:
    return Told(
        f"{invitee.person.name} can come after all",
        lambda _: (
            f"The share meeting of {named(meeting)} was accepted, so what was proposed because of the "
            "decline is withdrawn. Nothing was moved."
        ),
    )


def in_words(moment: datetime, zone: str) -> str:
    """Such as ``14 January 2027, 14:30 (Berlin)``."""
    local = moment.astimezone(ZoneInfo(zone))
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"{local.day} {local:%B %Y, %H:%M} ({place})"


def _start(meeting: ShareMeeting) -> datetime:
    assert meeting.starts_at is not None  # noqa: S101 - it was moved there
    return meeting.starts_at
