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
from typing import Any, cast

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.request_information import RequestInformation
from msgraph.generated.app_catalogs.teams_apps.teams_apps_request_builder import TeamsAppsRequestBuilder
from msgraph.generated.chats.item.installed_apps.item.upgrade.upgrade_post_request_body import (
    UpgradePostRequestBody as ChatUpgrade,
)
from msgraph.generated.models.teams_app_installation import TeamsAppInstallation
from msgraph.generated.models.teams_app_permission_set import TeamsAppPermissionSet
from msgraph.generated.models.teams_app_resource_specific_permission import (
    TeamsAppResourceSpecificPermission,
)
from msgraph.generated.models.teams_app_resource_specific_permission_type import (
    TeamsAppResourceSpecificPermissionType as Kind,
)
from msgraph.generated.models.user_scope_teams_app_installation import UserScopeTeamsAppInstallation
from msgraph.generated.teams.item.installed_apps.installed_apps_request_builder import (
    InstalledAppsRequestBuilder as TeamApps,
)
from msgraph.generated.teams.item.installed_apps.item.upgrade.upgrade_post_request_body import (
    UpgradePostRequestBody as TeamUpgrade,
)

from graph.answers import Json, Outcome
from graph.client import GraphClient
from graph.errors import GraphError, NotFound
from graph.values import AppHome, AppPermission, AppScope, CatalogueApp, InstalledApp

# Requests a second for one app in one tenant, for installedApps:
# https://learn.microsoft.com/graph/throttling-limits#microsoft-teams-service-limits
READS, WRITES, REMOVALS = 60.0, 30.0, 15.0
AT_ONCE = 60  # three batches
CONFLICT = 409

CatalogueQuery = TeamsAppsRequestBuilder.TeamsAppsRequestBuilderGetQueryParameters
InstalledQuery = TeamApps.InstalledAppsRequestBuilderGetQueryParameters


class GraphApps:
    """Installations of one app; what many homes are asked or told goes in batches, within Teams' rates.

    Those methods give an outcome for each home, in the order given, and raise nothing.

    :param speed: times Teams' published rates; more than 1 only where these do not count.
    """

    def __init__(self, client: GraphClient, *, speed: float = 1.0) -> None:
        self._client = client
        self._speed = speed
        self._free_at: dict[float, float] = {}

    async def in_catalogue(self, external_id: str) -> CatalogueApp | None:
        """The app by its manifest's id; None when it was never published.

        :raises GraphError: the catalogue cannot be read.
        """
        query = CatalogueQuery(filter=f"externalId eq {_quoted(external_id)}", expand=["appDefinitions"])
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
        requests = [self._listing(home, external_id) for home in homes]
        return [_read_first(outcome) for outcome in await self._paced(requests, READS)]

    async def install(self, app: CatalogueApp, homes: Sequence[AppHome]) -> list[GraphError | None]:
        """Install the newest version; one that is there already is left as it is."""
        requests = [self._installing(home, app) for home in homes]
        return [_failure(outcome, CONFLICT) for outcome in await self._paced(requests, WRITES)]

    async def upgrade(
        self, app: CatalogueApp, installations: Sequence[tuple[AppHome, str]]
    ) -> list[GraphError | None]:
        """Bring installations in teams and chats to the newest version.

        :param installations: each home with the id of the installation; for people the SDK has no such call.
        """
        requests = [self._upgrading(home, number, app) for home, number in installations]
        return [_failure(outcome) for outcome in await self._paced(requests, WRITES)]

    async def remove(self, installations: Sequence[tuple[AppHome, str]]) -> list[GraphError | None]:
        """Remove installations; one that is gone already is fine."""
        requests = [self._removing(home, number) for home, number in installations]
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

    def _listing(self, home: AppHome, external_id: str) -> RequestInformation:
        query = InstalledQuery(
            filter=f"teamsApp/externalId eq {_quoted(external_id)}", expand=["teamsApp", "teamsAppDefinition"]
        )
        asked: RequestConfiguration[Any] = RequestConfiguration(query_parameters=query)
        build = self._client.build
        match home.scope:
            case AppScope.TEAM:
                return build.teams.by_team_id(home.id).installed_apps.to_get_request_information(asked)
            case AppScope.CHAT:
                return build.chats.by_chat_id(home.id).installed_apps.to_get_request_information(asked)
            case AppScope.PERSON:
                apps = build.users.by_user_id(home.id).teamwork.installed_apps
                return apps.to_get_request_information(asked)

    def _installing(self, home: AppHome, app: CatalogueApp) -> RequestInformation:
        bound = f"{self._client.root}/appCatalogs/teamsApps/{app.id}"
        content: dict[str, Any] = {
            "additional_data": {"teamsApp@odata.bind": bound},
            "consented_permission_set": _consent(app),
        }
        build = self._client.build
        match home.scope:
            case AppScope.TEAM:
                apps = build.teams.by_team_id(home.id).installed_apps
                return apps.to_post_request_information(TeamsAppInstallation(**content))
            case AppScope.CHAT:
                apps = build.chats.by_chat_id(home.id).installed_apps
                return apps.to_post_request_information(TeamsAppInstallation(**content))
            case AppScope.PERSON:
                apps = build.users.by_user_id(home.id).teamwork.installed_apps
                return apps.to_post_request_information(UserScopeTeamsAppInstallation(**content))

    def _upgrading(self, home: AppHome, installation_id: str, app: CatalogueApp) -> RequestInformation:
        build, consent = self._client.build, _consent(app)
        if home.scope is AppScope.PERSON:
            raise ValueError("An app of a person is removed and installed anew, not upgraded.")
        if home.scope is AppScope.TEAM:
            apps = build.teams.by_team_id(home.id).installed_apps
            upgrade = apps.by_teams_app_installation_id(installation_id).upgrade
            return upgrade.to_post_request_information(TeamUpgrade(consented_permission_set=consent))
        apps = build.chats.by_chat_id(home.id).installed_apps
        upgrade = apps.by_teams_app_installation_id(installation_id).upgrade
        return upgrade.to_post_request_information(ChatUpgrade(consented_permission_set=consent))

    def _removing(self, home: AppHome, installation_id: str) -> RequestInformation:
        build = self._client.build
        match home.scope:
            case AppScope.TEAM:
                apps = build.teams.by_team_id(home.id).installed_apps
                return apps.by_teams_app_installation_id(installation_id).to_delete_request_information()
            case AppScope.CHAT:
                apps = build.chats.by_chat_id(home.id).installed_apps
                return apps.by_teams_app_installation_id(installation_id).to_delete_request_information()
            case AppScope.PERSON:
                apps = build.users.by_user_id(home.id).teamwork.installed_apps
                item = apps.by_user_scope_teams_app_installation_id(installation_id)
                return item.to_delete_request_information()


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


def _consent(app: CatalogueApp) -> TeamsAppPermissionSet | None:
    """All that the app asks for; it must be neither more nor less."""
    if not app.permissions:
        return None
    kinds = {"application": Kind.Application, "delegated": Kind.Delegated}
    permissions = [
        TeamsAppResourceSpecificPermission(permission_value=one.name, permission_type=kinds[one.kind])
        for one in app.permissions
    ]
    return TeamsAppPermissionSet(resource_specific_permissions=permissions)


def _failure(outcome: Outcome, fine: int = 0) -> GraphError | None:
    if isinstance(outcome, GraphError) and outcome.status != fine:
        return outcome
    return None


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
