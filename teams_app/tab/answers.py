"""How the API answers: JSON with an entity tag, an expected failure as its sentence."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from hashlib import sha256

from aiohttp import web

from teams_app.errors import BadInput, OkrError
from teams_app.tab.shapes import Json

HEADERS = {
    "Cache-Control": "private, no-cache",  # kept by the browser, asked about each time
    "Vary": "Authorization",
    "X-Content-Type-Options": "nosniff",
}
LONGEST_NAME = 500  # characters of a channel's id, a key

Answer = Callable[[web.Request], Awaitable[Json]]


def as_json(answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that gives JSON, as a handler of aiohttp."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return _response(request, await answer(request))
        except OkrError as error:
            return web.json_response({"error": str(error)}, status=error.status, headers=HEADERS)

    return handle


def asked_for(request: web.Request, name: str) -> str | None:
    """A parameter of the query; None when it is missing or empty.

    :raises BadInput: it cannot be the name of anything.
    """
    return checked_name(request.query.get(name, ""), name) or None


def checked_name(value: str, what: str) -> str:
    """:raises BadInput: no name has such characters, or is as long."""
    if "\x00" in value or len(value) > LONGEST_NAME:
        raise BadInput(f"The {what} cannot be read.")
    return value


def _response(request: web.Request, answer: Json) -> web.Response:
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    response = web.Response(body=body, content_type="application/json", charset="utf-8", headers=HEADERS)
    response.etag = tag = sha256(body).hexdigest()[:32]
    if any(known.value in (tag, "*") for known in request.if_none_match or ()):
        return web.Response(status=304, headers={**HEADERS, "ETag": response.headers["ETag"]})
    response.enable_compression()
    return response
