"""A record of what was said to Graph and what it answered, a JSON object a line, for a checker to read.

time, method, url, request_headers, request_body, status, response_headers, response_body, lost
(the answer was never received)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from teams_app.sandbox.tenant import TENANT

SECRET_HEADERS = ("authorization", "cookie")
LOST = web.RequestKey("lost", bool)


class Journal:
    """Appends exchanges to a file; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("a", encoding="utf-8", buffering=1)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, exchange: Mapping[str, Any]) -> None:
        if self._file is not None:
            self._file.write(json.dumps(exchange, ensure_ascii=False) + "\n")


def journal_of(journal: Journal) -> Middleware:
    """Writes each exchange with Graph down, whole."""

    @web.middleware
    async def keep(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if request.path.startswith("/v1.0/"):
            journal.write(await _exchange(request, response))
        return response

    return keep


async def _exchange(request: web.Request, response: web.StreamResponse) -> dict[str, Any]:
    body = response.body if isinstance(response, web.Response) else None
    return {
        "time": request.app[TENANT].clock().isoformat(),
        "method": request.method,
        "url": request.raw_path,
        "request_headers": _shown(request.headers),
        "request_body": _readable(await request.read()),
        "status": response.status,
        "response_headers": _shown(response.headers),
        "response_body": _readable(body) if isinstance(body, bytes) else None,
        "lost": request.get(LOST, False),
    }


def _shown(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in SECRET_HEADERS}


def _readable(body: bytes) -> Any:
    """JSON as it is, anything else as text, nothing for an empty body."""
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", errors="replace")
