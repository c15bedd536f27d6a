"""What has changed in a calendar since it was last asked.

https://learn.microsoft.com/graph/api/event-delta
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from teams_app.sandbox.graph.event_json import event_json
from teams_app.sandbox.graph.events import mailbox_of
from teams_app.sandbox.graph.mailboxes import NoSuchEntry
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject
from teams_app.sandbox.graph.zones import read_instant

PAGE = 10
LARGEST_PAGE = 1_000
DELTA, SKIP = "$deltatoken", "$skiptoken"
REFUSED = ("$orderby", "$filter", "$select", "$expand", "$search")
NO_WINDOW = (
    "This request requires a time window specified by the query string parameters startDateTime and "
    "endDateTime."
)


@dataclass(frozen=True)
class Token:
    """What a link carries, so that nothing about it is to be kept.

    :param after: the number of the last change that the client knows; None: it knows nothing yet.
    :param until: the number of the last one that this round tells.
    :param offset: how much of this round was told before.
    """

    epoch: int
    start: str
    end: str
    after: int | None
    until: int
    offset: int = 0


def calendar_view_delta(call: Call) -> Answer:
    """Of a window; series as their occurrences."""
    return _delta(call, "calendarView", needs_end=True)


def events_delta(call: Call) -> Answer:
    """Of the whole calendar, or from a day on."""
    return _delta(call, "events", needs_end=False)


def _delta(call: Call, what: str, *, needs_end: bool) -> Answer:
    owner = mailbox_of(call)
    if refused := [name for name in REFUSED if name in call.query]:
        raise GraphError(
            400,
            "ErrorInvalidUrlQuery",
            "The following parameters are not supported with change tracking over the "
            f"'{what}' resource: '{', '.join(refused)}'.",
        )
    token = _token(call, needs_end=needs_end)
    items = _whole(call, owner, token) if token.after is None else _changes(call, owner, token)
    size = min(int(call.preferences.get("odata.maxpagesize", PAGE)), LARGEST_PAGE)
    shown = items[token.offset : token.offset + size]
    body: JsonObject = {"@odata.context": call.context(f"Collection({what})"), "value": list(shown)}
    if token.offset + size < len(items):
        body["@odata.nextLink"] = _link(call, SKIP, replace(token, offset=token.offset + size))
    else:
        body["@odata.deltaLink"] = _link(call, DELTA, replace(token, after=token.until, offset=0))
    return Answer(body=body)


def _token(call: Call, *, needs_end: bool) -> Token:
    """:raises GraphError: there is no window, or the link has expired (410)."""
    log = call.tenant.mailboxes.log
    text = call.query.get(SKIP) or call.query.get(DELTA)
    if text is None:
        return Token(log.epoch, *_window(call, needs_end=needs_end), after=None, until=log.number)
    token = _read(text)
    is_known = token.epoch == log.epoch and token.until <= log.number
    if not is_known:
        raise GraphError(
            410, "SyncStateNotFound", "The sync state generation is not found; start a full synchronization."
        )
    return replace(token, until=log.number) if DELTA in call.query else token


def _window(call: Call, *, needs_end: bool) -> tuple[str, str]:
    start, end = call.query.get("startDateTime", ""), call.query.get("endDateTime", "")
    if needs_end and not (start and end):
        raise GraphError(400, "ErrorInvalidParameter", NO_WINDOW)
    for name, given in (("startDateTime", start), ("endDateTime", end)):
        if given:
            read_instant(given, name)
    return start, end


def _whole(call: Call, owner: str, token: Token) -> list[JsonObject]:
    mailboxes = call.tenant.mailboxes
    if token.end:
        start, end = _moments(token)
        return [event_json(call, item) for item in mailboxes.view(owner, start, end)]
    found = [item for item in mailboxes.items(owner) if _is_since(token, item.meeting.end)]
    return [event_json(call, item) for item in found]


def _changes(call: Call, owner: str, token: Token) -> Sequence[JsonObject]:
    ids = call.tenant.mailboxes.log.changed(owner, token.after or 0, token.until)
    return [_changed(call, owner, token, entry_id) for entry_id in ids]


def _changed(call: Call, owner: str, token: Token, entry_id: str) -> JsonObject:
    """The entry as it is now; one that is not in the window any more is told as removed."""
    try:
        item = call.tenant.mailboxes.item(owner, entry_id)
    except NoSuchEntry:
        return _removed(entry_id)
    if not token.end:
        return event_json(call, item) if _is_since(token, item.meeting.end) else _removed(entry_id)
    return event_json(call, item) if item.meeting.overlaps(*_moments(token)) else _removed(entry_id)


def _is_since(token: Token, moment: datetime) -> bool:
    return not token.start or moment >= read_instant(token.start, "startDateTime")


def _moments(token: Token) -> tuple[datetime, datetime]:
    return read_instant(token.start, "startDateTime"), read_instant(token.end, "endDateTime")


def _removed(entry_id: str) -> JsonObject:
    return {"@odata.type": "#microsoft.graph.event", "id": entry_id, "@removed": {"reason": "deleted"}}


def _link(call: Call, name: str, token: Token) -> str:
    text = base64.urlsafe_b64encode(json.dumps(asdict(token)).encode()).decode()
    return f"{call.tenant.base_url}/v1.0{call.path}?{name}={quote(text, safe='')}"


def _read(text: str) -> Token:
    try:
        values: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text.encode()))
        return Token(**values)
    except (binascii.Error, ValueError, TypeError) as error:
        raise GraphError(400, "ErrorInvalidParameter", "The token of the link is badly formed.") from error
