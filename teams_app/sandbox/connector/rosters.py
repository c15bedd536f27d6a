"""Who is in a conversation, and what a Teams team has.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
"""

from __future__ import annotations

import base64
import binascii

from aiohttp import web

from teams_app.sandbox.company import Person, Team
from teams_app.sandbox.connector import refusals
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.connector.conversations import person_known_as
from teams_app.sandbox.connector.envelope import team_thread
from teams_app.sandbox.connector.posting import place_for_bot
from teams_app.sandbox.message_values import Json

SMALLEST_PAGE, USUAL_PAGE, LARGEST_PAGE = 50, 200, 500


async def members(request: web.Request, channel: BotChannel) -> web.Response:
    """GET …/members: all of them."""
    return web.json_response([_account(channel, person) for person in _people(request, channel)])


async def paged_members(request: web.Request, channel: BotChannel) -> web.Response:
    """GET …/pagedmembers?pageSize=50…500&continuationToken=: one page of them."""
    people, start = _people(request, channel), _start(request.query.get("continuationToken"))
    wanted = request.query.get("pageSize", str(USUAL_PAGE))
    if not wanted.isdecimal():
        raise refusals.bad_syntax("pageSize must be a number.")
    end = start + min(max(int(wanted), SMALLEST_PAGE), LARGEST_PAGE)
    page: Json = {"members": [_account(channel, person) for person in people[start:end]]}
    if end < len(people):
        page["continuationToken"] = base64.urlsafe_b64encode(str(end).encode()).decode()
    return web.json_response(page)


async def member(request: web.Request, channel: BotChannel) -> web.Response:
    """GET …/members/{member}: one, by Teams id, object id or e-mail."""
    person = person_known_as(channel, request.match_info["member"])
    if person is None or person not in _people(request, channel):
        raise refusals.member_not_found()
    return web.json_response(_account(channel, person))


async def team(request: web.Request, channel: BotChannel) -> web.Response:
    """GET /v3/teams/{team}: what it is called."""
    found = _team(request, channel)
    details = {
        "id": team_thread(found),
        "name": found.name,
        "aadGroupId": found.group_id,
        "type": "standard",
        "channelCount": len(found.channels),
        "memberCount": len(found.members),
    }
    return web.json_response(details)


async def channels(request: web.Request, channel: BotChannel) -> web.Response:
    """GET /v3/teams/{team}/conversations: its channels; General has the team's id and no name."""
    general, *others = _team(request, channel).channels
    listed = [{"id": general.id, "name": None}, *({"id": other.id, "name": other.name} for other in others)]
    return web.json_response({"conversations": listed})


def _people(request: web.Request, channel: BotChannel) -> list[Person]:
    place, _ = place_for_bot(channel, request.match_info["conversation"])
    by_email = channel.tenant.company.by_email
    return [by_email[email] for email in place.members if email in by_email]


def _team(request: web.Request, channel: BotChannel) -> Team:
    wanted = request.match_info["team"]
    teams = channel.tenant.company.teams
    found = next((one for one in teams if team_thread(one) == wanted), None)
    if found is None:
        raise refusals.conversation_not_found()
    place_for_bot(channel, wanted)
    return found


def _account(channel: BotChannel, person: Person) -> Json:
    given_name, _, surname = person.name.partition(" ")
    return {
        "id": person.teams_id,
        "name": person.name,
        "givenName": given_name,
        "surname": surname,
        "aadObjectId": person.object_id,
        "objectId": person.object_id,
        "email": person.email,
        "userPrincipalName": person.email,
        "tenantId": channel.tenant.tenant_id,
        "userRole": "guest" if person.kind == "guest" else "user",
    }


def _start(token: str | None) -> int:
    try:
        return int(base64.urlsafe_b64decode(token or "MA=="))
    except (ValueError, binascii.Error) as error:
        raise refusals.bad_syntax("The continuation token is not one of ours.") from error
