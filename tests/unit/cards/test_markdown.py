"""Cards read by a real Markdown reader, the one that Teams' cards are drawn with in browsers.

markdown-it-py follows markdown-it rule by rule; ``js-default`` are the rules that it has there.
"""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from teams_app.cards import okr_card
from teams_app.cards.text import one_line, plain
from tests.unit.cards.onboarding import LINKS, busy_thread, comment, key_result, objective, person, thread
from tests.unit.cards.reading import texts

READER = MarkdownIt("js-default")
HOSTILE = (
    "**b** *i* __b__ _i_ ***",
    "a*b*c a**b**c",
    "`c` ``c`` ```\nfence\n```",
    "~~~\nfence\n~~~",
    "~~s~~",
    "[x](https://tidewell.example) ![x](https://tidewell.example/x.png)",
    "[x][1]\n\n[1]: https://tidewell.example",
    "]: ](https://tidewell.example) [",
    r"\[x\](https://tidewell.example) \\[x](y) \*x* \\*x*",
    "<https://tidewell.example> <a@tidewell.example> <b>x</b>",
    "&lt;b&gt; &#42;x&#42; &nbsp; &copy;",
    "# h\n## h\nh\n===\nh\n---",
    "- a\n- b\n+ c\n* d\n1. e\n2) f",
    "> q\n>> q",
    "a | b\n--|--\nc | d",
    "    code\n\tcode",
    "***\n---\n___",
    "ends with \\",
    "*",
    "**",
    "(x)",
    "שלום *x* [y](z)",
)
PLAIN_TOKENS = {"text", "softbreak", "inline", "paragraph_open", "paragraph_close"}


def tokens(markdown: str) -> list[Token]:
    found: list[Token] = []
    for token in READER.parse(markdown):
        found += [token, *(token.children or [])]
    return found


def shown(markdown: str) -> str:
    """What a reader sees, without what has no width."""
    words = "".join(token.content for token in tokens(markdown) if token.type == "text")
    return words.translate(dict.fromkeys(map(ord, "\u200b\u2068\u2069")))


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_people_are_nothing_but_text(words: str) -> None:
    assert {token.type for token in tokens(plain(words))} <= PLAIN_TOKENS
    assert {token.type for token in tokens(one_line(words))} <= PLAIN_TOKENS
    assert shown(one_line(words)) == " ".join(words.split())


@pytest.mark.parametrize("words", [*HOSTILE, "Amina Diallo", "ليلى منصور", " "])
def test_our_own_bold_around_a_name_holds(words: str) -> None:
    for line in (f"**{one_line(words)}** · question", f"Owner **{one_line(words)}**, with others"):
        kinds = [token.type for token in tokens(line)]
        assert [kind for kind in kinds if kind not in PLAIN_TOKENS] == ["strong_open", "strong_close"]


@pytest.mark.parametrize("words", HOSTILE)
def test_the_only_link_of_a_card_is_ours(words: str) -> None:
    name = person(9, words)
    parent = objective(title=words)
    card = okr_card(
        objective(
            title=words, owner=name, contributors=[name], parent=parent, key_results=[key_result(words)]
        ),
        thread(comment(words, name)),
        LINKS,
    )
    links = [
        token.attrGet("href") for text in texts(card) for token in tokens(text) if token.type == "link_open"
    ]
    assert links == [LINKS.objective("ONB-1")]


def test_the_kinds_of_comments_and_states_read_as_they_should() -> None:
    read = [shown(text) for text in texts(okr_card(objective(), busy_thread(), LINKS))]
    assert "Owner Amina Diallo, with Felix Maurer and Noor Haddad" in read
    assert "70\u00a0% · ● On track" in read
    assert "Start 52\u00a0% → now 63\u00a0% → target 80\u00a0%" in read
