"""The share week and its share meetings."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from teams_app.errors import Conflict
from teams_app.okr.base import Base, Id
from teams_app.okr.explaining import Explanation, explanation_of
from teams_app.okr.goals import Cycle
from teams_app.okr.org import Person, Unit, UnitKind
from teams_app.okr.rooms import Room


class WeekState(StrEnum):
    """A proposal that is planned anew is replaced by the next one."""

    PROPOSED = "proposed"
    REPLACED = "replaced"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class MeetingState(StrEnum):
    """``proposed`` and ``unplaced`` belong to a plan; the others tell what stands in calendars."""

    PROPOSED = "proposed"
    UNPLACED = "unplaced"
    BOOKING = "booking"
    BOOKED = "booked"
    MOVING = "moving"  # there is an event, which is to follow to a new time, room or people
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    DELETED = "deleted"  # somebody has deleted or cancelled its event in Outlook; it can be booked again


IN_CALENDARS = (MeetingState.BOOKING, MeetingState.BOOKED, MeetingState.MOVING, MeetingState.CANCELLING)


class Role(StrEnum):
    """How somebody is invited."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class Answer(StrEnum):
    """What somebody, or a room, has answered in Outlook."""

    NONE = "none"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Trouble(StrEnum):
    """Why a time is bad for somebody; free/busy tells no more than this."""

    BUSY = "busy"
    TENTATIVE = "tentative"
    OUT_OF_OFFICE = "out_of_office"
    OUTSIDE_HOURS = "outside_working_hours"


class ShareWeek(Base):
    """The share meetings of a cycle, planned as one; ``number`` counts the proposals of a cycle.

    Those of the whole organization, or of the part at and below ``root_unit``.
    """

    __tablename__ = "share_week"
    __table_args__ = (UniqueConstraint("cycle_id", "number"),)

    id: Mapped[Id]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    number: Mapped[int]
    root_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[WeekState] = mapped_column(default=WeekState.PROPOSED)
    first_day: Mapped[date]
    days: Mapped[int]
    is_bottom_up: Mapped[bool] = mapped_column(default=False)
    cost: Mapped[int] = mapped_column(default=0)
    lower_bound: Mapped[int] = mapped_column(default=0)
    unread_mailboxes: Mapped[int] = mapped_column(default=0)
    unread_rooms: Mapped[int] = mapped_column(default=0)  # which are not offered
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(server_default=func.now())

    cycle: Mapped[Cycle] = relationship(lazy="raise")
    root_unit: Mapped[Unit | None] = relationship(lazy="raise")
    meetings: Mapped[list[ShareMeeting]] = relationship(
        back_populates="week", order_by="ShareMeeting.position", lazy="raise"
    )

    @property
    def gap(self) -> float:
        """How far the plan can be from the best one: 0 is proven the best."""
        return (self.cost - self.lower_bound) / self.cost if self.cost else 0.0

    def confirm(self) -> list[ShareMeeting]:
        """Everybody is to be invited; the meetings that are to be booked.

        :raises Conflict: another proposal has replaced this one, or it was cancelled.
        """
        if self.state is WeekState.CONFIRMED:
            return []
        if self.state is not WeekState.PROPOSED:
            raise Conflict(f"Proposal {self.number} was {self.state.value}. Please look at the newest one.")
        self.state = WeekState.CONFIRMED
        placed = [meeting for meeting in self.meetings if meeting.state is MeetingState.PROPOSED]
        for meeting in placed:
            meeting.state = MeetingState.BOOKING
        return placed

    def cancel(self) -> list[ShareMeeting]:
        """The meetings whose events are to be cancelled; none when that was done before."""
        self.state = WeekState.CANCELLED
        return [meeting for meeting in self.meetings if meeting.cancel()]


