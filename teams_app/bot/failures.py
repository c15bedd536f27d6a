"""What is written down when something unexpected happens: where, never what people wrote."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from traceback import extract_tb

DEEPEST = 12  # frames of each error in the chain


def reference() -> str:
    """A short number that a person can tell an administrator."""
    digits = secrets.token_hex(4).upper()
    return f"{digits[:4]}-{digits[4:]}"


def describe(error: BaseException) -> dict[str, object]:
    """Types and places for the log. An error's own words may quote a message or a statement's values."""
    chain = list(_chain(error))
    return {"error": [type(cause).__name__ for cause in chain], "at": [_places(cause) for cause in chain]}


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _places(error: BaseException) -> list[str]:
    frames = extract_tb(error.__traceback__)[-DEEPEST:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
