"""Mailbox settings: what a mailbox is for, its time zone and working hours.

https://learn.microsoft.com/graph/api/user-get-mailboxsettings,
https://learn.microsoft.com/graph/api/resources/mailboxsettings (permission MailboxSettings.Read)
"""

from __future__ import annotations

from collections.abc import Sequence

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.request_information import RequestInformation
from msgraph.generated.users.item.mailbox_settings.mailbox_settings_request_builder import (
    MailboxSettingsRequestBuilder,
)
from msgraph.graph_service_client import GraphServiceClient

from graph.answers import Json, Outcome
from graph.each import ID, for_each
from graph.errors import Forbidden, GraphError, NotFound
from graph.free_busy import read_working_hours
from graph.values import Mailbox, MailboxKind
from graph.zones import iana_zone

Query = MailboxSettingsRequestBuilder.MailboxSettingsRequestBuilderGetQueryParameters
FIELDS = ("userPurpose", "timeZone", "workingHours")
KINDS = {"shared": MailboxKind.SHARED, "room": MailboxKind.ROOM, "equipment": MailboxKind.EQUIPMENT}


def settings_requests(build: GraphServiceClient, ids: Sequence[str]) -> list[RequestInformation]:
    """The settings of each mailbox, by object id or address."""
    query = RequestConfiguration(query_parameters=Query(select=list(FIELDS)))
    return for_each(build.users.by_user_id(ID).mailbox_settings.to_get_request_information(query), ids)


def read_mailbox(outcome: Outcome) -> Mailbox | None:
    """A mailbox; None where the answer says nothing about it, so that it is asked again another time."""
    match outcome:
        case NotFound():
            return Mailbox(MailboxKind.NONE)
        case Forbidden():
            return Mailbox(MailboxKind.UNREADABLE, problem=str(outcome))
        case GraphError():
            return None
        case _:
            return _read(outcome)


def _read(settings: Json) -> Mailbox:
    hours = settings.get("workingHours")
    kept = read_working_hours(hours)
    named = str(((hours or {}).get("timeZone") or {}).get("name") or "")
    kind = KINDS.get(str(settings.get("userPurpose")), MailboxKind.PERSON)
    shown = iana_zone(str(settings.get("timeZone") or ""))
    # People set their working hours; those of a room are what Exchange began with.
    of_hours = kept.time_zone if kept and kind is MailboxKind.PERSON else None
    return Mailbox(
        kind=kind,
        working_hours=kept if kind is MailboxKind.PERSON else None,
        time_zone=of_hours or shown,
        unknown_zone=named if named and iana_zone(named) is None else "",
    )
