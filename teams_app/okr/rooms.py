"""Where people can meet besides online."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from teams_app.okr.base import Base, Id


class Room(Base):
    """A room with a mailbox of its own; a capacity of 0 takes it out of use.

    Its name tells it apart, for people and in share meetings; ``site`` is the building or town, which people
    read. Who is near is told by ``time_zone`` (IANA); without one, a room is near everybody.
    """

    __tablename__ = "room"
    __table_args__ = (CheckConstraint("capacity >= 0", name="capacity_not_negative"),)

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str] = mapped_column(unique=True)
    capacity: Mapped[int]
    site: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")
    is_from_directory: Mapped[bool] = mapped_column(default=False)  # else a file says how it is

    @property
    def place(self) -> str:
        """What an invitation says."""
        return f"{self.name}, {self.site}" if self.site else self.name
