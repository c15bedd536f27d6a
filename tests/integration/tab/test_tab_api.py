"""What the tab's API answers, over HTTP, with the tokens of the stand-in tenant."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from openapi_core import OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from requests import Request, Response
from sqlalchemy import event
from tab_company import CHANNEL, NOW, PEOPLE, ROOT, TEAM, Tab, say, show_card

from teams_app.okr import CommentKind, CommentSource, KeyResult, Membership, Objective, Person, Unit
from teams_app.sandbox.entra.tokens import person_token

BOARD = "/api/v1/board?unit=onboarding"
PAGE = "/api/v1/objectives/onboarding-shared"


@contextmanager
def statements(tab: Tab) -> Generator[list[str]]:
    """The SQL that is sent meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = tab.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


async def test_a_board_tells_of_unit_cycle_meeting_and_okrs(tab: Tab) -> None:
    board = await tab.read(BOARD)
    assert board["viewer"]["time_zone"] == "Europe/Berlin"
    assert (board["unit"]["name"], board["unit"]["kind"]) == ("Onboarding", "team")
    assert [unit["id"] for unit in board["unit"]["parents"]] == ["tidewell", "product"]
    assert (board["cycle"]["id"], board["cycle"]["phase"]) == ("2027-Q1", "sharing")
    assert board["meeting"]["starts_at"] == "2026-12-14T09:00:00+00:00"
    assert (board["meeting"]["invited"], board["meeting"]["is_invited"]) == (3, True)
    assert board["meeting"]["answers"] == {"accepted": 1, "tentative": 0, "declined": 1}
    shared = next(one for one in board["objectives"] if one["id"] == "onboarding-shared")
    assert (shared["progress"], shared["status"], shared["not_ready"]) == (31, "on_track", ["parent"])
    assert [person["name"] for person in shared["contributors"]] == ["Priya Nair"]


async def test_only_who_is_invited_gets_the_link_to_join(tab: Tab) -> None:
    assert (await tab.read(BOARD, "member"))["meeting"]["join_url"]
    assert (await tab.read(BOARD, "somebody else"))["meeting"]["join_url"] is None


async def test_a_channel_shows_the_board_of_its_unit(tab: Tab) -> None:
    by_channel = await tab.read(f"/api/v1/board?channel={quote(CHANNEL, safe='')}")
    assert by_channel == await tab.read(BOARD)
    status, answer = await tab.get("/api/v1/board?channel=19:elsewhere@thread.tacv2")
    assert (status, answer) == (404, {"error": "No unit has its OKRs in this channel yet."})


@pytest.mark.parametrize(
    ("role", "unit"), [("department leader", "product"), ("member", "onboarding"), ("leader", "onboarding")]
)
async def test_without_a_place_one_sees_the_board_of_ones_own_unit(tab: Tab, role: str, unit: str) -> None:
    assert (await tab.read("/api/v1/board", role))["unit"]["id"] == unit


async def test_whoever_belongs_to_no_unit_is_told_so(tab: Tab) -> None:
    status, answer = await tab.get("/api/v1/board", "contributor")
    assert (status, "no unit" in answer["error"]) == (404, True)


async def test_okrs_below_follow_the_one_they_contribute_to(tab: Tab) -> None:
    unit: Unit = await tab.one(Unit, key="product")
    child: Objective = await tab.one(Objective, key="onboarding-shared")
    values = {"state": child.state, "owner_id": child.owner_id, "cycle_id": child.cycle_id}
    await tab.add(
        Objective(key="P-2", title="Second", unit_id=unit.id, position=2, **values),
        Objective(key="P-1", title="First", unit_id=unit.id, position=1, **values),
    )
    first: Objective = await tab.one(Objective, key="P-1")
    result = KeyResult(key="P-1-KR1", objective_id=first.id, title="Half", start=0, current=1, target=2)
    await tab.add(result)
    child.parent_key_result_id = result.id
    async with tab.database.transaction() as session:
        await session.merge(child)
    board = await tab.read("/api/v1/board?unit=product")
    assert [one["id"] for one in board["objectives"]] == ["P-1", "onboarding-shared", "P-2"]
    expected = {"id": "P-1-KR1", "title": "Half", "objective": "P-1", "unit": "Product"}
    assert board["objectives"][1]["contributes_to"] == expected


