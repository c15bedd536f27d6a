"""Which operation of Graph an address means."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from teams_app.sandbox.graph import (
    apps,
    deltas,
    events,
    groups,
    messages,
    online_meetings,
    organization,
    people,
    rooms,
    schedule,
    subscriptions,
    teams,
)
from teams_app.sandbox.graph.permissions import allowing, check_permission
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, bad_request

Operation = Callable[[Call], Answer]

EVENT = "/users/{user}/events/{event}"
SUBSCRIPTION = "/subscriptions/{subscription}"
CHANNEL = "/teams/{team}/channels/{channel}"
IN_TEAM, IN_CHAT = "/teams/{team}/installedApps", "/chats/{chat}/installedApps"
FOR_USER = "/users/{user}/teamwork/installedApps"
OPERATIONS: tuple[tuple[str, str, Operation], ...] = (
    ("GET", "/users", people.list_users),
    ("GET", "/users/delta", people.users_delta),
    ("GET", "/users/delta()", people.users_delta),
    ("GET", "/users/{user}", people.get_user),
    ("GET", "/users/{user}/manager", people.get_manager),
    ("GET", "/users/{user}/directReports", people.list_direct_reports),
    ("GET", "/users/{user}/joinedTeams", teams.list_joined_teams),
    ("GET", "/users/{user}/mailboxSettings", schedule.get_mailbox_settings),
    ("POST", "/users/{user}/calendar/getSchedule", schedule.get_schedule),
    ("GET", "/users/{user}/calendarView", events.calendar_view),
    ("GET", "/users/{user}/calendarView/delta", deltas.calendar_view_delta),
    ("GET", "/users/{user}/calendarView/delta()", deltas.calendar_view_delta),
    ("GET", "/users/{user}/events/delta", deltas.events_delta),
    ("GET", "/users/{user}/events/delta()", deltas.events_delta),
    ("GET", "/users/{user}/events", events.list_events),
    ("POST", "/users/{user}/events", events.create_event),
    ("GET", EVENT, events.get_event),
    ("PATCH", EVENT, events.update_event),
    ("DELETE", EVENT, events.delete_event),
    ("POST", f"{EVENT}/cancel", events.cancel_event),
    ("POST", f"{EVENT}/accept", events.accept),
    ("POST", f"{EVENT}/decline", events.decline),
    ("POST", f"{EVENT}/tentativelyAccept", events.tentatively_accept),
    ("GET", "/users/{user}/onlineMeetings", online_meetings.list_online_meetings),
    ("GET", "/groups", groups.list_groups),
    ("GET", "/groups/delta", groups.groups_delta),
    ("GET", "/groups/delta()", groups.groups_delta),
    ("GET", "/groups/{group}", groups.get_group),
    ("GET", "/groups/{group}/members", groups.list_members),
    ("GET", "/groups/{group}/transitiveMembers", groups.list_members),
    ("GET", "/groups/{group}/owners", groups.list_owners),
    ("GET", "/teams/{team}", teams.get_team),
    ("GET", "/teams/{team}/members", teams.list_team_members),
    ("GET", "/teams/{team}/channels", teams.list_channels),
    ("GET", CHANNEL, teams.get_channel),
    ("GET", f"{CHANNEL}/messages", messages.list_messages),
    ("GET", f"{CHANNEL}/messages/{{message}}", messages.get_message),
    ("GET", f"{CHANNEL}/messages/{{message}}/replies", messages.list_replies),
    ("GET", f"{CHANNEL}/messages/{{message}}/replies/{{reply}}", messages.get_reply),
    ("GET", "/subscriptions", subscriptions.list_subscriptions),
    ("POST", "/subscriptions", subscriptions.refuse_in_batch),
    ("GET", SUBSCRIPTION, subscriptions.get_subscription),
    ("PATCH", SUBSCRIPTION, subscriptions.renew_subscription),
    ("DELETE", SUBSCRIPTION, subscriptions.delete_subscription),
    ("POST", f"{SUBSCRIPTION}/reauthorize", subscriptions.reauthorize_subscription),
    ("GET", "/places/microsoft.graph.room", rooms.list_rooms),
    ("GET", "/organization", organization.list_organizations),
    ("GET", "/appCatalogs/teamsApps", apps.list_catalogue),
    ("GET", IN_TEAM, apps.list_in_team),
    ("POST", IN_TEAM, apps.install_in_team),
    ("DELETE", f"{IN_TEAM}/{{installation}}", apps.remove_from_team),
    ("POST", f"{IN_TEAM}/{{installation}}/upgrade", apps.upgrade_in_team),
    ("GET", IN_CHAT, apps.list_in_chat),
    ("POST", IN_CHAT, apps.install_in_chat),
    ("DELETE", f"{IN_CHAT}/{{installation}}", apps.remove_from_chat),
    ("POST", f"{IN_CHAT}/{{installation}}/upgrade", apps.upgrade_in_chat),
    ("GET", FOR_USER, apps.list_for_user),
    ("POST", FOR_USER, apps.install_for_user),
    ("DELETE", f"{FOR_USER}/{{installation}}", apps.remove_for_user),
    ("GET", f"{FOR_USER}/{{installation}}/chat", apps.get_chat),
)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)))


ROUTES = tuple(
    (method, template, _pattern(template), operation) for method, template, operation in OPERATIONS
)


def check_routes() -> None:
    """:raises LookupError: a route has no permissions that allow it, and so must not be served."""
    for method, template, _ in OPERATIONS:
        allowing(method, template)


def perform(call: Call) -> Answer:
    """Do what a request asks for; refusals come back as Graph's error answers."""
    try:
        return _operation(call)
    except GraphError as error:
        return call.refused(error)


def _operation(call: Call) -> Answer:
    path = call.path.rstrip("/")
    matches = [
        (method, template, match, do)
        for method, template, route, do in ROUTES
        if (match := route.fullmatch(path))
    ]
    for method, template, match, do in matches:
        if method == call.method:
            named = call.with_keys({name: unquote(value) for name, value in match.groupdict().items()})
            check_permission(named, method, template)
            return do(named)
    if matches:
        raise GraphError(
            405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."
        )
    raise bad_request(f"Resource not found for the segment '{_first_unknown(path)}'.")


def _first_unknown(path: str) -> str:
    """The part of the path at which no operation fits any more."""
    segments = path.strip("/").split("/")
    shapes = [template.strip("/").split("/") for _, template, _ in OPERATIONS]
    for length in range(1, len(segments) + 1):
        if not any(_fits(shape, segments[:length]) for shape in shapes):
            return unquote(segments[length - 1])
    return unquote(segments[-1])


def _fits(shape: list[str], segments: list[str]) -> bool:
    if len(shape) < len(segments):
        return False
    return all(part.startswith("{") or part == given for part, given in zip(shape, segments, strict=False))
