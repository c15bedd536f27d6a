"""JSON as the planner's files have it: strictly read, and written a line for each value of a list."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from teams_app.planning.faults import ProblemFaults

HALF_A_PAIR = re.compile(r"\\u[dD][89a-fA-F]")  # or a whole one, which is a character such as 😀


def read_json(path: Path, faults: list[str]) -> object:
    """What a JSON file has; names that an object has twice are added to ``faults``.

    :raises ProblemFaults: it is not JSON, or more than JSON readers agree on.
    :raises OSError: there is nothing to read.
    """
    try:
        return _parsed(path.read_text("utf-8"), faults)
    except (ValueError, RecursionError) as error:
        raise ProblemFaults([f"{path.name}: {_said(error)}"]) from error


def _parsed(written: str, faults: list[str]) -> object:
    def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """JSON readers keep the last of two equal names in silence."""
        found = dict(pairs)
        if len(found) != len(pairs):
            names = Counter(key for key, _ in pairs)
            faults.extend(f"{key}: the name is used twice in one object" for key in names if names[key] > 1)
        return found

    found = json.loads(written, object_pairs_hook=without_repeats)
    if HALF_A_PAIR.search(written):
        json.dumps(found, ensure_ascii=False).encode()
    return found


def _said(error: ValueError | RecursionError) -> str:
    match error:
        case UnicodeDecodeError():
            return f"not UTF-8 text (byte {error.start})"
        case UnicodeEncodeError():
            return f"{error.object[error.start]!r} is half a character, which cannot be written"
        case json.JSONDecodeError():
            return f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}"
        case RecursionError():
            return "lists or objects are too deep in one another"
        case _:
            return "a number has too many digits"


def in_lines(value: object) -> str:
    """Readable, and written by the quick writer, which knows no indent."""
    if isinstance(value, list) and value:
        lines = ",\n".join(in_json(one) for one in value)
        return f"[\n{lines}\n]"
    return in_json(value)


def in_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
