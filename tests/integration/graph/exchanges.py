"""The stand-in's journal of what was said to Graph, and its check against the published contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_contract import GraphContract

CONTRACTS = Path(__file__).parents[4] / "shared" / "contracts" / "graph"
NO_CONTRACTS = "Microsoft's published contracts are not beside this repository (../shared/contracts/graph)"

# The published OpenAPI leaves out what the documentation shows: https://learn.microsoft.com/graph/errors
KNOWN = "error/innerError: unknown property date, request-id, client-request-id"

Exchange = dict[str, Any]


class Journal:
    """Exchanges with Graph since the page was started."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start = 0

    def start_page(self) -> None:
        self._start = self._path.stat().st_size

    def exchanges(self) -> list[Exchange]:
        with self._path.open("rb") as file:
            file.seek(self._start)
            return [json.loads(line) for line in file]

    def calls(self) -> list[str]:
        """Method and path of each."""
        return [f"{each['method']} {each['url'].split('?')[0]}" for each in self.exchanges()]

    def violations(self, is_asked: Callable[[Exchange], bool] = lambda _: True) -> list[str]:
        """Each breach of the contract; none where the contracts are not at hand."""
        if not CONTRACTS.exists():
            return []
        asked = filter(is_asked, self.exchanges())
        return [violation for exchange in asked for violation in _breaches(exchange)]


@cache
def contract() -> GraphContract:
    from graph_contract import GraphContract  # noqa: PLC0415  # absent where the contracts are

    return GraphContract.load()


def _breaches(exchange: Exchange) -> Iterator[str]:
    method, url, asked = exchange["method"], exchange["url"], exchange["request_body"]
    headers = exchange["request_headers"]
    found = contract().check_request(method, url, headers, asked)
    if not exchange["lost"]:
        found += contract().check_response(
            method, url, exchange["status"], exchange["response_headers"], exchange["response_body"], asked
        )
    return (f"{method} {url}: {each}" for each in found if not str(each).endswith(KNOWN))
