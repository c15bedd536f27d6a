"""Graph of the stand-in over real HTTP; every exchange is checked against Microsoft's contract."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from teams_app.sandbox.server import Sandbox

if TYPE_CHECKING:
    from graph_contract import GraphContract

Json = dict[str, Any]

# What the real service sends with every error, and what the contract's data leaves out:
# https://learn.microsoft.com/graph/errors#innererror-object
INNER_ERROR = "error/innerError: unknown property date, request-id, client-request-id"


@dataclass(frozen=True)
class Reply:
    """An answer, read."""

    status: int
    body: Json
    headers: CIMultiDictProxy[str]

    @property
    def value(self) -> list[Json]:
        return self.body["value"]

    @property
    def error(self) -> str:
        return self.body["error"]["code"]


@dataclass(frozen=True)
class GraphHttp:
    """A client with a token; ``contract`` is None where it is not at hand."""

    sandbox: Sandbox
    session: aiohttp.ClientSession
    token: str
    contract: GraphContract | None

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        wrong: bool = False,
    ) -> Reply:
        """Send a request (``wrong``: one that the contract forbids) and check what comes back."""
        address = path if path.startswith("http") else f"{self.sandbox.tenant.base_url}/v1.0{path}"
        url = URL(address, encoded=True).update_query(query or {})
        sent = CIMultiDict({"Authorization": f"Bearer {self.token}", **(headers or {})})
        data = None if body is None else json.dumps(body)
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        async with self.session.request(method, url, data=data, headers=sent) as response:
            text = await response.text()
            self._check(method, str(url), sent, data, response, text, wrong=wrong)
            return Reply(response.status, json.loads(text) if text else {}, response.headers)

    async def get(self, path: str, query: dict[str, str] | None = None, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.send("GET", path, query=query, headers=named)

    async def post(self, path: str, body: Any) -> Reply:
        return await self.send("POST", path, body)

    def _check(
        self,
        method: str,
        url: str,
        sent: CIMultiDict[str],
        data: str | None,
        response: aiohttp.ClientResponse,
        text: str,
        *,
        wrong: bool,
    ) -> None:
        assert response.headers["request-id"]
        assert response.headers["Date"]
        if self.contract is None or wrong:
            return
        asked = self.contract.check_request(method, url, dict(sent), data)
        answered = self.contract.check_response(
            method, url, response.status, dict(response.headers), text, data
        )
        found = [str(each) for each in [*asked, *answered] if str(each).partition(": ")[2] != INNER_ERROR]
        assert not found, found
