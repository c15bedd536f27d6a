"""Every operation of Microsoft Graph that is called, the permission that allows it, and why.

The one place where that stands: the client sends nothing that is not here, the README's table is made of it,
and the doctor compares a token's roles with it. Permissions and what they allow:
https://learn.microsoft.com/graph/permissions-reference
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from graph.errors import GraphError

RESOURCE_SPECIFIC = (
    ".Group",
    ".Chat",
)  # how the names of those end that a team or chat grants, not the tenant

USERS, GROUPS, CHANNELS = "User.Read.All", "GroupMember.Read.All", "Channel.ReadBasic.All"
CALENDARS, MAILBOX_SETTINGS = "Calendars.ReadWrite", "MailboxSettings.Read"
MEETINGS, MESSAGES = "OnlineMeetings.Read.All", "ChannelMessage.Read.Group"
CATALOGUE = "AppCatalog.Read.All"
IN_TEAMS = "TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All"
IN_CHATS = "TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All"
FOR_PEOPLE = "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"


class Feature(StrEnum):
    """What an operation is for; what is optional works without it, by hand or not at all."""

    DIRECTORY = "directory"
    CALENDARS = "calendars"
    WORKING_HOURS = "working hours from mailboxes"
    MEETING_CHATS = "meeting chats"
    CHANNELS = "channels"
    ROLL_OUT = "roll-out"

    @property
    def is_optional(self) -> bool:
        return self in (Feature.WORKING_HOURS, Feature.MEETING_CHATS, Feature.ROLL_OUT)


@dataclass(frozen=True)
class Operation:
    """One operation; ``path`` has ``{id}`` for each variable part.

    ``beyond`` says why a stronger permission than the least one is used: usually because it is held anyway.
    """

    method: str
    path: str
    permission: str
    feature: Feature
    why: str
    beyond: str = ""

    @property
    def is_resource_specific(self) -> bool:
        """Granted by a team or chat when the app is installed there, not by the tenant's administrator."""
        return self.permission.endswith(RESOURCE_SPECIFIC)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.path).replace(r"\{id\}", "[^/]+"), re.IGNORECASE)


HELD_FOR_USERS = f"{USERS} is held for the directory"
HELD_FOR_CALENDARS = f"{CALENDARS} is held for booking"
PROFILES = "the basic profile has neither accountEnabled nor userType"
BEFORE_INSTALLED = "channels are looked up before the app is installed in the team"
EVENT = "/users/{id}/events/{id}"
CHANNEL = "/teams/{id}/channels/{id}"
_D, _C, _R = Feature.DIRECTORY, Feature.CALENDARS, Feature.ROLL_OUT

OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/organization", USERS, _D, "whether the tenant answers", HELD_FOR_USERS),
    Operation("GET", "/users", USERS, _D, "people, matched by e-mail", PROFILES),
    Operation("GET", "/users/{id}", USERS, _D, "one person", PROFILES),
    Operation("GET", "/users/delta", USERS, _D, "people who came, left or changed"),
    Operation("GET", "/users/{id}/manager", USERS, _D, "who is told of a person's OKRs"),
    Operation(
        "GET", "/groups", GROUPS, _D, "Teams teams, and the organizers' group", "it is held for members"
    ),
    Operation(
        "GET", "/groups/delta", GROUPS, _D, "groups that came, left or changed", "it is held for owners"
    ),
    Operation("GET", "/groups/{id}", GROUPS, _D, "one group"),
    Operation("GET", "/groups/{id}/members", GROUPS, _D, "who is in a unit", "it is held for owners"),
    Operation(
        "GET", "/groups/{id}/transitiveMembers", GROUPS, _D, "the same, nested", "it is held for owners"
    ),
    Operation("GET", "/groups/{id}/owners", GROUPS, _D, "who leads a unit"),
    Operation("GET", "/teams/{id}/channels", CHANNELS, _D, "where OKRs are shown", BEFORE_INSTALLED),
    Operation(
        "GET",
        "/users/{id}/mailboxSettings",
        MAILBOX_SETTINGS,
        Feature.WORKING_HOURS,
        "time zone and working hours",
    ),
    Operation("POST", "/users/{id}/calendar/getSchedule", CALENDARS, _C, "free/busy", HELD_FOR_CALENDARS),
    Operation(
        "GET", "/users/{id}/events", CALENDARS, _C, "an event that was made already", HELD_FOR_CALENDARS
    ),
    Operation("POST", "/users/{id}/events", CALENDARS, _C, "booking a share meeting"),
    Operation("GET", EVENT, CALENDARS, _C, "an event as it stands", HELD_FOR_CALENDARS),
    Operation("PATCH", EVENT, CALENDARS, _C, "moving a share meeting"),
    Operation("DELETE", EVENT, CALENDARS, _C, "removing an event that nobody was invited to"),
    Operation("POST", f"{EVENT}/cancel", CALENDARS, _C, "cancelling a share meeting"),
    Operation("GET", "/users/{id}/calendarView", CALENDARS, _C, "events of a time", HELD_FOR_CALENDARS),
    Operation("GET", "/users/{id}/calendarView/delta", CALENDARS, _C, "missed changes", HELD_FOR_CALENDARS),
    Operation("GET", "/users/{id}/events/delta", CALENDARS, _C, "missed changes", HELD_FOR_CALENDARS),
    Operation("GET", "/subscriptions", CALENDARS, _C, "the subscriptions that are there"),
    Operation("POST", "/subscriptions", CALENDARS, _C, "hearing of answers to invitations"),
    Operation("GET", "/subscriptions/{id}", CALENDARS, _C, "whether a subscription is there"),
    Operation("PATCH", "/subscriptions/{id}", CALENDARS, _C, "renewing a subscription"),
    Operation("DELETE", "/subscriptions/{id}", CALENDARS, _C, "ending a subscription"),
    Operation("POST", "/subscriptions/{id}/reauthorize", CALENDARS, _C, "answering a lifecycle notification"),
    Operation(
        "GET", "/users/{id}/onlineMeetings", MEETINGS, Feature.MEETING_CHATS, "the chat of a share meeting"
    ),
    Operation(
        "GET", f"{CHANNEL}/messages", MESSAGES, Feature.CHANNELS, "cards that an interrupted post left"
    ),
    Operation("GET", f"{CHANNEL}/messages/delta", MESSAGES, Feature.CHANNELS, "missed edits and deletions"),
    Operation("GET", f"{CHANNEL}/messages/{{id}}", MESSAGES, Feature.CHANNELS, "a message that may be gone"),
    Operation("GET", f"{CHANNEL}/messages/{{id}}/replies", MESSAGES, Feature.CHANNELS, "missed replies"),
    Operation("GET", f"{CHANNEL}/messages/{{id}}/replies/{{id}}", MESSAGES, Feature.CHANNELS, "one reply"),
    Operation("GET", "/appCatalogs/teamsApps", CATALOGUE, _R, "the app and its newest version"),
    *(
        operation
        for root, permission, where in (
            ("/teams/{id}/installedApps", IN_TEAMS, "a Teams team"),
            ("/chats/{id}/installedApps", IN_CHATS, "a share meeting’s chat"),
            ("/users/{id}/teamwork/installedApps", FOR_PEOPLE, "a person’s Teams"),
        )
        for operation in (
            Operation(
                "GET", root, permission, _R, f"whether the app is in {where}", "it is held for installing"
            ),
            Operation("POST", root, permission, _R, f"installing the app in {where}"),
            Operation(
                "DELETE", f"{root}/{{id}}", permission, _R, f"removing it from {where}", "held for installing"
            ),
        )
    ),
    Operation("POST", "/teams/{id}/installedApps/{id}/upgrade", IN_TEAMS, _R, "bringing it up to date there"),
    Operation("POST", "/chats/{id}/installedApps/{id}/upgrade", IN_CHATS, _R, "bringing it up to date there"),
    Operation(
        "GET",
        "/users/{id}/teamwork/installedApps/{id}/chat",
        FOR_PEOPLE,
        _R,
        "the app’s chat with a person",
        "it is held for installing",
    ),
)


def operation_of(method: str, path: str) -> Operation:
    """The row for a request; its path may have real ids, a query, and ``delta()``.

    :raises GraphError: there is none, so that it must not be sent.
    """
    bare = path.partition("?")[0].rstrip("/").removesuffix("()")
    for operation in _BY_SHAPE.get((method, bare.count("/")), ()):
        if operation.pattern.fullmatch(bare):
            return operation
    raise GraphError(
        f"{method} {bare} was not sent: graph/permissions.py has no row that says what allows it."
    )


def application_permissions(*, optional: bool = True) -> tuple[str, ...]:
    """What the tenant's administrator consents to, in the table's order."""
    rows = (row for row in OPERATIONS if not row.is_resource_specific)
    return tuple(dict.fromkeys(row.permission for row in rows if optional or not row.feature.is_optional))


def features_without(granted: frozenset[str] | set[str]) -> dict[str, Feature]:
    """The permissions that are missing, and what does not work without each."""
    wanted = {row.permission: row.feature for row in OPERATIONS if not row.is_resource_specific}
    return {permission: feature for permission, feature in wanted.items() if permission not in granted}


def markdown_table() -> str:
    """All rows, by permission, for the README."""
    lines = ["| permission | calls | why |", "|---|---|---|"]
    for permission in dict.fromkeys(row.permission for row in OPERATIONS):
        rows = [row for row in OPERATIONS if row.permission == permission]
        kind = "the app package asks for it, each team grants it" if rows[0].is_resource_specific else ""
        kind = f"optional: {rows[0].feature}" if rows[0].feature.is_optional else kind
        name = f"`{permission}`" + (f" ({kind})" if kind else "")
        for number, row in enumerate(rows):
            why = row.why + (f"; {row.beyond}" if row.beyond else "")
            lines.append(f"| {'' if number else name} | `{row.method} {row.path}` | {why} |")
    return "\n".join(lines)


_BY_SHAPE: dict[tuple[str, int], list[Operation]] = {}
for _row in OPERATIONS:
    _BY_SHAPE.setdefault((_row.method, _row.path.count("/")), []).append(_row)
for _rows in _BY_SHAPE.values():
    _rows.sort(key=lambda row: row.path.count("{id}"))  # /users/delta before /users/{id}
