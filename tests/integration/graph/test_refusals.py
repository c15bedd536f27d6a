"""Calendars when Graph refuses: over real HTTP, with answers that the stand-in does not give."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from graph.calendars import GraphCalendars
from graph.errors import BadRequest, Forbidden, Throttled
from graph.values import NewEvent
from tests.integration.graph.scripted import Scripted, scripted_graph

START = datetime(2026, 12, 7, 9, tzinfo=UTC)
END = START + timedelta(hours=1)
NEW = NewEvent("t-1", "k-1", "A talk", "<p>x</p>", START, END, attendees=())
TIME = {"dateTime": "2026-12-07T09:00:00.0000000", "timeZone": "UTC"}
FAULT = {"error": {"code": "ErrorAccessDenied", "message": "Access is denied."}}


@pytest.fixture
async def graph() -> AsyncIterator[Scripted]:
    async with scripted_graph() as scripted:
        yield scripted


def found(*events: dict[str, Any]) -> dict[str, Any]:
    return {"value": [{"subject": "A talk", "start": TIME, "end": TIME, **event} for event in events]}


def parts(status: int, body: Any, count: int) -> dict[str, Any]:
    return {"responses": [{"id": str(n), "status": status, "body": body} for n in range(count)]}


async def test_a_create_in_conflict_gives_the_event_that_is_there(graph: Scripted) -> None:
    graph.answer(FAULT, status=409)
    graph.answer(found({"id": "copy", "isOrganizer": False}, {"id": "own", "isOrganizer": True}))
    assert (await GraphCalendars(graph.client).create_event("ann", NEW)).id == "own"
    assert "&$filter=singleValueExtendedProperties" in graph.asked[1][1]
    assert "k-1" in graph.asked[1][1]


async def test_a_conflict_about_something_else_is_raised(graph: Scripted) -> None:
    graph.answer(FAULT, status=409)
    graph.answer(found())
    with pytest.raises(BadRequest, match="409"):
        await GraphCalendars(graph.client).create_event("ann", NEW)


async def test_a_missing_permission_is_raised_not_told_of_each_mailbox(graph: Scripted) -> None:
    for _ in range(4):
        graph.answer(parts(403, FAULT, 1))
    with pytest.raises(Forbidden):
        await GraphCalendars(graph.client).availability(["a@x.example", "b@x.example"], START, END, 30)


async def test_mailboxes_out_of_reach_have_a_problem_while_others_are_read(graph: Scripted) -> None:
    emails = [f"p{n}@x.example" for n in range(21)]
    schedules = [{"scheduleId": email, "availabilityView": "02"} for email in emails[:20]]
    good = {"id": "0", "status": 200, "body": {"value": schedules}}
    graph.answer({"responses": [good, {"id": "1", "status": 403, "body": FAULT}]})
    graph.answer(parts(403, FAULT, 1))
    answers = await GraphCalendars(graph.client).availability(emails, START, END, 30)
    assert [each.view for each in answers] == ["02"] * 20 + [""]
    assert "Access is denied" in answers[20].problem
    assert len(graph.asked) == 2


async def test_free_busy_that_stays_throttled_is_raised(graph: Scripted) -> None:
    graph.answer({"responses": [{"id": "0", "status": 429, "headers": {"Retry-After": "60"}}]})
    with pytest.raises(Throttled):
        await GraphCalendars(graph.client).availability(["a@x.example"], START, END, 30)


async def test_at_most_four_batches_are_under_way(graph: Scripted) -> None:
    under_way, most, four = 0, 0, asyncio.Event()

    async def reply(request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 4:
            four.set()
        await four.wait()
        sent = (await request.json())["requests"]
        under_way -= 1
        return web.json_response({"responses": [{"id": each["id"], "status": 204} for each in sent]})

    graph.replies.extend([reply] * 6)
    request = graph.client.build.users.to_get_request_information()
    assert await graph.client.batch([request] * 120) == [{}] * 120
    assert (most, len(graph.asked)) == (4, 6)
