"""Users of the directory, their managers and reports.

https://learn.microsoft.com/graph/api/resources/user
"""

from __future__ import annotations

from teams_app.sandbox.company import Person, Room
from teams_app.sandbox.graph.pages import directory_counts, entity, page
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject, resource_not_found
from teams_app.sandbox.tenant import Tenant

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
    users = (user_json(call.tenant, person) for person in call.tenant.company.people)
    return page(call, "users", users, select=DEFAULT_PROPERTIES, counts=directory_counts(call))


def get_user(call: Call) -> Answer:
    found = mailbox_or_person(call)
    user = user_json(call.tenant, found) if isinstance(found, Person) else room_json(found)
    return entity(call, "users/$entity", user, DEFAULT_PROPERTIES)


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


def mailbox_or_person(call: Call) -> Person | Room:
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


def user_json(tenant: Tenant, person: Person) -> JsonObject:
    given, _, surname = person.name.partition(" ")
    guest = person.kind == "guest"
    return {
        "id": person.object_id,
        "businessPhones": [],
        "displayName": person.name,
        "givenName": given,
        "jobTitle": person.job_title or None,
        "mail": person.email,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": surname or None,
        "userPrincipalName": tenant.principal_name(person),
        "accountEnabled": True,
        "companyName": tenant.company.name,
        "createdDateTime": SET_UP,
        "mailNickname": person.email.partition("@")[0],
        "userType": "Guest" if guest else "Member",
        "externalUserState": "Accepted" if guest else None,
    }


def room_json(room: Room) -> JsonObject:
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
        "accountEnabled": False,
        "createdDateTime": SET_UP,
        "userType": "Member",
    }
