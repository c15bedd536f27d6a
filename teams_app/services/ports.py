"""What the use cases need from the world outside the database, as protocols and plain values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import GraphError
from graph.values import (
    AppHome,
    Availability,
    CalendarChanges,
    CalendarRead,
    CatalogueApp,
    Channel,
    ChannelMessage,
    Event,
    EventChange,
    Group,
    GroupChange,
    GroupPeople,
    InstalledApp,
    Mailbox,
    NewEvent,
    RoomPlace,
    SeenEvent,
    Subscription,
    User,
    UserChange,
)
from teams_app.services.effects import Job

Json = dict[str, Any]
Clock = Callable[[], datetime]  # aware, UTC


class Calendars(Protocol):
    """Everybody's calendar; people are named by e-mail, organizers by object id or e-mail.

    All raise ``graph.errors.GraphError``.
    """

    async def availability(
        self, emails: Sequence[str], start: datetime, end: datetime, slot_minutes: int
    ) -> list[Availability]:
        """Free/busy of each mailbox, in the order asked; unreadable ones carry a ``problem``."""
        ...

    async def create_event(self, organizer: str, event: NewEvent, *, is_again: bool = False) -> Event:
        """The event, one however often it is asked for; ``is_again`` when it may be there already."""
        ...

    async def event(self, organizer: str, event_id: str) -> Event:
        """An event as it stands now; ``NotFound`` when it was cancelled or deleted."""
        ...

    async def update_event(self, organizer: str, event_id: str, change: EventChange) -> Event:
        """The event after a change; what is as wanted already is left alone."""
        ...

    async def cancel_event(self, organizer: str, event_id: str, note: str) -> None:
        """Cancel and tell the attendees; nothing happens when it is gone already."""
        ...


class OnlineMeetings(Protocol):
    """The Teams meetings behind events. All raise ``graph.errors.GraphError``."""

    async def chat_of(self, organizer_id: str, join_url: str) -> str | None:
        """The id of the meeting's chat; None while Teams does not know the meeting."""
        ...


class EventChanges(Protocol):
    """What has changed in calendars; what fails for one is an error in its place."""

    async def changes(self, reads: Sequence[CalendarRead]) -> list[CalendarChanges | GraphError]:
        """In the order asked."""
        ...

    async def events(self, wanted: Sequence[tuple[str, str]]) -> list[SeenEvent | GraphError]:
        """Single events by mailbox and id; ``NotFound`` for those that are gone."""
        ...


class Subscriptions(Protocol):
    """Graph's promises to tell us of changes in calendars. All raise ``graph.errors.GraphError``."""

    async def watch_events(self, mailbox: str, client_state: str, now: datetime) -> Subscription: ...

    async def of_events(self, mailbox: str) -> list[Subscription]:
        """Those that there are for a mailbox and tell us, the one that lasts longest first."""
        ...

    async def renew(self, subscription_id: str, now: datetime) -> Subscription: ...

    async def reauthorize(self, subscription_id: str) -> None: ...

    async def end(self, subscription_id: str) -> None:
        """Nothing happens where it is gone already."""
        ...


class Directory(Protocol):
    """Who and what there is in the tenant. All raise ``graph.errors.GraphError``."""

    async def users(self) -> list[User]:
        """All accounts with their managers."""
        ...

    async def users_named(self, ids: Sequence[str]) -> list[User]:
        """These accounts, fetched together; those that are gone are left out."""
        ...

    async def users_link(self) -> str:
        """What ``changed_users`` goes on from."""
        ...

    async def changed_users(self, link: str) -> tuple[list[UserChange], str]:
        """What changed, in its order, and the next link; ``graph.errors.Gone``: read all again."""
        ...

    async def groups(self) -> list[Group]:
        """Groups and Teams teams."""
        ...

    async def groups_link(self) -> str:
        """What ``changed_groups`` goes on from."""
        ...

    async def changed_groups(self, link: str) -> tuple[list[GroupChange], str]:
        """The same as ``changed_users``."""
        ...

    async def people_of(self, group_ids: Sequence[str]) -> dict[str, GroupPeople]:
        """Members and owners, fetched together; groups that are gone are left out."""
        ...

    async def group_members(self, group_id: str) -> list[User]: ...

    async def channels(self, team_ids: Sequence[str]) -> list[Channel]:
        """The channels of these Teams teams, fetched together."""
        ...

    async def mailboxes(self, ids: Sequence[str]) -> dict[str, Mailbox]:
        """The settings of mailboxes, fetched together; those that gave no answer are left out."""
        ...

    async def rooms(self) -> list[RoomPlace]: ...


