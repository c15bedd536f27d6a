"""Plain text in columns; the last one is wrapped to the width of the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from shutil import get_terminal_size

GAP = "  "
NARROWEST = 30  # the last column, however narrow the terminal is


def in_columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A line for the heads, one of dashes, and the rows."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)][:-1]
    last = last_width(sum(widths) + len(GAP) * len(widths))
    yield from row_in_columns(heads, widths, last)
    dashes = ["─" * width for width in widths]
    yield GAP.join([*dashes, "─" * min(last, max(len(row[-1]) for row in (heads, *rows)))])
    for row in rows:
        yield from row_in_columns(row, widths, last)


def row_in_columns(row: Sequence[str], widths: Sequence[int], last: int) -> Iterator[str]:
    before = GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
    lines = [row[-1]] if len(row[-1]) <= last else textwrap.wrap(row[-1], last)
    yield f"{before}{GAP}{lines[0]}".rstrip()
    yield from (" " * (len(before) + len(GAP)) + line for line in lines[1:])


def wrapped(head: str, words: str) -> Iterator[str]:
    """Words behind a head, which they are indented to."""
    lines = textwrap.wrap(words, last_width(len(head))) or [""]
    yield head + lines[0]
    yield from (" " * len(head) + line for line in lines[1:])


def last_width(taken: int) -> int:
    return max(NARROWEST, get_terminal_size().columns - taken)
