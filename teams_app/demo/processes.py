"""The processes of a demo: started, watched until they answer, and stopped; those and no others."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import aiohttp

from teams_app.errors import Unavailable

STOP_SECONDS = 15
START_SECONDS = 60
ANSWER_SECONDS = 2
POLL_SECONDS = 0.1
KEPT = ("OKR_DATA_DIR", "OKR_LOG_LEVEL")


@dataclass(frozen=True)
class Started:
    """A running process and the file that holds what it says."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def last_words(self) -> str:
        lines = self.log.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


class Processes:
    """Starts ``okr-share`` commands with settings of their own; settings of this shell do not count."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._started: list[Started] = []

    def start(self, name: str, arguments: Sequence[str], settings: Mapping[str, str]) -> Started:
        self._logs.mkdir(parents=True, exist_ok=True)
        log = self._logs / f"{name}.log"
        ours = {key: value for key, value in os.environ.items() if not key.startswith("OKR_") or key in KEPT}
        with log.open("ab") as file:  # a process that is started again goes on with its log
            process = _spawn([sys.executable, "-m", "teams_app", *arguments], {**ours, **settings}, file)
        started = Started(name, process, log)
        self._started.append(started)
        return started

    def kill(self, started: Started) -> None:
        """End a process as a power cut would; it is not watched any more."""
        started.process.kill()
        started.process.wait()
        self._started.remove(started)

    async def until_it_answers(self, started: Started, url: str) -> None:
        """:raises Unavailable: it ended, or does not answer in time; with its own last words."""
        # Another program may sit on the port and say nothing.
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS)) as session:
            for _ in range(round(START_SECONDS / POLL_SECONDS)):
                if started.process.poll() is not None:
                    raise Unavailable(f"{started.name} did not start: {started.last_words}")
                with suppress(aiohttp.ClientError, TimeoutError):
                    async with session.get(url) as answer:
                        if answer.ok:
                            return
                await asyncio.sleep(POLL_SECONDS)
        raise Unavailable(f"{started.name} does not answer: {started.last_words} ({started.log})")

    async def until_it_ends(self, started: Started) -> None:
        """:raises Unavailable: it failed; with its own last words."""
        status = await asyncio.to_thread(started.process.wait, START_SECONDS)
        self._started.remove(started)
        if status:
            raise Unavailable(f"{started.name} failed: {started.last_words} ({started.log})")

    def check_alive(self) -> None:
        """:raises Unavailable: one of them has ended by itself."""
        for started in self._started:
            if started.process.poll() is not None:
                raise Unavailable(f"{started.name} has ended: {started.last_words} ({started.log})")

    def stop(self) -> None:
        """In the reverse order; each is asked first."""
        for started in reversed(self._started):
            if started.process.poll() is None:
                started.process.terminate()
            try:
                started.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                started.process.kill()
                started.process.wait()
        self._started.clear()


def _spawn(command: list[str], env: dict[str, str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    """Outside the terminal's group, so that Ctrl-C reaches only us, who then stop it in good order."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(  # noqa: S603 - our own program
            command, env=env, stdout=output, stderr=output, stdin=subprocess.DEVNULL, creationflags=flags
        )
    return subprocess.Popen(  # noqa: S603 - our own program
        command, env=env, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
    )
