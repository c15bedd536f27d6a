"""What the tenant's administrators allow the application: permissions, mailboxes, and apps that are blocked.

Consents take time to be noticed everywhere, up to hours: a permission can be given with a delay. One that is
taken away is refused at once, where the real service goes on until the token ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# What OKR Share's README asks for.
GRANTED = (
    "AppCatalog.Read.All",
    "Calendars.ReadWrite",
    "Channel.ReadBasic.All",
    "GroupMember.Read.All",
    "MailboxSettings.Read",
    "OnlineMeetings.Read.All",
    "Place.Read.All",
    "TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All",
    "TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All",
    "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All",
    "User.Read.All",
)


@dataclass
class Access:
    """Application permissions by name, and since when they count.

    :param mailboxes: those that Exchange's RBAC for Applications opens (e-mails); they count in addition.
    :param blocked_apps: whom a policy forbids the app: group ids, e-mails, chat ids, or "tenant".
    """

    granted: dict[str, datetime | None] = field(default_factory=lambda: dict.fromkeys(GRANTED))
    mailboxes: set[str] = field(default_factory=set[str])
    blocked_apps: set[str] = field(default_factory=set[str])

    @property
    def roles(self) -> list[str]:
        """What a new token carries, whether it counts already or not."""
        return sorted(self.granted)

    def counting(self, roles: Iterable[str], now: datetime) -> set[str]:
        """Those of a token's roles that are there and have been noticed."""
        held = {name: self.granted[name] for name in roles if name in self.granted}
        return {name for name, since in held.items() if since is None or since <= now}

    def give(self, names: Iterable[str], since: datetime | None = None) -> None:
        self.granted |= dict.fromkeys(names, since)

    def take(self, names: Iterable[str]) -> None:
        for name in names:
            self.granted.pop(name, None)

    def dump(self) -> dict[str, Any]:
        since = {name: moment and moment.isoformat() for name, moment in self.granted.items()}
        return {
            "granted": since,
            "mailboxes": sorted(self.mailboxes),
            "blocked_apps": sorted(self.blocked_apps),
        }

    def load(self, data: Mapping[str, Any]) -> None:
        """Take what ``dump`` gave; a tenant of before has nothing to give."""
        if not data:
            return
        self.granted = {
            name: datetime.fromisoformat(moment) if moment else None
            for name, moment in data["granted"].items()
        }
        self.mailboxes, self.blocked_apps = set(data["mailboxes"]), set(data["blocked_apps"])
