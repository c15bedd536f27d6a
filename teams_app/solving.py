"""The process that plans. It imports the planner alone, so that it starts fast and stays small."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from socket import socket, socketpair
from threading import Thread

from teams_app.errors import Unavailable
from teams_app.planning import Plan, Problem, solve

PLANNER_ENDED = (
    "The plan could not be made: the process that plans has ended, perhaps for want of memory. "
    "Nothing was changed; please try again."
)


class Solver:
    """Plans in a process of its own, so that the event loop stays free; started when first needed.

    That process ends when it is closed, in the middle of a plan too, and when this one is killed: it holds
    the other end of a connection. The standard library's pool would leave it behind.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._connection: tuple[socket, ...] = ()

    async def __call__(self, problem: Problem) -> Plan:
        """:raises Unavailable: the process was killed, as happens for want of memory."""
        pool = self._pool or self._start()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, solve, problem)
        except BrokenProcessPool as error:
            if pool is self._pool:
                self.close()
            raise Unavailable(PLANNER_ENDED) from error

    def close(self) -> None:
        for end in self._connection:
            end.close()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool, self._connection = None, ()

    def _start(self) -> ProcessPoolExecutor:
        self._connection = socketpair()
        theirs = self._connection[1]
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _end_with, (theirs,))
        return self._pool


def _end_with(connection: socket) -> None:
    """End this process when the other end is closed."""

    def wait() -> None:
        connection.recv(1)
        os._exit(1)

    Thread(target=wait, daemon=True).start()
