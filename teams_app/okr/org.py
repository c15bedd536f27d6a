"""Who there is: people, units and their members, and the places where cards are shown."""

from __future__ import annotations

from datetime import time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from teams_app.okr.base import Base, Id


class PersonKind(StrEnum):
    """A guest is in the directory; an external person is known by e-mail only."""

    MEMBER = "member"
    GUEST = "guest"
    EXTERNAL = "external"


class MailboxState(StrEnum):
    """What is known of an account's mailbox; the directory's reading finds it out."""

    UNKNOWN = "unknown"
    PERSON = "person"
    SHARED = "shared"
    ROOM = "room"
    EQUIPMENT = "equipment"
    NONE = "none"  # none in the cloud
    UNREADABLE = "unreadable"  # the app may not read its settings


class UnitKind(StrEnum):
    """The three kinds of unit, from the top down."""

    ORGANIZATION = "organization"
    DEPARTMENT = "department"
    TEAM = "team"


class PlaceKind(StrEnum):
    """Where cards can be shown."""

    CHANNEL = "channel"
    GROUP_CHAT = "group_chat"
    MEETING_CHAT = "meeting_chat"
    PERSONAL = "personal"


class Person(Base):
    """Somebody who takes part; working hours are wall-clock times in their own zone."""

    __tablename__ = "person"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    job_title: Mapped[str] = mapped_column(default="")
    kind: Mapped[PersonKind] = mapped_column(default=PersonKind.MEMBER)
    object_id: Mapped[str | None] = mapped_column(unique=True)  # Entra's; None until found in the directory
    is_enabled: Mapped[bool] = mapped_column(default=True)
    is_organizer: Mapped[bool] = mapped_column(default=False)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    time_zone: Mapped[str] = mapped_column(default="UTC")  # IANA
    work_days: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger), default=lambda: [1, 2, 3, 4, 5])  # ISO
    work_start: Mapped[time] = mapped_column(default=time(9))
    work_end: Mapped[time] = mapped_column(default=time(17))
    mailbox: Mapped[MailboxState] = mapped_column(default=MailboxState.UNKNOWN)

    manager: Mapped[Person | None] = relationship(remote_side="Person.id", lazy="raise")

    @property
    def has_mailbox(self) -> bool:
        """Whether free/busy can be asked for."""
        is_member = self.object_id is not None and self.kind is PersonKind.MEMBER
        return is_member and self.mailbox is not MailboxState.NONE

    @property
    def may_take_part(self) -> bool:
        """Whether a sender with this record is one of ours."""
        return self.is_enabled and self.kind is not PersonKind.EXTERNAL


class Unit(Base):
    """The organization, a department or a team; units form a tree."""

    __tablename__ = "unit"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[UnitKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_restricted: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)  # the order of the file
    teams_team: Mapped[str] = mapped_column(default="")  # names, by which its channel is found
    channel_name: Mapped[str] = mapped_column(default="")
    needs_room: Mapped[bool | None]  # None: where the people are tells
    # What it is made of in the directory, such as ``group:<object id>``; None: it comes from a file.
    directory_source: Mapped[str | None] = mapped_column(unique=True)

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id", lazy="raise")
    leader: Mapped[Person] = relationship(lazy="raise")
    memberships: Mapped[list[Membership]] = relationship(back_populates="unit", lazy="raise")
    channel: Mapped[Place | None] = relationship(
        primaryjoin="and_(Place.unit_id == Unit.id, Place.kind == 'channel')",
        uselist=False,
        viewonly=True,
        lazy="raise",
    )


class Membership(Base):
    """A person belongs to a unit; leaders are members as well."""

    __tablename__ = "membership"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    unit: Mapped[Unit] = relationship(back_populates="memberships", lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class Place(Base):
    """A conversation of the Bot Framework: a channel, a chat, or a personal chat.

    ``conversation_id`` of a channel is the channel's id; ``team_id`` is the group id of its Teams team.
    """

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("kind <> 'personal' OR person_id IS NOT NULL", name="personal_has_person"),
    )

    id: Mapped[Id]
    kind: Mapped[PlaceKind]
    conversation_id: Mapped[str] = mapped_column(unique=True)
    service_url: Mapped[str]
    team_id: Mapped[str | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    is_gone: Mapped[bool] = mapped_column(default=False)  # deleted, or the app was removed from it
    problem: Mapped[str | None]  # parked: why nothing is sent there for now, so that the order is kept

    unit: Mapped[Unit | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