class ChannelHistory(Protocol):
    """What stands in a channel, for finding what an interrupted post left behind."""

    async def recent_messages(self, team_id: str, channel_id: str) -> list[ChannelMessage]:
        """Root messages, newest first."""
        ...


class Apps(Protocol):
    """The app in the catalogue and where it is installed; for many homes an outcome each, in their order."""

    async def in_catalogue(self, external_id: str) -> CatalogueApp | None:
        """By the id of its manifest; None when it was never published.

        :raises GraphError: the catalogue cannot be read.
        """
        ...

    async def installed(
        self, external_id: str, homes: Sequence[AppHome]
    ) -> list[InstalledApp | GraphError | None]:
        """The installation in each home; None where there is none."""
        ...

    async def install(self, app: CatalogueApp, homes: Sequence[AppHome]) -> list[GraphError | None]:
        """Where it is there already, that is fine."""
        ...

    async def upgrade(
        self, app: CatalogueApp, installations: Sequence[tuple[AppHome, str]]
    ) -> list[GraphError | None]:
        """Teams and chats with the id of their installation; people's cannot be upgraded."""
        ...

    async def remove(self, installations: Sequence[tuple[AppHome, str]]) -> list[GraphError | None]:
        """Where it is gone already, that is fine."""
        ...


@dataclass(frozen=True)
class Address:
    """Where a message goes: a conversation of the Bot Framework."""

    service_url: str
    conversation_id: str


class Messenger(Protocol):
    """Sends as the bot. All raise ``PlaceGone``, ``TooMany`` or ``NotDelivered``."""

    async def post_card(self, channel: Address, card: Json) -> str:
        """Begin a thread in a channel; the id of its root message."""
        ...

    async def update_card(self, place: Address, activity_id: str, card: Json) -> None: ...

    async def delete_message(self, place: Address, activity_id: str) -> None: ...

    async def send_card(self, place: Address, card: Json) -> str:
        """Into a chat; the message's id."""
        ...

    async def send_text(self, place: Address, text: str) -> str: ...

    async def open_chat(self, service_url: str, object_id: str) -> Address:
        """The personal chat with somebody, begun if need be."""
        ...


class DeliveryError(Exception):
    """A message was not delivered."""


class PlaceGone(DeliveryError):
    """The place was deleted, or the app is not allowed there any more (``is_removed``: it was removed)."""

    def __init__(self, message: str, *, is_removed: bool = False) -> None:
        super().__init__(message)
        self.is_removed = is_removed


class TooMany(DeliveryError):
    """Too many messages; nothing was sent. ``retry_after`` is in seconds."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotDelivered(DeliveryError):
    """The far side failed; ``may_have_arrived`` when the answer was lost on the way."""

    def __init__(self, message: str, *, may_have_arrived: bool) -> None:
        super().__init__(message)
        self.may_have_arrived = may_have_arrived


class Jobs(Protocol):
    """Effects on the outside world, carried out later by a worker."""

    async def enqueue(self, session: AsyncSession, jobs: Sequence[Job]) -> None:
        """In the session's transaction: a commit lets them run, a rollback leaves nothing."""
        ...
