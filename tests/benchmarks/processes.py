"""Servers in processes of their own, and the CPU time that they use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

SERVERS = Path(__file__).parent / "servers"
END_SECONDS = 10


@dataclass(frozen=True)
class Server:
    """A running server on loopback."""

    process: psutil.Process
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """What the process has used so far, in user and system mode."""
        used = self.process.cpu_times()
        return used.user + used.system


@contextmanager
def server(name: str, *arguments: str, python: Path | None = None) -> Generator[Server]:
    """One of the programs in ``servers/``, until the block ends."""
    command = [str(python or sys.executable), str(SERVERS / f"{name}.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline().strip()
            if not told:
                raise RuntimeError(f"The server {name} did not start; see above.")
            yield Server(psutil.Process(process.pid), int(told))
        finally:
            process.terminate()
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
