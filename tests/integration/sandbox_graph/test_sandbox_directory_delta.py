"""What happens in the stand-in's directory is told by delta, once, and its links can expire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp
from tests.integration.sandbox_graph.signing_in import acquire

AMINA, FELIX = "amina.diallo@tidewell.example", "felix.maurer@tidewell.example"
SELECT = {"$select": "id,displayName,mail,department,accountEnabled,manager"}


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A tenant for this test alone: people come and go in it."""
    async with Sandbox(port=0, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
async def graph(sandbox: Sandbox, contract: Any) -> AsyncIterator[GraphHttp]:
    token = (await acquire(sandbox))["access_token"]
    async with aiohttp.ClientSession() as session:
        yield GraphHttp(sandbox, session, token, contract)


async def act(graph: GraphHttp, *acts: dict[str, Any], ok: bool = True) -> dict[str, Any]:
    address = f"{graph.sandbox.tenant.base_url}/sandbox/api/directory"
    async with graph.session.post(address, json={"acts": acts}) as answer:
        assert (answer.status == 200) is ok, await answer.text()
        return await answer.json()


async def switch(graph: GraphHttp, **wanted: object) -> None:
    address = f"{graph.sandbox.tenant.base_url}/sandbox/api/directory/switches"
    async with graph.session.post(address, json=wanted) as answer:
        assert answer.status == 200


async def latest(graph: GraphHttp, collection: str = "users") -> str:
    select = SELECT["$select"] if collection == "users" else "displayName,members,owners"
    reply = await graph.get(f"/{collection}/delta()", {"$select": select, "$deltatoken": "latest"})
    assert reply.value == []
    return reply.body["@odata.deltaLink"]


async def test_all_pages_of_a_first_round_are_the_directory(graph: GraphHttp, sandbox: Sandbox) -> None:
    reply = await graph.get("/users/delta", SELECT)
    company = sandbox.tenant.company
    expected = len(company.people) + len(company.rooms) + len(company.shared)
    assert len(reply.value) == expected
    amina = next(user for user in reply.value if user["mail"] == AMINA)
    manager = company.by_email[AMINA].manager or ""
    assert amina["manager@delta"][0]["id"] == company.by_email[manager].object_id
    assert amina["department"] == "Product"
    assert (await graph.get(reply.body["@odata.deltaLink"])).value == []


async def test_only_what_changed_is_told_and_once(graph: GraphHttp, sandbox: Sandbox) -> None:
    link, company = await latest(graph), sandbox.tenant.company
    felix, old = company.by_email[FELIX].object_id, company.by_email[AMINA].object_id
    chief = "helena.brandt@tidewell.example"
    await act(graph, {"act": "change", "email": FELIX, "name": "Felix Bauer", "manager": chief})
    reply = await graph.get(link)
    assert reply.value == [
        {
            "id": felix,
            "displayName": "Felix Bauer",
            "manager@delta": [
                {"@odata.type": "#microsoft.graph.user", "id": old, "@removed": {"reason": "deleted"}},
                {"@odata.type": "#microsoft.graph.user", "id": company.by_email[chief].object_id},
            ],
        }
    ]
    assert (await graph.get(reply.body["@odata.deltaLink"])).value == []


async def test_who_came_and_who_left_is_told(graph: GraphHttp, sandbox: Sandbox) -> None:
    link, felix = await latest(graph), sandbox.tenant.company.by_email[FELIX].object_id
    new = "vera.lang@tidewell.example"
    await act(
        graph,
        {"act": "leave", "email": FELIX},
        {"act": "join", "email": new, "name": "Vera Lang", "department": "Product"},
        {"act": "disable", "email": AMINA},
    )
    told = {entry["id"]: entry for entry in (await graph.get(link)).value}
    assert told[felix] == {"id": felix, "@removed": {"reason": "changed"}}
    assert told[sandbox.tenant.company.by_email[new].object_id]["displayName"] == "Vera Lang"
    assert {"id": sandbox.tenant.company.by_email[AMINA].object_id, "accountEnabled": False} in told.values()
    gone = await graph.get(f"/users/{felix}")
    assert (gone.status, gone.error) == (404, "Request_ResourceNotFound")


async def test_groups_tell_who_came_and_went(graph: GraphHttp, sandbox: Sandbox) -> None:
    link, company = await latest(graph, "groups"), sandbox.tenant.company
    team = next(team for team in company.teams if team.name == "Onboarding")
    await act(
        graph,
        {"act": "remove", "team": "Onboarding", "email": FELIX},
        {"act": "add", "team": "Onboarding", "email": "kenji.mori@tidewell.example", "role": "owner"},
        {"act": "rename_team", "team": "Onboarding", "name": "First steps"},
    )
    [entry] = (await graph.get(link)).value
    assert (entry["id"], entry["displayName"]) == (team.group_id, "First steps")
    assert entry["members@delta"][0]["@removed"] == {"reason": "deleted"}
    assert entry["owners@delta"][0]["id"] == company.by_email["kenji.mori@tidewell.example"].object_id


@pytest.mark.parametrize(("position", "status"), [("gone", 410), ("bad_request", 400)])
async def test_a_link_can_expire(graph: GraphHttp, position: str, status: int) -> None:
    link = await latest(graph)
    await switch(graph, expired_links=position)
    reply = await graph.get(link)
    assert (reply.status, reply.error) == (status, "syncStateNotFound")


async def test_links_outlive_a_restart_and_so_does_what_happened(tmp_path: Path) -> None:
    async with Sandbox(port=0, data_dir=tmp_path) as first:
        first.tenant.act({"act": "change", "email": FELIX, "name": "Felix Bauer"})
        key, number = first.tenant.directory.key, first.tenant.directory.number
    async with Sandbox(port=0, data_dir=tmp_path) as second:
        assert (second.tenant.directory.key, second.tenant.directory.number) == (key, number)
        assert second.tenant.company.by_email[FELIX].name == "Felix Bauer"


async def test_a_link_of_nobody_is_refused(graph: GraphHttp) -> None:
    reply = await graph.get("/users/delta", {"$deltatoken": "nonsense"})
    assert (reply.status, reply.error) == (400, "BadRequest")


async def test_managers_come_with_the_people_where_asked_for(graph: GraphHttp, sandbox: Sandbox) -> None:
    query = {"$select": "id,mail", "$expand": "manager($select=id)", "$top": "999"}
    users = {user["mail"]: user for user in (await graph.get("/users", query)).value}
    manager = users[sandbox.tenant.company.by_email[AMINA].manager or ""]
    assert users[AMINA]["manager"] == {"@odata.type": "#microsoft.graph.user", "id": manager["id"]}
    assert "manager" not in users["helena.brandt@tidewell.example"]


@pytest.mark.parametrize(
    ("email", "purpose"),
    [(AMINA, "user"), ("fjord.room@tidewell.example", "room"), ("hello@tidewell.example", "shared")],
)
async def test_a_mailbox_says_what_it_is_for(graph: GraphHttp, email: str, purpose: str) -> None:
    settings = (await graph.get(f"/users/{email}/mailboxSettings")).body
    assert settings["userPurpose"] == purpose
    account = (await graph.get(f"/users/{email}", {"$select": "accountEnabled"})).body
    assert account["accountEnabled"] is (purpose == "user")


async def test_mailboxes_can_be_odd(graph: GraphHttp) -> None:
    await act(graph, {"act": "mailbox", "email": AMINA, "zone_name": "Customized Time Zone"})
    zone = (await graph.get(f"/users/{AMINA}/mailboxSettings")).body["workingHours"]["timeZone"]
    assert (zone["@odata.type"], zone["name"]) == (
        "#microsoft.graph.customTimeZone",
        "Customized Time Zone",
    )
    await act(graph, {"act": "mailbox", "email": AMINA, "mailbox": "hidden"})
    hidden = await graph.get(f"/users/{AMINA}/mailboxSettings")
    await act(graph, {"act": "mailbox", "email": AMINA, "mailbox": "none"})
    nowhere = await graph.get(f"/users/{AMINA}/mailboxSettings")
    assert (hidden.status, hidden.error) == (403, "ErrorAccessDenied")
    assert (nowhere.status, nowhere.error) == (404, "MailboxNotEnabledForRESTAPI")
    assert (await graph.get(f"/users/{AMINA}", {"$select": "mail"})).body["mail"] is None


async def test_an_old_address_stays_an_alias(graph: GraphHttp, sandbox: Sandbox) -> None:
    await act(graph, {"act": "change", "email": FELIX, "address": "felix.bauer@tidewell.example"})
    felix = sandbox.tenant.company.by_email[FELIX].object_id
    for address in (FELIX, "felix.bauer@tidewell.example"):
        user = (await graph.get(f"/users/{address}", {"$select": "id,mail"})).body
        assert (user["id"], user["mail"]) == (felix, "felix.bauer@tidewell.example")


async def test_who_is_invited_at_a_new_address_gets_it(graph: GraphHttp) -> None:
    new = "felix.bauer@tidewell.example"
    await act(graph, {"act": "change", "email": FELIX, "address": new})
    times = {
        name: {"dateTime": f"2027-01-11T{hour}:00:00", "timeZone": "UTC"}
        for name, hour in (("start", "10"), ("end", "11"))
    }
    attendees = [{"emailAddress": {"address": new, "name": "Felix"}, "type": "required"}]
    made = await graph.post(f"/users/{AMINA}/events", {"subject": "Talk", "attendees": attendees, **times})
    assert [one["emailAddress"]["address"] for one in made.body["attendees"]] == [new]
    mine = await graph.get(f"/users/{new}/events", {"$select": "subject"})
    assert "Talk" in [event["subject"] for event in mine.value]
    times_of = {"schedules": [new], "startTime": times["start"], "endTime": times["end"]}
    asked = await graph.post(f"/users/{AMINA}/calendar/getSchedule", times_of)
    assert asked.value[0]["scheduleItems"]


async def test_a_page_begins_with_the_end_of_the_last_one(graph: GraphHttp, sandbox: Sandbox) -> None:
    for number in range(210):
        sandbox.tenant.act(
            {"act": "share", "email": f"box{number}@tidewell.example", "name": "Box", "purpose": "shared"}
        )
    first = await graph.get("/users/delta", {"$select": "id"})
    second = await graph.get(first.body["@odata.nextLink"])
    assert first.value[-1] == second.value[0]
    total = len(first.value) + len(second.value)
    assert total == len({user["id"] for user in first.value + second.value}) + 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"act": "dance"}, "There is no act dance"),
        ({"act": "leave", "email": "nobody@tidewell.example"}, "There is nobody"),
        ({"act": "join", "email": "x@tidewell.example"}, "join needs name"),
        ({"act": "rename_team", "team": "Nobody's", "name": "x"}, "There is no Teams team"),
    ],
)
async def test_an_act_that_makes_no_sense_is_answered_with_a_sentence(
    graph: GraphHttp, wrong: dict[str, Any], told: str
) -> None:
    assert told in (await act(graph, wrong, ok=False))["error"]
