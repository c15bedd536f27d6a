"""The requests about an app's installations: the same for teams, chats and people, at three addresses.

https://learn.microsoft.com/graph/api/resources/teamsappinstallation
"""

from __future__ import annotations

from typing import Any

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.request_information import RequestInformation
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

from graph.client import GraphClient
from graph.values import AppHome, AppScope, CatalogueApp

InstalledQuery = TeamApps.InstalledAppsRequestBuilderGetQueryParameters


class AppRequests:
    """Builds them; sends nothing."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def listing(self, home: AppHome, external_id: str) -> RequestInformation:
        query = InstalledQuery(
            filter=f"teamsApp/externalId eq {quoted(external_id)}", expand=["teamsApp", "teamsAppDefinition"]
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

    def installing(self, home: AppHome, app: CatalogueApp) -> RequestInformation:
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

    def upgrading(self, home: AppHome, installation_id: str, app: CatalogueApp) -> RequestInformation:
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

    def removing(self, home: AppHome, installation_id: str) -> RequestInformation:
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


def quoted(text: str) -> str:
    """As a ``$filter`` wants it."""
    return "'" + text.replace("'", "''") + "'"
