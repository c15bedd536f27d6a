"""Everybody's calendar: free/busy of many, and events in the calendar of their organizer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.generated.users.item.events.item.event_item_request_builder import EventItemRequestBuilder

from graph.answers import Outcome
from graph.client import GraphClient
from graph.errors import BadRequest, Forbidden, GraphError, NotFound
from graph.events import (
    SELECTED,
    event_difference,
    event_entity,
    immutable_ids,
    key_filter,
    read_event,
    with_key,
)
from graph.free_busy import MAILBOXES_PER_CALL, Window, read_schedules
from graph.values import Availability, Event, EventChange, NewEvent

# the mailbox through which was asked may have no calendar, or be out of our reach
REFUSED = (NotFound, Forbidden, BadRequest)
ROUNDS = 4
CONFLICT = 409

EventsQuery = EventsRequestBuilder.EventsRequestBuilderGetQueryParameters
EventQuery = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters


class GraphCalendars:
    """Calendars of a tenant; an organizer is an object id or an e-mail.

    Every method raises ``graph.errors.GraphError``.
    """

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    async def availability(
        self, emails: Sequence[str], start: datetime, end: datetime, slot_minutes: int
    ) -> list[Availability]:
        """Free/busy of each mailbox, in the order asked; one that cannot be read carries a ``problem``.

        Twenty mailboxes to a call, twenty calls to a round trip.

        :param end: less than 62 days after ``start``; both aware.
        :raises GraphError: the whole question failed, not only some mailboxes.
        """
        window = Window(start, end, slot_minutes)
        unique = list(dict.fromkeys(email.lower() for email in emails))
        chunks = [unique[n : n + MAILBOXES_PER_CALL] for n in range(0, len(unique), MAILBOXES_PER_CALL)]
        found = await self._ask(chunks, window)
        missing = Availability("", view="", problem="Microsoft Graph did not answer for this mailbox.")
        return [_for_email(email, found.get(email.lower(), missing)) for email in emails]

    async def _ask(self, chunks: Sequence[list[str]], window: Window) -> dict[str, Availability]:
        """Each chunk is asked through its first member; where that one is refused, through another.

        A refusal for all is not about single mailboxes, and is raised.
        """
        found: dict[str, Availability] = {}
        refusals: dict[int, GraphError] = {}
        waiting, proven = list(range(len(chunks))), ""
        for turn in range(ROUNDS):
            is_last = bool(proven)
            asking = {n: proven or chunks[n][min(turn, len(chunks[n]) - 1)] for n in waiting}
            outcomes = await self._ask_through(asking, chunks, window)
            refusals = {n: outcome for n, outcome in outcomes.items() if isinstance(outcome, GraphError)}
            for n, outcome in outcomes.items():
                if not isinstance(outcome, GraphError):
                    found |= read_schedules(outcome, window)
                    proven = asking[n]
            waiting = list(refusals)
            if not waiting or is_last:
                break
        if refusals and not found:
            raise next(iter(refusals.values()))
        return found | _unread(refusals, chunks)

    async def _ask_through(
        self, askers: Mapping[int, str], chunks: Sequence[list[str]], window: Window
    ) -> dict[int, Outcome]:
        asked = ((asker, chunks[n]) for n, asker in askers.items())
        requests = window.requests(self._client.build, asked)
        outcomes = await self._client.batch(requests, is_repeatable=True)
        for outcome in outcomes:
            if isinstance(outcome, GraphError) and not isinstance(outcome, REFUSED):
                raise outcome
        return dict(zip(askers, outcomes, strict=True))

    async def create_event(self, organizer: str, event: NewEvent, *, is_again: bool = False) -> Event:
        """The event; however often it is asked for, with answers lost on the way or not, there is one.

        A create that may have worked although no good answer came is looked up by the event's key.

        :param is_again: it may have been created before, by a process that was killed: look first.
        """
        if is_again and (found := await self.find_event(organizer, event.key)):
            return found
        events = self._client.build.users.by_user_id(organizer).events
        request = events.to_post_request_information(event_entity(event), immutable_ids())
        try:
            return read_event(await self._client.send(request, is_repeatable=False))
        except GraphError as error:
            if not (error.may_have_worked or error.status == CONFLICT):
                raise
            if found := await self.find_event(organizer, event.key):
                return found
            raise

    async def find_event(self, organizer: str, key: str) -> Event | None:
        """The event with a key that somebody organizes; None where there is none.

        An attendee's copy may carry the key as well, and is not meant.
        """
        events = self._client.build.users.by_user_id(organizer).events
        query = EventsQuery(filter=key_filter(key), expand=with_key(), select=list(SELECTED))
        found = await self._client.collect(events.to_get_request_information(immutable_ids(query)))
        own = (entity for entity in found if entity.get("isOrganizer") is not False)
        return next((read_event(entity) for entity in own), None)

    async def event(self, organizer: str, event_id: str) -> Event:
        """An event as it stands now.

        :raises NotFound: it was cancelled or deleted.
        """
        item = self._client.build.users.by_user_id(organizer).events.by_event_id(event_id)
        query = EventQuery(select=list(SELECTED))
        return read_event(await self._client.send(item.to_get_request_information(immutable_ids(query))))

    async def update_event(self, organizer: str, event_id: str, change: EventChange) -> Event:
        """The event as it is after the change; what is as wanted already is not sent again.

        :raises NotFound: it was cancelled or deleted.
        """
        item = self._client.build.users.by_user_id(organizer).events.by_event_id(event_id)
        selected = [*SELECTED, *(["body"] if change.body_html is not None else ())]
        query = EventQuery(select=selected)
        found = await self._client.send(item.to_get_request_information(immutable_ids(query)))
        difference = event_difference(found, change)
        if difference is None:
            return read_event(found)
        request = item.to_patch_request_information(difference, immutable_ids())
        return read_event(await self._client.send(request))

    async def cancel_event(self, organizer: str, event_id: str, note: str) -> None:
        """Cancel and tell the attendees; nothing happens when it is gone already."""
        item = self._client.build.users.by_user_id(organizer).events.by_event_id(event_id)
        body = CancelPostRequestBody(comment=note)
        request = item.cancel.to_post_request_information(body, immutable_ids())
        try:
            await self._client.send(request, is_repeatable=True)
        except NotFound:
            return


def _unread(refusals: Mapping[int, GraphError], chunks: Sequence[list[str]]) -> dict[str, Availability]:
    return {
        email: Availability(email, view="", problem=str(refusal))
        for n, refusal in refusals.items()
        for email in chunks[n]
    }


def _for_email(email: str, availability: Availability) -> Availability:
    """Under the spelling that was asked for."""
    return Availability(email, availability.view, availability.working_hours, availability.problem)
