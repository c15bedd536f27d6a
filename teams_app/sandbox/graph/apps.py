"""The app in the organization's catalogue, and its installations in teams, chats and for people.

https://learn.microsoft.com/graph/api/resources/teamsappinstallation
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, cast

from teams_app.sandbox.company import derived_id
from teams_app.sandbox.graph.pages import entity, page
from teams_app.sandbox.graph.people import named_person
from teams_app.sandbox.graph.permissions import consenting
from teams_app.sandbox.graph.teams import named_team
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject, bad_request
from teams_app.sandbox.messages import NoSuchPlace
from teams_app.sandbox.tenant import Tenant

APP_NAME = "OKR Share"
BIND = "teamsApp@odata.bind"
NAVIGATION = ("teamsApp", "teamsAppDefinition")


def list_catalogue(call: Call) -> Answer:
    """Apps of the organization; definitions only where they are asked for."""
    tenant = call.tenant
    app = _app_json(tenant)
    if "appDefinitions" in call.query.get("$expand", ""):
        versions = enumerate(tenant.apps.versions)
        app["appDefinitions"] = [_definition_json(tenant, n, each.version) for n, each in versions]
    return page(call, "appCatalogs/teamsApps", [app] if tenant.apps.is_published else [])


def team_key(call: Call) -> str:
    return named_team(call).group_id


def chat_key(call: Call) -> str:
    """:raises GraphError: 404, in Teams' words."""
    try:
        place = call.tenant.messages.conversation(call.keys["chat"])
    except NoSuchPlace:
        place = None
    if place is None or place.kind != "groupChat":
        raise GraphError(404, "NotFound", f"NotFound: No chat found with id {call.keys['chat']}.")
    return place.id


def user_key(call: Call) -> str:
    return named_person(call).email


def _lists(key_of: Callable[[Call], str]) -> Callable[[Call], Answer]:
    def list_installed(call: Call) -> Answer:
        key = key_of(call)
        there = [] if key in call.tenant.messages.without_app else [_installed_json(call, key)]
        answer = page(call, "installedApps", there)
        wanted = call.query.get("$expand", "")
        for shown in cast("list[JsonObject]", (answer.body or {})["value"]):
            for name in NAVIGATION:
                if name not in wanted.split(","):
                    shown.pop(name, None)
        return answer

    return list_installed


def _installs(key_of: Callable[[Call], str], scope: str) -> Callable[[Call], Answer]:
    def install(call: Call) -> Answer:
        key, given, tenant = key_of(call), call.json(), call.tenant
        _check_app(tenant, str(given.get(BIND, "")))
        _check_policy(tenant, key)
        consented = _consented(call, given, scope)
        if key not in tenant.messages.without_app:
            raise GraphError(409, "Conflict", "The app is already installed in this scope.")
        tenant.messages.without_app.discard(key)
        tenant.apps.put(key, consented)
        tenant.tell_installed(key, removed=False)
        tenant.changed()
        return Answer(201)

    return install


def _upgrades(key_of: Callable[[Call], str], scope: str) -> Callable[[Call], Answer]:
    def upgrade(call: Call) -> Answer:
        key = _named_installation(call, key_of(call))
        _check_policy(call.tenant, key)
        call.tenant.apps.put(key, _consented(call, call.json() if call.body else {}, scope))
        call.tenant.changed()
        return Answer(204)

    return upgrade


def _removes(key_of: Callable[[Call], str]) -> Callable[[Call], Answer]:
    def remove(call: Call) -> Answer:
        key = _named_installation(call, key_of(call))
        call.tenant.tell_installed(key, removed=True)
        call.tenant.messages.without_app.add(key)
        call.tenant.changed()
        return Answer(204)

    return remove


def get_chat(call: Call) -> Answer:
    """The personal chat of the app and the person who has it."""
    email = _named_installation(call, user_key(call))
    chat = call.tenant.messages.personal_chat(email)
    shown = {"id": chat.id, "chatType": "oneOnOne", "topic": None, "tenantId": call.tenant.tenant_id}
    return entity(call, "chats/$entity", shown)


