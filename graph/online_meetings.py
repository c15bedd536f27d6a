"""The Teams meeting behind an event: the chat that belongs to it.

https://learn.microsoft.com/graph/api/onlinemeeting-get
"""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import unquote

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.users.item.online_meetings.online_meetings_request_builder import (
    OnlineMeetingsRequestBuilder,
)

from graph.answers import Json
from graph.client import GraphClient
from graph.errors import NotFound

MeetingsQuery = OnlineMeetingsRequestBuilder.OnlineMeetingsRequestBuilderGetQueryParameters

# Long join links carry the chat's id; the short ones (teams.microsoft.com/meet/…) do not.
LONG_LINK = re.compile(
    r"/l/meetup-join/(19(?::|%3a)meeting_[^/?]+?(?:@|%40)thread\.v2)(?:/|$)", re.IGNORECASE
)


class GraphOnlineMeetings:
    """Teams meetings of a tenant; needs an application access policy for their organizers."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def chat_of(self, organizer_id: str, join_url: str) -> str | None:
        """The id of the meeting's chat; None while Teams does not know the meeting.

        :param organizer_id: object id; Graph takes no e-mail here.
        :raises GraphError: Forbidden where the access policy does not hold (yet).
        """
        if chat := chat_in_link(join_url):
            return chat
        meetings = self._client.build.users.by_user_id(organizer_id).online_meetings
        link = join_url.replace("'", "''")
        query = RequestConfiguration(query_parameters=MeetingsQuery(filter=f"JoinWebUrl eq '{link}'"))
        try:
            found = await self._client.send(meetings.to_get_request_information(query))
        except NotFound:
            return None
        listed = cast("list[Json]", found.get("value") or [])
        return next((chat for one in listed if (chat := (one.get("chatInfo") or {}).get("threadId"))), None)


def chat_in_link(join_url: str) -> str | None:
    """The chat's id, where the join link carries it."""
    found = LONG_LINK.search(join_url)
    return unquote(found[1]) if found else None
