"""Dialogs that are opened from a card."""

from __future__ import annotations

from teams_app.cards.elements import Json, card, choices, leave, multiline, small, submit, text, title
from teams_app.cards.text import LONGEST_KEPT, kept, one_line, plain, unformatted
from teams_app.cards.units import unit_name
from teams_app.okr import CommentKind, Objective

LONGEST_COMMENT = 4_000
KINDS = (
    ("Comment", CommentKind.CONVERSATION),
    ("Question: somebody owes an answer", CommentKind.QUESTION),
    ("Feedback: what could be better", CommentKind.FEEDBACK),
    ("Recognition: thank somebody", CommentKind.RECOGNITION),
    ("Need: ask for support", CommentKind.NEED),
    ("Challenge: what is in the way", CommentKind.CHALLENGE),
)
PLACEHOLDERS = {
    CommentKind.QUESTION: "What would you like to know?",
    CommentKind.RECOGNITION: "Whom do you thank, and what for?",
    CommentKind.NEED: "What do you need, and from whom?",
}
UNSAVED = "Your comment is not saved yet"
WHAT_TO_DO = "Nothing else is lost, and your words are here. Please try again in a minute."


def comment_dialog(
    objective: Objective, *, kind: CommentKind, nonce: str, text: str = "", problem: str = ""
) -> Json:
    """Write a comment on an OKR; what was wrong before is said, and the words are kept.

    :param nonce: names this dialog, so that sending it twice is one comment.
    """
    return card(
        [
            small(f"{one_line(unit_name(objective.unit))} · {one_line(objective.cycle.name)}"),
            _bold(objective.title),
            *([_problem(problem)] if problem else ()),
            choices(
                "kind",
                "What is it?",
                [(words, each.value) for words, each in KINDS],
                kind.value,
                missing="Please choose one",
            ),
            _words(text, PLACEHOLDERS.get(kind, "Short and kind. One thought is enough")),
            *_cut(text),
            small("Everybody who sees the OKR can read it.", spacing="Medium"),
        ],
        [
            submit("Post", "comment.add", {"okr": objective.key, "nonce": nonce}, style="positive"),
            leave("Cancel"),
        ],
        fallback=f"Write a comment on “{unformatted(objective.title)}”.",
    )


def error_card(
    words: str,
    again: Json,
    *,
    about: str = "",
    reason: str = "The database did not answer.",
    number: str = "",
) -> Json:
    """A comment could not be saved: the words, ready to be sent again from the dialog.

    :param again: what the dialog's button sends besides the words, so that it stays the same comment.
    :param about: title of the OKR, where it is known.
    :param reason: a sentence: what went wrong, without technical words.
    :param number: by which an administrator finds it in the log.
    """
    return card(
        [
            *([small(f"Comment on {one_line(about)}")] if about else ()),
            _headline(),
            text(f"{plain(reason)} {WHAT_TO_DO}", spacing="Small"),
            _words(words, ""),
            *_cut(words),
            *([_number(number)] if number else ()),
        ],
        [submit("Try again", "comment.add", again, style="positive"), leave("Discard")],
        fallback=f"{UNSAVED}. Your words are in the card; please try again.",
    )


def _headline() -> Json:
    return title(UNSAVED, spacing="Small")


def _bold(words: str) -> Json:
    return text(one_line(words), weight="Bolder", spacing="None")


def _problem(words: str) -> Json:
    return text(f"▲ {plain(words)}", weight="Bolder", spacing="Medium")


def _number(number: str) -> Json:
    words = f"If it happens again, tell your administrator this number: {one_line(number)}."
    return small(words, spacing="Medium")


def _cut(words: str) -> list[Json]:
    """A dialog that is too large for Teams would keep nothing at all."""
    told = f"Only the first {LONGEST_KEPT:,} characters fit in here."
    return [small(told, spacing="Small")] if len(words) > LONGEST_KEPT else []


def _words(value: str, placeholder: str) -> Json:
    hint = {"placeholder": placeholder} if placeholder else {}
    return multiline("text", "Your words", kept(value), maxLength=LONGEST_COMMENT, **hint)
