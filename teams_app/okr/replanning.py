"""Changes of a share week that stands: what happened, and the fewest moves that mend the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from teams_app.errors import Conflict
from teams_app.okr.access import may_organize
from teams_app.okr.base import Base, Id
from teams_app.okr.org import Person, PersonKind
from teams_app.okr.sharing import Invitee, MeetingState, Role, ShareMeeting, ShareWeek, Trouble, WeekState

ALIVE = (WeekState.PROPOSED, WeekState.CONFIRMED)
CANCELLED = "The share week was cancelled in the meantime. Nothing was moved."


class ChangeKind(StrEnum):
    """What happened to the week."""

    DECLINED = "declined"  # somebody who is asked to a meeting declined
    MOVED = "moved"  # a meeting is wanted at another time
    PEOPLE = "people"  # who is asked to a meeting, or to all, is to be read again
    ROOM = "room"  # a room cannot be had any more
    LOOK_AGAIN = "look_again"  # nothing that we were told of


class ChangeState(StrEnum):
    """``planning`` until a worker has looked; ``proposed`` waits for somebody to decide."""

    PLANNING = "planning"
    PROPOSED = "proposed"
    NOT_NEEDED = "not_needed"  # nothing has to move
    IMPOSSIBLE = "impossible"  # no plan keeps it; the reason says why
    FAILED = "failed"  # it could not be planned; the reason says why
    REPLACED = "replaced"  # a newer change holds this one too
    CONFIRMED = "confirmed"
    KEPT = "kept"  # somebody decided that nothing moves
    TAKEN_BACK = "taken_back"  # whoever declined can come after all


class WeekChange(Base):
    """What happened, the moves that mend it, and what became of them; ``number`` counts those of a week.

    ``asked_by`` is missing where it was not a person who told us. ``troubles`` say for whom which time is bad
    in the mended plan, and why: by meeting and person, whose ids are text since they are keys of JSON.
    """

    __tablename__ = "week_change"
    __table_args__ = (UniqueConstraint("week_id", "number"),)

    id: Mapped[Id]
    week_id: Mapped[int] = mapped_column(ForeignKey("share_week.id"), index=True)
    number: Mapped[int]
    kind: Mapped[ChangeKind]
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.PLANNING)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("share_meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who declined
    note: Mapped[str] = mapped_column(default="")  # their words
    declined_from: Mapped[datetime | None]  # when they cannot come, to any meeting
    declined_until: Mapped[datetime | None]
    wanted_start: Mapped[datetime | None]
    room: Mapped[str | None]  # that cannot be had
    reason: Mapped[str] = mapped_column(default="")
    is_fewest: Mapped[bool] = mapped_column(default=False)  # proven: fewer moves do not mend it
    added_cost: Mapped[int] = mapped_column(default=0)  # what the moves make the plan dearer
    troubles: Mapped[dict[str, dict[str, str]]] = mapped_column(JSONB, default=dict[str, Any])
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("week_change.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    week: Mapped[ShareWeek] = relationship(lazy="raise")
    meeting: Mapped[ShareMeeting | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise")
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id], lazy="raise")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise")
    moves: Mapped[list[WeekMove]] = relationship(
        back_populates="change", order_by="WeekMove.position", lazy="raise"
    )

    def confirm(self, decider: Person, now: datetime) -> list[ShareMeeting]:
        """Move what is to be moved; the meetings whose events are to follow. Again, it changes nothing.

        ``week.meetings`` with their invitees, and ``moves`` with their people are loaded.

        :raises Conflict: it is not open any more, or its times are over.
        """
        if self.state is ChangeState.CONFIRMED:
            return []
        self._refuse_unless_open()
        if any(not move.stands for move in self.moves):
            raise Conflict("A meeting was moved in the meantime. Nothing was changed; please re-plan again.")
        if any(move.is_moving and move.to_start <= now for move in self.moves):
            raise Conflict("The proposed time is over already. Nothing was changed; please re-plan again.")
        for move in self.moves:
            move.apply(is_confirmed=self.week.state is WeekState.CONFIRMED)
        self._refresh_quality()
        self._decide(ChangeState.CONFIRMED, decider, now)
        following = (MeetingState.MOVING, MeetingState.BOOKING)
        return [move.meeting for move in self.moves if move.meeting.state in following]

    def keep(self, decider: Person, now: datetime) -> None:
        """Nothing moves.

        :raises Conflict: it is not open any more.
        """
        if self.state is not ChangeState.KEPT:
            self._refuse_unless_open()
            self._decide(ChangeState.KEPT, decider, now)

    def _refuse_unless_open(self) -> None:
        if self.week.state not in ALIVE:
            raise Conflict(CANCELLED)
        if self.state is not ChangeState.PROPOSED:
            raise Conflict(_CLOSED[self.state])

    def _decide(self, state: ChangeState, decider: Person, now: datetime) -> None:
        self.state, self.decided_by_id, self.decided_at = state, decider.id, now

    def _refresh_quality(self) -> None:
        """Of the whole week: calendars were read anew, and meetings stand in another order now."""
        week = self.week
        for meeting in week.meetings:
            known = self.troubles.get(str(meeting.id))
            if known is not None:
                for invitee in meeting.invitees:
                    reason = known.get(str(invitee.person_id))
                    invitee.trouble = Trouble(reason) if reason else None
        for position, meeting in enumerate(sorted(week.meetings, key=_by_time)):
            meeting.position = position
        week.cost += self.added_cost  # the bound stays: what else must be kept now makes no plan cheaper


class WeekMove(Base):
    """One meeting in a change: from where, to where; times and rooms are equal where only people change.

    ``asked``, ``bad_before`` and ``bad_after`` count required people, and for how many a time is bad.
    """

    __tablename__ = "week_move"

    id: Mapped[Id]
    change_id: Mapped[int] = mapped_column(ForeignKey("week_change.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("share_meeting.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    from_start: Mapped[datetime | None]  # None: it had no time yet
    from_room: Mapped[str | None]
    to_start: Mapped[datetime]
    to_room: Mapped[str | None]
    asked: Mapped[int]
    bad_before: Mapped[int] = mapped_column(default=0)
    bad_after: Mapped[int] = mapped_column(default=0)
    carried_at: Mapped[datetime | None]  # when the event had left its place of before

    change: Mapped[WeekChange] = relationship(back_populates="moves", lazy="raise")
    meeting: Mapped[ShareMeeting] = relationship(lazy="raise")
    people: Mapped[list[MovePerson]] = relationship(
        back_populates="move", order_by="MovePerson.person_id", lazy="raise"
    )

    @property
    def to_end(self) -> datetime:
        return self.to_start + timedelta(minutes=self.meeting.minutes)

    @property
    def is_moving(self) -> bool:
        """In time; another room or other people alone are none."""
        return self.from_start != self.to_start

    @property
    def stands(self) -> bool:
        """Whether the meeting is still where it was when this was planned."""
        return (self.meeting.starts_at, self.meeting.room) == (self.from_start, self.from_room)

    def apply(self, *, is_confirmed: bool) -> None:
        """Move the meeting of a week that is confirmed or not; ``meeting.invitees`` is loaded."""
        self.meeting.move(self.to_start, self.to_room, is_confirmed=is_confirmed)
        invited = {invitee.person_id: invitee for invitee in self.meeting.invitees}
        for one in self.people:
            known = invited.get(one.person_id)
            if known and one.role:
                known.role = one.role
            elif known:
                self.meeting.invitees.remove(known)
            elif one.role:
                self.meeting.invitees.append(
                    Invitee(person_id=one.person_id, person=one.person, role=one.role)
                )


class MovePerson(Base):
    """Somebody who joins a meeting, whose part in it changes, or who leaves it (``role`` is None)."""

    __tablename__ = "week_move_person"

    move_id: Mapped[int] = mapped_column(ForeignKey("week_move.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[Role | None]

    move: Mapped[WeekMove] = relationship(back_populates="people", lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


def may_decide(person: Person, change: WeekChange) -> bool:
    """Organizers; and who leads the units whose meetings move, if nobody else's do."""
    return may_organize(person) or _leads_all(person, [move.meeting for move in change.moves])


