"""What of an exchange with Graph can break a contract: names, kinds of values, and words of enumerations.

Two exchanges of the same shape keep a contract alike, or break it alike, so one of them is checked; checking
a batch takes a third of a second.
"""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

WORD = re.compile(r"#?[A-Za-z_.]{0,40}")  # an enumeration's word, a type, a property: kept as it is
KINDS = (
    ("guid", re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)),
    ("moment", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?")),
    ("clock", re.compile(r"\d\d:\d\d:\d\d(\.\d{1,7})?")),
    ("digits", re.compile(r"\d+")),
    ("mail", re.compile(r"[^@\s/]+@[^@\s/]+")),
)


def shape(value: Any) -> Any:
    """Hashable; of a list only the different shapes of its members count."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return frozenset((name, shape(member)) for name, member in members.items())
    if isinstance(value, list):
        return ("list", frozenset(map(shape, cast("list[Any]", value))))
    if isinstance(value, str):
        return _text(value)
    return value if isinstance(value, bool) or value is None else type(value).__name__


def shape_of_url(url: str) -> Any:
    """Ids and what is asked for do not matter, the operation and the names of its options do."""
    parts = urlsplit(url)
    path = tuple(_text(unquote(part)) for part in parts.path.split("/"))
    return path, frozenset((name, _text(value)) for name, value in parse_qsl(parts.query))


def _text(value: str) -> str:
    if WORD.fullmatch(value):
        return value
    return next((kind for kind, pattern in KINDS if pattern.fullmatch(value)), "text")
