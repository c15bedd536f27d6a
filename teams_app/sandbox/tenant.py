"""The stand-in tenant: the one object that every route of the stand-in works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from aiohttp import web

from teams_app.sandbox.access import Access
from teams_app.sandbox.apps import AppStore
from teams_app.sandbox.changes import Changes
from teams_app.sandbox.company import Company, Person, Room, SharedMailbox
from teams_app.sandbox.directory_acts import acted
from teams_app.sandbox.directory_log import DirectoryLog
from teams_app.sandbox.faults import Faults
from teams_app.sandbox.graph.switches import OutlookSwitches
from teams_app.sandbox.keys import Claims, SigningKeys
from teams_app.sandbox.notifying.subscriptions import Subscriptions
from teams_app.sandbox.read_marks import ReadMarks
from teams_app.sandbox.running_meetings import RunningMeetings
from teams_app.sandbox.throttling import Throttling

if TYPE_CHECKING:
    from teams_app.sandbox.graph.mailboxes import Mailboxes
    from teams_app.sandbox.messages import MessageStore

GRAPH_AUDIENCES = ("https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000")
CONNECTOR_AUDIENCES = ("https://api.botframework.com",)


class TellInstalled(Protocol):
    """``key`` is that of ``MessageStore.app_key``."""

    def __call__(self, key: str, *, removed: bool) -> None: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


def nothing_to_do() -> None:
    """For a tenant whose state is not kept."""


def nobody_told(key: str, *, removed: bool) -> None:
    """For a tenant without a bot."""
    del key, removed


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
    throttling: Throttling = field(default_factory=Throttling)
    outlook: OutlookSwitches = field(default_factory=OutlookSwitches)
    access: Access = field(default_factory=Access)
    apps: AppStore = field(default_factory=AppStore)
    read_marks: ReadMarks = field(default_factory=ReadMarks)
    running: RunningMeetings = field(default_factory=RunningMeetings)
    changes: Changes = field(default_factory=Changes)
    directory: DirectoryLog = field(default_factory=DirectoryLog)
    changed: Callable[[], None] = nothing_to_do  # to be called after each change of state
    tell_installed: TellInstalled = nobody_told  # the app came or went: let the bot hear of it
    noted: Callable[[str, str], None] = not_noted  # what the app did in Outlook: sentence, chat

    @property
    def tenant_id(self) -> str:
        return self.company.tenant_id

    @property
    def service_url(self) -> str:
        """Where the bot sends its activities; it ends with a slash, as Teams' does."""
        return f"{self.base_url}/connector/"

    @cached_property
    def accounts(self) -> dict[str, Person | Room | SharedMailbox]:
        """Everybody in the directory, by object id, and in small letters by user principal name and alias."""
        people = [(person, self.principal_name(person)) for person in self.company.people]
        others = [*self.company.rooms, *self.company.shared]
        aliases = [(person, person.email) for person in self.company.people if person.address]
        known = [*aliases, *people, *((each, each.email) for each in others)]
        return {key.lower(): who for who, name in known for key in (who.object_id, name)}

    def adopt(self, company: Company) -> None:
        """Somebody changed the directory: mailboxes, channels and chats follow it."""
        self.company = company
        self.__dict__.pop("accounts", None)
        self.mailboxes.adopt(company)
        self.messages.adopt(company)

    def act(self, *acts: dict[str, Any]) -> None:
        """Let something happen in the directory; see directory_acts.py.

        :raises CannotHappen: one of them makes no sense; says why. Those before it have happened.
        """
        company = self.company
        try:
            for act in acts:
                outcome = acted(company, act)
                company = outcome.company
                self.directory.note(act, outcome.changes)
        finally:
            self.adopt(company)

    def principal_name(self, person: Person) -> str:
        """A member's user principal name is the e-mail; a guest's is made of it, in our own domain."""
        if person.kind != "guest":
            return person.mail
        members = (each.email for each in self.company.people if each.kind == "member")
        domain = next(members, "@invalid").partition("@")[2]
        return f"{person.mail.replace('@', '_')}#EXT#@{domain}"

    def read_token(self, token: str, audiences: tuple[str, ...]) -> Claims:
        """The claims of an access token that our Entra issued.

        :raises BadToken: it is refused; says why.
        """
        return self.signing.verify(token, audiences=audiences, now=self.clock())


TENANT: web.AppKey[Tenant] = web.AppKey("tenant", Tenant)
