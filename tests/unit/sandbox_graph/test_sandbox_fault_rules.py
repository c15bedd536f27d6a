"""Which request a fault is for."""

from __future__ import annotations

import pytest

from teams_app.sandbox.faults import Fault, Faults


@pytest.mark.parametrize(
    ("match", "request_line", "hit"),
    [
        ("GET /v1.0/users", "GET /v1.0/users", True),
        ("GET /v1.0/users", "POST /v1.0/users", False),
        ("GET /v1.0/users", "GET /v1.0/users/u1", False),
        ("POST /v1.0/users/*/events", "POST /v1.0/users/u1/events", True),
        ("POST /v1.0/users/*/events", "POST /v1.0/users/u1/events/e1/events", False),
        ("* /v1.0/users/**", "PATCH /v1.0/users/u1/events/e1", True),
        ("* /connector/**", "PATCH /v1.0/users/u1/events/e1", False),
        ("GET /v1.0/(users)", "GET /v1.0/users", False),
    ],
)
def test_a_star_is_one_part_and_two_are_many(match: str, request_line: str, *, hit: bool) -> None:
    method, _, path = request_line.partition(" ")
    assert Fault(match).matches(method, path) is hit


def test_a_fault_is_used_up() -> None:
    faults = Faults()
    faults.add([{"match": "GET /a", "times": 2, "status": 503}, {"match": "GET /*", "status": 500}])
    taken = [faults.take("GET", path) for path in ("/b", "/a", "/a", "/a")]
    assert [fault.status if fault else None for fault in taken] == [500, 503, 503, None]
    assert faults.waiting == []


def test_the_answer_tells_when_to_come_back() -> None:
    fault = Fault.of({"match": "GET /a", "status": 429, "retry_after": 7})
    assert fault.headers == {"Retry-After": "7"}
    assert fault.body["error"]["code"] == "TooManyRequests"
