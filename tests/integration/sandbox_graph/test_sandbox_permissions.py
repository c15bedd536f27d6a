"""Every route of the stand-in's Graph asks for a permission, and refuses in the words of its service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from teams_app.sandbox.access import Access
from teams_app.sandbox.graph.operations import OPERATIONS, check_routes
from teams_app.sandbox.graph.permissions import ALLOWING, allowing
from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.conftest import NOT_OURS
from tests.integration.sandbox_graph.graph_http import GraphHttp

LISTS = Path(__file__).parents[4] / "shared" / "contracts" / "graph"
AMINA = "amina.diallo@tidewell.example"
BODY = {"schedules": [AMINA], "startTime": {}, "endTime": {}}


@pytest.fixture(autouse=True)
def usual(sandbox: Sandbox) -> Iterator[None]:
    yield
    sandbox.tenant.access.__dict__.update(Access().__dict__)
    sandbox.tenant.access.give(NOT_OURS)
    sandbox.tenant.messages.without_app.clear()


def test_every_route_has_a_row() -> None:
    check_routes()
    with pytest.raises(LookupError, match="lunchMenus has no row"):
        allowing("GET", "/users/{user}/lunchMenus")
    assert len(ALLOWING) >= len(OPERATIONS)


@pytest.mark.skipif(not LISTS.exists(), reason="../shared/contracts/graph is not beside this repository")
@pytest.mark.parametrize("shape", sorted(ALLOWING))
def test_what_allows_a_route_is_what_microsoft_lists(shape: str) -> None:
    from graph_permissions import (  # noqa: PLC0415  # absent where the lists are
        UnlistedOperationError,
        accepted_privileges,
        least_privilege,
    )

    method, path = shape.replace("{}", "{id}").split()
    try:
        accepted, least = accepted_privileges(method, path), least_privilege(method, path)
    except UnlistedOperationError:
        assert path.startswith("/subscriptions")
        return
    assert set(ALLOWING[shape]) <= set(accepted.application)
    assert set(least.application) & set(ALLOWING[shape])


@pytest.mark.parametrize(
    ("taken", "method", "path", "code", "words"),
    [
        ("User.Read.All", "GET", "/users", "Authorization_RequestDenied", "Insufficient privileges"),
        ("Calendars.ReadWrite", "GET", f"/users/{AMINA}/events", "ErrorAccessDenied", "Access is denied"),
        ("AppCatalog.Read.All", "GET", "/appCatalogs/teamsApps", "Forbidden", "'AppCatalog.Read.All, "),
    ],
)
async def test_a_permission_that_is_missing_is_told(
    graph: GraphHttp, sandbox: Sandbox, taken: str, method: str, path: str, code: str, words: str
) -> None:
    assert (await graph.send(method, path)).status == 200
    sandbox.tenant.access.take([taken])
    refused = await graph.send(method, path)
    assert (refused.status, refused.error) == (403, code)
    assert words in refused.body["error"]["message"]


async def test_a_part_of_a_batch_is_refused_alone(graph: GraphHttp, sandbox: Sandbox) -> None:
    sandbox.tenant.access.take(["User.Read.All"])
    parts = [{"id": "1", "method": "GET", "url": "/users"}, {"id": "2", "method": "GET", "url": "/groups"}]
    answers = (await graph.post("/$batch", {"requests": parts})).body["responses"]
    assert {each["id"]: each["status"] for each in answers} == {"1": 403, "2": 200}


async def test_messages_are_read_in_teams_that_have_the_app(graph: GraphHttp, sandbox: Sandbox) -> None:
    team = sandbox.tenant.company.teams[0]
    path = f"/teams/{team.group_id}/channels/{team.channels[0].id}/messages"
    assert (await graph.get(path)).status == 200
    sandbox.tenant.messages.without_app.add(team.group_id)
    assert (await graph.get(path)).status == 403


async def test_exchange_opens_the_mailboxes_of_its_scope_alone(graph: GraphHttp, sandbox: Sandbox) -> None:
    sandbox.tenant.access.take(["Calendars.ReadWrite"])
    sandbox.tenant.access.mailboxes = {AMINA}
    assert (await graph.get(f"/users/{AMINA}/events")).status == 200
    assert (await graph.get("/users/priya.nair@tidewell.example/events")).status == 403


async def test_an_administrator_gives_takes_and_blocks(graph: GraphHttp, sandbox: Sandbox) -> None:
    api = f"{sandbox.tenant.base_url}/sandbox/api"
    async with graph.session.post(f"{api}/permissions", json={"take": ["User.Read.All"]}) as answer:
        assert "User.Read.All" not in (await answer.json())["granted"]
    assert (await graph.get("/users")).status == 403
    later = {"give": ["User.Read.All"], "after": 3600}
    async with graph.session.post(f"{api}/permissions", json=later) as answer:
        assert "User.Read.All" in (await answer.json())["granted"]
    assert (await graph.get("/users")).status == 403
    async with graph.session.post(f"{api}/policies", json={"block": ["tenant", "Onboarding"]}) as answer:
        assert len((await answer.json())["blocked"]) == 2
    async with graph.session.post(f"{api}/app", json={"version": 3, "published": False}) as answer:
        assert await answer.json() == {"published": False, "version": "3"}
    async with graph.session.post(f"{api}/permissions", json={"give": "all"}) as answer:
        assert answer.status == 400


async def test_the_organization_is_one(graph: GraphHttp, sandbox: Sandbox) -> None:
    [organization] = (await graph.get("/organization")).value
    assert organization["id"] == sandbox.tenant.tenant_id
