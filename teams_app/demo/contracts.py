"""Check what was sent and answered against Microsoft's contracts, where their checkers are at hand."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from teams_app.demo.stand_in import Json, StandIn

# Real errors carry these in innerError; the checker's copy of the contract knows no property there.
KNOWN = "error/innerError: unknown property date, request-id, client-request-id"
CONTRACTS = Path(__file__).resolve().parents[3] / "shared" / "contracts"


def are_at_hand() -> bool:
    return (CONTRACTS / "graph" / "graph_contract.py").exists()


async def violations(journal: Path, stand_in: StandIn) -> list[str] | None:
    """Every call to Graph and every card in a channel that breaks a contract; None without the checkers."""
    if not are_at_hand():
        return None
    return [*_graph_violations(journal), *[line async for line in _card_violations(stand_in)]]


def _graph_violations(journal: Path) -> Iterator[str]:
    contract: Any = _module("graph", "graph_contract").GraphContract.load()
    for line in journal.read_text("utf-8").splitlines() if journal.exists() else ():
        call: Json = json.loads(line)
        method, url, body = call["method"], call["url"], call["request_body"]
        found = contract.check_request(method, url, call["request_headers"], _bytes(body))
        found += contract.check_response(
            method, url, call["status"], call["response_headers"], _bytes(call["response_body"]), _bytes(body)
        )
        yield from (f"{method} {url}: {one}" for one in found if not str(one).endswith(KNOWN))


async def _card_violations(stand_in: StandIn) -> AsyncIterator[str]:
    check: Any = _module("teams", "validate_card").check_card
    for place in (await stand_in.get("conversations"))["conversations"]:
        for message in await stand_in.messages(place["id"]):
            for card in message["cards"]:
                for finding in check(card):
                    yield f"{place['name']}, message {message['id']}: {finding}"


def _module(folder: str, name: str) -> Any:
    path = str(CONTRACTS / folder)
    if path not in sys.path:
        sys.path.append(path)
    return import_module(name)


def _bytes(body: Any) -> bytes | None:
    if body is None:
        return None
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()
