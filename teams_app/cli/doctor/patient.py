"""What the checks work on: settings, connections, and what earlier checks found out."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from aiohttp import ClientSession

from graph.apps import GraphApps
from graph.auth import TokenSource
from graph.calendars import GraphCalendars
from graph.client import GraphClient
from graph.directory import GraphDirectory
from graph.probes import GraphProbes
from graph.retries import RetryPolicy
from graph.values import CatalogueApp, User
from teams_app.app import tokens_of
from teams_app.config import Settings
from teams_app.identity.http import open_http

DEADLINE = 30.0  # seconds for a call, its repetitions included: somebody is waiting


@dataclass
class Found:
    """What earlier checks found out for later ones; nothing where they failed."""

    has_database: bool = False  # it answers, and has our schema
    roles: frozenset[str] | None = None
    organizers: list[User] = field(default_factory=list[User])
    app: CatalogueApp | None = None


@dataclass(frozen=True)
class Patient:
    """A tenant's set-up as the settings describe it.

    :param mailbox: whose free/busy is asked for; "" for the first organizer's.
    :param try_mailbox: in which a test event may be made; "" for none.
    """

    settings: Settings
    http: ClientSession
    tokens: TokenSource
    client: GraphClient
    mailbox: str = ""
    try_mailbox: str = ""
    found: Found = field(default_factory=Found)

    @property
    def scope(self) -> str:
        return f"{self.settings.graph_url.rstrip('/')}/.default"

    @property
    def probes(self) -> GraphProbes:
        return GraphProbes(self.client)

    @property
    def directory(self) -> GraphDirectory:
        return GraphDirectory(self.client)

    @property
    def calendars(self) -> GraphCalendars:
        return GraphCalendars(self.client)

    @property
    def apps(self) -> GraphApps:
        return GraphApps(self.client)

    @property
    def public_url(self) -> str:
        return self.settings.public_url.rstrip("/")

    def now(self) -> datetime:
        return datetime.now(UTC)


@asynccontextmanager
async def admitted(
    settings: Settings, *, mailbox: str = "", try_mailbox: str = ""
) -> AsyncGenerator[Patient]:
    """:raises SettingsFault: the certificate cannot be read."""
    tokens = tokens_of(settings)
    async with open_http(settings.ca_file, call_seconds=DEADLINE) as http:
        scope = f"{settings.graph_url.rstrip('/')}/.default"
        retries = RetryPolicy(deadline=DEADLINE)
        client = GraphClient(settings.graph_url, tokens, http, scope=scope, retries=retries)
        yield Patient(settings, http, tokens, client, mailbox, try_mailbox)


def roles_in(token: str) -> frozenset[str]:
    """The application permissions in a token of our own, which nobody needs to check for us."""
    part = token.split(".")[1] if token.count(".") == 2 else ""  # noqa: PLR2004  # header, claims, signature
    try:
        claims: Any = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error):
        return frozenset()
    roles: Any = cast("dict[str, Any]", claims).get("roles") if isinstance(claims, dict) else None
    return frozenset(map(str, cast("list[Any]", roles))) if isinstance(roles, list) else frozenset()
