"""Sends what Microsoft's SDK builds: one session, our own batches, throttling and errors in our words.

The SDK's own sending is left out: it spends about 5 ms of CPU on each parsed entity, repeats creates whose
answer was lost, and writes batches that Graph refuses.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from itertools import count
from typing import cast
from urllib.parse import urlsplit

from aiohttp import ClientSession
from kiota_abstractions.request_adapter import RequestAdapter
from kiota_abstractions.request_information import RequestInformation
from kiota_abstractions.serialization import SerializationWriterFactory
from kiota_serialization_json.json_serialization_writer_factory import JsonSerializationWriterFactory
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from graph.answers import Json, Outcome
from graph.batches import PARTS_PER_BATCH, Call
from graph.budgets import Budget, Unlimited
from graph.circuit import Circuit
from graph.errors import Forbidden, GraphError
from graph.permissions import operation_of
from graph.retries import RetryPolicy
from graph.wire import Tokens, Wire

PUBLIC_SCOPE = "https://graph.microsoft.com/.default"
BATCHES_AT_ONCE = 4
ESCAPED_DOLLAR = re.compile(r"(?<=[?&])%24")  # before the name of a query option, where Graph wants it plain

# calls by number, and the seconds that are left for them
Carrier = Callable[[Mapping[int, Call], float], Awaitable[dict[int, Outcome]]]


class _Building:
    """What the SDK's builders ask of an adapter: where Graph is, and how to write JSON; it sends nothing."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def get_serialization_writer_factory(self) -> SerializationWriterFactory:
        return JsonSerializationWriterFactory()

    def enable_backing_store(self, _: object) -> None:
        """Asked for by the SDK's constructor; our models keep no record of changes."""


