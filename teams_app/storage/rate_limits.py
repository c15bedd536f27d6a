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
            CAST(:keys AS text[]), CAST(:intervals AS float8[]), CAST(:windows AS float8[])
        ) AS t(key, interval_s, window_s)
    ), held AS (
        SELECT asked.key, interval_s, window_s,
               greatest(rate_limit.full_until, clock_timestamp()) AS full_until
        FROM asked JOIN rate_limit USING (key)
        ORDER BY asked.key FOR UPDATE OF rate_limit
    ), waits AS (
        SELECT coalesce(max(greatest(0, extract(epoch FROM full_until - clock_timestamp())
               + interval_s - window_s)), 0) AS wait FROM held
    ), taken AS (
        UPDATE rate_limit SET full_until = held.full_until + make_interval(secs => held.interval_s)
        FROM held, waits WHERE rate_limit.key = held.key AND waits.wait = 0
    )
    SELECT wait FROM waits
    """
).bindparams(bindparam("keys"), bindparam("intervals"), bindparam("windows"))

_PREPARE = text(
    """
    INSERT INTO rate_limit (key, full_until)
    SELECT key, clock_timestamp() FROM unnest(CAST(:keys AS text[])) AS t(key) ORDER BY key
    ON CONFLICT DO NOTHING
    """
)


async def take(session: AsyncSession, limits: Sequence[tuple[Limit, str]]) -> float:
    """Take one from each limit, or from none of them.

    :param limits: limits with what each is applied to (a conversation, a tenant).
    :return: 0 when taken; else the seconds after which it is worth asking again.
    """
    ordered = sorted((f"{limit.name}:{subject}", limit) for limit, subject in limits)
    keys = [key for key, _ in ordered]
    await session.execute(_PREPARE, {"keys": keys})
    values = {
        "keys": keys,
        "intervals": [limit.seconds / limit.count for _, limit in ordered],
        "windows": [limit.seconds for _, limit in ordered],
    }
    return float((await session.execute(_TAKE, values)).scalar_one())
