"""``$batch``: parts with answers of their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.integration.sandbox_graph.graph_http import GraphHttp, Json
from tests.integration.sandbox_graph.invitations import CHIEF, event

TYPE = {"Content-Type": "application/json"}


def part(number: int, method: str = "GET", url: str = "/users?$top=1", **other: Any) -> Json:
    return {"id": str(number), "method": method, "url": url, **other}


async def answers(graph: GraphHttp, *parts: Json) -> dict[str, Json]:
    reply = await graph.post("/$batch", {"requests": list(parts)})
    assert reply.status == 200, reply.body
    return {each["id"]: each for each in reply.body["responses"]}


async def test_every_part_has_its_own_status(graph: GraphHttp, week: date) -> None:
    found = await answers(
        graph,
        part(1),
        part(2, url="/users/nobody@tidewell.example"),
        part(3, "POST", f"/users/{CHIEF}/events", body=event(week), headers=TYPE),
    )
    assert {number: each["status"] for number, each in found.items()} == {"1": 200, "2": 404, "3": 201}
    assert found["2"]["body"]["error"]["code"] == "Request_ResourceNotFound"
    assert found["3"]["body"]["subject"] == event(week)["subject"]


async def test_answers_come_in_another_order_than_the_requests(graph: GraphHttp) -> None:
    reply = await graph.post("/$batch", {"requests": [part(number) for number in range(20)]})
    ids = [each["id"] for each in reply.body["responses"]]
    assert sorted(ids, key=int) == [str(number) for number in range(20)]
    assert ids != sorted(ids, key=int)


async def test_what_depends_on_a_failure_fails_and_does_nothing(graph: GraphHttp, week: date) -> None:
    booking = {"body": event(week), "headers": TYPE}
    found = await answers(
        graph,
        part(1, url="/users/nobody@tidewell.example"),
        part(2, "POST", f"/users/{CHIEF}/events", **booking, dependsOn=["1"]),
        part(3, dependsOn=["2"]),
        part(4, dependsOn=[]),
    )
    assert [found[str(number)]["status"] for number in (1, 2, 3, 4)] == [404, 424, 424, 200]
    view = {"startDateTime": f"{week}T19:30:00Z", "endDateTime": f"{week}T22:30:00Z"}
    assert (await graph.get(f"/users/{CHIEF}/calendarView", view)).value == []


async def test_parts_without_a_body_in_their_answer_have_none(graph: GraphHttp, week: date) -> None:
    created = await graph.post(f"/users/{CHIEF}/events", event(week))
    path = f"/users/{CHIEF}/events/{created.body['id']}/cancel"
    found = await answers(graph, part(1, "POST", path, body={"comment": "later"}, headers=TYPE))
    assert found["1"]["status"] == 202
    assert "body" not in found["1"]


@pytest.mark.parametrize(
    "requests",
    [
        [],
        [part(number) for number in range(21)],
        [part(1), part(1)],
        [part(1, dependsOn=["2"]), part(2)],
        [part(1, "POST", "/$batch", body={"requests": []}, headers=TYPE)],
        [part(1, "POST", f"/users/{CHIEF}/events", body={})],
        [{"id": "1"}],
        ["GET /users"],
    ],
)
async def test_a_batch_that_makes_no_sense_is_refused(graph: GraphHttp, requests: list[Any]) -> None:
    reply = await graph.send("POST", "/$batch", {"requests": requests}, wrong=True)
    assert (reply.status, reply.error) == (400, "BadRequest")
