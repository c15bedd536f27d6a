"""People's words and moments as text of a card.

A TextBlock renders Markdown, expands ``{{DATE(…)}}`` and looks for ``<at>``; what people wrote must do
none of that. https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

SPECIAL = re.compile(r"([\\`*_\[\]()#~<>|!])")
LIST_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)
NARROW_GAP = "\u200b"  # zero-width space: keeps braces apart
NO_BREAK = "\u00a0"
LONGEST_TEXT = 1_000


def plain(text: str, longest: int = LONGEST_TEXT) -> str:
    """Somebody's words, shown literally; cut where they are very long."""
    if len(text) > longest:
        text = text[: longest - 1].rstrip() + "…"
    text = SPECIAL.sub(r"\\\1", text).replace("{{", "{" + NARROW_GAP + "{")
    text = LIST_START.sub(_escaped_start, text)
    return re.sub(r"\n+", "\n\n", text)


def one_line(text: str, longest: int = LONGEST_TEXT) -> str:
    """The same without line breaks, for names and titles."""
    return plain(" ".join(text.split()), longest)


def day(moment: datetime) -> str:
    """Shown in each reader's own zone and form."""
    return f"{{{{DATE({_stamp(moment)},SHORT)}}}}"


def clock(moment: datetime) -> str:
    return f"{{{{TIME({_stamp(moment)})}}}}"


def day_and_clock(moment: datetime) -> str:
    return f"{day(moment)}, {clock(moment)}"


def number(value: Decimal, measure: str = "") -> str:
    """A value with its measure: ``63 %``, ``4.1``; other measures are named once, with the target."""
    shown = f"{value.normalize():,f}"
    return f"{shown}{NO_BREAK}%" if measure == "%" else shown


def counted(count: int, one: str, many: str) -> str:
    """``1 comment``, ``2 comments``."""
    return f"{count:,} {one if count == 1 else many}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _escaped_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark[:-1]}\\{mark[-1]}"
