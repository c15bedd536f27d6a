"""Telling whoever looks at the tenant that something in it changed."""

from __future__ import annotations

import asyncio


class Changes:
    """Counts what happens; the number says whether somebody has seen the latest."""

    def __init__(self) -> None:
        self.number = 0
        self._next = asyncio.Event()
        self._is_over = False

    def tell(self) -> None:
        """Something happened."""
        self.number += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, seen: int, seconds: float) -> int:
        """Wait until there is something newer than ``seen``, at most that long; the number then."""
        if seen == self.number and not self._is_over:
            try:
                async with asyncio.timeout(seconds):
                    await self._next.wait()
            except TimeoutError:
                return self.number
        return self.number

    def close(self) -> None:
        """Let nobody wait any more."""
        self._is_over = True
        self._next.set()