list_in_team, list_in_chat, list_for_user = _lists(team_key), _lists(chat_key), _lists(user_key)
install_in_team, install_in_chat = _installs(team_key, "Team"), _installs(chat_key, "Chat")
install_for_user = _installs(user_key, "User")
upgrade_in_team, upgrade_in_chat = _upgrades(team_key, "Team"), _upgrades(chat_key, "Chat")
remove_from_team, remove_from_chat = _removes(team_key), _removes(chat_key)
remove_for_user = _removes(user_key)


def _check_app(tenant: Tenant, bound: str) -> None:
    """:raises GraphError: the body names no app of the catalogue."""
    if "/appCatalogs/teamsApps/" not in bound:
        raise bad_request(f"Expected {BIND} with the address of an app in the catalogue.")
    if not tenant.apps.is_published or bound.rpartition("/")[2] != catalogue_id(tenant):
        raise GraphError(404, "NotFound", "The app is not in the organization's catalogue.")


def _check_policy(tenant: Tenant, key: str) -> None:
    """:raises GraphError: an app permission policy of the tenant, a team's owner or a person forbids it."""
    if tenant.access.blocked_apps.isdisjoint({"tenant", key}):
        return
    person = tenant.company.by_email.get(key)
    whom = f"UserObjectId: {person.object_id}, " if person else ""
    raise GraphError(
        403,
        "Forbidden",
        f"App is blocked by app permission policy. TenantId: {tenant.tenant_id}, {whom}"
        f"AppId: {catalogue_id(tenant)}, AppType: Private",
    )


def _consented(call: Call, given: JsonObject, scope: str) -> tuple[str, ...]:
    """The resource-specific permissions that were consented to: all that the app asks for, and no other.

    :raises GraphError: 403, the caller may not consent; 400, it consented to something else.
    """
    asked = call.tenant.apps.newest.permissions
    held = call.tenant.access.counting(call.roles or (), call.tenant.clock())
    if asked and held.isdisjoint(consenting(scope)):
        raise GraphError(
            403,
            "Forbidden",
            "The app requires resource-specific consent permissions, which the permissions on the request "
            f"cannot grant. API requires one of '{', '.join(sorted(consenting(scope)))}'.",
        )
    consent: Any = given.get("consentedPermissionSet") or {}
    permissions: list[JsonObject] = consent.get("resourceSpecificPermissions") or []
    named = {str(each.get("permissionValue")) for each in permissions}
    if named != set(asked):
        message = "The permissions consented to must match the resource-specific permissions of the app."
        raise bad_request(message)
    return asked


def _named_installation(call: Call, key: str) -> str:
    """:raises GraphError: 404, the app is not there."""
    if key in call.tenant.messages.without_app or call.keys["installation"] != _installation_id(call, key):
        raise GraphError(404, "NotFound", "The specified app installation was not found.")
    return key


def _installation_id(call: Call, key: str) -> str:
    return base64.b64encode(f"{key}##{catalogue_id(call.tenant)}".encode()).decode()


def catalogue_id(tenant: Tenant) -> str:
    """The id that the catalogue gives the app, which is not that of its manifest."""
    return derived_id("catalogue", tenant.app_id)


def _app_json(tenant: Tenant) -> JsonObject:
    return {
        "id": catalogue_id(tenant),
        "externalId": tenant.app_id,
        "displayName": APP_NAME,
        "distributionMethod": "organization",
    }


def _definition_json(tenant: Tenant, number: int, version: str) -> JsonObject:
    return {
        "id": base64.b64encode(f"{number}##{catalogue_id(tenant)}##{version}".encode()).decode(),
        "teamsAppId": catalogue_id(tenant),
        "displayName": APP_NAME,
        "version": version,
        "publishingState": "published",
        "authorization": {
            "clientAppId": tenant.app_id,
            "requiredPermissionSet": _permission_set(tenant.apps.versions[number].permissions),
        },
    }


def _installed_json(call: Call, key: str) -> JsonObject:
    tenant, found = call.tenant, call.tenant.apps.of(key)
    versions = [each.version for each in tenant.apps.versions]
    return {
        "id": _installation_id(call, key),
        "consentedPermissionSet": _permission_set(found.permissions),
        "teamsApp": _app_json(tenant),
        "teamsAppDefinition": _definition_json(tenant, versions.index(found.version), found.version),
    }


def _permission_set(names: tuple[str, ...]) -> JsonObject:
    listed = [{"permissionValue": name, "permissionType": "application"} for name in names]
    return {"resourceSpecificPermissions": listed}
