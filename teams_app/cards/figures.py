"""Moments, numbers and counts as text of a card."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from teams_app.cards.text import NO_BREAK

MOST_DIGITS = 15
UNGROUPED_DIGITS = 4


def day(moment: datetime) -> str:
    """Shown in each reader's own zone and form.

    https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-function-rules
    """
    return f"{{{{DATE({_stamp(moment)},SHORT)}}}}"


def clock(moment: datetime) -> str:
    return f"{{{{TIME({_stamp(moment)})}}}}"


def day_and_clock(moment: datetime) -> str:
    return f"{day(moment)}, {clock(moment)}"


def number(value: Decimal, measure: str = "") -> str:
    """A value with the decimals its owner wrote; thousands stand apart, as a comma may be a point.

    :param measure: only ``%`` is shown here; others are named once, with the target.
    """
    whole, point, decimals = f"{value:f}".partition(".")
    if len(whole + decimals) > MOST_DIGITS:
        shown = f"{value:.6g}"
    elif len(whole.lstrip("-")) > UNGROUPED_DIGITS:
        shown = f"{int(whole):,}".replace(",", NO_BREAK) + point + decimals
    else:
        shown = whole + point + decimals
    return f"{shown}{NO_BREAK}%" if measure == "%" else shown


def counted(count: int, one: str, many: str) -> str:
    """``1 comment``, ``2 comments``."""
    return f"{count:,} {one if count == 1 else many}"


def listed(names: list[str]) -> str:
    """``Ann``, ``Ann and Ben``, ``Ann, Ben and Cem``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
