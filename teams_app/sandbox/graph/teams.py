"""Teams teams and their channels.

https://learn.microsoft.com/graph/api/resources/teams-api-overview
"""

from __future__ import annotations

import base64
from urllib.parse import quote

from teams_app.sandbox.company import Channel, Person, Team
from teams_app.sandbox.graph.pages import entity, page
from teams_app.sandbox.graph.people import SET_UP, named_person
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject


def get_team(call: Call) -> Answer:
    return entity(call, "teams/$entity", _team_json(call, named_team(call)))


def list_joined_teams(call: Call) -> Answer:
    person = named_person(call)
    mine = (team for team in call.tenant.company.teams if person.email in team.members)
    return page(call, "teams", (_team_json(call, team) for team in mine))


def list_channels(call: Call) -> Answer:
    team = named_team(call)
    channels = (_channel_json(call, team, channel) for channel in team.channels)
    return page(call, f"teams('{team.group_id}')/channels", channels)


def get_channel(call: Call) -> Answer:
    team = named_team(call)
    what = f"teams('{team.group_id}')/channels/$entity"
    return entity(call, what, _channel_json(call, team, named_channel(call, team)))


def list_team_members(call: Call) -> Answer:
    team, people = named_team(call), call.tenant.company.by_email
    members = (_member_json(call, team, people[email]) for email in team.members if email in people)
    return page(call, f"teams('{team.group_id}')/members", members)


def named_team(call: Call) -> Team:
    """The team of the path.

    :raises GraphError: 404, in Teams' words.
    """
    for team in call.tenant.company.teams:
        if team.group_id == call.keys["team"].lower():
            return team
    raise GraphError(404, "NotFound", f"No team found with Group Id {call.keys['team']}")


def named_channel(call: Call, team: Team) -> Channel:
    """The channel of the path, unless it was deleted.

    :raises GraphError: 404, in Teams' words.
    """
    for channel in team.channels:
        if channel.id == call.keys["channel"] and channel.id not in call.tenant.messages.closed:
            return channel
    raise GraphError(404, "NotFound", "NotFoundError: the channel was not found in this team.")


def _team_json(call: Call, team: Team) -> JsonObject:
    general = quote(team.channels[0].id, safe="")
    return {
        "id": team.group_id,
        "createdDateTime": SET_UP,
        "displayName": team.name,
        "description": team.name,
        "internalId": team.channels[0].id,
        "isArchived": False,
        "tenantId": call.tenant.tenant_id,
        "visibility": "private",
        "webUrl": f"https://teams.microsoft.com/l/team/{general}/conversations"
        f"?groupId={team.group_id}&tenantId={call.tenant.tenant_id}",
    }


def _channel_json(call: Call, team: Team, channel: Channel) -> JsonObject:
    return {
        "id": channel.id,
        "createdDateTime": SET_UP,
        "displayName": channel.name,
        "description": None,
        "email": "",
        "isFavoriteByDefault": channel.name == "General",
        "membershipType": "standard",
        "tenantId": call.tenant.tenant_id,
        "webUrl": f"https://teams.microsoft.com/l/channel/{quote(channel.id, safe='')}/{quote(channel.name)}"
        f"?groupId={team.group_id}&tenantId={call.tenant.tenant_id}",
    }


def _member_json(call: Call, team: Team, person: Person) -> JsonObject:
    roles = ["owner"] if person.email in team.owners else []
    membership = base64.b64encode(f"MCMjMCMj{team.group_id}##{person.object_id}".encode()).decode()
    return {
        "@odata.type": "#microsoft.graph.aadUserConversationMember",
        "id": membership,
        "roles": ["guest"] if person.kind == "guest" else roles,
        "displayName": person.name,
        "visibleHistoryStartDateTime": "0001-01-01T00:00:00Z",
        "userId": person.object_id,
        "email": person.email,
        "tenantId": call.tenant.tenant_id,
    }
