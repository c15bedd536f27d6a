"""The mailboxes whose calendars are watched, since share meetings are sent from them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from teams_app.okr.base import Base, Id
from teams_app.okr.org import Person

STATE_BYTES = 32  # of randomness; 43 characters of the 128 that Graph allows


class WatchState(StrEnum):
    """Whether Graph has promised to tell us of changes in a calendar."""

    WANTED = "wanted"  # it is to be asked
    ACTIVE = "active"
    CHALLENGED = "challenged"  # it asks whether we may still read the calendar
    ENDING = "ending"  # no share meeting is to come from this mailbox


class WatchedMailbox(Base):
    """An organizer's mailbox, how Graph tells of its changes, and up to where they are known.

    ``client_state`` comes back with each notification and proves that Graph sent it. ``attempted_at`` is set
    before a subscription is asked for and cleared when it is noted, so that one whose answer was lost is
    looked for. ``delta_link`` asks for what has changed since ``read_at`` in the window from ``window_start``
    to ``window_end``.
    """

    __tablename__ = "watched_mailbox"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    state: Mapped[WatchState] = mapped_column(default=WatchState.WANTED, server_default="wanted")
    client_state: Mapped[str]
    resource: Mapped[str] = mapped_column(default="", server_default="")
    subscription_id: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None]
    attempted_at: Mapped[datetime | None]
    problem: Mapped[str | None]  # why nothing is told to us for now; the calendar is read by the clock
    delta_link: Mapped[str | None]
    window_start: Mapped[datetime | None]
    window_end: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def mailbox(self) -> str:
        """How Graph is told whose it is; ``person`` is loaded."""
        return self.person.object_id or self.person.email

    def is_told_by(self, client_state: str) -> bool:
        """Whether a notification with this proof is Graph's; takes the same time whatever it says."""
        return compare_digest(self.client_state.encode(), client_state.encode("utf-8", "replace"))

    def lasts(self, now: datetime, margin: timedelta) -> bool:
        """Whether the subscription holds for longer than a margin."""
        return bool(self.subscription_id and self.expires_at and self.expires_at - margin > now)

    def note_subscription(self, subscription_id: str, resource: str, expires_at: datetime) -> None:
        self.subscription_id, self.resource, self.expires_at = subscription_id, resource, expires_at
        self.attempted_at = self.problem = None
        if self.state is not WatchState.ENDING:
            self.state = WatchState.ACTIVE

    def lose_subscription(self) -> None:
        """It has expired, or Graph has removed it; another is to be made."""
        self.subscription_id = self.expires_at = None
        if self.state is not WatchState.ENDING:
            self.state = WatchState.WANTED

    def link_for(self, start: datetime, end: datetime) -> str:
        """The delta link, where its window holds this span; "" where all is to be read anew."""
        is_held = (
            self.window_start is not None
            and self.window_end is not None
            and self.window_start <= start
            and end <= self.window_end
        )
        return self.delta_link or "" if is_held else ""


def new_client_state() -> str:
    return secrets.token_urlsafe(STATE_BYTES)
