"""How many calls a mailbox gets at a time, counted over all processes.

Outlook answers four calls at a time of an application for one mailbox. A row is one of those turns; who takes
it holds it until it gives it back, or, killed meanwhile, until its time is over.
"""

from __future__ import annotations

from sqlalchemy import TIMESTAMP, Column, MetaData, SmallInteger, String, Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Base

metadata: MetaData = Base.metadata
MAILBOX_TURN = Table(
    "mailbox_turn",
    metadata,
    Column("mailbox", String, primary_key=True),
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("taken_until", TIMESTAMP(timezone=True), nullable=False),
)

_PREPARE = text(
    """
    INSERT INTO mailbox_turn (mailbox, number, taken_until)
    SELECT :mailbox, number, '-infinity' FROM generate_series(1, :at_once) AS t(number)
    ON CONFLICT DO NOTHING
    """
)
_TAKE = text(
    """
    UPDATE mailbox_turn SET taken_until = clock_timestamp() + make_interval(secs => :seconds)
    WHERE mailbox = :mailbox AND number = (
        SELECT number FROM mailbox_turn
        WHERE mailbox = :mailbox AND number <= :at_once AND taken_until < clock_timestamp()
        ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING number
    """
)
_GIVE_BACK = text(
    "UPDATE mailbox_turn SET taken_until = '-infinity' WHERE mailbox = :mailbox AND number = :number"
)
_FORGET = text("DELETE FROM mailbox_turn WHERE taken_until < clock_timestamp()")


async def take_turn(session: AsyncSession, mailbox: str, *, at_once: int, seconds: float) -> int | None:
    """The number of a turn that is free now, ours for so long; None while all are taken."""
    await session.execute(_PREPARE, {"mailbox": mailbox, "at_once": at_once})
    values = {"mailbox": mailbox, "at_once": at_once, "seconds": seconds}
    return (await session.execute(_TAKE, values)).scalar_one_or_none()


async def give_back(session: AsyncSession, mailbox: str, number: int) -> None:
    await session.execute(_GIVE_BACK, {"mailbox": mailbox, "number": number})


async def forget_turns(session: AsyncSession) -> None:
    """Drop the turns that nobody holds."""
    await session.execute(_FORGET)
