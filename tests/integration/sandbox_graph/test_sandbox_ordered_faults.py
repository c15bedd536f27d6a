"""Faults that a test orders, and the journal that keeps what was said."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp, Json
from tests.integration.sandbox_graph.invitations import CHIEF, event
from tests.integration.sandbox_graph.test_sandbox_events import EVENTS, evening

BOOK = "POST /v1.0/users/*/events"


@pytest.fixture
async def clean(sandbox: Sandbox) -> AsyncIterator[None]:
    """No fault outlives its test."""
    yield
    sandbox.tenant.faults.clear()


async def order(graph: GraphHttp, *rules: Json) -> int:
    url = f"{graph.sandbox.tenant.base_url}/sandbox/api/faults"
    async with graph.session.post(url, json=list(rules)) as response:
        return response.status


@pytest.mark.usefixtures("clean")
async def test_throttling_lasts_as_often_as_ordered(graph: GraphHttp, week: date) -> None:
    assert await order(graph, {"match": BOOK, "times": 2, "status": 429, "retry_after": 3}) == 200
    replies = [await raw(graph, event(week)) for _ in range(3)]
    assert [status for status, _ in replies] == [429, 429, 201]
    assert replies[0][1]["Retry-After"] == "3"
    assert len(await evening(graph, CHIEF, week)) == 1


async def raw(graph: GraphHttp, body: Json) -> tuple[int, Any]:
    url, headers = f"{graph.sandbox.tenant.base_url}/v1.0{EVENTS}", {"Authorization": f"Bearer {graph.token}"}
    async with graph.session.post(url, json=body, headers=headers) as response:
        return response.status, response.headers


@pytest.mark.usefixtures("clean")
async def test_a_lost_answer_has_done_its_work(graph: GraphHttp, week: date) -> None:
    await order(graph, {"match": BOOK, "drop_answer": True})
    with pytest.raises(aiohttp.ClientError):
        await raw(graph, event(week, transactionId=f"lost-{week}"))
    assert len(await evening(graph, CHIEF, week)) == 1
    assert (await raw(graph, event(week, transactionId=f"lost-{week}")))[0] == 201
    assert len(await evening(graph, CHIEF, week)) == 1


@pytest.mark.usefixtures("clean")
async def test_a_late_answer_is_late(graph: GraphHttp) -> None:
    await order(graph, {"match": "GET /v1.0/users", "delay": 0.2})
    began = time.perf_counter()
    assert (await graph.get("/users", {"$top": "1"})).status == 200
    assert time.perf_counter() - began >= 0.2


@pytest.mark.usefixtures("clean")
async def test_parts_of_a_batch_meet_faults_of_their_own(graph: GraphHttp, week: date) -> None:
    await order(graph, {"match": BOOK, "status": 429, "retry_after": 1})
    head = {"method": "POST", "url": EVENTS, "headers": {"Content-Type": "application/json"}}
    parts = [{**head, "id": str(n), "body": event(week, transactionId=f"{n}-{week}")} for n in range(2)]
    reply = await graph.post("/$batch", {"requests": parts})
    found = {each["status"]: each for each in reply.body["responses"]}
    assert set(found) == {201, 429}
    assert found[429]["headers"]["Retry-After"] == "1"
    assert len(await evening(graph, CHIEF, week)) == 1


@pytest.mark.usefixtures("clean")
async def test_a_lost_part_loses_the_batch(graph: GraphHttp, week: date) -> None:
    await order(graph, {"match": BOOK, "drop_answer": True})
    head = {"method": "POST", "url": EVENTS, "headers": {"Content-Type": "application/json"}}
    with pytest.raises(aiohttp.ClientError):
        await graph.post("/$batch", {"requests": [{**head, "id": "1", "body": event(week)}]})
    assert len(await evening(graph, CHIEF, week)) == 1


@pytest.mark.parametrize(
    "rule", [{}, {"match": "GET /", "times": 1, "mood": "bad"}, {"match": "GET /", "status": 200}, "no rule"]
)
async def test_a_rule_that_makes_no_sense_is_refused(graph: GraphHttp, rule: Any) -> None:
    assert await order(graph, rule) == 400


def contents(file: Path) -> str:
    return file.read_text("utf-8")


async def test_the_journal_has_every_exchange_without_the_token(
    graph: GraphHttp, journal_file: Path, week: date
) -> None:
    await graph.post(EVENTS, event(week, subject=f"Journal of {week}"))
    written = contents(journal_file)
    last = json.loads(written.splitlines()[-1])
    assert (last["method"], last["url"], last["status"]) == ("POST", f"/v1.0{EVENTS}", 201)
    assert last["request_body"]["subject"] == last["response_body"]["subject"] == f"Journal of {week}"
    assert graph.token not in written


@pytest.mark.usefixtures("clean")
async def test_a_failure_after_the_effect_has_done_its_work(graph: GraphHttp, week: date) -> None:
    await order(graph, {"match": BOOK, "status": 504, "after_effect": True})
    before = len(await evening(graph, CHIEF, week))
    assert (await raw(graph, event(week)))[0] == 504
    assert len(await evening(graph, CHIEF, week)) == before + 1


@pytest.mark.usefixtures("clean")
async def test_a_share_of_the_requests_is_drawn_the_same_each_time(graph: GraphHttp) -> None:
    rule = {"match": "GET /v1.0/users/*", "times": 1000, "share": 0.3, "status": 503}
    drawn: list[list[int]] = []
    for _ in range(2):
        graph.sandbox.tenant.faults.clear()
        await order(graph, rule)
        drawn.append([(await graph.get(f"/users/{CHIEF}")).status for _ in range(30)])
    assert drawn[0] == drawn[1]
    assert 3 < drawn[0].count(503) < 20


@pytest.mark.usefixtures("clean")
async def test_the_time_to_come_back_may_be_a_date(graph: GraphHttp, week: date) -> None:
    await order(graph, {"match": BOOK, "status": 429, "retry_after": 30, "retry_date": True})
    status, headers = await raw(graph, event(week))
    assert (status, headers["Retry-After"][-3:]) == (429, "GMT")


async def test_limits_that_are_set_refuse_what_is_over_them(graph: GraphHttp) -> None:
    url = f"{graph.sandbox.tenant.base_url}/sandbox/api/throttling"
    async with graph.session.put(url, json=[{"per": "mailbox", "count": 2, "seconds": 60}]) as response:
        assert response.status == 200
    path = f"/users/{CHIEF}/events"
    assert [(await graph.get(path)).status for _ in range(3)] == [200, 200, 429]
    batch = {"requests": [{"id": "1", "method": "GET", "url": path}]}
    answer = await graph.post("/$batch", batch)
    assert [part["status"] for part in answer.body["responses"]] == [429]
    async with graph.session.put(url, json=[]) as response:
        assert (await response.json())["refused"] == 2
    assert (await graph.get(path)).status == 200


@pytest.mark.parametrize("rules", [[{"per": "planet"}], {"per": "tenant"}, "x", [1]])
async def test_limits_that_cannot_be_used_are_refused(graph: GraphHttp, rules: Any) -> None:
    url = f"{graph.sandbox.tenant.base_url}/sandbox/api/throttling"
    async with graph.session.put(url, json=rules) as response:
        assert response.status == 400
