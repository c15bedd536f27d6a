"""Small questions by which a tenant's set-up is examined; nothing stays behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
from msgraph.generated.users.item.online_meetings.online_meetings_request_builder import (
    OnlineMeetingsRequestBuilder,
)
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from graph.client import GraphClient
from graph.errors import BadRequest, NotFound
from graph.events import event_entity, immutable_ids
from graph.values import NewEvent

UsersQuery = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters
GroupsQuery = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters
MeetingsQuery = OnlineMeetingsRequestBuilder.OnlineMeetingsRequestBuilderGetQueryParameters
NO_MEETING = "https://teams.microsoft.com/l/meetup-join/none"


@dataclass(frozen=True)
class Organization:
    """The tenant itself."""

    id: str
    name: str


class GraphProbes:
    """Every method raises ``graph.errors.GraphError`` where the question is refused."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def organization(self) -> Organization:
        request = self._client.build.organization.to_get_request_information()
        [found] = await self._client.collect(request, at_most=1)
        return Organization(str(found["id"]), str(found.get("displayName") or ""))

    async def has_users(self) -> bool:
        """Whether anybody is in the directory."""
        query = UsersQuery(select=["id", "accountEnabled", "userType"], top=1)
        request = self._client.build.users.to_get_request_information(
            RequestConfiguration(query_parameters=query)
        )
        return bool(await self._client.collect(request, at_most=1))

    async def groups_named(self, name: str) -> list[str]:
        """The ids of the groups with exactly this name."""
        quoted = name.replace("'", "''")
        query = GroupsQuery(filter=f"displayName eq '{quoted}'", select=["id", "displayName"])
        request = self._client.build.groups.to_get_request_information(
            RequestConfiguration(query_parameters=query)
        )
        return [str(entity["id"]) for entity in await self._client.collect(request)]

    async def may_find_meetings_of(self, person_id: str) -> None:
        """Ask for a meeting that is not there: whoever may ask is told so.

        https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy

        :raises Forbidden: no application access policy lets the app look at this person's meetings.
        """
        meetings = self._client.build.users.by_user_id(person_id).online_meetings
        query = RequestConfiguration(query_parameters=MeetingsQuery(filter=f"JoinWebUrl eq '{NO_MEETING}'"))
        try:
            await self._client.send(meetings.to_get_request_information(query))
        except (NotFound, BadRequest):
            return

    async def try_event(self, mailbox: str, at: datetime, key: str) -> None:
        """Create an event for nobody else in a calendar, and remove it again.

        :param at: when it would begin; it takes 15 minutes.
        """
        events = self._client.build.users.by_user_id(mailbox).events
        event = NewEvent(
            transaction_id=key,
            key=key,
            subject="OKR Share: a test that is removed at once",
            body_html="",
            start=at,
            end=at + timedelta(minutes=15),
            attendees=(),
            is_online=False,
        )
        request = events.to_post_request_information(event_entity(event), immutable_ids())
        created = await self._client.send(request, is_repeatable=True)
        item = events.by_event_id(str(created["id"]))
        await self._client.send(item.to_delete_request_information())
