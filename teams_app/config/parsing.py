"""Settings that are more than one word, read from text; what cannot be used is told in a sentence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from typing import cast


def numbers(value: object, names: Collection[str], allowed: range, example: str) -> dict[str, int]:
    """``name=number`` joined by commas, or a mapping.

    :raises ValueError: with a sentence about the first part that cannot be used.
    """
    if isinstance(value, str):
        parts = [part.partition("=")[::2] for part in value.split(",") if part.strip()]
    else:
        parts = list(cast("dict[str, object]", value).items())
    found: dict[str, int] = {}
    for name, number in ((name.strip(), str(number).strip()) for name, number in parts):
        if name not in names:
            raise ValueError(f"“{name}” is none of {', '.join(names)}; write it as {example}.")
        if not number.isdecimal() or int(number) not in allowed:
            span = f"{allowed.start} to {allowed.stop - 1:,}"
            raise ValueError(f"{name} is “{number}”, but must be a whole number from {span}.")
        if name in found:
            raise ValueError(f"{name} is given twice.")
        found[name] = int(number)
    return found


def rates(value: str, names: Collection[str]) -> dict[str, tuple[int, int]]:
    """``name=count/seconds`` joined by commas.

    :raises ValueError: with a sentence about the first part that cannot be used.
    """
    found: dict[str, tuple[int, int]] = {}
    for part in filter(None, map(str.strip, value.split(","))):
        name, _, rate = part.partition("=")
        count, _, seconds = rate.partition("/")
        if name not in names:
            raise ValueError(f"“{name}” is none of {', '.join(names)}; write it as identity=8000/10.")
        if not (count.isdecimal() and seconds.isdecimal() and int(count) and int(seconds)):
            raise ValueError(f"{name} is “{rate}”; write how many in how many seconds, such as 8000/10.")
        found[name] = int(count), int(seconds)
    return found


def clock_span(value: str) -> tuple[time, time] | None:
    """:raises ValueError: with a sentence."""
    if value.strip().lower() == "none":
        return None
    first, _, last = value.partition("-")
    try:
        start, end = (time.fromisoformat(one.strip()).replace(tzinfo=None) for one in (first, last))
    except ValueError:
        raise ValueError(f"“{value}” is no span of time; write it as 12:00-13:00, or none.") from None
    if not start < end:
        raise ValueError(f"“{value}” does not end after it starts.")
    return start, end
