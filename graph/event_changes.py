"""What has changed in calendars: many at once, each since it was last asked.

https://learn.microsoft.com/graph/api/event-delta
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder
from msgraph.generated.users.item.events.item.event_item_request_builder import EventItemRequestBuilder

from graph.answers import Json, Outcome
from graph.client import GraphClient
from graph.errors import BadRequest, Gone, GraphError, ServerFault
from graph.events import SELECTED, immutable_ids
from graph.seen_events import read_seen
from graph.values import CalendarChanges, CalendarRead, SeenEvent

PAGE = 50  # events
MOST_PAGES = 400  # of one calendar; a link that leads in circles ends here
PREFERRED = f'IdType="ImmutableId", odata.maxpagesize={PAGE}'
SEEN = (*SELECTED, "changeKey")

DeltaQuery = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters
EventQuery = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters


class GraphEventChanges:
    """Changes of calendars; what fails for one calendar is an error in its place and hinders no other."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client
        self._root = f"{client.build.path_parameters['baseurl']}/"

    async def changes(self, reads: Sequence[CalendarRead]) -> list[CalendarChanges | GraphError]:
        """What has changed in each calendar, in the order asked; twenty calendars to a round trip.

        A link that has expired, or is of another address, is left for the whole window.
        """
        readings = [self._begun(read) for read in reads]
        while waiting := [one for one in readings if one.result is None]:
            outcomes = await self._client.batch([one.request for one in waiting])
            for reading, outcome in zip(waiting, outcomes, strict=True):
                self._take(reading, outcome)
        return [one.result for one in readings if one.result is not None]

    async def events(self, wanted: Sequence[tuple[str, str]]) -> list[SeenEvent | GraphError]:
        """Single events as they stand now, by mailbox and id; ``NotFound`` for those that are gone."""
        query = EventQuery(select=list(SEEN))
        users = self._client.build.users
        requests = [
            users.by_user_id(mailbox)
            .events.by_event_id(event_id)
            .to_get_request_information(immutable_ids(query))
            for mailbox, event_id in wanted
        ]
        outcomes = await self._client.batch(requests)
        return [one if isinstance(one, GraphError) else read_seen(one) for one in outcomes]

    def _take(self, reading: _Reading, outcome: Outcome) -> None:
        if isinstance(outcome, GraphError):
            if _is_expired(outcome) and not reading.is_whole:
                reading.start_over(self._whole(reading.read))
            else:
                reading.result = outcome
            return
        reading.add(outcome)
        link, delta = outcome.get("@odata.nextLink"), outcome.get("@odata.deltaLink")
        if link and reading.pages < MOST_PAGES and self._is_ours(str(link)):
            reading.request = _linked(str(link))
        elif delta:
            reading.result = reading.changes(str(delta))
        else:
            reading.result = ServerFault("The changes of a calendar came without an end.", status=200)

    def _begun(self, read: CalendarRead) -> _Reading:
        if self._is_ours(read.link):
            return _Reading(read, _linked(read.link))
        return _Reading(read, self._whole(read), is_whole=True)

    def _whole(self, read: CalendarRead) -> RequestInformation:
        query = DeltaQuery(start_date_time=_text(read.start), end_date_time=_text(read.end))
        config = RequestConfiguration(headers=_headers(), query_parameters=query)
        delta = self._client.build.users.by_user_id(read.mailbox).calendar_view.delta
        return delta.to_get_request_information(config)

    def _is_ours(self, link: str) -> bool:
        return link.startswith(self._root)


@dataclass
class _Reading:
    """One calendar on the way: what was found so far, and what is asked next."""

    read: CalendarRead
    request: RequestInformation
    events: dict[str, SeenEvent] = field(default_factory=dict[str, SeenEvent])
    removed: set[str] = field(default_factory=set[str])
    pages: int = 0
    is_whole: bool = False
    result: CalendarChanges | GraphError | None = None

    def start_over(self, request: RequestInformation) -> None:
        self.request, self.is_whole = request, True
        self.events, self.removed, self.pages = {}, set(), 0

    def add(self, page: Json) -> None:
        """The last word about an event counts; one may be named on several pages."""
        self.pages += 1
        for entity in cast("Iterable[Json]", page.get("value") or ()):
            event_id = str(entity["id"])
            if "@removed" in entity:
                self.events.pop(event_id, None)
                self.removed.add(event_id)
            elif entity.get("start"):
                self.events[event_id] = read_seen(entity)
                self.removed.discard(event_id)

    def changes(self, link: str) -> CalendarChanges:
        return CalendarChanges(tuple(self.events.values()), tuple(sorted(self.removed)), link, self.is_whole)


def _is_expired(error: GraphError) -> bool:
    """Outlook says it with 410, and at times with 400.

    https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset
    """
    return isinstance(error, Gone) or (
        isinstance(error, BadRequest) and error.code.lower().startswith("syncstate")
    )


def _linked(link: str) -> RequestInformation:
    request = RequestInformation(Method.GET)
    request.url = link
    request.headers = _headers()
    return request


def _headers() -> HeadersCollection:
    headers = HeadersCollection()
    headers.add("Accept", "application/json")
    headers.add("Prefer", PREFERRED)
    return headers


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
