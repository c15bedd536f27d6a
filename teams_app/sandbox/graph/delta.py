"""``delta``: what changed in a collection of the directory since a link was given out.

https://learn.microsoft.com/graph/delta-query-overview, https://learn.microsoft.com/graph/delta-query-users
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from teams_app.sandbox.directory_log import CREATED, Changed
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject, bad_request

PAGE = 200  # objects; the client has no say in it
LATEST = "latest"  # https://learn.microsoft.com/graph/delta-query-overview: synchronize from now on


@dataclass(frozen=True)
class Shown:
    """An object as it is now: its properties, and the ids of what it points at by relation."""

    properties: JsonObject
    links: Mapping[str, Iterable[str]]


Show = Callable[[str], Shown | None]  # by object id; None: it is not there any more


@dataclass(frozen=True)
class Mark:
    """What a link carries: where it goes on, and what its first request selected.

    :param since: number of the latest change that the client knows; None: it is still reading everything.
    :param until: number of the latest change when this round began.
    :param start: the first object of the page.
    """

    log: str
    select: str
    since: int | None
    until: int
    start: int = 0

    @property
    def text(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode().rstrip("=")


def delta(call: Call, collection: str, ids: list[str], properties: tuple[str, ...], show: Show) -> Answer:
    """One page of a round; the last one carries the link for the next round.

    :param ids: of all objects there are now.
    :param show: an object by its id.
    :param properties: those that are given where the client selects none.
    """
    log = call.tenant.directory
    mark = _mark(call)
    if mark is None:
        select = call.query.get("$select") or ",".join(properties)
        if call.query.get("$deltatoken") == LATEST:
            return _answer(call, collection, [], Mark(log.key, select, log.number, log.number), is_last=True)
        mark = Mark(log.key, select, None, log.number)
    changed = _changed(call, collection, ids, mark)
    wanted = {name.strip() for name in mark.select.split(",")}
    page, is_last = list(changed.items())[mark.start : mark.start + PAGE], mark.start + PAGE >= len(changed)
    entries = [_entry(one, show(one), changes, wanted) for one, changes in page]
    following = replace(mark, start=mark.start + (PAGE - 1 if log.switches.repeats else PAGE))
    if is_last:
        following = Mark(log.key, mark.select, mark.until, mark.until)
    return _answer(call, collection, entries, following, is_last=is_last)


def _changed(call: Call, collection: str, ids: list[str], mark: Mark) -> dict[str, Changed | None]:
    """What this round is about; None: all of an object."""
    if mark.since is None:
        return dict.fromkeys(ids)
    return dict(call.tenant.directory.between(mark.since, mark.until, collection))


def _entry(object_id: str, shown: Shown | None, changed: Changed | None, wanted: set[str]) -> JsonObject:
    """All of a new object, what changed of another one, or that it was removed."""
    if shown is None:
        # A deleted object can be restored for 30 days; only then the reason is "deleted".
        return {"id": object_id, "@removed": {"reason": "changed"}}
    if changed is None or CREATED in changed.names:
        changed = Changed(wanted, {(name, one): True for name, ids in shown.links.items() for one in ids})
    entry: JsonObject = {"id": object_id}
    entry |= {name: value for name, value in shown.properties.items() if name in changed.names & wanted}
    for (relation, other), is_there in changed.links.items():
        if relation in wanted:
            entry.setdefault(f"{relation}@delta", []).append(_reference(other, is_there=is_there))
    return entry


def _reference(object_id: str, *, is_there: bool) -> JsonObject:
    reference: JsonObject = {"@odata.type": "#microsoft.graph.user", "id": object_id}
    return reference if is_there else {**reference, "@removed": {"reason": "deleted"}}


def _answer(
    call: Call, collection: str, entries: list[JsonObject], following: Mark, *, is_last: bool
) -> Answer:
    kind, token = ("deltaLink", "$deltatoken") if is_last else ("nextLink", "$skiptoken")
    link = f"{call.tenant.base_url}/v1.0{call.path}?{token}={following.text}"
    context = call.context(f"{collection}(*)/$delta")
    return Answer(body={"@odata.context": context, f"@odata.{kind}": link, "value": entries})


def _mark(call: Call) -> Mark | None:
    """What the link carries; None for a first request.

    :raises GraphError: it carries nothing of ours, or has expired.
    """
    token = call.query.get("$skiptoken") or call.query.get("$deltatoken")
    if token is None or token == LATEST:
        return None
    try:
        mark = Mark(**json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))))
    except (binascii.Error, ValueError, TypeError) as error:
        raise bad_request("Badly formed token.") from error
    log = call.tenant.directory
    if log.switches.expired_links != "off" or mark.log != log.key or mark.until > log.number:
        raise _expired(call)
    return mark if "$skiptoken" in call.query else replace(mark, until=log.number)


def _expired(call: Call) -> GraphError:
    message = (
        "The sync state generation is not found. The delta token is expired and data must be "
        "synchronized again."
    )
    if call.tenant.directory.switches.expired_links == "bad_request":
        return GraphError(400, "syncStateNotFound", message)
    location = f"{call.tenant.base_url}/v1.0{call.path}?$deltatoken="
    return GraphError(410, "syncStateNotFound", message, {"Location": location})
