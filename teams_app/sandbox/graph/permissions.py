"""Which application permissions allow an operation; any one of them is enough.

Names are Microsoft's: https://learn.microsoft.com/graph/permissions-reference. Those that end in .Group are
resource-specific: they count in teams where the app is installed and was consented to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from teams_app.sandbox.graph.wire import Call, GraphError

DIRECTORY = ("Directory.Read.All", "Directory.ReadWrite.All")
USERS = ("User.Read.All", "User.ReadWrite.All", *DIRECTORY)
BASIC_USERS = ("User.ReadBasic.All", *USERS)
ORGANIZATION = ("Organization.Read.All", "Organization.ReadWrite.All", *USERS)
ANY_GROUP = ("Group.Read.All", "Group.ReadWrite.All", *DIRECTORY)
GROUPS = ("GroupMember.Read.All", "GroupMember.ReadWrite.All", *ANY_GROUP)
BASIC_GROUPS = ("Group.ReadBasic.All", *GROUPS)
MEMBERS = ("GroupMember.ReadBasic.All", *BASIC_GROUPS)
TEAM = (
    "Team.ReadBasic.All",
    "TeamSettings.Read.All",
    "TeamSettings.ReadWrite.All",
    "TeamSettings.Read.Group",
    "TeamSettings.ReadWrite.Group",
    *ANY_GROUP,
)
JOINED_TEAMS = ("Team.ReadBasic.All", "TeamSettings.Read.All", "TeamSettings.ReadWrite.All", *USERS)
TEAM_MEMBERS = ("TeamMember.Read.All", "TeamMember.ReadWrite.All", "TeamMember.Read.Group")
CHANNELS = (
    "Channel.ReadBasic.All",
    "ChannelSettings.Read.All",
    "ChannelSettings.ReadWrite.All",
    "ChannelSettings.Read.Group",
    "ChannelSettings.ReadWrite.Group",
    *ANY_GROUP,
)
MESSAGES = ("ChannelMessage.Read.All", "ChannelMessage.Read.Group", "Group.Read.All", "Group.ReadWrite.All")
WRITE_CALENDARS = ("Calendars.ReadWrite",)
READ_CALENDARS = ("Calendars.ReadBasic", "Calendars.ReadBasic.All", "Calendars.Read", *WRITE_CALENDARS)
MAILBOX_SETTINGS = ("MailboxSettings.Read", "MailboxSettings.ReadWrite")
MEETINGS = ("OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All")
PLACES = ("Place.Read.All", "Place.ReadWrite.All")
CATALOGUE = ("AppCatalog.Read.All", "AppCatalog.ReadWrite.All")
WATCHED = ("Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite", "ChannelMessage.Read.All")


def _installing(scope: str) -> tuple[str, ...]:
    """For apps without resource-specific permissions; others need one of ``consenting`` as well."""
    kinds = ("ReadWriteSelf", "ReadWrite", "ReadWriteAndConsentSelf", "ReadWriteAndConsent", "ManageSelected")
    return tuple(f"TeamsAppInstallation.{kind}For{scope}.All" for kind in kinds)


def _installed(scope: str) -> tuple[str, ...]:
    reading = (f"TeamsAppInstallation.ReadFor{scope}.All", "TeamsAppInstallation.Read.All")
    return (*reading, *_installing(scope))


def consenting(scope: str) -> set[str]:
    """What allows to install an app that asks for resource-specific permissions; scope Team, Chat or User.

    https://learn.microsoft.com/graph/api/team-post-installedapps
    """
    return {name for name in _installing(scope) if "AndConsent" in name or "ManageSelected" in name}


EVENT = "/users/{}/events/{}"
CHANNEL = "/teams/{}/channels/{}"
IN_TEAM, IN_CHAT, FOR_USER = (
    "/teams/{}/installedApps",
    "/chats/{}/installedApps",
    "/users/{}/teamwork/installedApps",
)
ALLOWING: dict[str, tuple[str, ...]] = {
    "GET /organization": ORGANIZATION,
    "GET /users": BASIC_USERS,
    "GET /users/delta": USERS,
    "GET /users/{}": BASIC_USERS,
    "GET /users/{}/manager": USERS,
    "GET /users/{}/directReports": USERS,
    "GET /users/{}/joinedTeams": JOINED_TEAMS,
    "GET /users/{}/mailboxSettings": MAILBOX_SETTINGS,
    "POST /users/{}/calendar/getSchedule": READ_CALENDARS,
    "GET /users/{}/calendarView": READ_CALENDARS,
    "GET /users/{}/calendarView/delta": READ_CALENDARS,
    "GET /users/{}/events": READ_CALENDARS,
    "GET /users/{}/events/delta": READ_CALENDARS,
    "POST /users/{}/events": WRITE_CALENDARS,
    f"GET {EVENT}": READ_CALENDARS,
    f"GET {EVENT}/instances": READ_CALENDARS,
    f"PATCH {EVENT}": WRITE_CALENDARS,
    f"DELETE {EVENT}": WRITE_CALENDARS,
    f"POST {EVENT}/cancel": WRITE_CALENDARS,
    f"POST {EVENT}/accept": WRITE_CALENDARS,
    f"POST {EVENT}/decline": WRITE_CALENDARS,
    f"POST {EVENT}/tentativelyAccept": WRITE_CALENDARS,
    "GET /users/{}/onlineMeetings": MEETINGS,
    "GET /users/{}/onlineMeetings/{}": MEETINGS,
    "GET /groups": BASIC_GROUPS,
    "GET /groups/delta": BASIC_GROUPS,
    "GET /groups/{}": BASIC_GROUPS,
    "GET /groups/{}/members": MEMBERS,
    "GET /groups/{}/transitiveMembers": MEMBERS,
    "GET /groups/{}/owners": GROUPS,
    "GET /teams/{}": TEAM,
    "GET /teams/{}/members": TEAM_MEMBERS,
    "GET /teams/{}/channels": CHANNELS,
    f"GET {CHANNEL}": CHANNELS,
    f"GET {CHANNEL}/messages": MESSAGES,
    f"GET {CHANNEL}/messages/delta": MESSAGES,
    f"GET {CHANNEL}/messages/{{}}": MESSAGES,
    f"GET {CHANNEL}/messages/{{}}/replies": MESSAGES,
    f"GET {CHANNEL}/messages/{{}}/replies/{{}}": MESSAGES,
    "GET /places/microsoft.graph.room": PLACES,
    "GET /places/microsoft.graph.roomlist": PLACES,
    "GET /places/{}": PLACES,
    "GET /subscriptions": WATCHED,
    "POST /subscriptions": WATCHED,
    "GET /subscriptions/{}": WATCHED,
    "PATCH /subscriptions/{}": WATCHED,
    "DELETE /subscriptions/{}": WATCHED,
    "POST /subscriptions/{}/reauthorize": WATCHED,
    "GET /appCatalogs/teamsApps": CATALOGUE,
    f"GET {IN_TEAM}": ("TeamsAppInstallation.Read.Group", *_installed("Team")),
    f"POST {IN_TEAM}": _installing("Team"),
    f"DELETE {IN_TEAM}/{{}}": _installing("Team"),
    f"POST {IN_TEAM}/{{}}/upgrade": _installing("Team"),
    f"GET {IN_CHAT}": _installed("Chat"),
    f"POST {IN_CHAT}": _installing("Chat"),
    f"DELETE {IN_CHAT}/{{}}": _installing("Chat"),
    f"POST {IN_CHAT}/{{}}/upgrade": _installing("Chat"),
    f"GET {FOR_USER}": _installed("User"),
    f"POST {FOR_USER}": _installing("User"),
    f"DELETE {FOR_USER}/{{}}": _installing("User"),
    f"GET {FOR_USER}/{{}}/chat": _installed("User")[:-1],  # all but ManageSelected
}
OUTLOOK = re.compile(r"/users/\{\}/(calendar|events|mailboxSettings)")
TEAMS = re.compile(r"/(teams|chats|appCatalogs)|.*/(installedApps|onlineMeetings|joinedTeams)")


def shape_of(method: str, template: str) -> str:
    """A route as it stands in ``ALLOWING``, whatever its variable parts are called."""
    return f"{method} {re.sub(r'{[^}]*}', '{}', template).removesuffix('()')}"


def allowing(method: str, template: str) -> tuple[str, ...]:
    """What allows a route.

    :raises LookupError: it has no row, and so must not be served.
    """
    shape = shape_of(method, template)
    if shape not in ALLOWING:
        raise LookupError(f"{shape} has no row of permissions in sandbox/graph/permissions.py")
    return ALLOWING[shape]


def check_permission(call: Call, method: str, template: str) -> None:
    """:raises GraphError: 403, in the words of the service that refuses."""
    allowed = allowing(method, template)
    if call.roles is None:
        return
    tenant = call.tenant
    held = tenant.access.counting(call.roles, tenant.clock()) | _of_the_team(call)
    if held & set(allowed) or _opened_by_exchange(call, allowed):
        return
    raise _refusal(shape_of(method, template).partition(" ")[2], allowed, call.roles)


def _of_the_team(call: Call) -> set[str]:
    """Resource-specific permissions of the Teams team in the path, if the app is installed there."""
    team = call.keys.get("team", "").lower()
    if not team or team in call.tenant.messages.without_app:
        return set()
    return set(call.tenant.apps.of(team).permissions)


def _opened_by_exchange(call: Call, allowed: Iterable[str]) -> bool:
    """RBAC for Applications gives Calendars.ReadWrite for the mailboxes of its scope."""
    if "Calendars.ReadWrite" not in allowed:
        return False
    known = call.tenant.accounts.get(unquote(call.keys.get("user", "")).lower())
    return known is not None and known.email in call.tenant.access.mailboxes


def _refusal(shape: str, allowed: Iterable[str], roles: Iterable[str]) -> GraphError:
    if OUTLOOK.match(shape):
        return GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    if TEAMS.match(shape):
        wanted, held = ", ".join(allowed), ", ".join(sorted(roles))
        return GraphError(
            403,
            "Forbidden",
            f"Missing role permissions on the request. API requires one of '{wanted}'. "
            f"Roles on the request '{held}'.",
        )
    message = "Insufficient privileges to complete the operation."
    return GraphError(403, "Authorization_RequestDenied", message)
