"""Calls to the Bot connector: one HTTP client, our token, and only to service URLs of ours.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession
from yarl import URL

from graph.errors import GraphError
from teams_app.bot.delivery import Patience, Refusal, retry_after
from teams_app.bot.service_urls import ServiceUrls
from teams_app.services.ports import Json, NotDelivered

UNAUTHORIZED = 401
ENCODER = json.JSONEncoder(ensure_ascii=False)
LONGEST_DETAIL = 200  # characters of the connector's own words that go into an error


class TokenSource(Protocol):
    """Gives access tokens of the app; caches them, and never blocks the loop."""

    async def token(self, scope: str, *, refused: str = "") -> str:
        """A token that is not the one that was refused.

        :raises GraphError: there is none.
        """
        ...


class Connector:
    """Sends JSON to the Bot connector and reads its answer.

    :param tokens: None sends without a token, for a local emulator.
    :param scope: for which the token is asked, ``https://api.botframework.com/.default``.
    """

    def __init__(
        self,
        http: ClientSession,
        tokens: TokenSource | None,
        service_urls: ServiceUrls,
        *,
        scope: str,
        patience: Patience | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._http = http
        self._tokens = tokens
        self._scope = scope
        self._patience = patience or Patience()
        self._clock = clock
        self.service_urls = service_urls

    async def call(
        self,
        method: str,
        service_url: str,
        path: str,
        body: Json | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's JSON, None where it has none. POST sends; everything else can be repeated.

        :param path: below the service URL, quoted, without a slash at the beginning.
        :raises PlaceGone, TooMany, NotDelivered: it did not succeed.
        :raises NotAllowed: the service URL is none of ours.
        """
        url = URL(f"{self.service_urls.base(service_url)}/{path}", encoded=True)
        url = url.extend_query(query) if query else url
        data = None if body is None else ENCODER.encode(body).encode()
        is_send, refused = method == "POST", ""
        for attempt in range(1, self._patience.attempts + 1):
            token = await self._token(refused)
            answer = await self._attempt(method, url, data, token)
            if not isinstance(answer, Refusal):
                return answer
            if answer.status == UNAUTHORIZED and token and not refused:
                refused = token
                continue
            wait = self._patience.wait(attempt, answer.retry_after)
            if wait is None or not answer.may_repeat(is_send=is_send):
                raise answer.error(is_send=is_send)
            await asyncio.sleep(wait)
        raise NotDelivered("The Bot connector refused every attempt.", may_have_arrived=False)

    async def _token(self, refused: str) -> str:
        if self._tokens is None:
            return ""
        try:
            return await self._tokens.token(self._scope, refused=refused)
        except GraphError as error:
            raise NotDelivered(f"No token for the Bot connector: {error}", may_have_arrived=False) from error

    async def _attempt(self, method: str, url: URL, data: bytes | None, token: str) -> Any:
        """The answer's JSON, or a refusal."""
        headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with self._http.request(
                method, url, data=data, headers=headers, allow_redirects=False
            ) as response:
                return await self._read(response)
        except ClientConnectorError as error:
            raise _unreachable(error, may_have_arrived=False) from error
        except (ClientError, TimeoutError) as error:
            raise _unreachable(error, may_have_arrived=method == "POST") from error

    async def _read(self, response: ClientResponse) -> Any:
        raw = await response.read()
        content = _json(raw)
        if response.status < 300:  # noqa: PLR2004  # RFC 9110: redirects are not followed, so not a success
            return content
        code, detail = _reason(content)
        return Refusal(response.status, code, detail, retry_after(response.headers, self._clock()))


def _unreachable(error: Exception, *, may_have_arrived: bool) -> NotDelivered:
    return NotDelivered(
        f"The Bot connector did not answer: {type(error).__name__}.", may_have_arrived=may_have_arrived
    )


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw.strip() else None
    except ValueError:
        return None


def _reason(content: Any) -> tuple[str, str]:
    """The code and message of the connector's error body, where it has one."""
    error = cast("Json", content).get("error") if isinstance(content, dict) else None
    if not isinstance(error, dict):
        return "", ""
    told = cast("Json", error)
    return str(told.get("code", "")), str(told.get("message", ""))[:LONGEST_DETAIL]
