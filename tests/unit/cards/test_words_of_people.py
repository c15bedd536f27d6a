"""What people wrote is shown letter by letter: never Markdown, a mention, a function or a link."""

from __future__ import annotations

import re

import pytest

from teams_app.cards.text import (
    LONGEST_KEPT,
    NO_BREAK,
    NO_WIDTH,
    kept,
    link_label,
    one_line,
    plain,
    unformatted,
)

FIRST_ISOLATED, LAST_ISOLATED = "\u2068", "\u2069"


def seen(text: str) -> str:
    """What a reader sees of escaped words: no backslash before punctuation, nothing without width."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace(NO_WIDTH, "")


@pytest.mark.parametrize(
    "words",
    [
        "**bold** and *light*",
        "`code` and ```fence```",
        "__init__ and _x_",
        "~~gone~~",
        "[words](https://tidewell.example)",
        "![picture](https://tidewell.example/x.png)",
        "[words]: https://tidewell.example",
        "<https://tidewell.example>",
        "<at>Felix Maurer</at>",
        "<b>bold</b><script>alert(1)</script><!-- -->",
        "{{DATE(2026-12-08T09:18:00Z,SHORT)}} {{TIME(2026-12-08T09:18:00Z)}} {{{{",
        "&lt;at&gt; &#42;not bold&#42; &amp;",
        "# no heading",
        "- no list",
        "+ no list",
        "* no list",
        "12. no list",
        "> no quote",
        "---",
        "===",
        "| no | table |",
        r"back\slash \* \[x](y) end\\",
        "ends with \\",
    ],
)
def test_a_reader_sees_what_was_written(words: str) -> None:
    assert seen(one_line(words)) == words
    assert seen(plain(words)) == words


@pytest.mark.parametrize(
    ("words", "breaks"),
    [
        ("[words](https://tidewell.example)", "]("),
        ("[words][1]", "]["),
        ("[words]: https://tidewell.example", "]:"),
        ("<at>Felix Maurer</at>", "<at"),
        ("<at>Felix Maurer</at>", "</at"),
        ("<https://tidewell.example>", "<h"),
        ("{{DATE(2026-12-08T09:18:00Z,SHORT)}}", "{{"),
        ("{{{{{", "{{"),
        ("&lt;b&gt;", "&lt"),
        ("~~gone~~", "~~"),
    ],
)
def test_what_clients_look_for_is_broken_without_a_backslash(words: str, breaks: str) -> None:
    """Phones show backslashes, and their own Markdown does not heed all of them."""
    for text in (one_line(words), plain(words), link_label(words)):
        assert breaks not in text
        assert "\\" not in text


@pytest.mark.parametrize("words", ["*light*", "**bold**", "a*b", "_light_", "__x__", "`code`"])
def test_emphasis_and_code_are_escaped(words: str) -> None:
    assert not re.search(r"(?<!\\)[*`]|(?<![\\\w])_|(?<!\\)_(?!\w)", one_line(words))


@pytest.mark.parametrize(
    "words",
    [
        "IT & Security",
        "Growth (North)!",
        "snake_case_name",
        "3 * 4 = 12",
        "a < b",
        "Siobhán O'Connor",
        "65 % of new customers",
        "2,000 trials #1",
        "https://tidewell.example/a_b?c=d&e=f",
    ],
)
def test_everyday_words_stay_as_they_are(words: str) -> None:
    assert one_line(words) == words


@pytest.mark.parametrize("mark", ["-", "+", "*", "#", ">", "1.", "1)", "="])
def test_no_line_begins_like_a_list_or_a_heading(mark: str) -> None:
    assert plain(f"first\n{mark} second").split("\n\n") == ["first", f"{NO_WIDTH}{mark} second"]


def test_an_indented_line_is_no_code() -> None:
    assert plain("first\n    second") == f"first\n\n{NO_BREAK * 4}second"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\u2028", "\u2029", "\n\n\n"])
def test_line_breaks_are_kept_one_by_one(end: str) -> None:
    assert plain(f"first{end}second") == "first\n\nsecond"
    assert one_line(f"first{end}second") == "first second"


def test_long_texts_are_cut_to_some_lines() -> None:
    assert plain("a\nb\nc\nd", most_lines=3) == "a\n\nb\n\nc …"
    assert plain("a\nb\nc", most_lines=3) == "a\n\nb\n\nc"


@pytest.mark.parametrize("words", ["", " ", " \t\r\n ", "\u2003\u00a0", "\x00\x07", "\u202e", "\ufeff"])
def test_where_there_are_no_words_a_sign_stands_for_them(words: str) -> None:
    """Bold nothing would be four asterisks."""
    assert one_line(words) == "…"
    assert plain(words) == "…"
    assert link_label(words) == "…"


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x7f", "\u202e", "\u2067", "\ud800", "\ufeff"])
def test_control_characters_are_left_out(unseen: str) -> None:
    assert one_line(f"Amina{unseen} Diallo") == "Amina Diallo"
    assert kept(f"Amina{unseen} Diallo") == "Amina Diallo"


def test_a_name_of_another_direction_moves_no_word_around_it() -> None:
    assert one_line("ليلى منصور") == f"{FIRST_ISOLATED}ليلى منصور{LAST_ISOLATED}"
    assert one_line("Noor Haddad") == "Noor Haddad"


def test_each_line_has_its_own_direction() -> None:
    lines = plain("שלום\nGood morning").split("\n\n")
    assert lines == [f"{FIRST_ISOLATED}שלום{LAST_ISOLATED}", "Good morning"]


def test_nobody_turns_the_words_around_theirs() -> None:
    """An override or an isolate of their own that is never closed would."""
    assert one_line("\u202eevil\u2066 ليلى") == f"{FIRST_ISOLATED}evil ليلى{LAST_ISOLATED}"


def test_emoji_stay_whole() -> None:
    assert one_line("🗺️ 👩🏽‍💻 🎉") == "🗺️ 👩🏽‍💻 🎉"
    assert one_line("ab👩‍💻", 5) == "ab👩‍💻"


@pytest.mark.parametrize("longest", [4, 5])
def test_a_cut_leaves_no_loose_joiner(longest: int) -> None:
    assert one_line("ab👩‍💻!", longest) == "ab👩…"


def test_hundred_thousand_characters_are_cut() -> None:
    assert one_line("x" * 100_000) == "x" * 199 + "…"
    assert len(plain("*" * 100_000)) <= 2_000


def test_brackets_do_not_end_the_words_of_a_link() -> None:
    assert link_label("Plan [B] ](https://tidewell.example)") == "Plan (B) )(https://tidewell.example)"


def test_a_notice_has_no_backslashes_and_no_links() -> None:
    """A notification shows ``fallbackText`` as it is, an old client as Markdown."""
    assert unformatted("[x](https://y) *a* <at>b</at> {{DATE(") == "(x)(https://y) *a* ‹at›b‹/at› { {DATE("


def test_words_in_an_input_come_back_as_they_were_written() -> None:
    words = "*a* [b](c)\n\n    {{DATE(x)}} & <b> \\ ليلى"
    assert kept(words) == words


def test_an_input_neither_mentions_anybody_nor_makes_a_card_too_large() -> None:
    assert "<at>" not in kept("<at>Felix Maurer</at>")
    assert len(kept("x" * 100_000)) == LONGEST_KEPT
