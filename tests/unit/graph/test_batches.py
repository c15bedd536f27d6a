"""Parts of a batch find back to their calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from graph.batches import Call, batch_body, read_batch
from graph.errors import NotFound, ServerFault, Throttled

NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def call(path: str, body: bytes | None = None) -> Call:
    headers = {"content-type": "application/json"} if body else {}
    return Call(
        "POST" if body else "GET", f"http://127.0.0.1/v1.0{path}", path, headers, body, is_repeatable=True
    )


def test_a_part_has_a_relative_address_and_a_json_body() -> None:
    sent = json.loads(batch_body({7: call("/users/u1/events", b'{"subject": "x"}')}))
    assert sent == {
        "requests": [
            {
                "id": "7",
                "method": "POST",
                "url": "/users/u1/events",
                "headers": {"content-type": "application/json"},
                "body": {"subject": "x"},
            }
        ]
    }


def test_answers_in_any_order_go_to_their_calls() -> None:
    calls = {n: call(f"/users/{n}") for n in range(3)}
    replies = [{"id": str(n), "status": 200, "body": {"id": n}} for n in (2, 0, 1)]
    assert read_batch(calls, {"responses": replies}, NOW) == {n: {"id": n} for n in range(3)}


def test_each_part_has_its_own_status() -> None:
    calls = {n: call(f"/users/{n}") for n in range(3)}
    replies = [
        {"id": "1", "status": 404, "body": {"error": {"code": "x", "message": "y"}}},
        {"id": "0", "status": 429, "headers": {"Retry-After": "9"}},
        {"id": "2", "status": 204},
    ]
    outcomes = read_batch(calls, {"responses": replies}, NOW)
    assert isinstance(outcomes[0], Throttled)
    assert outcomes[0].retry_after == 9
    assert isinstance(outcomes[1], NotFound)
    assert outcomes[2] == {}


def test_a_part_without_an_answer_is_a_fault() -> None:
    outcomes = read_batch({0: call("/users")}, {"responses": []}, NOW)
    assert isinstance(outcomes[0], ServerFault)
