"""Users of the directory, their managers and reports.

https://learn.microsoft.com/graph/api/resources/user
"""

from __future__ import annotations

import re

from teams_app.sandbox.company import Person, Room, SharedMailbox
from teams_app.sandbox.graph.delta import Shown, delta
from teams_app.sandbox.graph.pages import directory_counts, entity, page
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject, resource_not_found
from teams_app.sandbox.tenant import Tenant

MANAGER = re.compile(r"manager(?:\(\$select=([\w,]+)\))?")
SET_UP = "2025-01-06T08:00:00Z"
DEFAULT_PROPERTIES = (
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
)


def list_users(call: Call) -> Answer:
    users = (_with_manager(call, user) for user in all_users(call.tenant))
    return page(call, "users", users, select=DEFAULT_PROPERTIES, counts=directory_counts(call))


def users_delta(call: Call) -> Answer:
    tenant = call.tenant
    known = {user["id"]: user for user in all_users(tenant)}

    def show(object_id: str) -> Shown | None:
        manager = manager_id(tenant, object_id)
        user = known.get(object_id)
        return None if user is None else Shown(user, {"manager": [manager] if manager else []})

    return delta(call, "users", list(known), DEFAULT_PROPERTIES, show)


def get_user(call: Call) -> Answer:
    found = mailbox_or_person(call)
    user = user_json(call.tenant, found) if isinstance(found, Person) else resource_json(found)
    return entity(call, "users/$entity", _with_manager(call, user), DEFAULT_PROPERTIES)


def get_manager(call: Call) -> Answer:
    company, person = call.tenant.company, named_person(call)
    manager = company.by_email.get(person.manager or "")
    if manager is None:
        raise resource_not_found("manager")
    user = {"@odata.type": "#microsoft.graph.user", **user_json(call.tenant, manager)}
    return entity(call, "directoryObjects/$entity", user, DEFAULT_PROPERTIES)


def list_direct_reports(call: Call) -> Answer:
    company, person = call.tenant.company, named_person(call)
    reports = (
        {"@odata.type": "#microsoft.graph.user", **user_json(call.tenant, each)}
        for each in company.people
        if each.manager == person.email
    )
    return page(call, "directoryObjects", reports, select=DEFAULT_PROPERTIES, counts=directory_counts(call))


def named_person(call: Call) -> Person:
    """The person that the path names by object id or user principal name.

    :raises GraphError: 404, in the directory's words.
    """
    found = mailbox_or_person(call)
    if isinstance(found, Person):
        return found
    raise resource_not_found(call.keys["user"])


def mailbox_or_person(call: Call) -> Person | Room | SharedMailbox:
    """Whoever the path names, rooms too.

    :raises GraphError: 404, in the directory's words.
    """
    key = call.keys["user"]
    if key.lower() == "me":
        raise GraphError(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
    found = call.tenant.accounts.get(key.lower())
    if found is None:
        raise resource_not_found(key)
    return found


def all_users(tenant: Tenant) -> list[JsonObject]:
    """Every account of the directory: those of rooms and shared mailboxes look like people's."""
    people = [user_json(tenant, person) for person in tenant.company.people]
    return people + [resource_json(each) for each in (*tenant.company.rooms, *tenant.company.shared)]


def manager_id(tenant: Tenant, object_id: str) -> str | None:
    """The object id of somebody's manager."""
    person = tenant.company.by_id.get(object_id)
    manager = tenant.company.by_email.get(person.manager or "") if person else None
    return manager.object_id if manager else None


def _with_manager(call: Call, user: JsonObject) -> JsonObject:
    """``$expand=manager``, as ``$expand=manager($select=id)`` too; nobody's is left out."""
    asked = MANAGER.fullmatch(call.query.get("$expand", ""))
    manager = manager_id(call.tenant, user["id"]) if asked else None
    if asked is None or manager is None:
        return user
    known = user_json(call.tenant, call.tenant.company.by_id[manager])
    names = (asked[1] or ",".join(DEFAULT_PROPERTIES)).split(",")
    shown = {name: known[name] for name in ("id", *names) if name in known}
    return {**user, "manager": {"@odata.type": "#microsoft.graph.user", **shown}}


def user_json(tenant: Tenant, person: Person) -> JsonObject:
    given, _, surname = person.name.partition(" ")
    guest = person.kind == "guest"
    return {
        "id": person.object_id,
        "businessPhones": [],
        "displayName": person.name,
        "givenName": given,
        "jobTitle": person.job_title or None,
        "mail": person.mail if person.mailbox != "none" else None,
        "mobilePhone": None,
        "officeLocation": person.office or None,
        "preferredLanguage": None,
        "surname": surname or None,
        "userPrincipalName": tenant.principal_name(person),
        "accountEnabled": person.enabled,
        "department": person.department or None,
        "companyName": tenant.company.name,
        "createdDateTime": SET_UP,
        "mailNickname": person.mail.partition("@")[0],
        "userType": "Guest" if guest else "Member",
        "externalUserState": "Accepted" if guest else None,
    }


def resource_json(room: Room | SharedMailbox) -> JsonObject:
    """The account behind a mailbox that is nobody's; usually nobody can sign in as it."""
    return {
        "id": room.object_id,
        "businessPhones": [],
        "displayName": room.name,
        "givenName": None,
        "jobTitle": None,
        "mail": room.email,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": None,
        "userPrincipalName": room.email,
        "accountEnabled": isinstance(room, SharedMailbox) and room.enabled,
        "department": None,
        "companyName": None,
        "createdDateTime": SET_UP,
        "mailNickname": room.email.partition("@")[0],
        "userType": "Member",
    }
