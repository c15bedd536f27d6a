"""CPU of a channel reply that becomes a comment: ``python -m tests.benchmarks reply``.

The whole product behind /api/messages on an embedded PostgreSQL, against aiohttp and psycopg alone making
the same statements. The database's own CPU is the same for both, and not counted.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from aiohttp import ClientSession

from teams_app.storage.database import psycopg_url
from teams_app.storage.embedded import embedded_postgres
from teams_app.storage.migrate import migrate
from tests.benchmarks.figures import Figure
from tests.benchmarks.load import cpu_of
from tests.benchmarks.organization import CARDS, CHANNEL, SENDER, TENANT, found, root_of
from tests.benchmarks.processes import Server, server

ROUNDS = 7
TARGET = 4.0
SERVICE_URL = "http://127.0.0.1:9/connector/"  # nothing is sent there: a reply is never answered
numbers = count(1)


def run() -> list[Figure]:
    with ExitStack() as stack:
        # Not one of pytest's or the repository's folders: the server is another user where we are root.
        folder = tempfile.mkdtemp(prefix="okr-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = psycopg_url(stack.enter_context(embedded_postgres(Path(folder), durable=False)))
        migrate(url)
        asyncio.run(found(url))
        ours = stack.enter_context(server("ours_reply", url, SERVICE_URL, TENANT))
        bare = stack.enter_context(server("bare_reply", url))
        used = asyncio.run(_measure({"ours": ours, "bare": bare}, url))
    return [
        Figure(
            what="a channel reply stored as a comment",
            unit="ms",
            ours=used["ours"],
            against="aiohttp and psycopg alone",
            baseline=used["bare"],
            target=TARGET,
        )
    ]


async def _measure(running: dict[str, Server], url: str) -> dict[str, float]:
    """Milliseconds a reply; the first round only warms up."""
    rounds: dict[str, list[float]] = {name: [] for name in running}
    async with ClientSession() as http:
        for _ in range(ROUNDS + 1):
            for name, to in running.items():
                rounds[name].append(await cpu_of(http, to, _replies()))
                await _check_and_clear(url)
    return {name: median(found[1:]) for name, found in rounds.items()}


async def _check_and_clear(url: str) -> None:
    """Without its jobs the next round enqueues as many.

    :raises RuntimeError: not every reply became a comment and a job.
    """
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        deleted = await connection.execute("DELETE FROM procrastinate_jobs")
        comments = await connection.execute("DELETE FROM comment")
        if (deleted.rowcount, comments.rowcount) != (CARDS, CARDS):
            raise RuntimeError(f"{comments.rowcount} comments, {deleted.rowcount} jobs, not {CARDS} of each.")


def _replies() -> list[dict[str, Any]]:
    """One under each card, in Teams' own form."""
    return [_reply(card, next(numbers)) for card in range(CARDS)]


def _reply(card: int, number: int) -> dict[str, Any]:
    words = f"How far along are you with step {number}?"
    html = f"<p>How far along are you with <strong>step {number}</strong>?</p>"
    return {
        "type": "message",
        "id": str(1_764_100_000_000 + number),
        "timestamp": "2026-12-08T09:18:00.123Z",
        "channelId": "msteams",
        "serviceUrl": SERVICE_URL,
        "from": {"id": "29:li", "name": "Li Chen", "aadObjectId": SENDER},
        "recipient": {"id": "28:bot", "name": "OKR Share"},
        "conversation": {
            "id": f"{CHANNEL};messageid={root_of(card)}",
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": TENANT,
        },
        "channelData": {"tenant": {"id": TENANT}, "channel": {"id": CHANNEL}, "eventType": "newMessage"},
        "attachments": [{"contentType": "text/html", "content": html}],
        "textFormat": "plain",
        "text": words,
    }
