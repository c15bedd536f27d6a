"""The tenant's directory as it was last read, so that the next reading needs to fetch changes alone."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import SmallInteger, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from teams_app.okr.base import Base, Id, Moment
from teams_app.okr.org import MailboxState


class DirectoryAccount(Base):
    """An account: somebody, or a room or shared mailbox; ids are Entra's object ids.

    Time zone (IANA) and hours are those of the mailbox, where it has told them; ``unknown_zone`` is the name
    of a zone that only the mailbox knows.
    """

    __tablename__ = "directory_account"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]  # lower case
    principal_name: Mapped[str]
    job_title: Mapped[str]
    is_guest: Mapped[bool]
    is_enabled: Mapped[bool]
    has_mail: Mapped[bool]
    department: Mapped[str]
    office: Mapped[str]
    company: Mapped[str]
    manager_id: Mapped[str | None]
    mailbox: Mapped[MailboxState]
    time_zone: Mapped[str | None]
    work_days: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    work_start: Mapped[time | None]
    work_end: Mapped[time | None]
    unknown_zone: Mapped[str]
    mailbox_read_at: Mapped[datetime | None]


class DirectoryGroup(Base):
    """A group; who is in it is known only where units are made of it."""

    __tablename__ = "directory_group"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_team: Mapped[bool]
    members: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    owners: Mapped[list[str] | None] = mapped_column(ARRAY(String))


class DirectoryLink(Base):
    """Where the next delta of a collection (users, groups) begins."""

    __tablename__ = "directory_link"

    collection: Mapped[str] = mapped_column(primary_key=True)
    link: Mapped[str]


class DirectoryRun(Base):
    """One reading of the directory, with what it changed; ``problem``: why it changed nothing at all."""

    __tablename__ = "directory_run"

    id: Mapped[Id]
    began_at: Mapped[Moment]
    ended_at: Mapped[Moment]
    is_full: Mapped[bool]
    problem: Mapped[str | None]
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
