"""Teams' ways of writing a message: plain text, and HTML with mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser

from teams_app.sandbox.message_values import Mention

BREAKS = {"p", "div", "li", "blockquote", "tr", "h1", "h2", "h3", "pre"}
SILENT = {"script", "style"}
MENTION = re.compile(r'<at id="(\d+)">(.*?)</at>', re.DOTALL)


class _Text(HTMLParser):
    """Collects the text of an HTML message; mentions stay as `<at>` elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in SILENT
        if tag == "br":
            self.parts.append("\n")
        elif tag == "at":
            self.parts.append("<at>")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT))
        if tag in BREAKS:
            self.parts.append("\n")
        elif tag == "at":
            self.parts.append("</at>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def text_of(html: str) -> str:
    """The text that a bot receives for a message, with mentions as `<at>Name</at>`."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).replace("\xa0", " ").strip("\n")


def html_of(text: str) -> str:
    """What the compose box makes of typed text."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n"))


def with_mentions(html: str, mentions: Iterable[Mention]) -> str:
    """Number the mentions in the HTML; one whose `<at>Name</at>` is missing is put in front."""
    for number, mention in enumerate(mentions):
        name = escape(mention.name, quote=False)
        numbered = f'<at id="{number}">{name}</at>'
        if numbered in html:
            continue
        plain = next((form for form in (f"<at>{name}</at>", f"@{name}") if form in html), None)
        html = html.replace(plain, numbered, 1) if plain else f"{numbered}&nbsp;{html}"
    return html


def html_for_bot(html: str) -> str:
    """The HTML of the attachment that Teams adds to what a bot receives."""
    span = r'<span itemscope itemtype="http://schema.skype.com/Mention" itemid="\1">\2</span>'
    return MENTION.sub(span, html)


def quoted(message_id: str, author: str, html: str) -> str:
    """The block that a reply in a chat begins with."""
    preview = escape(text_of(html)[:120], quote=False)
    return (
        f'<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="{message_id}">'
        f'<strong itemprop="mri">{escape(author, quote=False)}</strong>'
        f'<p itemprop="preview">{preview}</p></blockquote>'
    )
