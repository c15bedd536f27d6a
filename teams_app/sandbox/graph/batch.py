"""``$batch``: up to twenty requests in one, each with an answer and a status of its own.

https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from multidict import CIMultiDict

from teams_app.sandbox.faults import AnswerLost, Fault
from teams_app.sandbox.graph.operations import perform
from teams_app.sandbox.graph.wire import (
    Answer,
    Call,
    GraphError,
    JsonObject,
    bad_request,
    new_request_id,
)

MOST_PARTS = 20
AT_ONCE = 4  # Outlook works on four requests of an application and mailbox at a time
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
FAILED = 400  # statuses from here on are errors


@dataclass(frozen=True)
class Part:
    """One request of a batch."""

    id: str
    call: Call
    depends_on: tuple[str, ...]


async def perform_batch(call: Call) -> Answer:
    """Do all parts, and answer them in another order than they were asked, as Graph may."""
    try:
        parts = _read(call)
    except GraphError as error:
        return call.refused(error)
    answers = await _perform_all(parts)
    shown = [_part_json(part_id, answer) for part_id, answer in reversed(answers.items())]
    return Answer(body={"responses": shown})


async def _perform_all(parts: Sequence[Part]) -> dict[str, Answer]:
    """Answers in the order in which they were ready.

    :raises AnswerLost: a fault wants one of them to be lost, and with it the whole answer.
    """
    answers: dict[str, Answer] = {}
    done = {part.id: asyncio.Event() for part in parts}
    lost: list[str] = []
    free = asyncio.Semaphore(AT_ONCE)

    async def run(part: Part) -> None:
        for other in part.depends_on:
            await done[other].wait()
        async with free:
            fault = part.call.tenant.faults.take(part.call.method, f"/v1.0{part.call.path}")
            if fault is not None and fault.delay:
                await asyncio.sleep(fault.delay)
        answers[part.id] = _perform_part(part, answers, fault)
        if fault is not None and fault.drop_answer:
            lost.append(part.id)
        done[part.id].set()

    await asyncio.gather(*map(run, parts))
    if lost:
        raise AnswerLost
    return answers


def _perform_part(part: Part, answers: Mapping[str, Answer], fault: Fault | None) -> Answer:
    if any(answers[other].status >= FAILED for other in part.depends_on):
        return part.call.refused(GraphError(424, "FailedDependency", "A request it depends on has failed."))
    if refusal := part.call.tenant.throttling.refuse(f"/v1.0{part.call.path}"):
        return Answer(429, refusal.body, refusal.headers)
    if fault is None or fault.status is None:
        return perform(part.call)
    if fault.after_effect:
        perform(part.call)
    return Answer(fault.status, fault.body, fault.headers)


def _read(call: Call) -> list[Part]:
    """:raises GraphError: the batch as a whole cannot be done."""
    requests = call.json().get("requests")
    if not isinstance(requests, list) or not requests:
        raise bad_request("Invalid batch payload format.")
    if len(requests) > MOST_PARTS:
        raise bad_request(f"Number of batch request steps exceeds the maximum value of {MOST_PARTS}.")
    parts = [_read_part(call, each) for each in cast("list[Any]", requests)]
    before: set[str] = set()
    for part in parts:
        if part.id in before:
            raise bad_request(f"Duplicate request id '{part.id}' in the batch.")
        if not before.issuperset(part.depends_on):
            raise bad_request(f"Request '{part.id}' depends on a request that does not come before it.")
        before.add(part.id)
    return parts


def _read_part(call: Call, given: Any) -> Part:
    if not isinstance(given, dict) or not {"id", "method", "url"} <= given.keys():
        raise bad_request("Every request in a batch needs id, method and url.")
    part = cast("JsonObject", given)
    method, url = str(part["method"]).upper(), urlsplit(str(part["url"]))
    if method not in METHODS or url.scheme or url.path.endswith("$batch"):
        raise bad_request(f"Request '{part['id']}' of the batch has a method or url that is not allowed.")
    headers: Mapping[str, str] = part.get("headers") or {}
    if part.get("body") is not None and "content-type" not in {name.lower() for name in headers}:
        raise bad_request(f"Request '{part['id']}' of the batch has a body, but no Content-Type.")
    inner = replace(
        call,
        method=method,
        path="/" + url.path.strip("/"),
        query=dict(parse_qsl(url.query, keep_blank_values=True)),
        headers=CIMultiDict(headers),
        body=json.dumps(part["body"]).encode() if part.get("body") is not None else b"",
        request_id=new_request_id(),
    )
    return Part(str(part["id"]), inner, tuple(map(str, part.get("dependsOn") or ())))


def _part_json(part_id: str, answer: Answer) -> JsonObject:
    headers: dict[str, str] = {"Cache-Control": "no-cache", **answer.headers}
    if answer.body is None:
        return {"id": part_id, "status": answer.status, "headers": headers}
    headers["Content-Type"] = "application/json"
    return {"id": part_id, "status": answer.status, "headers": headers, "body": answer.body}
