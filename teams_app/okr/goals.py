"""What was committed to: cycles, objectives, key results, and who contributes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from teams_app.okr.base import Base, Id
from teams_app.okr.org import Person, Unit

WHOLE = Decimal(100)


class Phase(StrEnum):
    """Of a cycle, in this order."""

    PLANNING = "planning"
    SHARING = "sharing"
    EXECUTION = "execution"
    REVIEW = "review"
    CLOSED = "closed"


class ObjectiveState(StrEnum):
    """A draft is seen by few, a shared objective by everyone who may."""

    DRAFT = "draft"
    SHARED = "shared"
    DELETED = "deleted"


class Status(StrEnum):
    """How a key result is going, in its owner's judgement."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    NOT_STARTED = "not_started"
    CLOSED = "closed"
    POSTPONED = "postponed"


class Cycle(Base):
    """A quarter, say; ``key`` is like ``2027-Q1``."""

    __tablename__ = "cycle"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    phase: Mapped[Phase] = mapped_column(default=Phase.PLANNING)


class Objective(Base):
    """What somebody wants to reach; contributes to at most one parent, an objective or a key result."""

    __tablename__ = "objective"
    __table_args__ = (
        CheckConstraint("parent_id IS NULL OR parent_key_result_id IS NULL", name="one_parent"),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)  # shown in links; stable across imports
    title: Mapped[str]
    state: Mapped[ObjectiveState] = mapped_column(default=ObjectiveState.DRAFT)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("objective.id"), index=True)
    parent_key_result_id: Mapped[int | None] = mapped_column(
        ForeignKey("key_result.id", use_alter=True), index=True
    )
    position: Mapped[int] = mapped_column(default=0)  # the order of the file
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())

    owner: Mapped[Person] = relationship(lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
    cycle: Mapped[Cycle] = relationship(lazy="raise")
    parent: Mapped[Objective | None] = relationship(remote_side="Objective.id", lazy="raise")
    parent_key_result: Mapped[KeyResult | None] = relationship(
        foreign_keys=[parent_key_result_id], lazy="raise"
    )
    key_results: Mapped[list[KeyResult]] = relationship(
        back_populates="objective",
        foreign_keys="KeyResult.objective_id",
        order_by="KeyResult.position",
        lazy="raise",
    )
    contributors: Mapped[list[Person]] = relationship(
        secondary="contributor", order_by="Person.name", viewonly=True, lazy="raise"
    )

    @property
    def is_aligned(self) -> bool:
        return self.parent_id is not None or self.parent_key_result_id is not None


class KeyResult(Base):
    """A measure of an objective, from a start value to a target."""

    __tablename__ = "key_result"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(unique=True)
    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id"), index=True)
    title: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    start: Mapped[Decimal] = mapped_column(Numeric)
    current: Mapped[Decimal] = mapped_column(Numeric)
    target: Mapped[Decimal] = mapped_column(Numeric)
    measure: Mapped[str] = mapped_column(default="")  # "%", "days", …
    status: Mapped[Status] = mapped_column(default=Status.NOT_STARTED)
    position: Mapped[int] = mapped_column(default=0)

    objective: Mapped[Objective] = relationship(
        back_populates="key_results", foreign_keys=[objective_id], lazy="raise"
    )

    @property
    def progress(self) -> int:
        """Whole per cent of the way from start to target, 0 to 100; 0 where both are the same."""
        way = self.target - self.start
        if not way:
            return 0
        return int(min(WHOLE, max(Decimal(0), (self.current - self.start) / way * WHOLE)))


class Contributor(Base):
    """A person who takes part in reaching an objective."""

    __tablename__ = "contributor"

    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class ObjectiveGuest(Base):
    """A guest or external person who was invited to an objective."""

    __tablename__ = "objective_guest"

    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
