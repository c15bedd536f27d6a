"""A stand-in tenant that is watched: all that is said to its Graph keeps Microsoft's published contract."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from teams_app.sandbox.company import SAMPLE
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal
from tests.integration.shapes import shape, shape_of_url

SEEN: set[Any] = set()  # shapes of exchanges that were checked before


@asynccontextmanager
async def watched(folder: Path, company: Path = SAMPLE, **options: Any) -> AsyncGenerator[Sandbox]:
    """The running tenant; at its end each exchange that is new has been checked."""
    file = folder / "graph-calls.jsonl"
    async with Sandbox(company, port=0, data_dir=folder, journal_file=file, **options) as running:
        yield running
    assert Journal(file).violations(_is_new) == []


def _is_new(exchange: dict[str, Any]) -> bool:
    asked, answered = exchange["request_body"], exchange["response_body"]
    key = (
        exchange["method"],
        shape_of_url(exchange["url"]),
        exchange["status"],
        exchange["lost"],
        shape(asked),
        shape(answered),
    )
    if key in SEEN:
        return False
    SEEN.add(key)
    return True
