"""Groups of the directory: one for each Teams team, and the organizers' group.

https://learn.microsoft.com/graph/api/resources/group
"""

from __future__ import annotations

from dataclasses import dataclass

from teams_app.sandbox.company import ORGANIZERS_GROUP, Company
from teams_app.sandbox.graph.delta import Shown, delta
from teams_app.sandbox.graph.pages import directory_counts, entity, page
from teams_app.sandbox.graph.people import DEFAULT_PROPERTIES, SET_UP, user_json
from teams_app.sandbox.graph.wire import Answer, Call, JsonObject, resource_not_found

GROUP_PROPERTIES = ("displayName", "description", "mail", "mailEnabled", "mailNickname", "securityEnabled")


@dataclass(frozen=True)
class Group:
    """A group; members and owners are e-mails."""

    id: str
    name: str
    members: tuple[str, ...]
    owners: tuple[str, ...]
    is_team: bool


def groups_of(company: Company) -> list[Group]:
    teams = [Group(team.group_id, team.name, team.members, team.owners, True) for team in company.teams]
    organizers = company.organizers
    return [*teams, Group(company.organizers_group_id, ORGANIZERS_GROUP, organizers, organizers, False)]


def list_groups(call: Call) -> Answer:
    groups = (_group_json(group) for group in groups_of(call.tenant.company))
    return page(call, "groups", groups, counts=directory_counts(call))


def groups_delta(call: Call) -> Answer:
    company = call.tenant.company
    known = {group.id: group for group in groups_of(company)}

    def show(group_id: str) -> Shown | None:
        group = known.get(group_id)
        if group is None:
            return None
        people = {"members": group.members, "owners": group.owners}
        ids = {name: [_object_id(company, email) for email in emails] for name, emails in people.items()}
        return Shown(_group_json(group), ids)

    return delta(call, "groups", list(known), GROUP_PROPERTIES, show)


def _object_id(company: Company, email: str) -> str:
    return company.by_email[email].object_id


def get_group(call: Call) -> Answer:
    return entity(call, "groups/$entity", _group_json(_named_group(call)))


def list_members(call: Call) -> Answer:
    return _people(call, _named_group(call).members)


def list_owners(call: Call) -> Answer:
    return _people(call, _named_group(call).owners)


def _people(call: Call, emails: tuple[str, ...]) -> Answer:
    company = call.tenant.company
    users = (
        {"@odata.type": "#microsoft.graph.user", **user_json(call.tenant, company.by_email[email])}
        for email in emails
        if email in company.by_email
    )
    return page(call, "directoryObjects", users, select=DEFAULT_PROPERTIES, counts=directory_counts(call))


def _named_group(call: Call) -> Group:
    for group in groups_of(call.tenant.company):
        if group.id == call.keys["group"].lower():
            return group
    raise resource_not_found(call.keys["group"])


def _group_json(group: Group) -> JsonObject:
    nickname = "".join(letter for letter in group.name if letter.isalnum())
    return {
        "id": group.id,
        "deletedDateTime": None,
        "classification": None,
        "createdDateTime": SET_UP,
        "description": group.name,
        "displayName": group.name,
        "groupTypes": ["Unified"] if group.is_team else [],
        "mail": None,
        "mailEnabled": group.is_team,
        "mailNickname": nickname,
        "resourceProvisioningOptions": ["Team"] if group.is_team else [],
        "securityEnabled": not group.is_team,
        "visibility": "Private" if group.is_team else None,
    }
