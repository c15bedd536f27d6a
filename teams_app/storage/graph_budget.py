"""The budget for Microsoft Graph that all processes on one database share (``graph.budgets.Budget``)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from graph.limits import Charge
from teams_app.storage.database import Database
from teams_app.storage.mailbox_turns import give_back, take_turn
from teams_app.storage.rate_limits import Draw, Limit, hold, take

# https://learn.microsoft.com/graph/throttling-limits, read in 2026; identity's is that of a small tenant.
LIMITS: Mapping[str, Limit] = {
    "mailbox": Limit("graph-mailbox", 10_000, 600),
    "identity": Limit("graph-identity", 3_500, 10),
    "messages": Limit("graph-messages", 60, 60),
    "teamwork": Limit("graph-teamwork", 30, 1),
    "tenant": Limit("graph-tenant", 130_000, 10),
}
MAILBOX_AT_ONCE = 4
LONGEST_TURN = 90.0  # seconds, after which a turn whose holder was killed is free again
LOOK_AGAIN = 0.1  # seconds between two looks for a turn that another process gives back


def limits_of(changed: Mapping[str, tuple[int, int]]) -> dict[str, Limit]:
    """Microsoft's limits, where the settings do not say otherwise: count and seconds."""
    named = {name: Limit(f"graph-{name}", count, seconds) for name, (count, seconds) in changed.items()}
    return {**LIMITS, **named}


@dataclass(frozen=True)
class SharedBudget:
    """Counts in the database, so that processes share it and a restart forgets nothing.

    :param tenant_id: keeps tenants apart that share a database.
    """

    database: Database
    tenant_id: str
    limits: Mapping[str, Limit] = field(default_factory=lambda: LIMITS)

    async def spend(self, charges: Sequence[Charge], *, within: float) -> float:
        """See ``graph.budgets.Budget``; waits for its turn without holding a connection."""
        draws = [self._draw(charge) for charge in charges]
        end = asyncio.get_running_loop().time() + within
        while wait := await self._take(draws):
            if asyncio.get_running_loop().time() + wait > end:
                return wait
            await asyncio.sleep(wait * (1 + random.random() / 4))  # noqa: S311 - parts those who wait together
        return 0.0

    async def hold(self, charge: Charge, seconds: float) -> None:
        async with self.database.transaction() as session:
            await hold(session, self._draw(charge), seconds)

    @asynccontextmanager
    async def turn(self, mailbox: str, *, within: float) -> AsyncGenerator[bool]:
        subject = f"{self.tenant_id}/{mailbox}"
        number = await self._turn(subject, within)
        try:
            yield number is not None
        finally:
            if number is not None:
                async with self.database.transaction() as session:
                    await give_back(session, subject, number)

    async def _turn(self, subject: str, within: float) -> int | None:
        end = asyncio.get_running_loop().time() + within
        while (number := await self._take_turn(subject)) is None:
            if asyncio.get_running_loop().time() + LOOK_AGAIN > end:
                return None
            await asyncio.sleep(LOOK_AGAIN * (0.5 + random.random()))  # noqa: S311 - as above
        return number

    async def _take_turn(self, subject: str) -> int | None:
        async with self.database.transaction() as session:
            return await take_turn(session, subject, at_once=MAILBOX_AT_ONCE, seconds=LONGEST_TURN)

    async def _take(self, draws: Sequence[Draw]) -> float:
        async with self.database.transaction() as session:
            return await take(session, draws)

    def _draw(self, charge: Charge) -> Draw:
        return Draw(self.limits[charge.service], f"{self.tenant_id}/{charge.subject}", charge.weight)
