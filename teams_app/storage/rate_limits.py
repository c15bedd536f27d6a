"""Rate limits shared by all workers: one row a limit, by the generic cell rate algorithm.

A row holds the *theoretical arrival time*: the moment at which the bucket would be empty again. Taking a
place moves it on by one interval; a request is too early while it lies further ahead than the burst allows.
The state is in the database, so that a restart forgets nothing.
Source: ITU-T I.371, "generic cell rate algorithm".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TIMESTAMP, Column, MetaData, String, Table, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Base

metadata: MetaData = Base.metadata
RATE_LIMIT = Table(
    "rate_limit",
    metadata,
    Column("key", String, primary_key=True),
    Column("full_until", TIMESTAMP(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class Limit:
    """At most ``count`` in ``seconds``, counted by ``name`` and what it is applied to."""

    name: str
    count: int
    seconds: float


@dataclass(frozen=True)
class Draw:
    """So many places of a limit; ``subject`` is what is counted: a conversation, a mailbox, a tenant."""

    limit: Limit
    subject: str
    weight: int = 1

    @property
    def key(self) -> str:
        return f"{self.limit.name}:{self.subject}"

    @property
    def cost(self) -> float:
        """Seconds by which it moves the bucket on; more than the whole bucket could never be had."""
        return self.limit.seconds / self.limit.count * min(self.weight, self.limit.count)


# Per bot and thread, and per app and tenant.
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
THREAD_LIMITS = (
    Limit("thread-1s", 7, 1),
    Limit("thread-2s", 8, 2),
    Limit("thread-30s", 60, 30),
    Limit("thread-1h", 1800, 3600),
)
TENANT_LIMIT = Limit("tenant", 50, 1)

# One statement takes from all limits or from none: rows are locked in the order of their keys, and the
# update applies only where every one of them has room.
_TAKE = text(
    """
    WITH asked AS (
        SELECT * FROM unnest(
            CAST(:keys AS text[]), CAST(:costs AS float8[]), CAST(:windows AS float8[])
        ) AS t(key, cost_s, window_s)
    ), held AS (
        SELECT asked.key, cost_s, window_s,
               greatest(rate_limit.full_until, clock_timestamp()) AS full_until
        FROM asked JOIN rate_limit USING (key)
        ORDER BY asked.key FOR UPDATE OF rate_limit
    ), waits AS (
        SELECT coalesce(max(greatest(0, extract(epoch FROM full_until - clock_timestamp())
               + cost_s - window_s)), 0) AS wait FROM held
    ), taken AS (
        UPDATE rate_limit SET full_until = held.full_until + make_interval(secs => held.cost_s)
        FROM held, waits WHERE rate_limit.key = held.key AND waits.wait = 0
    )
    SELECT wait FROM waits
    """
).bindparams(bindparam("keys"), bindparam("costs"), bindparam("windows"))

_PREPARE = text(
    """
    INSERT INTO rate_limit (key, full_until)
    SELECT key, clock_timestamp() FROM unnest(CAST(:keys AS text[])) AS t(key) ORDER BY key
    ON CONFLICT DO NOTHING
    """
)


_HOLD = text(
    """
    UPDATE rate_limit SET full_until = greatest(
        full_until, clock_timestamp() + make_interval(secs => :seconds + :window - :interval)
    ) WHERE key = :key
    """
)

_FORGET = text("DELETE FROM rate_limit WHERE full_until < clock_timestamp() - interval '1 hour'")


async def take(session: AsyncSession, draws: Sequence[Draw]) -> float:
    """Take all that is wanted, or nothing.

    :return: 0 when taken; else the seconds after which it is worth asking again.
    """
    ordered = sorted(draws, key=lambda draw: draw.key)
    keys = [draw.key for draw in ordered]
    await session.execute(_PREPARE, {"keys": keys})
    values = {
        "keys": keys,
        "costs": [draw.cost for draw in ordered],
        "windows": [draw.limit.seconds for draw in ordered],
    }
    return float((await session.execute(_TAKE, values)).scalar_one())


async def hold(session: AsyncSession, draw: Draw, seconds: float) -> None:
    """Let nobody take from a limit for so long: the far side counts more than we do."""
    interval = draw.limit.seconds / draw.limit.count
    values = {"key": draw.key, "seconds": seconds, "window": draw.limit.seconds, "interval": interval}
    await session.execute(_HOLD, values)


async def forget(session: AsyncSession) -> None:
    """Drop the rows of limits that nobody has come near for an hour."""
    await session.execute(_FORGET)
