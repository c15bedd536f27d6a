"""How Teams writes what people wrote."""

from __future__ import annotations

import pytest

from teams_app.sandbox.connector.teams_text import html_for_bot, html_of, text_of, with_mentions
from teams_app.sandbox.messages import Mention

PRIYA = Mention("29:priya", "Priya Nair")


@pytest.mark.parametrize(
    "text",
    ["plain", "two\nlines", "<b>not bold</b> & more", "שלום 👋", "**Markdown** [link](https://x.example)"],
)
def test_typed_text_comes_to_the_bot_as_it_was_typed(text: str) -> None:
    assert text_of(html_of(text)) == text


def test_scripts_are_no_text() -> None:
    assert text_of("<p>Yes</p><script>alert(1)</script>") == "Yes"


def test_a_mention_is_numbered_where_it_stands() -> None:
    html = with_mentions("<p>Thanks @Priya Nair!</p>", [PRIYA])
    assert html == '<p>Thanks <at id="0">Priya Nair</at>!</p>'
    assert text_of(html) == "Thanks <at>Priya Nair</at>!"
    assert 'itemtype="http://schema.skype.com/Mention"' in html_for_bot(html)


def test_a_mention_that_stands_nowhere_is_put_in_front() -> None:
    assert text_of(with_mentions("<p>Look</p>", [PRIYA])) == "<at>Priya Nair</at> Look"
