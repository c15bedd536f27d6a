"""What somebody wrote in Teams as plain text with line breaks; no markup is ever kept.

Teams sends a message twice: as text, which loses links, and as HTML, which is read here.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import nh3

# Only what decides where lines end, and what stands for words; bold and the like are left out by nh3.
KEPT = {
    *(
        "a",
        "at",
        "blockquote",
        "br",
        "div",
        "emoji",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
    ),
    *("span", "table", "td", "th", "tr", "ul"),
}
ATTRIBUTES = {"a": {"href"}, "img": {"alt"}, "emoji": {"alt"}, "span": {"itemtype"}}
WEB = {"http", "https", "mailto", "tel"}
BLOCKS = {"blockquote", "div", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "table", "tr", "ul"}
MENTION = "http://schema.skype.com/Mention"
AT_TAG = re.compile(r"<at[^>]*>(.*?)</at>", re.DOTALL | re.IGNORECASE)
PICTURE = "[picture]"
DEEPEST = 5  # lists in lists that are indented further


def plain_text(html: str, *, bot_name: str = "") -> str:
    """The text of a message's HTML: mentions as ``@Name``, links with their address, quotes behind ``>``.

    :param bot_name: whose mentions are left out: they only call the app.
    """
    reader = _Reader(bot_name)
    reader.feed(nh3.clean(html, tags=KEPT, attributes=ATTRIBUTES, url_schemes=WEB, link_rel=None))
    reader.close()
    return tidy(reader.text())


def text_with_mentions(text: str, *, bot_name: str = "") -> str:
    """The same for a message that came as text: only its ``<at>`` elements are markup."""

    def name(match: re.Match[str]) -> str:
        found = unescape(match[1]).strip()
        return "" if found == bot_name else f"@{found}"

    return tidy(AT_TAG.sub(name, text))


def tidy(text: str) -> str:
    """Without space at the ends of lines, and with one empty line at most between two others."""
    lines = [line.rstrip() for line in text.replace("\xa0", " ").replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Walks through clean HTML and collects lines."""

    def __init__(self, bot_name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._bot_name = bot_name
        self._done: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._preformatted = 0
        self._links: list[tuple[str, int]] = []  # address, and where its words begin
        self._numbers: list[int | None] = []  # of the list we are in; None has bullets
        self._spans: list[int | None] = []  # where the words of a mention begin

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._done)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self._start_block(tag)
        elif tag == "br":
            self._end_line(even_empty=True)
        elif tag in ("img", "emoji"):
            self._line.append(given.get("alt") or PICTURE)
        elif tag == "a":
            self._links.append((given.get("href", ""), len(self._line)))
        elif tag in ("at", "span"):
            is_mention = tag == "at" or given.get("itemtype") == MENTION
            self._spans.append(len(self._line) if is_mention else None)
        elif tag in ("td", "th") and self._line:
            self._line.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_block(tag)
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        elif tag in ("at", "span") and self._spans:
            start = self._spans.pop()
            if start is not None:
                self._end_mention(start)

    def handle_data(self, data: str) -> None:
        if self._preformatted:
            first, *others = data.split("\n")
            self._line.append(first)
            for line in others:
                self._end_line(even_empty=True)
                self._line.append(line)
            return
        words = re.sub(r"[ \t\r\n]+", " ", data)
        self._line.append(words if self._line else words.lstrip(" "))

    def _start_block(self, tag: str) -> None:
        self._end_line()
        self._quotes += tag == "blockquote"
        self._preformatted += tag == "pre"
        if tag in ("ul", "ol"):
            self._numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._line.append(self._bullet())

    def _end_block(self, tag: str) -> None:
        self._end_line()
        self._quotes -= tag == "blockquote"
        self._preformatted -= tag == "pre"
        if tag in ("ul", "ol") and self._numbers:
            self._numbers.pop()

    def _bullet(self) -> str:
        indent = "  " * min(max(0, len(self._numbers) - 1), DEEPEST)
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            return f"{indent}• "
        self._numbers[-1] = number + 1
        return f"{indent}{number + 1}. "

    def _end_link(self, address: str, start: int) -> None:
        words = "".join(self._line[start:]).strip()
        if address and address.rstrip("/") not in (words.rstrip("/"), f"mailto:{words}"):
            self._line.append(f" ({address})" if words else address)

    def _end_mention(self, start: int) -> None:
        name = "".join(self._line[start:]).strip()
        del self._line[start:]
        if name and name != self._bot_name:
            self._line.append(name if name.startswith("@") else f"@{name}")

    def _end_line(self, *, even_empty: bool = False) -> None:
        line = "".join(self._line)
        self._line.clear()
        if line.strip() or even_empty:
            self._done.append("> " * min(self._quotes, DEEPEST) + line)
