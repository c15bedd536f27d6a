"""What stands in mailbox calendars: a meeting, and its entry in each mailbox that it concerns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

Json = dict[str, Any]
BEFORE_TIME = datetime(1, 1, 1, tzinfo=UTC)  # Graph's word for "never"


@dataclass
class Invitee:
    """One attendee, as the organizer's calendar knows them.

    :param kind: required, optional or resource.
    :param response: none, accepted, tentativelyAccepted or declined.
    :param proposed: start and end of a proposed new time.
    """

    email: str
    name: str
    kind: str = "required"
    response: str = "none"
    responded: datetime = BEFORE_TIME
    proposed: tuple[datetime, datetime] | None = None


@dataclass
class OnlineMeeting:
    """The Teams meeting behind an event; its chat is a conversation of Teams.

    :param hidden: how many more times the event is read without its join link.
    """

    join_url: str
    thread_id: str
    hidden: int = 0


@dataclass(kw_only=True)
class Meeting:
    """One appointment or meeting, shared by all mailboxes; times are aware UTC, zones are names as given.

    :param body: HTML.
    :param options: the other properties of Graph's event that are kept as they came (showAs, importance, …).
    :param properties: single-value extended properties, id → value.
    :param sequence: how often it was changed.
    """

    uid: str
    organizer: str
    start: datetime
    end: datetime
    created: datetime
    modified: datetime
    subject: str = ""
    body: str = ""
    start_zone: str = "UTC"
    end_zone: str = "UTC"
    invitees: list[Invitee] = field(default_factory=list[Invitee])
    locations: list[Json] = field(default_factory=list[Json])
    online: OnlineMeeting | None = None
    transaction_id: str | None = None
    options: Json = field(default_factory=dict[str, Any])
    properties: dict[str, str] = field(default_factory=dict[str, str])
    sequence: int = 0
    cancelled: bool = False

    @property
    def show_as(self) -> str:
        return self.options.get("showAs", "busy")

    def invitee(self, email: str) -> Invitee | None:
        return next((invitee for invitee in self.invitees if invitee.email == email), None)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.start < end and start < self.end


@dataclass
class Entry:
    """A meeting in one mailbox.

    :param response: organizer, notResponded, accepted, tentativelyAccepted or declined.
    :param removed: out of the calendar: cancelled by the organizer, declined or deleted.
    :param series: id of the series that an occurrence belongs to.
    :param repeats: the recurrence of a series' master, as Graph gives it.
    """

    id: str
    owner: str
    uid: str
    response: str
    responded: datetime = BEFORE_TIME
    removed: bool = False
    series: str | None = None
    repeats: Json | None = None

    def show_as(self, meeting: Meeting) -> str:
        """How the time looks in this mailbox; an invitation without an answer is tentative."""
        if meeting.cancelled:
            return "free"
        undecided = self.response in ("notResponded", "tentativelyAccepted")
        return "tentative" if undecided and meeting.show_as != "free" else meeting.show_as


@dataclass(frozen=True)
class Item:
    """An entry together with its meeting: what a calendar shows."""

    entry: Entry
    meeting: Meeting

    @property
    def show_as(self) -> str:
        return self.entry.show_as(self.meeting)


@dataclass(frozen=True)
class Busy:
    """A stretch of time in a mailbox, for free/busy; ``status`` is Graph's freeBusyStatus."""

    start: datetime
    end: datetime
    status: str
    subject: str
    uid: str
    location: str = ""
    private: bool = False

    @classmethod
    def of(cls, item: Item) -> Self:
        meeting = item.meeting
        location = str(meeting.locations[0].get("displayName") or "") if meeting.locations else ""
        private = meeting.options.get("sensitivity") in ("private", "confidential")
        return cls(meeting.start, meeting.end, item.show_as, meeting.subject, meeting.uid, location, private)
