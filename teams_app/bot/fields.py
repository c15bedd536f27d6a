"""What a button or dialog sent, read with care: it went through somebody's client and may be old."""

from __future__ import annotations

from datetime import date
from typing import cast

from teams_app.errors import BadInput
from teams_app.services.ports import Json

LONGEST_KEY = 200


def part(found: Json, key: str) -> Json:
    """An object inside; empty where it is missing or something else."""
    value = found.get(key)
    return cast("Json", value) if isinstance(value, dict) else {}


def text(found: Json, key: str) -> str:
    """A text; empty where it is missing or something else."""
    value = found.get(key)
    return value if isinstance(value, str) else ""


def needed_key(found: Json, key: str) -> str:
    """:raises BadInput: the card does not say which one is meant."""
    value = text(found, key)
    if not value or len(value) > LONGEST_KEY:
        raise BadInput("This card does not say what it is about. Please use a newer one.")
    return value


def whole(found: Json, key: str, *, least: int, most: int, missing: int | None = None) -> int:
    """A whole number; cards send numbers as text, too.

    :raises BadInput: it is none, or out of range.
    """
    value = found.get(key, missing)
    try:
        number = int(value) if isinstance(value, int | str) else None
    except ValueError:
        number = None
    if number is None or not least <= number <= most:
        raise BadInput(f"Please give a whole number from {least} to {most}.")
    return number


def first_day(found: Json, key: str) -> date | None:
    """:raises BadInput: there is something that is not a day."""
    value = text(found, key)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadInput("Please choose the first day.") from error
