"""Where the app is installed in Teams, as it was last found out."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from teams_app.okr.base import Base, Id, Moment


class HomeKind(StrEnum):
    """What an app can be installed in; a team is one of Microsoft's, and counts for all of its channels."""

    TEAM = "team"
    CHAT = "chat"
    PERSON = "person"


class InstallState(StrEnum):
    """``old``: another version than the catalogue's newest. ``failed``: it could not be found out."""

    INSTALLED = "installed"
    OLD = "old"
    MISSING = "missing"
    BLOCKED = "blocked"
    FAILED = "failed"

    @property
    def keeps_cards_out(self) -> bool:
        """Whether sending there is known to be in vain."""
        return self in ABSENT


ABSENT = (InstallState.MISSING, InstallState.BLOCKED)


class Installation(Base):
    """The app in one home; ``target`` is a group id, a chat's id, or a person's object id.

    ``reason`` is a sentence that says what can be done, where something is to be done.
    """

    __tablename__ = "installation"
    __table_args__ = (UniqueConstraint("kind", "target"),)

    id: Mapped[Id]
    kind: Mapped[HomeKind]
    target: Mapped[str]
    state: Mapped[InstallState]
    version: Mapped[str] = mapped_column(default="")  # "" where only Teams told that it came
    reason: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[Moment]
