"""Who and what there is in the tenant: people, groups with their members, channels of Teams teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
from msgraph.generated.groups.item.members.members_request_builder import MembersRequestBuilder
from msgraph.generated.teams.item.channels.channels_request_builder import ChannelsRequestBuilder
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from graph.answers import Json
from graph.client import GraphClient
from graph.errors import GraphError, NotFound
from graph.values import Channel, Group, User

PAGE = 999  # the most that the directory gives at once
USER_FIELDS = (
    "id",
    "displayName",
    "mail",
    "userPrincipalName",
    "jobTitle",
    "userType",
    "accountEnabled",
)
GROUP_FIELDS = ("id", "displayName", "resourceProvisioningOptions")

UsersQuery = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters
GroupsQuery = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters
MembersQuery = MembersRequestBuilder.MembersRequestBuilderGetQueryParameters
ChannelsQuery = ChannelsRequestBuilder.ChannelsRequestBuilderGetQueryParameters


class GraphDirectory:
    """The directory; every method raises ``graph.errors.GraphError``."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def users(self) -> list[User]:
        """Everybody, guests and disabled accounts too."""
        query = RequestConfiguration(query_parameters=UsersQuery(select=list(USER_FIELDS), top=PAGE))
        request = self._client.build.users.to_get_request_information(query)
        return [_read_user(entity) for entity in await self._client.collect(request)]

    async def groups(self) -> list[Group]:
        """Groups of all kinds; those that are Teams teams say so."""
        query = RequestConfiguration(query_parameters=GroupsQuery(select=list(GROUP_FIELDS), top=PAGE))
        request = self._client.build.groups.to_get_request_information(query)
        return [_read_group(entity) for entity in await self._client.collect(request)]

    async def group_members(self, group_id: str) -> list[User]:
        """The people who are direct members; nested groups and devices are left out."""
        members = self._client.build.groups.by_group_id(group_id).members
        query = RequestConfiguration(query_parameters=MembersQuery(select=list(USER_FIELDS), top=PAGE))
        request = members.to_get_request_information(query)
        return [_read_user(entity) for entity in await self._client.collect(request) if _is_user(entity)]

    async def channels(self, team_ids: Sequence[str]) -> list[Channel]:
        """The channels of these Teams teams, fetched together; a team that is gone has none."""
        query = RequestConfiguration(query_parameters=ChannelsQuery(select=["id", "displayName"]))
        teams = self._client.build.teams
        requests = [teams.by_team_id(team).channels.to_get_request_information(query) for team in team_ids]
        outcomes = await self._client.batch(requests)
        listed: list[Channel] = []
        for team, outcome in zip(team_ids, outcomes, strict=True):
            if isinstance(outcome, GraphError) and not isinstance(outcome, NotFound):
                raise outcome
            entities = [] if isinstance(outcome, NotFound) else cast("list[Json]", outcome["value"])
            listed += [Channel(str(entity["id"]), _text(entity, "displayName"), team) for entity in entities]
        return listed


def _read_user(entity: Json) -> User:
    principal = _text(entity, "userPrincipalName")
    return User(
        id=str(entity["id"]),
        name=_text(entity, "displayName"),
        email=(_text(entity, "mail") or principal).lower(),
        principal_name=principal,
        job_title=_text(entity, "jobTitle"),
        is_guest=_text(entity, "userType") == "Guest",
        is_enabled=entity.get("accountEnabled") is not False,
    )


def _read_group(entity: Json) -> Group:
    options = cast("list[str]", entity.get("resourceProvisioningOptions") or [])
    return Group(str(entity["id"]), _text(entity, "displayName"), is_team="Team" in options)


def _is_user(entity: Json) -> bool:
    return entity.get("@odata.type", "#microsoft.graph.user") == "#microsoft.graph.user"


def _text(entity: Json, name: str) -> str:
    return str(entity.get(name) or "")
