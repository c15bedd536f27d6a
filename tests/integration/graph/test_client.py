"""The client keeps tokens at home, waits when told, and never does twice what must happen once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from kiota_abstractions.request_information import RequestInformation

from graph.errors import GraphError, NotFound, ServerFault, Throttled, Unauthorized, Unreachable
from tests.integration.graph.scripted import Scripted, scripted_graph


@pytest.fixture
async def graph() -> AsyncIterator[Scripted]:
    async with scripted_graph() as scripted:
        yield scripted


def reading(graph: Scripted) -> RequestInformation:
    return graph.client.build.users.to_get_request_information()


def writing(graph: Scripted) -> RequestInformation:
    from msgraph.generated.models.event import Event  # noqa: PLC0415

    return graph.client.build.users.by_user_id("u1").events.to_post_request_information(Event(subject="x"))


async def test_an_address_is_escaped_once(graph: Scripted) -> None:
    graph.answer({})
    channel = graph.client.build.teams.by_team_id("t1").channels.by_channel_id("19:a/b@thread.tacv2")
    await graph.client.send(channel.messages.to_get_request_information())
    assert graph.asked[0][1] == "/v1.0/teams/t1/channels/19%3Aa%2Fb%40thread.tacv2/messages"


async def test_pages_follow_the_next_link_of_graph_itself(graph: Scripted) -> None:
    graph.answer({"value": [{"id": 1}], "@odata.nextLink": f"{graph.root}/v1.0/users?$skiptoken=a%2Fb"})
    graph.answer({"value": [{"id": 2}]})
    assert await graph.client.collect(reading(graph)) == [{"id": 1}, {"id": 2}]
    assert graph.asked[1][1] == "/v1.0/users?$skiptoken=a%2Fb"


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:9/v1.0/users?$skiptoken=a",
        "http://127.0.0.1:{port}@evil.invalid/v1.0/users",
        "http://127.0.0.1:{port}0/v1.0/users",
        "/v1.0/users?$skiptoken=a",
    ],
)
async def test_a_next_link_to_another_host_gets_no_token(graph: Scripted, link: str) -> None:
    port = graph.root.rpartition(":")[2]
    graph.answer({"value": [], "@odata.nextLink": link.replace("{port}", port)})
    with pytest.raises(GraphError, match="nothing was sent there"):
        await graph.client.collect(reading(graph))


async def test_a_redirect_is_not_followed(graph: Scripted) -> None:
    graph.answer(status=302, Location=f"{graph.root}/elsewhere")
    graph.answer(status=302, Location=f"{graph.root}/elsewhere")
    graph.answer(status=302, Location=f"{graph.root}/elsewhere")
    with pytest.raises(ServerFault):
        await graph.client.send(reading(graph))
    assert {path for _, path, _ in graph.asked} == {"/v1.0/users"}


async def test_throttling_is_waited_out_even_for_a_create(graph: Scripted) -> None:
    graph.answer(status=429, Retry_After="0")
    graph.answer({"id": "e1"}, status=201)
    assert await graph.client.send(writing(graph)) == {"id": "e1"}


async def test_a_wait_beyond_the_deadline_is_left_to_the_caller(graph: Scripted) -> None:
    graph.answer(status=429, Retry_After="60")
    with pytest.raises(Throttled) as caught:
        await graph.client.send(reading(graph))
    assert caught.value.retry_after == 60
    assert len(graph.asked) == 1


async def test_patience_ends(graph: Scripted) -> None:
    for _ in range(3):
        graph.answer(status=503)
    with pytest.raises(ServerFault):
        await graph.client.send(reading(graph))
    assert len(graph.asked) == 3


async def test_a_create_whose_answer_was_lost_is_not_repeated(graph: Scripted) -> None:
    graph.lose_answer()
    with pytest.raises(Unreachable) as caught:
        await graph.client.send(writing(graph))
    assert caught.value.may_have_arrived
    assert len(graph.asked) == 1


async def test_a_repeatable_create_is_repeated(graph: Scripted) -> None:
    graph.lose_answer()
    graph.answer(status=500)
    graph.answer({"id": "e1"}, status=201)
    assert await graph.client.send(writing(graph), is_repeatable=True) == {"id": "e1"}


async def test_a_refused_token_is_replaced_once(graph: Scripted) -> None:
    graph.answer(status=401)
    graph.answer({"value": []})
    await graph.client.send(reading(graph))
    assert graph.tokens.number == 2


async def test_a_token_that_stays_refused_is_an_error(graph: Scripted) -> None:
    graph.answer(status=401)
    graph.answer(status=401)
    with pytest.raises(Unauthorized):
        await graph.client.send(reading(graph))


async def test_a_batch_retries_only_what_was_throttled(graph: Scripted) -> None:
    busy = {"id": "1", "status": 429, "headers": {"Retry-After": "0"}}
    missing = {"id": "2", "status": 404, "body": {"error": {"code": "x", "message": "gone"}}}
    graph.answer({"responses": [missing, busy, {"id": "0", "status": 200, "body": {"n": 0}}]})
    graph.answer({"responses": [{"id": "1", "status": 200, "body": {"n": 1}}]})
    first, second, third = await graph.client.batch([reading(graph)] * 3)
    assert (first, second) == ({"n": 0}, {"n": 1})
    assert isinstance(third, NotFound)
    assert [part["id"] for part in graph.asked[1][2]["requests"]] == ["1"]


async def test_a_batch_that_fails_as_a_whole_fails_in_each_part(graph: Scripted) -> None:
    graph.lose_answer()
    outcomes = await graph.client.batch([writing(graph)] * 2)
    assert [type(outcome) for outcome in outcomes] == [Unreachable, Unreachable]
    assert len(graph.asked) == 1


async def test_more_than_twenty_parts_are_several_batches(graph: Scripted) -> None:
    def done(first: int, last: int) -> dict[str, Any]:
        return {"responses": [{"id": str(n), "status": 200, "body": {"n": n}} for n in range(first, last)]}

    graph.answer(done(0, 45))
    graph.answer(done(0, 45))
    graph.answer(done(0, 45))
    outcomes = await graph.client.batch([reading(graph)] * 45)
    assert outcomes == [{"n": n} for n in range(45)]
    assert [len(body["requests"]) for _, _, body in graph.asked] == [20, 20, 5]


async def test_an_empty_batch_asks_nothing(graph: Scripted) -> None:
    assert await graph.client.batch([]) == []