def may_ask(person: Person, meetings: Iterable[ShareMeeting]) -> bool:
    """Organizers about anything; leaders about the meetings of their own units.

    :param meetings: what the change is about; nothing means the whole week.
    """
    return may_organize(person) or _leads_all(person, list(meetings))


def may_see(person: Person, change: WeekChange) -> bool:
    """Organizers; and who leads a unit whose meeting it is about."""
    about = [*([change.meeting] if change.meeting else []), *(move.meeting for move in change.moves)]
    return may_organize(person) or any(_leads_all(person, [meeting]) for meeting in about)


def _by_time(meeting: ShareMeeting) -> tuple[bool, datetime, int]:
    """Those without a time come last."""
    start = meeting.starts_at
    return (start is None, start or datetime.max.replace(tzinfo=UTC), meeting.position)


def _leads_all(person: Person, meetings: list[ShareMeeting]) -> bool:
    is_ours = person.may_take_part and person.kind is not PersonKind.GUEST
    return is_ours and bool(meetings) and {one.unit.leader_id for one in meetings} == {person.id}


_CLOSED = {
    ChangeState.PLANNING: "This change is still being planned. Please wait a moment.",
    ChangeState.NOT_NEEDED: "There is nothing to decide: nothing has to move.",
    ChangeState.IMPOSSIBLE: "There is nothing to decide: no plan could be found.",
    ChangeState.FAILED: "There is nothing to decide: it could not be planned. Please re-plan again.",
    ChangeState.REPLACED: "A newer proposal has replaced this one. Please look at that; nothing was changed.",
    ChangeState.CONFIRMED: "This was confirmed already, and the meetings are moved. Please re-plan anew.",
    ChangeState.KEPT: "It was decided already to keep it as it is. Please re-plan anew.",
    ChangeState.TAKEN_BACK: "There is nothing to decide any more: it was accepted after all.",
}
