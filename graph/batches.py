"""The body of Graph's ``$batch``, and what comes back in it.

https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from graph.answers import Json, Outcome, outcome_of
from graph.errors import ServerFault

PARTS_PER_BATCH = 20


@dataclass(frozen=True)
class Call:
    """A request as it goes over the wire.

    :param url: absolute, percent-encoded.
    :param path: the same without host and version, such as ``/users?$top=5``.
    :param is_repeatable: doing it twice is doing it once.
    """

    method: str
    url: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None
    is_repeatable: bool

    @property
    def name(self) -> str:
        """Method and path without its query, for whoever reads an error."""
        return f"{self.method} {self.path.split('?')[0]}"

    @property
    def part(self) -> Json:
        """The call as a part of a batch, without an id."""
        part: Json = {"method": self.method, "url": self.path, "headers": dict(self.headers)}
        return part if self.body is None else {**part, "body": json.loads(self.body)}


def batch_body(calls: Mapping[int, Call]) -> bytes:
    """The body of a batch; a part's id is the number of its call."""
    return json.dumps({"requests": [{"id": str(n), **call.part} for n, call in calls.items()]}).encode()


def read_batch(calls: Mapping[int, Call], answer: Json, now: datetime) -> dict[int, Outcome]:
    """What became of each call, by its number; the parts come back in any order, or not at all."""
    replies = {str(reply.get("id")): reply for reply in _replies(answer)}
    return {number: _read_part(call, replies.get(str(number)), now) for number, call in calls.items()}


def _replies(answer: Json) -> Iterable[Json]:
    replies: object = answer.get("responses")
    listed = cast("list[object]", replies) if isinstance(replies, list) else []
    return [cast("Json", reply) for reply in listed if isinstance(reply, dict)]


def _read_part(call: Call, reply: Json | None, now: datetime) -> Outcome:
    if reply is None:
        return ServerFault(f"The batch came back without an answer to {call.name}.", status=200)
    headers: Any = reply.get("headers") or {}
    status, body = int(reply.get("status") or 0), reply.get("body")
    return outcome_of(call.name, status, {str(k): str(v) for k, v in headers.items()}, body, now)
