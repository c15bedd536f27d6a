"""A stand-in tenant that is watched: all that is said to its Graph keeps Microsoft's published contract."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from teams_app.sandbox.company import SAMPLE
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal

SEEN: set[int] = set()  # exchanges that were checked before, but for the port; checking one takes some ms


@asynccontextmanager
async def watched(folder: Path, company: Path = SAMPLE, **options: Any) -> AsyncGenerator[Sandbox]:
    """The running tenant; at its end each exchange that is new has been checked."""
    file = folder / "graph-calls.jsonl"
    async with Sandbox(company, port=0, data_dir=folder, journal_file=file, **options) as running:
        yield running
    assert Journal(file).violations(lambda exchange: _is_new(exchange, running.tenant.base_url)) == []


def _is_new(exchange: dict[str, Any], base_url: str) -> bool:
    kept = {name: value for name, value in exchange.items() if name not in ("time", "response_headers")}
    key = hash(json.dumps(kept, sort_keys=True).replace(base_url, ""))
    if key in SEEN:
        return False
    SEEN.add(key)
    return True
