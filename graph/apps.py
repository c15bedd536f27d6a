"""The app in the organization's catalogue, and in Teams teams, chats and people's Teams.

An app that asks for resource-specific permissions is installed with exactly these consented to, and by a
permission with ``AndConsent`` in its name. Publishing has no application permission at all: an administrator
uploads the package. https://learn.microsoft.com/graph/api/team-post-installedapps,
https://learn.microsoft.com/graph/api/teamsapp-publish
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import cast

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.request_information import RequestInformation
from msgraph.generated.app_catalogs.teams_apps.teams_apps_request_builder import TeamsAppsRequestBuilder

from graph.answers import Json, Outcome
from graph.app_requests import AppRequests, quoted
from graph.client import GraphClient
from graph.errors import GraphError, NotFound
from graph.values import AppHome, AppPermission, CatalogueApp, InstalledApp

# Requests a second for one app in one tenant, for installedApps:
# https://learn.microsoft.com/graph/throttling-limits#microsoft-teams-service-limits
READS, WRITES, REMOVALS = 60.0, 30.0, 15.0
AT_ONCE = 60  # three batches
CONFLICT = 409

CatalogueQuery = TeamsAppsRequestBuilder.TeamsAppsRequestBuilderGetQueryParameters


class GraphApps:
    """Installations of one app; what many homes are asked or told goes in batches, within Teams' rates.

    Those methods give an outcome for each home, in the order given, and raise nothing.

    :param speed: times Teams' published rates; more than 1 only where these do not count.
    """

    def __init__(self, client: GraphClient, *, speed: float = 1.0) -> None:
        self._client, self._requests = client, AppRequests(client)
        self._speed = speed
        self._free_at: dict[float, float] = {}

    async def in_catalogue(self, external_id: str) -> CatalogueApp | None:
        """The app by its manifest's id; None when it was never published.

        :raises GraphError: the catalogue cannot be read.
        """
        query = CatalogueQuery(filter=f"externalId eq {quoted(external_id)}", expand=["appDefinitions"])
        catalogue = self._client.build.app_catalogs.teams_apps
        found = await self._client.collect(
            catalogue.to_get_request_information(RequestConfiguration(query_parameters=query))
        )
        apps = (read_app(entity) for entity in found)
        return next((app for app in apps if app is not None), None)

    async def installed(
        self, external_id: str, homes: Sequence[AppHome]
    ) -> list[InstalledApp | GraphError | None]:
        """The installation in each home; None where there is none."""
        requests = [self._requests.listing(home, external_id) for home in homes]
        return [_read_first(outcome) for outcome in await self._paced(requests, READS)]

    async def install(self, app: CatalogueApp, homes: Sequence[AppHome]) -> list[GraphError | None]:
        """Install the newest version; one that is there already is left as it is."""
        requests = [self._requests.installing(home, app) for home in homes]
        return [_failure(outcome, CONFLICT) for outcome in await self._paced(requests, WRITES)]

    async def upgrade(
        self, app: CatalogueApp, installations: Sequence[tuple[AppHome, str]]
    ) -> list[GraphError | None]:
        """Bring installations in teams and chats to the newest version.

        :param installations: each home with the id of the installation; for people the SDK has no such call.
        """
        requests = [self._requests.upgrading(home, number, app) for home, number in installations]
        return [_failure(outcome) for outcome in await self._paced(requests, WRITES)]

    async def remove(self, installations: Sequence[tuple[AppHome, str]]) -> list[GraphError | None]:
        """Remove installations; one that is gone already is fine."""
        requests = [self._requests.removing(home, number) for home, number in installations]
        outcomes = await self._paced(requests, REMOVALS)
        return [None if isinstance(outcome, NotFound) else _failure(outcome) for outcome in outcomes]

    async def personal_chat(self, person_id: str, installation_id: str) -> str:
        """The id of the chat between the app and somebody who has it.

        :raises GraphError: there is none, or it cannot be read.
        """
        apps = self._client.build.users.by_user_id(person_id).teamwork.installed_apps
        chat = apps.by_user_scope_teams_app_installation_id(installation_id).chat
        return str((await self._client.send(chat.to_get_request_information()))["id"])

    async def _paced(self, requests: Sequence[RequestInformation], a_second: float) -> list[Outcome]:
        """All of these do no harm when they are repeated."""
        outcomes: list[Outcome] = []
        for first in range(0, len(requests), AT_ONCE):
            group = requests[first : first + AT_ONCE]
            await self._turn(len(group), a_second)
            outcomes += await self._client.batch(group, is_repeatable=True)
        return outcomes

    async def _turn(self, count: int, a_second: float) -> None:
        """Wait until so many more may be sent."""
        now = asyncio.get_running_loop().time()
        start = max(now, self._free_at.get(a_second, now))
        self._free_at[a_second] = start + count / (a_second * self._speed)
        await asyncio.sleep(start - now)


def read_app(entity: Json) -> CatalogueApp | None:
    """An app with its newest published version; None where no version is published."""
    definitions = cast("list[Json]", entity.get("appDefinitions") or [])
    published = [one for one in definitions if one.get("publishingState") in ("published", None)]
    if not published:
        return None
    newest = max(published, key=lambda one: version_key(str(one.get("version") or "")))
    required: Json = (newest.get("authorization") or {}).get("requiredPermissionSet") or {}
    return CatalogueApp(
        id=str(entity["id"]),
        external_id=str(entity.get("externalId") or ""),
        name=str(entity.get("displayName") or ""),
        version=str(newest.get("version") or ""),
        permissions=tuple(AppPermission(name, kind) for name, kind in _permissions(required)),
    )


def version_key(version: str) -> tuple[int, ...]:
    """By which versions are compared: 1.10.0 is newer than 1.9.2."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _read_first(outcome: Outcome) -> InstalledApp | GraphError | None:
    if isinstance(outcome, GraphError):
        return outcome
    entities = cast("list[Json]", outcome.get("value") or [])
    if not entities:
        return None
    entity = entities[0]
    definition: Json = entity.get("teamsAppDefinition") or {}
    consent: Json = entity.get("consentedPermissionSet") or {}
    names = frozenset(name for name, _ in _permissions(consent))
    return InstalledApp(str(entity["id"]), str(definition.get("version") or ""), names)


def _permissions(permission_set: Json) -> list[tuple[str, str]]:
    listed = cast("list[Json]", permission_set.get("resourceSpecificPermissions") or [])
    named = ((str(one.get("permissionValue") or ""), str(one.get("permissionType") or "")) for one in listed)
    return [(name, kind or "application") for name, kind in named if name]


def _failure(outcome: Outcome, fine: int = 0) -> GraphError | None:
    if isinstance(outcome, GraphError) and outcome.status != fine:
        return outcome
    return None
