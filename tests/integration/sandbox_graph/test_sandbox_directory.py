"""Users, managers, groups, Teams teams and channels."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp

CHIEF = "helena.brandt@tidewell.example"


async def test_all_pages_of_users_together_are_the_directory(graph: GraphHttp, sandbox: Sandbox) -> None:
    reply = await graph.get("/users", {"$top": "40", "$select": "id,mail"})
    emails = [user["mail"] for user in reply.value]
    while next_link := reply.body.get("@odata.nextLink"):
        reply = await graph.get(next_link)
        emails += [user["mail"] for user in reply.value]
    company = sandbox.tenant.company
    assert emails == [each.email for each in (*company.people, *company.rooms, *company.shared)]


async def test_a_user_is_found_by_id_and_by_name(graph: GraphHttp, sandbox: Sandbox) -> None:
    person = sandbox.tenant.company.by_email[CHIEF]
    by_id = await graph.get(f"/users/{person.object_id}")
    by_name = await graph.get(f"/users/{CHIEF.upper()}", {"$select": "displayName,userType"})
    assert by_id.body["userPrincipalName"] == CHIEF
    assert "userType" not in by_id.body
    assert by_name.body["userType"] == "Member"
    assert by_name.body["displayName"] == person.name


async def test_a_guest_has_a_name_in_our_domain(graph: GraphHttp, sandbox: Sandbox) -> None:
    guest = next(person for person in sandbox.tenant.company.people if person.kind == "guest")
    reply = await graph.get(f"/users/{guest.object_id}", {"$select": "mail,userType,userPrincipalName"})
    assert reply.body["userType"] == "Guest"
    assert reply.body["userPrincipalName"].endswith("#EXT#@tidewell.example")
    assert reply.body["mail"] == guest.email
    again = await graph.get(f"/users/{quote(reply.body['userPrincipalName'], safe='')}")
    assert again.body["id"] == guest.object_id


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"mail eq '{CHIEF}'", 1),
        ("startswith(displayName,'Helena ')", 1),
        (f"userPrincipalName in ('{CHIEF}', 'nobody@tidewell.example')", 1),
        ("displayName eq 'O''Nobody'", 0),
    ],
)
async def test_users_are_filtered(graph: GraphHttp, text: str, count: int) -> None:
    assert len((await graph.get("/users", {"$filter": text})).value) == count


async def test_the_directory_counts_only_for_the_patient(graph: GraphHttp, sandbox: Sandbox) -> None:
    plain = await graph.get("/users", {"$count": "true", "$top": "1"})
    eventual = await graph.get("/users", {"$count": "true", "$top": "1"}, ConsistencyLevel="eventual")
    assert "@odata.count" not in plain.body
    company = sandbox.tenant.company
    accounts = [*company.people, *company.rooms, *company.shared]
    assert eventual.body["@odata.count"] == len(accounts)


async def test_managers_and_reports_are_two_sides_of_one_thing(graph: GraphHttp) -> None:
    reports = (await graph.get(f"/users/{CHIEF}/directReports")).value
    assert len(reports) > 3
    manager = await graph.get(f"/users/{reports[0]['id']}/manager")
    assert manager.body["mail"] == CHIEF
    nobody = await graph.get(f"/users/{CHIEF}/manager")
    assert (nobody.status, nobody.error) == (404, "Request_ResourceNotFound")


async def test_groups_that_are_teams_can_be_asked_for(graph: GraphHttp, sandbox: Sandbox) -> None:
    teams = await graph.get("/groups", {"$filter": "resourceProvisioningOptions/Any(x:x eq 'Team')"})
    assert {group["id"] for group in teams.value} == {team.group_id for team in sandbox.tenant.company.teams}


async def test_the_organizers_are_a_group(graph: GraphHttp, sandbox: Sandbox) -> None:
    found = await graph.get("/groups", {"$filter": "displayName eq 'OKR Organizers'", "$select": "id"})
    [group] = found.value
    for part in ("members", "transitiveMembers"):
        people = (await graph.get(f"/groups/{group['id']}/{part}", {"$select": "id,mail"})).value
        assert [each["mail"] for each in people] == list(sandbox.tenant.company.organizers)
        assert people[0]["@odata.type"] == "#microsoft.graph.user"


async def test_a_team_has_owners_members_and_channels(graph: GraphHttp, sandbox: Sandbox) -> None:
    team = sandbox.tenant.company.teams[1]
    owners = (await graph.get(f"/groups/{team.group_id}/owners")).value
    members = (await graph.get(f"/teams/{team.group_id}/members")).value
    channels = (await graph.get(f"/teams/{team.group_id}/channels")).value
    assert {owner["mail"] for owner in owners} == set(team.owners)
    assert {member["email"] for member in members} == set(team.members)
    assert {member["email"] for member in members if "owner" in member["roles"]} == set(team.owners)
    assert [channel["displayName"] for channel in channels] == [channel.name for channel in team.channels]
    channel = await graph.get(f"/teams/{team.group_id}/channels/{quote(channels[0]['id'], safe='')}")
    assert channel.body["displayName"] == "General"
    assert (await graph.get(f"/teams/{team.group_id}")).body["displayName"] == team.name
    joined = await graph.get(f"/users/{team.owners[0]}/joinedTeams")
    assert team.name in [each["displayName"] for each in joined.value]


async def test_rooms_are_places_with_a_capacity(graph: GraphHttp, sandbox: Sandbox) -> None:
    rooms = (await graph.get("/places/microsoft.graph.room")).value
    assert {room["emailAddress"] for room in rooms} == {room.email for room in sandbox.tenant.company.rooms}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/users/nobody@tidewell.example", 404, "Request_ResourceNotFound"),
        ("/groups/8b1c0000-0000-4000-8000-000000000000", 404, "Request_ResourceNotFound"),
        ("/teams/8b1c0000-0000-4000-8000-000000000000", 404, "NotFound"),
        ("/users/me/events", 400, "BadRequest"),
    ],
)
async def test_what_is_not_there_is_refused_in_graphs_words(
    graph: GraphHttp, path: str, status: int, code: str
) -> None:
    reply = await graph.get(path)
    assert (reply.status, reply.error) == (status, code)


async def test_an_unknown_address_names_its_unknown_part(graph: GraphHttp) -> None:
    reply = await graph.send("GET", "/users/u1/lunchMenus/today", wrong=True)
    assert (reply.status, reply.error) == (400, "BadRequest")
    assert "'lunchMenus'" in reply.body["error"]["message"]
    forbidden = await graph.send("DELETE", "/users", wrong=True)
    assert forbidden.status == 405


async def test_errors_carry_the_ids_of_the_request(graph: GraphHttp) -> None:
    reply = await graph.get("/users/nobody@tidewell.example", client_request_id="c-1")
    inner = reply.body["error"]["innerError"]
    assert reply.headers["client-request-id"] == inner["client-request-id"] == "c-1"
    assert reply.headers["request-id"] == inner["request-id"]
    assert inner["date"]


@pytest.mark.parametrize(
    "text", ["displayName is 'x'", "startswith(displayName", "displayName eq 'x' and", "~"]
)
async def test_a_filter_that_cannot_be_read_is_a_bad_request(graph: GraphHttp, text: str) -> None:
    reply = await graph.get("/users", {"$filter": text})
    assert (reply.status, reply.error) == (400, "BadRequest")
