"""What a worker is to do, as values: each effect on the outside world is one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WeekRequest:
    """What an organizer asks for; ``first_day`` None lets us choose, ``cycle`` None means the current one.

    ``unit`` is the key or name of the unit at the top of the part; None means the whole organization.
    """

    cycle: str | None = None
    first_day: date | None = None
    days: int = 5
    is_bottom_up: bool = False
    asked_by_id: int | None = None
    unit: str | None = None


@dataclass(frozen=True)
class ProposeWeek:
    """Plan a share week and show the proposal in a place."""

    request: WeekRequest
    place_id: int


@dataclass(frozen=True)
class BookMeeting:
    """Create the event of a share meeting."""

    meeting_id: int


@dataclass(frozen=True)
class FindLink:
    """Ask for the join link and the chat of a booked share meeting."""

    meeting_id: int


@dataclass(frozen=True)
class CancelMeeting:
    """Cancel the event of a share meeting."""

    meeting_id: int


@dataclass(frozen=True)
class PlanChange:
    """Find the fewest moves that mend a share week, and show them in a place, if there is one."""

    change_id: int
    place_id: int | None = None


@dataclass(frozen=True)
class MoveMeeting:
    """Bring the event of a share meeting to the meeting's time, room and people."""

    meeting_id: int


@dataclass(frozen=True)
class PostCard:
    """Post a card that is not posted yet; ``place`` keeps the order of a place."""

    card_id: int
    place_id: int


@dataclass(frozen=True)
class RefreshCard:
    """Show a card as its OKR is now; several of these become one."""

    card_id: int
    place_id: int


@dataclass(frozen=True)
class SubscribeMailbox:
    """Be told of changes in a watched mailbox, go on being told, or be told no more, as its state says."""

    mailbox_id: int


@dataclass(frozen=True)
class ReadMailbox:
    """Read what has changed in a watched mailbox; several of these become one."""

    mailbox_id: int


@dataclass(frozen=True)
class CatchUp:
    """Read what has changed in all watched mailboxes, since notifications may have been missed."""


@dataclass(frozen=True)
class TellPlace:
    """A heading and a sentence for a place."""

    place_id: int
    heading: str
    words: str


@dataclass(frozen=True)
class InstallInChat:
    """Bring the app into the chat of a share meeting; ``name`` is what people call it."""

    chat_id: str
    name: str


Job = (
    ProposeWeek
    | BookMeeting
    | FindLink
    | InstallInChat
    | CancelMeeting
    | PlanChange
    | MoveMeeting
    | PostCard
    | RefreshCard
    | SubscribeMailbox
    | ReadMailbox
    | CatchUp
    | TellPlace
)