class ShareMeeting(Base):
    """One session of one unit, sent from its organizer's mailbox.

    ``event_id`` is Graph's, in the organizer's mailbox; ``version`` rises when it is booked anew after a
    cancellation, since Graph never forgets a ``transactionId``. ``looked_at`` is when the event was last read
    from the calendar as it stands; None: it is to be looked at directly, as what was told of it could not be
    taken over, or nothing was told yet.
    """

    __tablename__ = "share_meeting"
    __table_args__ = (
        UniqueConstraint("week_id", "unit_id"),
        CheckConstraint("state = 'unplaced' OR starts_at < ends_at", name="placed_or_unplaced"),
    )

    id: Mapped[Id]
    week_id: Mapped[int] = mapped_column(ForeignKey("share_week.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    organizer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PROPOSED)
    position: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    unplaced_reason: Mapped[str] = mapped_column(default="")
    room: Mapped[str | None] = mapped_column(ForeignKey("room.name", onupdate="CASCADE"))
    room_answer: Mapped[Answer] = mapped_column(default=Answer.NONE, server_default="none")
    explanation: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict[str, Any])  # see okr.explaining
    version: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[str | None] = mapped_column(index=True)
    join_url: Mapped[str | None]
    chat_id: Mapped[str | None] = mapped_column(index=True)  # the meeting's chat in Teams
    not_invited: Mapped[int] = mapped_column(default=0)  # members beyond what an invitation can hold
    problem: Mapped[str | None]  # what is wrong about its event, and what can be done
    looked_at: Mapped[datetime | None]

    week: Mapped[ShareWeek] = relationship(back_populates="meetings", lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
    organizer: Mapped[Person] = relationship(lazy="raise")
    booked_room: Mapped[Room | None] = relationship(lazy="raise", viewonly=True)
    invitees: Mapped[list[Invitee]] = relationship(
        back_populates="meeting",
        order_by="Invitee.person_id",
        cascade="all, delete-orphan",  # who leaves a meeting is invited no more
        lazy="raise",
    )

    @property
    def level(self) -> str:
        """``leadership``, ``department`` or ``team``; needs ``unit`` loaded."""
        return "leadership" if self.unit.kind is UnitKind.ORGANIZATION else self.unit.kind.value

    @property
    def why(self) -> Explanation:
        """What the planner told about its time."""
        return explanation_of(self.explanation or {})

    @property
    def transaction_id(self) -> str:
        """What makes a repeated create of its event harmless."""
        return f"share-meeting-{self.id}-{self.version}"

    @property
    def answers(self) -> Counter[Answer]:
        """How many have answered what; its organizer is not asked. ``invitees`` are loaded."""
        asked = (one for one in self.invitees if one.person_id != self.organizer_id)
        return Counter(one.answer or Answer.NONE for one in asked)

    def move(self, start: datetime, room: str | None, *, is_confirmed: bool) -> None:
        """Another time or room; an event that is there, or is being made, is to follow."""
        self.starts_at, self.ends_at = start, start + timedelta(minutes=self.minutes)
        self.room, self.problem, self.unplaced_reason, self.explanation = room, None, "", {}
        self.room_answer, self.looked_at = Answer.NONE, None
        if self.state is MeetingState.BOOKED:
            self.state = MeetingState.MOVING
        elif self.state is MeetingState.UNPLACED:
            self.state = MeetingState.BOOKING if is_confirmed else MeetingState.PROPOSED

    def cancel(self) -> bool:
        """Whether there is, or may be, an event to cancel."""
        has_event = self.state in IN_CALENDARS
        if self.state not in (MeetingState.UNPLACED, MeetingState.CANCELLED):
            self.state = MeetingState.CANCELLING if has_event else MeetingState.CANCELLED
        return has_event

    def book_again(self, now: datetime) -> None:
        """Invite everybody anew, as nobody's event is there any more.

        :raises Conflict: its event was not deleted, or its time is over.
        """
        if self.state is not MeetingState.DELETED:
            raise Conflict(
                f"The share meeting of {self.unit.name} was not deleted: it is {self.state.value}."
            )
        if self.starts_at is None or self.starts_at <= now:
            raise Conflict(f"The time of {self.unit.name} is over. Please plan a share week for it anew.")
        self.state, self.version, self.problem = MeetingState.BOOKING, self.version + 1, None
        self.event_id = self.join_url = self.looked_at = None
        self.room_answer = Answer.NONE
        for invitee in self.invitees:
            invitee.forget_answer()


class Invitee(Base):
    """Somebody who is asked to a share meeting, why its time is bad for them, and what they answered.

    ``proposed_start`` and ``proposed_end`` are when they would rather come.
    """

    __tablename__ = "invitee"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("share_meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(default=Role.REQUIRED)
    trouble: Mapped[Trouble | None]
    answer: Mapped[Answer] = mapped_column(default=Answer.NONE, server_default="none")
    answered_at: Mapped[datetime | None]
    proposed_start: Mapped[datetime | None]
    proposed_end: Mapped[datetime | None]

    meeting: Mapped[ShareMeeting] = relationship(back_populates="invitees", lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

    def forget_answer(self) -> None:
        """They are asked anew."""
        self.answer, self.answered_at = Answer.NONE, None
        self.proposed_start = self.proposed_end = None
