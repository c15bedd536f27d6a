"""CPU of a bot turn with one reply, tokens off for all: ``python -m tests.benchmarks turn``.

Ours against Microsoft's stock CloudAdapter and its successor, each in its own process and installed by
itself; bare aiohttp beside them. All get the same activities; another process plays the Bot connector.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from itertools import count
from statistics import median
from typing import Any

from aiohttp import ClientSession

from tests.benchmarks.environments import NotAtHand, python_with
from tests.benchmarks.figures import Figure
from tests.benchmarks.load import cpu_of, send
from tests.benchmarks.processes import Server, server

ROUNDS = 7
WARM_UP = 40
TURNS = {"bare": 400, "ours": 250, "agents": 120, "stock": 30}  # in a round, about as much work each
PEERS = {  # what it is called, its library, and what our ratio to it may be
    "stock": ("the stock CloudAdapter", "botbuilder-integration-aiohttp==4.17.1", 0.1),
    "agents": ("microsoft-agents", "microsoft-agents-hosting-aiohttp==1.9.0", 0.7),
}
numbers = count(1)


def run() -> list[Figure]:
    """One figure a peer, and one for bare aiohttp."""
    missing: dict[str, str] = {}
    with ExitStack() as stack:
        connector = stack.enter_context(server("connector"))
        service_url = f"{connector.url}/connector/"
        running = {name: stack.enter_context(server(name, service_url)) for name in ("bare", "ours")}
        for name, (_, library, _) in PEERS.items():
            try:
                python = python_with(library)
            except NotAtHand as reason:
                missing[name] = str(reason)
            else:
                running[name] = stack.enter_context(server(name, service_url, python=python))
        used = asyncio.run(_measure(running, service_url))
    return _figures(used, missing)


async def _measure(running: dict[str, Server], service_url: str) -> dict[str, float]:
    """Milliseconds a turn; the servers take turns, so that a busy machine is busy for all of them."""
    rounds: dict[str, list[float]] = {name: [] for name in running}
    async with ClientSession() as http:
        for to in running.values():
            await send(http, to, _activities(service_url, WARM_UP))
        for _ in range(ROUNDS):
            for name, to in running.items():
                rounds[name].append(await cpu_of(http, to, _activities(service_url, TURNS[name])))
    return {name: median(found) for name, found in rounds.items()}


def _figures(used: dict[str, float], missing: dict[str, str]) -> list[Figure]:
    figures = [
        Figure(
            what="a turn with one reply",
            unit="ms",
            ours=used["ours"],
            against=known_as,
            baseline=used.get(name),
            target=target,
            note=missing.get(name, ""),
        )
        for name, (known_as, _, target) in PEERS.items()
    ]
    bare = Figure("a turn with one reply", "ms", used["ours"], "bare aiohttp", used["bare"])
    return [*figures, bare]


def _activities(service_url: str, how_many: int) -> list[dict[str, Any]]:
    """Messages of a personal chat, each another one."""
    return [_activity(service_url, number) for number, _ in zip(numbers, range(how_many), strict=False)]


def _activity(service_url: str, number: int) -> dict[str, Any]:
    return {
        "type": "message",
        "id": str(1_764_000_000_000 + number),
        "timestamp": "2026-12-08T09:18:00.123Z",
        "localTimestamp": "2026-12-08T10:18:00.123+01:00",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": "29:li", "name": "Li Chen", "aadObjectId": "4b0c6a0e-0000-4000-8000-000000000001"},
        "recipient": {"id": "28:bot", "name": "OKR Share"},
        "conversation": {"id": "a:1li", "conversationType": "personal"},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Windows"}],
        "channelData": {"source": {"name": "message"}},
        "locale": "en-GB",
        "textFormat": "plain",
        "text": f"hello {number}",
    }
