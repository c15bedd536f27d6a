"""What goes into and comes out of Microsoft Graph, as values of our own; imports no SDK.

All moments are aware UTC datetimes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum


@dataclass(frozen=True)
class User:
    """An account in the directory: somebody, or a room or shared mailbox, which look the same here."""

    id: str
    name: str
    email: str  # ``mail``, else ``userPrincipalName``; lower case
    principal_name: str
    job_title: str = ""
    is_guest: bool = False
    is_enabled: bool = True
    has_mail: bool = True
    department: str = ""
    office: str = ""
    company: str = ""
    manager_id: str | None = None


@dataclass(frozen=True)
class UserChange:
    """What a delta says of an account: new values by the names of ``User``, or that it is gone."""

    id: str
    values: Mapping[str, str | bool | None] = field(default_factory=dict[str, "str | bool | None"])
    is_gone: bool = False


@dataclass(frozen=True)
class Group:
    """A group; ``is_team`` when it is one of Microsoft's teams as well."""

    id: str
    name: str
    is_team: bool = False


@dataclass(frozen=True)
class GroupChange:
    """What a delta says of a group; None: the same as before.

    ``has_other_people``: its members or owners are to be read again.
    """

    id: str
    name: str | None = None
    is_team: bool | None = None
    has_other_people: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class GroupPeople:
    """Object ids of the people in a group, those of nested groups too, and of its owners."""

    members: tuple[str, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True)
class Channel:
    """A channel of a Teams team; ``id`` is also the Bot Framework's conversation id."""

    id: str
    name: str
    team_id: str


@dataclass(frozen=True)
class WorkingHours:
    """When somebody works, in their own time zone (IANA); days are ISO weekdays."""

    time_zone: str
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    start: time = time(9)
    end: time = time(17)


class MailboxKind(StrEnum):
    """What an account's mailbox is for, where it could be read."""

    PERSON = "person"
    SHARED = "shared"
    ROOM = "room"
    EQUIPMENT = "equipment"
    NONE = "none"  # no mailbox in the cloud: none at all, or one on premises
    UNREADABLE = "unreadable"  # the app may not read it


@dataclass(frozen=True)
class Mailbox:
    """The settings of a mailbox.

    ``time_zone`` (IANA) may be known without working hours. ``unknown_zone`` is the name of a zone that
    only this mailbox knows; its hours are left out then. ``problem`` says why it is unreadable.
    """

    kind: MailboxKind
    working_hours: WorkingHours | None = None
    time_zone: str | None = None
    unknown_zone: str = ""
    problem: str = ""


@dataclass(frozen=True)
class RoomPlace:
    """A room; ``capacity`` None where nobody entered one. Some rooms are not for everybody to book."""

    email: str
    name: str
    capacity: int | None
    site: str = ""  # building, else city
    is_bookable: bool = True


@dataclass(frozen=True)
class Availability:
    """One mailbox's free/busy: a digit per interval as in Graph's ``availabilityView``.

    0 free, 1 tentative, 2 busy, 3 out of office, 4 working elsewhere. ``problem`` says why it could not
    be read; ``view`` is empty then.
    """

    email: str
    view: str
    working_hours: WorkingHours | None = None
    problem: str = ""


class AttendeeKind(StrEnum):
    """As Graph writes it."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    ROOM = "resource"


@dataclass(frozen=True)
class Attendee:
    """Somebody, or a room, who is invited."""

    email: str
    name: str
    kind: AttendeeKind = AttendeeKind.REQUIRED


@dataclass(frozen=True)
class NewEvent:
    """An event to be created in its organizer's calendar.

    ``transaction_id`` makes a repeated create harmless; ``key`` is kept as an extended property by which
    the event can be found again.
    """

    transaction_id: str
    key: str
    subject: str
    body_html: str
    start: datetime
    end: datetime
    attendees: tuple[Attendee, ...]
    location: str = ""
    is_online: bool = True
    reminder_minutes: int = 15
    categories: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class EventChange:
    """What is to be different about an event that exists; everything else of it stays.

    ``invited`` are asked from now on, ``uninvited`` (e-mails) are not asked any more; whoever else was added
    to the event by hand stays invited. ``location`` and ``body_html`` None
    leave those as they are.
    """

    start: datetime
    end: datetime
    invited: tuple[Attendee, ...]
    uninvited: tuple[str, ...] = ()
    location: str | None = None
    body_html: str | None = None  # what we wrote; what Teams and people have added to it stays


class Response(StrEnum):
    """An attendee's answer, in the product's words."""

    NONE = "none"
    ORGANIZER = "organizer"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


@dataclass(frozen=True)
class Event:
    """An event as it stands in the organizer's calendar."""

    id: str
    subject: str
    start: datetime
    end: datetime
    join_url: str | None
    is_cancelled: bool = False
    responses: dict[str, Response] = field(default_factory=dict[str, Response])  # by e-mail
    web_link: str = ""
    is_online: bool = False  # a Teams meeting belongs to it; its link may still come