class GraphClient:
    """Microsoft Graph v1.0 for one application.

    ``build`` holds the SDK's typed request builders; their ``to_…_request_information`` goes into ``send``,
    ``pages`` or ``batch``, all of which raise or hand back ``graph.errors.GraphError``. Tokens go to the
    host of ``base_url`` alone.

    :param base_url: Graph without version, such as ``https://graph.microsoft.com``.
    :param session: only used, never closed; it may be shared.
    :param scope: for which tokens are asked.
    :param budget: keeps all processes together within Microsoft's limits.
    """

    def __init__(
        self,
        base_url: str,
        tokens: Tokens,
        session: ClientSession,
        *,
        scope: str = PUBLIC_SCOPE,
        retries: RetryPolicy | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._root = base_url.rstrip("/") + "/v1.0"
        adapter = cast("RequestAdapter", _Building(self._root))
        self.build = GraphServiceClient(request_adapter=cast("GraphRequestAdapter", adapter))
        self.build.path_parameters["baseurl"] = self._root
        self._wire = Wire(self._root, tokens, session, scope, budget or Unlimited(), Circuit())
        self._retries = retries or RetryPolicy()
        self._batches = asyncio.Semaphore(BATCHES_AT_ONCE)

    @property
    def root(self) -> str:
        """Graph's address with its version, for references inside bodies."""
        return self._root

    async def send(self, request: RequestInformation, *, is_repeatable: bool | None = None) -> Json:
        """The JSON that Graph answers; ``{}`` where it answers without a body.

        :param is_repeatable: doing it twice is doing it once; unless told, that holds for all but POST.
        """
        return await self._send(self._call(request, is_repeatable))

    async def pages(self, request: RequestInformation) -> AsyncIterator[Json]:
        """Page after page of a collection; its entities are in ``value``."""
        call = self._call(request, None)
        while True:
            page = await self._send(call)
            yield page
            link = page.get("@odata.nextLink")
            if not link:
                return
            call = self._linked(str(link), call)

    async def collect(self, request: RequestInformation, *, at_most: int | None = None) -> list[Json]:
        """The entities of all pages, or the first ``at_most`` of them."""
        entities: list[Json] = []
        async for page in self.pages(request):
            entities += cast("list[Json]", page.get("value") or [])
            if at_most is not None and len(entities) >= at_most:
                break
        return entities[:at_most]

    async def batch(
        self, requests: Sequence[RequestInformation], *, is_repeatable: bool | None = None
    ) -> list[Outcome]:
        """What became of each request, in the order given: 20 to a round trip, four round trips at a time.

        A part that failed is an error in its place, not raised; throttled parts were tried again alone.
        """
        calls = dict(enumerate(self._call(request, is_repeatable) for request in requests))
        groups = [
            {n: calls[n] for n in range(first, min(first + PARTS_PER_BATCH, len(calls)))}
            for first in range(0, len(calls), PARTS_PER_BATCH)
        ]
        settled = await asyncio.gather(*(self._persist(group, self._carry_batch) for group in groups))
        outcomes = {number: outcome for group in settled for number, outcome in group.items()}
        return [outcomes[number] for number in range(len(calls))]

    def _call(self, request: RequestInformation, is_repeatable: bool | None) -> Call:
        method = request.http_method.value if request.http_method else "GET"
        repeatable = method != "POST" if is_repeatable is None else is_repeatable
        headers, body = request.request_headers or {}, request.content or None
        url = ESCAPED_DOLLAR.sub("$", request.url)
        path = self._path(url)
        operation_of(method, path)
        return Call(method, url, path, headers, body, repeatable)

    def _linked(self, url: str, page: Call) -> Call:
        return Call("GET", url, self._path(url), page.headers, None, is_repeatable=True)

    def _path(self, url: str) -> str:
        """The part of an address below Graph's; a token must not go anywhere else."""
        if not url.startswith(self._root + "/"):
            host = urlsplit(url).netloc
            raise GraphError(f"An address at {host} is not one of {self._root}: nothing was sent there.")
        return url[len(self._root) :]

    async def _send(self, call: Call) -> Json:
        outcome = (await self._persist({0: call}, self._carry_one))[0]
        if isinstance(outcome, GraphError):
            raise outcome
        return outcome

    async def _persist(self, calls: Mapping[int, Call], carry: Carrier) -> dict[int, Outcome]:
        """Carry the calls, then those again that are worth it, until none is or the deadline is near."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._retries.deadline
        settled: dict[int, Outcome] = {}
        for attempt in count(1):
            outcomes = await carry(calls, deadline - loop.time())
            _name_permissions(calls, outcomes)
            settled |= outcomes
            waits = self._waits(calls, outcomes, attempt)
            waits = {n: wait for n, wait in waits.items() if loop.time() + wait < deadline}
            if not waits:
                break
            await asyncio.sleep(max(waits.values()))
            calls = {n: calls[n] for n in waits}
        return settled

    def _waits(
        self, calls: Mapping[int, Call], outcomes: Mapping[int, Outcome], attempt: int
    ) -> dict[int, float]:
        chance = random.random()  # noqa: S311  # spreads retries; nothing secret
        waits = {
            n: self._retries.wait_after(outcome, attempt, is_repeatable=calls[n].is_repeatable, chance=chance)
            for n, outcome in outcomes.items()
            if isinstance(outcome, GraphError)
        }
        return {n: wait for n, wait in waits.items() if wait is not None}

    async def _carry_one(self, calls: Mapping[int, Call], within: float) -> dict[int, Outcome]:
        return {number: await self._wire.carry(call, within) for number, call in calls.items()}

    async def _carry_batch(self, calls: Mapping[int, Call], within: float) -> dict[int, Outcome]:
        async with self._batches:
            return await self._wire.carry_batch(calls, within)


def _name_permissions(calls: Mapping[int, Call], outcomes: Mapping[int, Outcome]) -> None:
    """Graph does not always say what is missing; the table does."""
    for number, outcome in outcomes.items():
        if isinstance(outcome, Forbidden):
            outcome.permission = operation_of(calls[number].method, calls[number].path).permission