async def test_a_board_tells_of_threads_without_what_was_deleted(tab: Tab) -> None:
    await say(tab, "onboarding-shared", "member", "Why two days?", kind=CommentKind.QUESTION)
    await say(
        tab, "onboarding-shared", "leader", "Since it was nine" * 20, created_at=NOW + timedelta(hours=1)
    )
    gone = NOW + timedelta(hours=2)
    await say(tab, "onboarding-shared", "leader", "Never mind", created_at=gone, deleted_at=gone)
    board = await tab.read(BOARD)
    thread = next(one["thread"] for one in board["objectives"] if one["id"] == "onboarding-shared")
    assert (thread["comments"], thread["questions"]) == (2, 1)
    assert thread["latest"]["author"]["name"] == "Amina Diallo"
    assert len(thread["latest"]["text"]) == 160


async def test_a_deleted_comment_keeps_its_place_and_nothing_else(tab: Tab) -> None:
    await say(tab, "onboarding-shared", "member", "First")
    await say(tab, "onboarding-shared", "owner", "A secret", deleted_at=NOW)
    await say(tab, "onboarding-shared", "leader", "Third", edited_at=NOW)
    thread = (await tab.read(PAGE))["thread"]
    assert [comment["text"] for comment in thread] == ["First", None, "Third"]
    assert [comment["is_deleted"] for comment in thread] == [False, True, False]
    assert thread[2]["edited_at"]
    assert "secret" not in str(thread)


async def test_the_page_links_to_where_things_were_said(tab: Tab) -> None:
    place = await show_card(tab, "onboarding-shared")
    key = f"{CHANNEL};messageid={ROOT}:1764000000100"
    reply = {"source": CommentSource.REPLY, "source_key": key, "place_id": place.id}
    await say(tab, "onboarding-shared", "member", "From Teams", **reply)
    await say(tab, "onboarding-shared", "member", "From the dialog")
    page = await tab.read(PAGE)
    said = f"https://teams.microsoft.com/l/message/{quote(CHANNEL, safe='')}"
    place_of = f"?tenantId={tab.sandbox.tenant.tenant_id}&groupId={TEAM}&parentMessageId={ROOT}"
    assert page["cards"] == [{"place": "Onboarding", "url": f"{said}/{ROOT}{place_of}"}]
    assert [each["url"] for each in page["thread"]] == [f"{said}/1764000000100{place_of}", None]


async def test_the_number_of_statements_does_not_grow_with_the_board(tab: Tab) -> None:
    await tab.read(BOARD)
    with statements(tab) as few:
        await tab.read(BOARD)
    one: Objective = await tab.one(Objective, key="onboarding-shared")
    values = {"owner_id": one.owner_id, "unit_id": one.unit_id, "cycle_id": one.cycle_id, "state": one.state}
    await tab.add(
        *(Objective(key=f"M-{n}", title=f"More {n}", parent_id=one.id, **values) for n in range(40))
    )
    for number in range(10):
        await say(tab, f"M-{number}", "member", f"Comment {number}")
    with statements(tab) as many:
        assert len((await tab.read(BOARD))["objectives"]) > 40
    assert len(many) == len(few) <= 16


