"""Changes of a share week over HTTP: told, looked at, decided, by those who may."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from openapi_core import OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from requests import Request, Response

from teams_app.identity import open_http
from teams_app.sandbox.entra.tokens import person_token
from teams_app.tab.api import add_routes
from teams_app.tab.openapi import DOCUMENT
from tests.integration.week.conftest import Tidewell
from tests.integration.week.replanned import confirmed, start_of, times, week_now

Json = dict[str, Any]
CHANGES = "/api/v1/weeks/2027-Q1/1/changes"
HELENA, MOBILE_LEADER, SUPPORT_LEADER, MEMBER, GUEST = (
    "helena.brandt@tidewell.example",
    "tomas.vidal@tidewell.example",
    "siobhan.oconnor@tidewell.example",
    "kofi.boateng@tidewell.example",
    "milena.roth@roth-audit.example",
)
DECLINED = {"kind": "declined", "unit": "mobile", "person": "Kofi Boateng", "note": "In Porto"}
DESCRIBED = OpenAPI.from_dict(DOCUMENT)


@dataclass(frozen=True)
class Api:
    """The API in front of a confirmed week; each answer is held against the OpenAPI document."""

    tidewell: Tidewell
    client: TestClient[web.Request, web.Application]

    async def ask(self, method: str, path: str, who: str = HELENA, body: Any = None) -> tuple[int, Json]:
        headers = {"Authorization": f"Bearer {self._token(who)}"}
        async with self.client.request(method, path, headers=headers, json=body) as answer:
            content = await answer.read()
            response = Response()
            response.status_code, response.raw = answer.status, BytesIO(content)
            response.headers.update(answer.headers)
        request = Request(method, f"http://127.0.0.1{path}", headers=headers, json=body)
        DESCRIBED.validate_response(RequestsOpenAPIRequest(request), RequestsOpenAPIResponse(response))
        return answer.status, json.loads(content)

    async def planned(self, change: Json, who: str = HELENA) -> Json:
        """Told, planned by a worker, and looked at."""
        status, noted = await self.ask("POST", CHANGES, who, change)
        assert (status, noted.get("state")) == (202, "planning"), noted
        await self.tidewell.work()
        _, planned = await self.ask("GET", f"{CHANGES}/{noted['id']}", who)
        return planned

    def _token(self, email: str) -> str:
        tenant = self.tidewell.sandbox.tenant
        return person_token(tenant, tenant.company.by_email[email], "v2")


@pytest.fixture
async def api(tidewell: Tidewell) -> AsyncGenerator[Api]:
    await confirmed(tidewell)
    app = web.Application()
    async with open_http(tidewell.world.settings.ca_file) as http:
        add_routes(app, tidewell.world, http)
        async with TestClient(TestServer(app)) as client:
            yield Api(tidewell, client)


async def test_a_change_is_told_planned_shown_and_confirmed(api: Api) -> None:
    before = await week_now(api.tidewell)
    change = await api.planned(DECLINED)
    assert (change["state"], change["is_fewest"], change["note"]) == ("proposed", True, "In Porto")
    assert (change["person"]["name"], change["asked_by"]["name"]) == ("Kofi Boateng", "Helena Brandt")
    [move] = change["moves"]
    assert move["unit"] == {"id": "mobile", "name": "Mobile"}
    assert move["from"]["starts_at"] == start_of(before, "mobile").isoformat()
    assert len(move["affected"]) == 9
    status, decided = await api.ask("POST", f"{CHANGES}/1/confirm")
    assert (status, decided["state"], decided["decided_by"]["name"]) == (200, "confirmed", "Helena Brandt")
    assert start_of(await week_now(api.tidewell), "mobile").isoformat() == move["to"]["starts_at"]
    assert await api.ask("POST", f"{CHANGES}/1/confirm") == (status, decided)
    assert (await api.ask("GET", CHANGES))[1]["changes"] == [decided]


async def test_a_leader_tells_and_decides_where_only_their_own_meeting_moves(api: Api) -> None:
    change = await api.planned(DECLINED, MOBILE_LEADER)
    assert [move["unit"]["id"] for move in change["moves"]] == ["mobile"]
    for who in (SUPPORT_LEADER, MEMBER, GUEST):
        assert (await api.ask("POST", f"{CHANGES}/1/confirm", who))[0] == 403
        assert (await api.ask("POST", f"{CHANGES}/1/keep", who))[0] == 403
    assert (await api.ask("GET", f"{CHANGES}/1", SUPPORT_LEADER))[0] == 404
    assert (await api.ask("GET", CHANGES, SUPPORT_LEADER))[1] == {"changes": []}
    assert (await api.ask("GET", CHANGES, MEMBER))[0] == 403
    before = times(await week_now(api.tidewell))
    assert (await api.ask("POST", f"{CHANGES}/1/keep", MOBILE_LEADER))[1]["state"] == "kept"
    assert times(await week_now(api.tidewell)) == before


async def test_a_leader_decides_nothing_that_moves_others(api: Api) -> None:
    await api.planned(DECLINED)
    second = await api.planned({"kind": "declined", "unit": "support", "person": "Li Chen"}, SUPPORT_LEADER)
    assert {move["unit"]["id"] for move in second["moves"]} == {"mobile", "support"}
    status, answer = await api.ask("POST", f"{CHANGES}/2/confirm", SUPPORT_LEADER)
    assert (status, "nobody else" in answer["error"]) == (403, True)
    assert (await api.ask("POST", f"{CHANGES}/1/confirm"))[0] == 409
    assert (await api.ask("POST", f"{CHANGES}/2/confirm"))[0] == 200


async def test_what_is_not_theirs_to_tell_is_refused_and_not_stored(api: Api) -> None:
    for who, change in (
        (SUPPORT_LEADER, DECLINED),
        (MEMBER, DECLINED),
        (MOBILE_LEADER, {"kind": "look_again"}),
        (MOBILE_LEADER, {"kind": "room", "room": "Birch room"}),
        (MOBILE_LEADER, {"kind": "people"}),
        (GUEST, {"kind": "look_again"}),
    ):
        assert (await api.ask("POST", CHANGES, who, change))[0] == 403
    assert (await api.ask("GET", CHANGES))[1] == {"changes": []}


async def test_without_a_token_nothing_is_told(api: Api) -> None:
    for method, path in (("GET", CHANGES), ("POST", CHANGES), ("POST", f"{CHANGES}/1/confirm")):
        async with api.client.request(method, path, json={"kind": "look_again"}) as answer:
            assert (answer.status, list(await answer.json())) == (401, ["error"])


async def test_what_cannot_be_understood_is_a_sentence(api: Api) -> None:
    for body, status in (
        (None, 400),
        ([], 400),
        ({}, 400),
        ({"kind": "explode"}, 400),
        ({"kind": "declined", "unit": "mobile"}, 400),
        ({"kind": "declined", "unit": "mobile", "person": 7}, 400),
        ({"kind": "declined", "unit": "mobile\x00", "person": "Kofi Boateng"}, 400),
        ({"kind": "moved", "unit": "mobile", "start": "soon"}, 400),
        ({"kind": "moved", "unit": "mobile", "start": "2026-12-03T09:30"}, 400),
        ({"kind": "look_again", "surprise": True}, 400),
        ({"kind": "declined", "unit": "nowhere", "person": "Kofi Boateng"}, 404),
    ):
        found, answer = await api.ask("POST", CHANGES, HELENA, body)
        assert (found, list(answer), answer["error"][-1]) == (status, ["error"], "."), body


async def test_what_is_not_there_is_not_found(api: Api) -> None:
    for method, path in (
        ("GET", "/api/v1/weeks/2027-Q1/9/changes"),
        ("POST", "/api/v1/weeks/2027-Q1/9/changes"),
        ("GET", "/api/v1/weeks/nowhere/1/changes"),
        ("GET", "/api/v1/weeks/2027-Q1/many/changes"),
        ("GET", f"{CHANGES}/7"),
        ("POST", f"{CHANGES}/7/confirm"),
        ("POST", f"{CHANGES}/{'9' * 30}/keep"),
    ):
        assert (await api.ask(method, path, HELENA, {"kind": "look_again"}))[0] == 404, path
