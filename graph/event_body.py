"""The body of an event that belongs to three: us, Teams, and whoever writes into it by hand.

Teams adds a block with the join link; an update that loses it loses the meeting. So ours is one marked
element, and an update replaces what is in it and nothing else.
https://learn.microsoft.com/graph/outlook-calendar-online-meetings
"""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import accumulate

MARK = "client-body"  # Outlook may write x_client-body


def marked(html: str) -> str:
    """Our part of a new event's body."""
    return f'<div id="{MARK}">{html}</div>'


def with_ours(body: str, html: str) -> str | None:
    """The body with our part replaced; None where it is not in there any more, or is as wanted."""
    span = _Finder(body).span()
    if span is None or _squeezed(body[slice(*span)]) == _squeezed(html):
        return None
    return body[: span[0]] + html + body[span[1] :]


def _squeezed(html: str) -> str:
    """Outlook breaks lines as it likes."""
    return "".join(html.split())


class _Finder(HTMLParser):
    """Looks for the inside of our element."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0, *accumulate(map(len, body.splitlines(keepends=True)))]
        self._depth = 0
        self._start: int | None = None
        self._end: int | None = None
        self.feed(body)
        self.close()

    def span(self) -> tuple[int, int] | None:
        return None if self._start is None or self._end is None else (self._start, self._end)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "div" or self._end is not None:
            return
        if self._start is not None:
            self._depth += 1
        elif (dict(attrs).get("id") or "").endswith(MARK):
            self._start = self._here() + len(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag != "div" or self._start is None or self._end is not None:
            return
        if self._depth == 0:
            self._end = self._here()
        self._depth -= 1

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