@dataclass(frozen=True)
class ChannelMessage:
    """A message in a channel: a root or a reply, as Graph shows it."""

    id: str
    root_id: str
    author_id: str | None  # object id of a person; None for an app
    body_html: str
    created_at: datetime
    edited_at: datetime | None = None
    is_deleted: bool = False
    card: str = ""  # JSON of the first Adaptive Card attached, "" if there is none


class AppScope(StrEnum):
    """The three kinds of home that an app can have in Teams."""

    TEAM = "team"
    CHAT = "chat"
    PERSON = "person"


@dataclass(frozen=True)
class AppHome:
    """Where an app can be installed: the group id of a Teams team, a chat's id, or a person's object id."""

    scope: AppScope
    id: str


@dataclass(frozen=True)
class AppPermission:
    """A resource-specific permission that an app asks for; ``kind`` is ``application`` or ``delegated``."""

    name: str
    kind: str = "application"


@dataclass(frozen=True)
class CatalogueApp:
    """An app of the organization's catalogue, as its newest published version is."""

    id: str  # the catalogue's, not that of the manifest
    external_id: str  # that of the manifest
    name: str
    version: str
    permissions: tuple[AppPermission, ...] = ()


@dataclass(frozen=True)
class InstalledApp:
    """An installation; ``consented`` are names of resource-specific permissions."""

    id: str
    version: str
    consented: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AttendeeAnswer:
    """What somebody, or a room, has answered to an invitation; ``at`` is None while nothing was answered.

    ``proposed`` are start and end of the time that they would rather have.
    """

    email: str  # lower case
    kind: AttendeeKind
    response: Response
    at: datetime | None = None
    proposed: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class SeenEvent:
    """An event as it stands in its organizer's calendar now.

    :param change_key: another one after each change of the event.
    """

    id: str
    start: datetime
    end: datetime
    change_key: str = ""
    is_cancelled: bool = False
    is_organizer: bool = True
    answers: tuple[AttendeeAnswer, ...] = ()


@dataclass(frozen=True)
class CalendarRead:
    """What is asked of one calendar: what has changed since ``link``; without one, all of a window.

    :param mailbox: object id or e-mail.
    :param link: a delta link, which knows its window itself.
    """

    mailbox: str
    start: datetime
    end: datetime
    link: str = ""


@dataclass(frozen=True)
class CalendarChanges:
    """What a calendar answered.

    :param events: those in the window that are new or changed.
    :param removed: ids of those that are not in the window any more: deleted, or moved out of it.
    :param link: asks for what changes from now on.
    :param is_whole: these are all events of the window, so what is not among them is not there.
    """

    events: tuple[SeenEvent, ...]
    removed: tuple[str, ...]
    link: str
    is_whole: bool


@dataclass(frozen=True)
class Subscription:
    """Graph's promise to notify us of what changes in a resource, until ``expires_at``."""

    id: str
    resource: str
    notification_url: str
    expires_at: datetime


class Lifecycle(StrEnum):
    """What Graph says of a subscription itself.

    https://learn.microsoft.com/graph/change-notifications-lifecycle-events
    """

    REAUTHORIZE = "reauthorizationRequired"
    REMOVED = "subscriptionRemoved"
    MISSED = "missed"


@dataclass(frozen=True)
class Notification:
    """One change notification as it arrived; whoever sent it may have made it up.

    :param lifecycle: set where it is about the subscription itself.
    """

    subscription_id: str
    client_state: str
    lifecycle: Lifecycle | None = None
