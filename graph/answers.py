"""What Graph answers, read into JSON or into one of our errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, cast

from graph.errors import (
    BadRequest,
    Forbidden,
    Gone,
    GraphError,
    NotFound,
    ServerFault,
    Throttled,
    Unauthorized,
)

Json = dict[str, Any]
Outcome = Json | GraphError

DEFAULT_RETRY_AFTER = 2.0  # seconds, where a 429 names no time
KINDS: dict[int, type[GraphError]] = {401: Unauthorized, 403: Forbidden, 404: NotFound, 410: Gone}


def read_answer(call: str, status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Outcome:
    """The JSON of a success (``{}`` where it has no body), or the error that it is.

    :param call: method and path, for whoever reads the error.
    """
    try:
        payload: object = json.loads(body) if body.strip() else None
    except ValueError:
        payload = body.decode(errors="replace")
    return outcome_of(call, status, headers, payload, now)


def outcome_of(call: str, status: int, headers: Mapping[str, str], payload: object, now: datetime) -> Outcome:
    """The same for a body that is parsed already, such as that of a part of a batch; None: there is none."""
    if not 200 <= status < 300:  # noqa: PLR2004  # HTTP's own
        return _error(call, status, {name.lower(): value for name, value in headers.items()}, payload, now)
    if payload is None:
        return {}
    if not isinstance(payload, dict):
        return ServerFault(f"The answer of Microsoft Graph to {call} was not JSON.", status=status)
    return cast("Json", payload)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a ``Retry-After`` header: a number of seconds or an HTTP date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    try:
        return max(0.0, float(value)) if value.strip().isdigit() else _seconds_until(value, now)
    except ValueError:
        return None


def _seconds_until(http_date: str, now: datetime) -> float:
    moment = parsedate_to_datetime(http_date)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _error(call: str, status: int, headers: Mapping[str, str], payload: object, now: datetime) -> GraphError:
    fault = _fault(payload)
    code, reason = str(fault.get("code") or ""), str(fault.get("message") or "no reason given")
    request_id = headers.get("request-id") or str(_mapping(fault.get("innerError")).get("request-id") or "")
    text = f"Microsoft Graph answered {status} {code} to {call}: {reason}"
    text += f" (request id {request_id})" if request_id else ""
    wait = retry_after(headers.get("retry-after"), now)
    if status == 429:  # noqa: PLR2004  # HTTP's own
        seconds = DEFAULT_RETRY_AFTER if wait is None else wait
        return Throttled(text, retry_after=seconds, code=code, request_id=request_id)
    if 400 <= status < 500:  # noqa: PLR2004  # HTTP's own
        kind = KINDS.get(status, BadRequest)
        return kind(text, code=code, status=status, request_id=request_id)
    return ServerFault(text, retry_after=wait, code=code, status=status, request_id=request_id)


def _fault(payload: object) -> Json:
    """The ``error`` object of Graph's error body; empty where a gateway answered without one."""
    return _mapping(_mapping(payload).get("error"))


def _mapping(value: object) -> Json:
    return cast("Json", value) if isinstance(value, dict) else {}
