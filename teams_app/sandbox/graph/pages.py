"""Query options of collections: filter, orderby, top, skip, skiptoken, select and count.

https://learn.microsoft.com/graph/paging, https://learn.microsoft.com/graph/query-parameters
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from teams_app.sandbox.graph.filters import compiled
from teams_app.sandbox.graph.wire import Answer, Call, JsonObject, bad_request

ALWAYS = ("id", "@odata.type", "@odata.etag")


def page(
    call: Call,
    what: str,
    items: Iterable[JsonObject],
    *,
    size: int = 100,
    largest: int = 999,
    select: Iterable[str] = (),
    counts: bool = True,
) -> Answer:
    """One page of a collection, as the query options ask for it.

    :param what: for ``@odata.context``, such as "users".
    :param size: entries on a page when the client does not say; ``largest`` when it says more.
    :param select: the properties given when the client selects none; all when empty.
    :param counts: whether ``$count=true`` is answered (the directory wants ConsistencyLevel for it).
    """
    found = _ordered(call, _filtered(call, items))
    top = min(_number(call, "$top", size), largest)
    start = _start(call)
    shown = [selected(call, item, select) for item in found[start : start + top]]
    body: JsonObject = {"@odata.context": call.context(what)}
    if counts and call.query.get("$count") == "true":
        body["@odata.count"] = len(found)
    if start + top < len(found):
        body["@odata.nextLink"] = _next_link(call, start + top)
    return Answer(body={**body, "value": shown})


def entity(call: Call, what: str, item: JsonObject, select: Iterable[str] = (), status: int = 200) -> Answer:
    """A single object, with the properties asked for."""
    return Answer(status, {"@odata.context": call.context(what), **selected(call, item, select)})


def selected(call: Call, item: JsonObject, default: Iterable[str] = ()) -> JsonObject:
    """An object with the selected properties, or the default ones; ids and annotations always stay."""
    given = call.query.get("$select")
    wanted = [name.strip() for name in given.split(",")] if given else list(default)
    if not wanted:
        return item
    expanded = [name.partition("(")[0] for name in _split(call.query.get("$expand", ""))]
    names = {*wanted, *expanded, *ALWAYS}
    return {name: value for name, value in item.items() if name in names or "*" in names}


def directory_counts(call: Call) -> bool:
    """Whether the directory counts: only for clients that accept a result that is a little late."""
    return call.headers.get("ConsistencyLevel", "").lower() == "eventual"


def _filtered(call: Call, items: Iterable[JsonObject]) -> list[JsonObject]:
    text = call.query.get("$filter")
    if not text:
        return list(items)
    test = compiled(text)
    return [item for item in items if test(item)]


def _ordered(call: Call, items: list[JsonObject]) -> list[JsonObject]:
    for part in reversed(_split(call.query.get("$orderby", ""))):
        path, _, direction = part.strip().partition(" ")
        items = sorted(items, key=lambda item: _sort_key(item, path), reverse=direction.strip() == "desc")
    return items


def _sort_key(item: Any, path: str) -> str:
    for name in path.split("/"):
        item = item.get(name) if isinstance(item, Mapping) else None
    return str(item or "").casefold()


def _number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name)
    if text is None:
        return default
    if not text.isdecimal() or (name == "$top" and int(text) == 0):
        raise bad_request(f"Invalid value '{text}' for {name} query option found.")
    return int(text)


def _start(call: Call) -> int:
    token = call.query.get("$skiptoken")
    if token is None:
        return _number(call, "$skip", 0)
    try:
        return int(base64.urlsafe_b64decode(token.encode()).decode().removeprefix("from:"))
    except (binascii.Error, ValueError) as error:
        raise bad_request("Skip token is not valid.") from error


def _next_link(call: Call, start: int) -> str:
    token = base64.urlsafe_b64encode(f"from:{start}".encode()).decode()
    kept = {name: value for name, value in call.query.items() if name not in ("$skip", "$skiptoken")}
    query = urlencode({**kept, "$skiptoken": token}, quote_via=quote, safe="$,:/'()")
    return f"{call.tenant.base_url}/v1.0{call.path}?{query}"


def _split(text: str) -> list[str]:
    return [part for part in text.split(",") if part]
