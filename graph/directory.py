"""Who and what there is in the tenant: people, groups with their members, channels of Teams teams, rooms."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.groups.delta.delta_request_builder import DeltaRequestBuilder as GroupsDelta
from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
from msgraph.generated.groups.item.members.members_request_builder import MembersRequestBuilder
from msgraph.generated.groups.item.owners.owners_request_builder import OwnersRequestBuilder
from msgraph.generated.groups.item.transitive_members.transitive_members_request_builder import (
    TransitiveMembersRequestBuilder,
)
from msgraph.generated.places.graph_room.graph_room_request_builder import GraphRoomRequestBuilder
from msgraph.generated.teams.item.channels.channels_request_builder import ChannelsRequestBuilder
from msgraph.generated.users.delta.delta_request_builder import DeltaRequestBuilder as UsersDelta
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from graph import delta
from graph.accounts import (
    GROUP_FIELDS,
    USER_FIELDS,
    is_user,
    read_group,
    read_group_change,
    read_user,
    read_user_change,
    text,
)
from graph.answers import Json, Outcome
from graph.client import GraphClient
from graph.each import ID, at, elsewhere, for_each
from graph.errors import GraphError, NotFound
from graph.mailboxes import read_mailbox, settings_requests
from graph.places import read_room
from graph.values import (
    Channel,
    Group,
    GroupChange,
    GroupPeople,
    Mailbox,
    RoomPlace,
    User,
    UserChange,
)

PAGE = 999  # the most that the directory gives at once
MANAGER = "manager($select=id)"

UsersQuery = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters
UserQuery = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters
UsersDeltaQuery = UsersDelta.DeltaRequestBuilderGetQueryParameters
GroupsQuery = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters
GroupsDeltaQuery = GroupsDelta.DeltaRequestBuilderGetQueryParameters
MembersQuery = MembersRequestBuilder.MembersRequestBuilderGetQueryParameters
AllMembersQuery = TransitiveMembersRequestBuilder.TransitiveMembersRequestBuilderGetQueryParameters
OwnersQuery = OwnersRequestBuilder.OwnersRequestBuilderGetQueryParameters
ChannelsQuery = ChannelsRequestBuilder.ChannelsRequestBuilderGetQueryParameters
RoomsQuery = GraphRoomRequestBuilder.GraphRoomRequestBuilderGetQueryParameters


class GraphDirectory:
    """The directory; every method raises ``graph.errors.GraphError``."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def users(self) -> list[User]:
        """All accounts with their managers: guests, disabled ones, rooms and shared mailboxes too."""
        query = UsersQuery(select=list(USER_FIELDS), expand=[MANAGER], top=PAGE)
        request = self._client.build.users.to_get_request_information(
            RequestConfiguration(query_parameters=query)
        )
        return [read_user(entity) for entity in await self._client.collect(request)]

    async def users_named(self, ids: Sequence[str]) -> list[User]:
        """These accounts, fetched together; those that are gone are left out."""
        query = RequestConfiguration(query_parameters=UserQuery(select=list(USER_FIELDS), expand=[MANAGER]))
        one = self._client.build.users.by_user_id(ID).to_get_request_information(query)
        outcomes = await self._client.batch(for_each(one, ids))
        return [read_user(entity) for entity in map(_or_gone, outcomes) if entity is not None]

    async def users_link(self) -> str:
        """What ``changed_users`` goes on from; asked for before ``users``, nothing falls between the two."""
        query = UsersDeltaQuery(select=[*USER_FIELDS, "manager"])
        request = self._client.build.users.delta.to_get_request_information(
            RequestConfiguration(query_parameters=query)
        )
        return await delta.from_now(self._client, request)

    async def changed_users(self, link: str) -> tuple[list[UserChange], str]:
        """What changed since the link, in its order, and the next link; ``Gone``: read all again."""
        entities, following = await delta.changes(self._client, link)
        return [read_user_change(entity) for entity in entities], following

    async def groups(self) -> list[Group]:
        """Groups of all kinds; those that are Teams teams say so."""
        query = RequestConfiguration(query_parameters=GroupsQuery(select=list(GROUP_FIELDS), top=PAGE))
        request = self._client.build.groups.to_get_request_information(query)
        return [read_group(entity) for entity in await self._client.collect(request)]

    async def groups_link(self) -> str:
        """What ``changed_groups`` goes on from."""
        query = GroupsDeltaQuery(select=[*GROUP_FIELDS, "members", "owners"])
        request = self._client.build.groups.delta.to_get_request_information(
            RequestConfiguration(query_parameters=query)
        )
        return await delta.from_now(self._client, request)

    async def changed_groups(self, link: str) -> tuple[list[GroupChange], str]:
        """What changed since the link, in its order, and the next link; ``Gone``: read all again."""
        entities, following = await delta.changes(self._client, link)
        return [read_group_change(entity) for entity in entities], following

    async def group_members(self, group_id: str) -> list[User]:
        """The people who are direct members; nested groups and devices are left out."""
        members = self._client.build.groups.by_group_id(group_id).members
        query = RequestConfiguration(query_parameters=MembersQuery(select=list(USER_FIELDS), top=PAGE))
        request = members.to_get_request_information(query)
        return [read_user(entity) for entity in await self._client.collect(request) if is_user(entity)]

    async def people_of(self, group_ids: Sequence[str]) -> dict[str, GroupPeople]:
        """Members and owners of these groups, fetched together; groups that are gone are left out."""
        group = self._client.build.groups.by_group_id(ID)
        members = group.transitive_members.to_get_request_information(
            RequestConfiguration(query_parameters=AllMembersQuery(select=["id"], top=PAGE))
        )
        owners = group.owners.to_get_request_information(
            RequestConfiguration(query_parameters=OwnersQuery(select=["id"], top=PAGE))
        )
        both = [*for_each(members, group_ids), *for_each(owners, group_ids)]
        listed = await self._all_ids(await self._client.batch(both))
        pairs = zip(listed[: len(group_ids)], listed[len(group_ids) :], strict=True)
        people = zip(group_ids, pairs, strict=True)
        return {
            group_id: GroupPeople(tuple(theirs), tuple(owning))
            for group_id, (theirs, owning) in people
            if theirs is not None and owning is not None
        }

    async def channels(self, team_ids: Sequence[str]) -> list[Channel]:
        """The channels of these Teams teams, fetched together; a team that is gone has none."""
        query = RequestConfiguration(query_parameters=ChannelsQuery(select=["id", "displayName"]))
        one = self._client.build.teams.by_team_id(ID).channels.to_get_request_information(query)
        outcomes = await self._client.batch(for_each(one, team_ids))
        return [
            Channel(str(entity["id"]), text(entity, "displayName"), team)
            for team, found in zip(team_ids, map(_or_gone, outcomes), strict=True)
            for entity in cast("list[Json]", found["value"] if found else [])
        ]

    async def mailboxes(self, ids: Sequence[str]) -> dict[str, Mailbox]:
        """The settings of these mailboxes, fetched together; those that gave no answer are left out."""
        outcomes = await self._client.batch(settings_requests(self._client.build, ids))
        found = zip(ids, map(read_mailbox, outcomes), strict=True)
        return {one: mailbox for one, mailbox in found if mailbox is not None}

    async def rooms(self) -> list[RoomPlace]:
        """All rooms that have a mailbox."""
        query = RequestConfiguration(query_parameters=RoomsQuery(top=PAGE))
        request = self._client.build.places.graph_room.to_get_request_information(query)
        # The SDK shortens the type's name; Graph's reference and contract have all of it.
        whole = elsewhere(request, request.url.replace("/graph.room", "/microsoft.graph.room"))
        rooms = [read_room(entity) for entity in await self._client.collect(whole)]
        return [room for room in rooms if room.email]

    async def _all_ids(self, outcomes: Sequence[Outcome]) -> list[list[str] | None]:
        """The ids of the people in each list, its further pages included; None: the list is gone."""
        return list(await asyncio.gather(*map(self._ids, map(_or_gone, outcomes))))

    async def _ids(self, page: Json | None) -> list[str] | None:
        if page is None:
            return None
        entities = cast("list[Json]", page.get("value") or [])
        if link := page.get("@odata.nextLink"):
            entities = entities + await self._client.collect(at(str(link)))
        return [str(entity["id"]) for entity in entities if is_user(entity)]


def _or_gone(outcome: Outcome) -> Json | None:
    """An answer, None for what is gone.

    :raises GraphError: anything else went wrong.
    """
    if isinstance(outcome, NotFound):
        return None
    if isinstance(outcome, GraphError):
        raise outcome
    return outcome