async def test_the_same_again_costs_no_transfer(tab: Tab) -> None:
    headers = tab.signed_in("leader")
    first = await tab.client.get(BOARD, headers=headers)
    again = await tab.client.get(BOARD, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    await say(tab, "onboarding-shared", "member", "New")
    changed = await tab.client.get(BOARD, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert changed.status == 200
    assert (changed.headers["Cache-Control"], changed.headers["Vary"]) == (
        "private, no-cache",
        "Authorization",
    )
    assert not changed.cookies


@pytest.mark.parametrize("version", ["v1", "v2"])
async def test_tokens_of_both_versions_open_the_board(tab: Tab, version: str) -> None:
    # The audience of version 1 holds the host that the bot is reached at.
    answer = await tab.client.get(BOARD, headers=tab.signed_in("leader", version))
    assert answer.status == 200


@pytest.mark.parametrize("spoiled", ["expired", "audience", "tenant", "scope", "signature", "none"])
async def test_a_token_that_is_not_in_order_opens_nothing(tab: Tab, spoiled: str) -> None:
    headers = {} if spoiled == "none" else {"Authorization": f"Bearer {_spoiled(tab, spoiled)}"}
    for path in (BOARD, PAGE, "/api/v1/units"):
        answer = await tab.client.get(path, headers=headers)
        assert answer.status == (403 if spoiled == "tenant" else 401)
        assert list(await answer.json()) == ["error"]


async def test_a_token_in_the_query_or_a_cookie_counts_for_nothing(tab: Tab) -> None:
    token = tab.signed_in("leader")["Authorization"].removeprefix("Bearer ")
    answer = await tab.client.get(f"{BOARD}&access_token={token}", cookies={"token": token})
    assert answer.status == 401


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/board?unit=onboarding&channel=19:x", 400),
        ("/api/v1/board?unit=%00", 400),
        ("/api/v1/board?unit=" + "x" * 501, 400),
        ("/api/v1/board?unit=onboarding&cycle=1999-Q1", 404),
        ("/api/v1/objectives/%00", 400),
        ("/api/v1/objectives/o-404", 404),
        ("/api/v1/objectives/%27%20OR%201=1", 404),
    ],
)
async def test_bad_input_is_answered_with_a_sentence(tab: Tab, path: str, status: int) -> None:
    got, answer = await tab.get(path)
    assert (got, list(answer)) == (status, ["error"])
    assert answer["error"].endswith(".")


async def test_many_at_once_get_the_same(tab: Tab) -> None:
    answers = await asyncio.gather(*(tab.read(BOARD) for _ in range(30)))
    assert all(answer == answers[0] for answer in answers)


async def test_every_answer_is_as_the_openapi_document_says(tab: Tab) -> None:
    await say(tab, "onboarding-shared", "member", "Why?", kind=CommentKind.QUESTION)
    await show_card(tab, "onboarding-shared")
    response = await tab.client.get("/api/v1/openapi.json")
    described = OpenAPI.from_dict(await response.json())
    for path in (BOARD, PAGE, "/api/v1/units", "/api/v1/board?unit=nowhere", "/api/v1/objectives/nothing"):
        for headers in (tab.signed_in("leader"), tab.signed_in("external"), {}):
            answer = await tab.client.get(path, headers=headers)
            request = Request("GET", f"http://127.0.0.1{path}", headers=headers)
            described.validate_response(
                RequestsOpenAPIRequest(request),
                RequestsOpenAPIResponse(_response(answer.status, dict(answer.headers), await answer.read())),
            )


async def test_people_who_have_left_are_named_as_what_is_missing(tab: Tab) -> None:
    left: Person = await tab.one(Person, email=f"{PEOPLE['disabled']}@tidewell.example")
    one: Objective = await tab.one(Objective, key="onboarding-shared")
    values = {"unit_id": one.unit_id, "cycle_id": one.cycle_id, "state": one.state}
    await tab.add(Objective(key="L-1", title="Left alone", owner_id=left.id, **values))
    await tab.add(Membership(unit_id=one.unit_id, person_id=left.id))
    page = await tab.read("/api/v1/objectives/L-1")
    assert page["not_ready"] == ["owner", "key_results", "parent"]


def _spoiled(tab: Tab, how: str) -> str:
    tenant = tab.sandbox.tenant
    person = tenant.company.by_email[f"{PEOPLE['leader']}@tidewell.example"]
    token = person_token(tenant, person, "v2")
    if how == "signature":
        return token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    claims = tenant.signing.verify(token, audiences=(tenant.app_id,), now=tenant.clock())
    change = {
        "expired": {"exp": int(tenant.clock().timestamp()) - 10},
        "audience": {"aud": "another-app"},
        "tenant": {"tid": "00000000-0000-4000-8000-000000000001"},
        "scope": {"scp": "User.Read"},
    }[how]
    return tenant.signing.sign({**claims, **change})


def _response(status: int, headers: dict[str, str], body: bytes) -> Response:
    response = Response()
    response.status_code, response.raw = status, BytesIO(body)
    response.headers.update(headers)
    return response
