"""The sample company's directory, over real HTTP."""

from __future__ import annotations

from graph.directory import GraphDirectory
from teams_app.sandbox.company import ORGANIZERS_GROUP
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal


async def test_everybody_is_read_with_the_name_to_write_to(
    directory: GraphDirectory, sandbox: Sandbox
) -> None:
    people = {person.object_id: person for person in sandbox.tenant.company.people}
    users = {user.id: user for user in await directory.users()}
    assert people.keys() <= users.keys()
    for object_id, person in people.items():
        user = users[object_id]
        assert (user.name, user.email, user.job_title) == (person.name, person.email, person.job_title)
        assert user.is_guest == (person.kind == "guest")
        assert user.is_enabled


async def test_teams_are_told_from_other_groups(directory: GraphDirectory, sandbox: Sandbox) -> None:
    groups = await directory.groups()
    teams = {team.group_id for team in sandbox.tenant.company.teams}
    assert {group.id for group in groups if group.is_team} == teams
    assert [group.is_team for group in groups if group.name == ORGANIZERS_GROUP] == [False]


async def test_members_of_a_group_are_people(directory: GraphDirectory, sandbox: Sandbox) -> None:
    team = sandbox.tenant.company.teams[0]
    members = await directory.group_members(team.group_id)
    assert {member.email for member in members} == set(team.members)


async def test_channels_of_all_teams_are_one_round_trip(
    directory: GraphDirectory, sandbox: Sandbox, journal: Journal
) -> None:
    teams = sandbox.tenant.company.teams
    found = await directory.channels([team.group_id for team in teams])
    assert {(each.team_id, each.id, each.name) for each in found} == {
        (team.group_id, channel.id, channel.name) for team in teams for channel in team.channels
    }
    assert len(journal.calls()) == -(-len(teams) // 20)


async def test_a_team_that_is_gone_has_no_channels(directory: GraphDirectory, sandbox: Sandbox) -> None:
    team = sandbox.tenant.company.teams[0]
    gone = "00000000-0000-0000-0000-000000000000"
    found = await directory.channels([gone, team.group_id])
    assert {each.team_id for each in found} == {team.group_id}
