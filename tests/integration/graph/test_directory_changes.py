"""The directory in full and by its changes; every exchange is checked against Microsoft's contract."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from graph.directory import GraphDirectory
from graph.errors import BadRequest, Gone
from graph.values import MailboxKind
from teams_app.sandbox.company import derived_id
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal
from tests.integration.graph.scripted import scripted_graph

AMINA, FELIX = "amina.diallo@tidewell.example", "felix.maurer@tidewell.example"
VERA = "vera.lang@tidewell.example"


@pytest.fixture
def vera(sandbox: Sandbox) -> Generator[str]:
    """Somebody new, who leaves when the test is over; the others stay as they are."""
    sandbox.tenant.act({"act": "join", "email": VERA, "name": "Vera Lang", "manager": AMINA})
    yield sandbox.tenant.company.by_email[VERA].object_id
    if VERA in sandbox.tenant.company.by_email:
        sandbox.tenant.act({"act": "leave", "email": VERA})


async def test_everybody_comes_with_manager_and_department(
    directory: GraphDirectory, sandbox: Sandbox
) -> None:
    people = sandbox.tenant.company.by_email
    users = {user.email: user for user in await directory.users()}
    assert users[FELIX].manager_id == people[AMINA].object_id
    assert (users[FELIX].department, users[FELIX].company) == ("Product", "Tidewell")
    assert users["helena.brandt@tidewell.example"].manager_id is None
    assert users["fjord.room@tidewell.example"].is_enabled is False


async def test_what_changed_since_a_link_is_told(
    directory: GraphDirectory, sandbox: Sandbox, vera: str
) -> None:
    link = await directory.users_link()
    assert link.startswith("/users/delta")
    sandbox.tenant.act({"act": "change", "email": VERA, "name": "Vera Lang-Roth", "manager": None})
    [change], link = await directory.changed_users(link)
    assert (change.id, change.values) == (vera, {"name": "Vera Lang-Roth", "manager_id": None})
    sandbox.tenant.act({"act": "leave", "email": VERA})
    [gone], link = await directory.changed_users(link)
    assert (gone.id, gone.is_gone) == (vera, True)
    assert await directory.changed_users(link) == ([], link)


@pytest.mark.usefixtures("vera")
async def test_a_new_manager_is_the_one_who_is_not_removed(
    directory: GraphDirectory, sandbox: Sandbox
) -> None:
    link = await directory.users_link()
    sandbox.tenant.act({"act": "change", "email": VERA, "manager": FELIX})
    [change], _ = await directory.changed_users(link)
    assert change.values == {"manager_id": sandbox.tenant.company.by_email[FELIX].object_id}


@pytest.mark.parametrize("position", ["gone", "bad_request"])
async def test_a_link_that_expired_is_gone(
    directory: GraphDirectory, sandbox: Sandbox, position: str
) -> None:
    link = await directory.users_link()
    sandbox.tenant.directory.switches.turn({"expired_links": position})
    try:
        with pytest.raises(Gone):
            await directory.changed_users(link)
    finally:
        sandbox.tenant.directory.switches.turn({"expired_links": "off"})


async def test_a_link_of_another_tenant_is_gone(directory: GraphDirectory) -> None:
    with pytest.raises(Gone):
        await directory.changed_groups("/groups/delta()?$deltatoken=c29tZXdoZXJlIGVsc2U")


async def test_another_refusal_is_not_taken_for_an_expired_link() -> None:
    async with scripted_graph() as scripted:
        scripted.answer({"error": {"code": "Request_UnsupportedQuery", "message": "no"}}, status=400)
        with pytest.raises(BadRequest):
            await GraphDirectory(scripted.client).changed_users("/users/delta?$deltatoken=x")


@pytest.mark.usefixtures("vera")
async def test_groups_that_changed_say_what_to_read_again(
    directory: GraphDirectory, sandbox: Sandbox
) -> None:
    link = await directory.groups_link()
    sandbox.tenant.act({"act": "team", "name": "Harbour", "owners": [VERA], "members": []})
    sandbox.tenant.act({"act": "rename_team", "team": "Harbour", "name": "Marina"})
    group = derived_id("group", "Harbour")
    [made], link = await directory.changed_groups(link)
    assert (made.id, made.name, made.is_team, made.has_other_people) == (group, "Marina", True, True)
    sandbox.tenant.act({"act": "delete_team", "team": "Marina"})
    [gone], _ = await directory.changed_groups(link)
    assert (gone.id, gone.is_gone) == (group, True)


async def test_people_of_all_groups_are_a_few_round_trips(
    directory: GraphDirectory, sandbox: Sandbox, journal: Journal
) -> None:
    company = sandbox.tenant.company
    gone = "8b1c0000-0000-4000-8000-000000000000"
    found = await directory.people_of([gone, *(team.group_id for team in company.teams)])
    assert found.keys() == {team.group_id for team in company.teams}
    for team in company.teams:
        people = found[team.group_id]
        assert set(people.members) == {company.by_email[email].object_id for email in team.members}
        assert set(people.owners) == {company.by_email[email].object_id for email in team.owners}
    assert len(journal.calls()) == -(-2 * (len(company.teams) + 1) // 20)


async def test_a_long_list_of_members_is_read_to_its_end() -> None:
    members = {"value": [{"id": "a"}, {"id": "d", "@odata.type": "#microsoft.graph.device"}]}
    async with scripted_graph() as scripted:
        link = f"{scripted.root}/v1.0/groups/g/transitiveMembers?$skiptoken=x"
        parts = [
            {"id": "0", "status": 200, "body": {**members, "@odata.nextLink": link}},
            {"id": "1", "status": 200, "body": {"value": [{"id": "c"}]}},
        ]
        scripted.answer({"responses": parts})
        scripted.answer({"value": [{"id": "b"}]})
        found = await GraphDirectory(scripted.client).people_of(["g"])
    assert (found["g"].members, found["g"].owners) == (("a", "b"), ("c",))


async def test_mailboxes_tell_what_they_are_for_and_when_people_work(
    directory: GraphDirectory, sandbox: Sandbox, vera: str
) -> None:
    company = sandbox.tenant.company
    anjali = company.by_email["anjali.rao@tidewell.example"].object_id
    room, shared = company.rooms[0].object_id, company.shared[0].object_id
    found = await directory.mailboxes([anjali, room, shared, vera])
    assert found[anjali].working_hours is not None
    assert (found[anjali].kind, found[anjali].time_zone) == (MailboxKind.PERSON, "Asia/Kolkata")
    assert (found[room].kind, found[shared].kind) == (MailboxKind.ROOM, MailboxKind.SHARED)


async def test_a_zone_of_its_own_is_reported_and_the_display_zone_taken(
    directory: GraphDirectory, sandbox: Sandbox, vera: str
) -> None:
    sandbox.tenant.act({"act": "mailbox", "email": VERA, "zone_name": "Customized Time Zone"})
    found = (await directory.mailboxes([vera]))[vera]
    assert (found.working_hours, found.time_zone) == (None, "Europe/Berlin")
    assert found.unknown_zone == "Customized Time Zone"


@pytest.mark.parametrize(
    ("position", "kind"), [("none", MailboxKind.NONE), ("hidden", MailboxKind.UNREADABLE)]
)
async def test_mailboxes_that_cannot_be_read_are_told_apart(
    directory: GraphDirectory, sandbox: Sandbox, vera: str, position: str, kind: MailboxKind
) -> None:
    sandbox.tenant.act({"act": "mailbox", "email": VERA, "mailbox": position})
    assert (await directory.mailboxes([vera]))[vera].kind is kind


async def test_a_mailbox_that_gave_no_answer_is_left_out() -> None:
    async with scripted_graph() as scripted:
        fault = {"error": {"code": "InternalServerError", "message": "later"}}
        for _ in range(3):
            scripted.answer({"responses": [{"id": "0", "status": 500, "body": fault}]})
        assert await GraphDirectory(scripted.client).mailboxes(["a"]) == {}


async def test_rooms_come_with_seats_and_building(directory: GraphDirectory, sandbox: Sandbox) -> None:
    rooms = {room.email: room for room in await directory.rooms()}
    for room in sandbox.tenant.company.rooms:
        found = rooms[room.email]
        assert (found.name, found.capacity, found.site) == (room.name, room.capacity, room.building)


async def test_some_accounts_are_read_together(
    directory: GraphDirectory, vera: str, journal: Journal
) -> None:
    [found] = await directory.users_named([vera, "8b1c0000-0000-4000-8000-000000000000"])
    assert (found.name, found.manager_id is None) == ("Vera Lang", False)
    assert journal.calls() == ["POST /v1.0/$batch"]
