"""Graph's answers become JSON or one of our errors."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from graph.answers import read_answer, retry_after
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

NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
FAULT = {
    "error": {"code": "ErrorItemNotFound", "message": "It is gone.", "innerError": {"request-id": "r-1"}}
}


def answer(status: int, body: bytes = b"", **headers: str) -> object:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read_answer("GET /users", status, named, body, NOW)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, BadRequest),
        (410, Gone),
        (429, Throttled),
        (500, ServerFault),
        (503, ServerFault),
        (302, ServerFault),
    ],
)
def test_each_status_has_its_error(status: int, kind: type[GraphError]) -> None:
    assert type(answer(status)) is kind


def test_an_error_says_what_was_asked_and_keeps_code_and_request_id() -> None:
    error = answer(404, json.dumps(FAULT).encode())
    assert isinstance(error, NotFound)
    assert (error.code, error.status, error.request_id) == ("ErrorItemNotFound", 404, "r-1")
    assert "GET /users" in str(error)
    assert "It is gone." in str(error)


def test_the_request_id_of_the_header_is_enough() -> None:
    error = answer(502, b"<html>Bad gateway</html>", request_id="r-2")
    assert isinstance(error, ServerFault)
    assert error.request_id == "r-2"


def test_a_success_without_a_body_is_empty() -> None:
    assert answer(202) == {}
    assert answer(204) == {}


def test_a_success_that_is_not_json_is_a_fault() -> None:
    assert isinstance(answer(200, b"<html>"), ServerFault)
    assert isinstance(answer(200, b"[]"), ServerFault)


def test_throttling_says_how_long() -> None:
    error = answer(429, Retry_After="17")
    assert isinstance(error, Throttled)
    assert error.retry_after == 17


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        ("Mon, 07 Dec 2026 09:00:30 GMT", 30.0),
        ("Mon, 07 Dec 2026 08:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds
