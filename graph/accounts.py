"""Accounts and groups of the directory, from their JSON.

https://learn.microsoft.com/graph/api/resources/user, https://learn.microsoft.com/graph/api/resources/group
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from graph.answers import Json
from graph.values import Group, GroupChange, User, UserChange

USER_FIELDS = (
    "id",
    "displayName",
    "mail",
    "userPrincipalName",
    "jobTitle",
    "userType",
    "accountEnabled",
    "department",
    "officeLocation",
    "companyName",
)
GROUP_FIELDS = ("id", "displayName", "resourceProvisioningOptions")
TEXTS = {
    "displayName": "name",
    "userPrincipalName": "principal_name",
    "jobTitle": "job_title",
    "department": "department",
    "officeLocation": "office",
    "companyName": "company",
}


def read_user(entity: Json) -> User:
    """A whole account, with its manager where that was asked for."""
    principal = text(entity, "userPrincipalName")
    mail = text(entity, "mail")
    manager = cast("Json", entity.get("manager") or {})
    return User(
        id=str(entity["id"]),
        name=text(entity, "displayName"),
        email=(mail or principal).lower(),
        principal_name=principal,
        job_title=text(entity, "jobTitle"),
        is_guest=text(entity, "userType") == "Guest",
        is_enabled=entity.get("accountEnabled") is not False,
        has_mail=bool(mail),
        department=text(entity, "department"),
        office=text(entity, "officeLocation"),
        company=text(entity, "companyName"),
        manager_id=str(manager["id"]) if manager else None,
    )


def read_user_change(entity: Json) -> UserChange:
    """What is said of an account: at least what changed, perhaps more."""
    if "@removed" in entity:
        return UserChange(str(entity["id"]), is_gone=True)
    return UserChange(str(entity["id"]), dict(_values(entity)))


def _values(entity: Json) -> Iterator[tuple[str, str | bool | None]]:
    for theirs, ours in TEXTS.items():
        if theirs in entity:
            yield ours, text(entity, theirs)
    if "mail" in entity:
        mail = text(entity, "mail")
        yield "has_mail", bool(mail)
        # Without mail the principal name stands in; it may come in this entry or be known already.
        yield "email", mail.lower()
    if "userType" in entity:
        yield "is_guest", text(entity, "userType") == "Guest"
    if "accountEnabled" in entity:
        yield "is_enabled", entity["accountEnabled"] is not False
    if "manager@delta" in entity:
        there = [each for each in cast("list[Json]", entity["manager@delta"]) if "@removed" not in each]
        yield "manager_id", str(there[-1]["id"]) if there else None


def read_group(entity: Json) -> Group:
    return Group(str(entity["id"]), text(entity, "displayName"), is_team=_is_team(entity))


def read_group_change(entity: Json) -> GroupChange:
    if "@removed" in entity:
        return GroupChange(str(entity["id"]), is_gone=True)
    return GroupChange(
        str(entity["id"]),
        name=text(entity, "displayName") if "displayName" in entity else None,
        is_team=_is_team(entity) if "resourceProvisioningOptions" in entity else None,
        has_other_people="members@delta" in entity or "owners@delta" in entity,
    )


def is_user(entity: Json) -> bool:
    """Whether a member is an account; devices, applications and nested groups are not."""
    return entity.get("@odata.type", "#microsoft.graph.user") == "#microsoft.graph.user"


def text(entity: Json, name: str) -> str:
    return str(entity.get(name) or "")


def _is_team(entity: Json) -> bool:
    return "Team" in cast("list[str]", entity.get("resourceProvisioningOptions") or [])
