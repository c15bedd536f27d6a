"""The stand-in tenant: the one object that every route of the stand-in works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from aiohttp import web

from teams_app.sandbox.changes import Changes
from teams_app.sandbox.company import Company, Person, Room
from teams_app.sandbox.faults import Faults
from teams_app.sandbox.keys import Claims, SigningKeys
from teams_app.sandbox.notifying.subscriptions import Subscriptions
from teams_app.sandbox.read_marks import ReadMarks
from teams_app.sandbox.running_meetings import RunningMeetings

if TYPE_CHECKING:
    from teams_app.sandbox.graph.mailboxes import Mailboxes
    from teams_app.sandbox.messages import MessageStore

GRAPH_AUDIENCES = ("https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000")
CONNECTOR_AUDIENCES = ("https://api.botframework.com",)


def utc_now() -> datetime:
    return datetime.now(UTC)


def nothing_to_do() -> None:
    """For a tenant whose state is not kept."""


def not_noted(sentence: str, conversation: str) -> None:
    """For a tenant that nobody looks at."""
    del sentence, conversation


@dataclass(kw_only=True)
class Tenant:
    """Who is in it, what is registered in it, and what has happened in it.

    ``base_url`` serves Graph (/v1.0), the Bot connector (/connector/) and the stand-in's own /sandbox/;
    ``login_url`` serves sign-in over https. Neither ends with a slash.
    """

    company: Company
    app_id: str
    app_secret: str
    signing: SigningKeys  # Entra's
    channel_signing: SigningKeys  # those of the Bot Framework's channel service
    mailboxes: Mailboxes
    messages: MessageStore
    base_url: str
    login_url: str
    bot_url: str
    clock: Callable[[], datetime] = utc_now
    app_certificate_pem: str | None = None
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    faults: Faults = field(default_factory=Faults)
    read_marks: ReadMarks = field(default_factory=ReadMarks)
    running: RunningMeetings = field(default_factory=RunningMeetings)
    changes: Changes = field(default_factory=Changes)
    changed: Callable[[], None] = nothing_to_do  # to be called after each change of state
    noted: Callable[[str, str], None] = not_noted  # what the app did in Outlook: sentence, chat

    @property
    def tenant_id(self) -> str:
        return self.company.tenant_id

    @property
    def service_url(self) -> str:
        """Where the bot sends its activities; it ends with a slash, as Teams' does."""
        return f"{self.base_url}/connector/"

    @cached_property
    def accounts(self) -> dict[str, Person | Room]:
        """Everybody in the directory, by object id and by user principal name in small letters."""
        people = [(person, self.principal_name(person)) for person in self.company.people]
        known = [*people, *((room, room.email) for room in self.company.rooms)]
        return {key.lower(): who for who, name in known for key in (who.object_id, name)}

    def principal_name(self, person: Person) -> str:
        """A member's user principal name is the e-mail; a guest's is made of it, in our own domain."""
        if person.kind != "guest":
            return person.email
        members = (each.email for each in self.company.people if each.kind == "member")
        domain = next(members, "@invalid").partition("@")[2]
        return f"{person.email.replace('@', '_')}#EXT#@{domain}"

    def read_token(self, token: str, audiences: tuple[str, ...]) -> Claims:
        """The claims of an access token that our Entra issued.

        :raises BadToken: it is refused; says why.
        """
        return self.signing.verify(token, audiences=audiences, now=self.clock())


TENANT: web.AppKey[Tenant] = web.AppKey("tenant", Tenant)
