"""People's words as text of a card: shown letter by letter, whatever they are.

A TextBlock renders Markdown, expands ``{{DATE(…)}}`` and looks for ``<at>``; what people wrote must do none
of that. Backslashes are kept to what nothing else stops (emphasis, code): phones show them. Links, tags,
entities, functions and the beginnings of lists and headings are broken by a space without width instead.
https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
https://github.com/microsoft/AdaptiveCards/issues/5590 (backslashes on Android and iOS)
https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

import re

NO_WIDTH = "\u200b"  # no white space for Markdown, and nothing to see
NO_BREAK = "\u00a0"
ISOLATED = "\u2068{}\u2069"  # first strong isolate: a name of another direction moves no word around it
NO_WORDS = "…"

LONGEST_LINE = 200  # characters, of names and titles
LONGEST_TEXT = 1_000
MOST_READ = 10_000  # of what is cut anyway
LONGEST_KEPT = 15_000  # in an input: at most 60 KB as UTF-16, quoted as JSON

LINE_END = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Control characters, halves of characters, and all that turns the direction of what follows.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
TORN = "\u200d\ufe0f \u00a0"  # what a cut may leave of a composed character
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
BACKSLASHED = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~]|$)    # would escape what follows
    | `
    | (?<!\s)(?<!^)\* | \*(?!\s|$)  # not between spaces
    | (?<![^\W_])_ | _(?![^\W_])    # not inside a word
    """,
    re.VERBOSE,
)
BROKEN = re.compile(
    r"""\](?=[(\[:])               # [words](address), [words]: address
    | <(?=[A-Za-z/!?])             # <at>, <b>, <https://…>
    | &(?=\#|\w+;)                 # &lt;
    | \{(?=\{)                     # {{DATE(…)}}
    | ~(?=~)
    | ^(?=[-+=\#>|*]|\d{1,9}[.)])  # lists, headings, quotes, lines
    """,
    re.VERBOSE,
)
FOR_LABELS = str.maketrans("[]", "()")
FOR_NOTICES = str.maketrans("[]<>", "()‹›")


def plain(text: str, longest: int = LONGEST_TEXT, most_lines: int | None = None) -> str:
    """Somebody's words, line by line; cut where they are very long."""
    lines = [line.rstrip() for line in _shortened(_clean(text), longest).split("\n")]
    lines = [line for line in lines if line]
    if most_lines is not None and len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], _shortened(lines[most_lines - 1] + " …", longest)]
    return "\n\n".join(_literal(line) for line in lines) or NO_WORDS


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """The same without line breaks, for names and titles."""
    return _literal(_flat(text, longest)) or NO_WORDS


def link_label(text: str, longest: int = LONGEST_LINE) -> str:
    """The words of a link of ours; brackets would end them."""
    return _literal(_flat(text, longest).translate(FOR_LABELS)) or NO_WORDS


def unformatted(text: str, longest: int = LONGEST_TEXT) -> str:
    """For ``fallbackText``: most clients show it as it is, old ones as Markdown, so there must be no link."""
    return _flat(text, longest).translate(FOR_NOTICES).replace("{{", "{ {")


def kept(text: str) -> str:
    """For the value of an input, which is never rendered: the words come back as they were written."""
    return UNSEEN.sub("", text[: 2 * LONGEST_KEPT])[:LONGEST_KEPT].replace("<at>", f"<{NO_WIDTH}at>")


def _clean(text: str) -> str:
    return UNSEEN.sub("", LINE_END.sub("\n", text[:MOST_READ]))


def _flat(text: str, longest: int) -> str:
    return _shortened(" ".join(_clean(text).split()), longest)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip(TORN) + "…"


def _literal(line: str) -> str:
    words = line.lstrip(" \t")
    indent = NO_BREAK * min(len(line) - len(words), 8)  # with spaces it would be code
    words = BROKEN.sub(lambda found: found[0] + NO_WIDTH, BACKSLASHED.sub(r"\\\g<0>", words))
    return ISOLATED.format(indent + words) if RIGHT_TO_LEFT.search(words) else indent + words
