"""A client of the stand-in tenant that counts, and Microsoft's SDK on the same tenant to compare with."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, TypeVar, cast

from aiohttp import ClientSession, TraceConfig
from kiota_abstractions.authentication import AccessTokenProvider, AllowedHostsValidator
from kiota_abstractions.authentication.base_bearer_token_authentication_provider import (
    BaseBearerTokenAuthenticationProvider,
)
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from graph.auth import TokenSource
from graph.client import GraphClient
from graph.credentials import Secret
from teams_app.config import Settings, load_settings

Answer = TypeVar("Answer")


@dataclass
class Counter:
    """Requests since it was reset, and how many of them were under way at once."""

    requests: int = 0
    most: int = 0
    _under_way: int = 0

    async def begin(self, *_: object) -> None:
        self.requests += 1
        self._under_way += 1
        self.most = max(self.most, self._under_way)

    async def end(self, *_: object) -> None:
        self._under_way -= 1

    def reset(self) -> int:
        """How many there were."""
        seen, self.requests, self.most = self.requests, 0, 0
        return seen


@asynccontextmanager
async def counted_graph(settings: Settings) -> AsyncGenerator[tuple[GraphClient, str, Counter]]:
    """A client, its token, and what counts its requests."""
    counter, trace = Counter(), TraceConfig()
    trace.on_request_start.append(cast("Any", counter.begin))
    trace.on_request_end.append(cast("Any", counter.end))
    secret = Secret(settings.app_secret.get_secret_value())
    tokens = TokenSource(settings.authority, settings.app_id, secret, ca_file=settings.ca_file)
    token = await tokens.token("https://graph.microsoft.com/.default")
    async with ClientSession(trace_configs=[trace]) as http:
        yield GraphClient(settings.graph_url, tokens, http), token, counter


def sdk(url: str, token: str) -> GraphServiceClient:
    """The SDK as its documentation shows it, with a token that is there already."""
    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(_Token(token)))
    adapter.base_url = f"{url}/v1.0"
    return GraphServiceClient(request_adapter=adapter)


def settings_of(env_file: Path, **more: object) -> Settings:
    """The settings that a stand-in tenant wrote."""
    lines = (line.partition("=") for line in env_file.read_text("utf-8").splitlines())
    values = {name.removeprefix("OKR_").lower(): value for name, _, value in lines}
    return load_settings(**values, **more)


async def cpu(act: Callable[[], Awaitable[Answer]]) -> tuple[Answer, float]:
    """What it gives, and seconds of this process's CPU."""
    begun = process_time()
    answer = await act()
    return answer, process_time() - begun


class _Token(AccessTokenProvider):
    def __init__(self, token: str) -> None:
        self._token = token

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, Any] | None = None
    ) -> str:
        del uri, additional_authentication_context
        return self._token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])
