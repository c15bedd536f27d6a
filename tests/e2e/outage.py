"""A database that goes away for a while."""

from __future__ import annotations

import asyncio
import shlex
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from teams_app.storage import pg_account


@asynccontextmanager
async def database_away(folder: Path, seconds: float) -> AsyncGenerator[None]:
    """Stop the embedded PostgreSQL as a crash would; start it again, as it was, some seconds later."""
    data = folder / "postgres"
    options = shlex.split((data / "postmaster.opts").read_text("utf-8"))[1:]
    arguments = [option for option in options if option not in ("-D", str(data))]
    await asyncio.to_thread(_pg_ctl, data, "-m", "immediate", "stop")
    back = asyncio.create_task(_start_later(data, arguments, seconds))
    yield
    await back


async def _start_later(data: Path, options: list[str], seconds: float) -> None:
    await asyncio.sleep(seconds)
    await asyncio.to_thread(_pg_ctl, data, "-l", str(data / "log"), "-o", shlex.join(options), "start")


def _pg_ctl(data: Path, *arguments: str) -> None:
    subprocess.run(
        [str(pg_account.binaries() / "pg_ctl"), "-w", "-D", str(data), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        user=pg_account.name(),
        group=pg_account.name(),
        extra_groups=[] if pg_account.name() else None,
        cwd="/tmp",
    )
