"""Who says how much may be sent: a budget that all processes of an application share.

Microsoft counts an application's calls wherever they come from, so each process for itself cannot keep to the
limits. This layer says what a call costs; counting is done by whoever has something that all processes see.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from graph.limits import Charge


class Budget(Protocol):
    """Counts what is sent; one for all processes, or none."""

    async def spend(self, charges: Sequence[Charge], *, within: float) -> float:
        """Wait until all of it may be sent, at most ``within`` seconds.

        :return: 0 when it may be sent; else after how many seconds it is worth asking again.
        """
        ...

    async def hold(self, charge: Charge, seconds: float) -> None:
        """Microsoft refused: let nobody spend on this for so long."""
        ...

    def turn(self, mailbox: str, *, within: float) -> AbstractAsyncContextManager[bool]:
        """One of the few calls that a mailbox answers at a time; False when none came free in time."""
        ...


class Unlimited:
    """Where only one process runs, or the far side counts."""

    async def spend(self, charges: Sequence[Charge], *, within: float) -> float:
        del charges, within
        return 0.0

    async def hold(self, charge: Charge, seconds: float) -> None:
        del charge, seconds

    @asynccontextmanager
    async def turn(self, mailbox: str, *, within: float) -> AsyncGenerator[bool]:
        del mailbox, within
        yield True
