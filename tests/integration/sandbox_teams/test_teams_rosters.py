"""Who is where, as the connector tells the bot."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.integration.sandbox_teams.teams_http import AMINA, EWA, Teams


async def test_members_of_a_channel_are_those_of_its_team(teams: Teams) -> None:
    members = (await teams.connector("GET", f"v3/conversations/{teams.channel.id}/members")).body
    assert {member["email"] for member in members} == set(teams.onboarding.members)
    amina = next(member for member in members if member["email"] == AMINA)
    assert amina["aadObjectId"] == teams.person(AMINA).object_id
    assert amina["tenantId"] == teams.sandbox.tenant.tenant_id
    assert (amina["userPrincipalName"], amina["userRole"]) == (AMINA, "user")


async def test_many_members_come_in_pages(teams: Teams) -> None:
    everybody = [person.email for person in teams.sandbox.tenant.company.people]
    chat = (await teams.act("POST", "conversations", {"name": "All hands", "members": everybody})).body["id"]
    path = f"v3/conversations/{quote(chat)}/pagedmembers?pageSize=50"
    first = (await teams.connector("GET", path)).body
    token = quote(first["continuationToken"])
    second = (await teams.connector("GET", f"{path}&continuationToken={token}")).body
    assert "continuationToken" not in second
    assert [each["email"] for each in first["members"] + second["members"]] == everybody
    bad = await teams.connector("GET", f"{path}&continuationToken=never")
    assert bad.status == 400


@pytest.mark.parametrize("by", ["teams_id", "object_id", "email"])
async def test_a_member_is_found_by_each_of_their_names(teams: Teams, by: str) -> None:
    path = f"v3/conversations/{teams.channel.id}/members"
    found = await teams.connector("GET", f"{path}/{getattr(teams.person(AMINA), by)}")
    assert found.body["name"] == "Amina Diallo"
    other = await teams.connector("GET", f"{path}/{getattr(teams.person(EWA), by)}")
    assert (other.status, other.code) == (404, "MemberNotFoundInConversation")


async def test_a_guest_is_a_guest(teams: Teams) -> None:
    guest = next(person for person in teams.sandbox.tenant.company.people if person.kind == "guest")
    chat = teams.sandbox.tenant.messages.personal_chat(guest.email)
    [member] = (await teams.connector("GET", f"v3/conversations/{chat.id}/members")).body
    assert member["userRole"] == "guest"


async def test_a_teams_team_is_known_by_its_general_channel(teams: Teams) -> None:
    general, okrs = teams.onboarding.channels
    details = (await teams.connector("GET", f"v3/teams/{general.id}")).body
    assert (details["name"], details["aadGroupId"]) == ("Onboarding", teams.onboarding.group_id)
    listed = (await teams.connector("GET", f"v3/teams/{general.id}/conversations")).body["conversations"]
    assert listed == [{"id": general.id, "name": None}, {"id": okrs.id, "name": "OKRs"}]
    assert (await teams.connector("GET", f"v3/teams/{okrs.id}")).status == 404
