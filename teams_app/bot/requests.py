"""A request's body, read with care: type, size, encoding and JSON, each with its own refusal."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any, cast

from aiohttp import web

from teams_app.errors import BadInput
from teams_app.services.ports import Json

LARGEST_BODY = (
    1_048_576  # a Teams message has at most 100 KB; escapes and its HTML make it several times that
)
READ_SECONDS = 10
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no half of a pair
SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


class TooLarge(BadInput):
    """More than any activity holds."""

    status = 413


class WrongType(BadInput):
    """Something that is not JSON."""

    status = 415


class TooSlow(BadInput):
    """The body did not arrive in time."""

    status = 408


async def read_json(request: web.Request) -> Json:
    """The JSON object in a request.

    :raises BadInput: with the HTTP status of what is wrong.
    """
    if request.content_type != "application/json":
        raise WrongType("Please send application/json.")
    raw = await _read(request)
    try:
        body: object = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
        body = _storable(body) if SUSPECT.search(raw) else body
    except (ValueError, RecursionError) as error:
        raise BadInput("The request is not valid JSON in UTF-8.") from error
    if not isinstance(body, dict):
        raise BadInput("The request is not a JSON object.")
    return cast("Json", body)


async def _read(request: web.Request) -> bytes:
    if (request.content_length or 0) > LARGEST_BODY:
        raise TooLarge("The request is too large.")
    raw = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.content.iter_any():
                raw += chunk
                if len(raw) > LARGEST_BODY:
                    raise TooLarge("The request is too large.")
    except TimeoutError as error:
        raise TooSlow("The request took too long to arrive.") from error
    return bytes(raw)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _storable(value: Any) -> Any:
    """The same JSON without characters that no database takes; they mean nothing to a reader either."""
    if isinstance(value, str):
        return UNSTORABLE.sub("�", value) if UNSTORABLE.search(value) else value
    if isinstance(value, list):
        return [_storable(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in cast("Json", value).items()}
    return value
