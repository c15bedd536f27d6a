"""Meetings and entries as they stand in the file of the tenant's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, cast

from teams_app.sandbox.graph.meetings import Entry, Invitee, Json, Meeting, OnlineMeeting


def to_json(value: Any) -> Any:
    """A meeting, an entry, or what they are made of, ready for JSON; times as ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Meeting | Entry | Invitee | OnlineMeeting):
        return {each.name: to_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, list | tuple):
        return [to_json(each) for each in cast("list[Any]", value)]
    return value


def meeting_from(data: Json) -> Meeting:
    online = data["online"]
    values: Json = {
        **_with_moments(data, "start", "end", "created", "modified"),
        "invitees": [_invitee_from(each) for each in data["invitees"]],
        "online": OnlineMeeting(**online) if online else None,
    }
    return Meeting(**values)


def entry_from(data: Json) -> Entry:
    return Entry(**_with_moments(data, "responded"))


def _invitee_from(data: Json) -> Invitee:
    proposed = data["proposed"]
    span = tuple(map(datetime.fromisoformat, proposed)) if proposed else None
    values: Json = {**_with_moments(data, "responded"), "proposed": span}
    return Invitee(**values)


def _with_moments(data: Mapping[str, Any], *names: str) -> Json:
    return {**data, **{name: datetime.fromisoformat(data[name]) for name in names}}
