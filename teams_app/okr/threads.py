"""The one lasting conversation of each OKR, and the cards by which it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from teams_app.okr.base import Base, Id
from teams_app.okr.goals import Objective
from teams_app.okr.org import Person, Place


class CommentKind(StrEnum):
    """What a comment is; the first three are the method's conversation, feedback, recognition."""

    CONVERSATION = "conversation"
    FEEDBACK = "feedback"
    RECOGNITION = "recognition"
    QUESTION = "question"
    NEED = "need"
    CHALLENGE = "challenge"


class CommentSource(StrEnum):
    """Where it was written."""

    REPLY = "reply"
    DIALOG = "dialog"
    API = "api"


class Thread(Base):
    """The conversation of one objective; comments come from anywhere."""

    __tablename__ = "thread"

    id: Mapped[Id]
    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id"), unique=True)

    objective: Mapped[Objective] = relationship(lazy="raise")


class Comment(Base):
    """Something that somebody said about an OKR; ``text`` is plain text with line breaks.

    ``source_key`` names the place and message, or the dialog, that it came from, so that what is
    delivered twice is stored once.
    """

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_thread_created", "thread_id", "created_at", "id"),)

    id: Mapped[Id]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[CommentKind] = mapped_column(default=CommentKind.CONVERSATION)
    source: Mapped[CommentSource]
    source_key: Mapped[str] = mapped_column(unique=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    text: Mapped[str]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    thread: Mapped[Thread] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")

    def edit(self, text: str, at: datetime) -> bool:
        """Take over an edit made where it was written; False when a newer one is there already."""
        if self.edited_at is not None and self.edited_at >= at:
            return False
        self.text, self.edited_at = text, at
        return True

    def delete(self, at: datetime) -> None:
        self.deleted_at = self.deleted_at or at

    def undelete(self) -> None:
        self.deleted_at = None


@dataclass(frozen=True)
class ThreadSummary:
    """What a card tells of its thread: counts, and the latest comments, oldest first, authors loaded."""

    comments: int = 0
    open_questions: int = 0
    latest: tuple[Comment, ...] = ()


class Card(Base):
    """The card of an objective in a place; its message is the root of the thread there.

    ``activity_id`` is the message's id, None until it was posted. ``attempted_at`` is set before a post:
    where it is set and the id is not, the post may have gone out, and is looked for before it is repeated.
    ``shown`` is a digest of the card as it was last sent, so that nothing is sent when nothing has changed.
    """

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("objective_id", "place_id"),
        Index("ix_card_place_activity", "place_id", "activity_id", unique=True),
    )

    id: Mapped[Id]
    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    activity_id: Mapped[str | None]
    attempted_at: Mapped[datetime | None]
    shown: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    objective: Mapped[Objective] = relationship(lazy="raise")
    place: Mapped[Place] = relationship(lazy="raise")
