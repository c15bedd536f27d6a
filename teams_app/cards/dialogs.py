"""Dialogs that are opened from a card."""

from __future__ import annotations

from teams_app.cards.elements import Json, card, small, submit, text
from teams_app.cards.text import one_line
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


def comment_dialog(
    objective: Objective, *, kind: CommentKind, nonce: str, text: str = "", problem: str = ""
) -> Json:
    """Write a comment on an OKR; what was wrong before is said, and the words are kept.

    :param nonce: names this dialog, so that sending it twice is one comment.
    """
    return card(
        [
            small(f"{one_line(objective.unit.name)} · {one_line(objective.cycle.name)}"),
            _bold(objective.title),
            *([_problem(problem)] if problem else ()),
            _kind(kind),
            _words(text),
            small(
                "Everybody who sees the OKR can read it, here and in the tab.",
                spacing="Medium",
            ),
        ],
        [
            submit("Post", "comment.add", {"okr": objective.key, "nonce": nonce}, style="positive"),
            submit("Cancel", "dialog.close", {}),
        ],
        fallback=f"Write a comment on “{objective.title}”.",
    )


def _bold(words: str) -> Json:
    return text(one_line(words), weight="Bolder", spacing="None")


def _problem(words: str) -> Json:
    return text(f"▲ {words}", weight="Bolder", spacing="Medium")


def _kind(kind: CommentKind) -> Json:
    return {
        "type": "Input.ChoiceSet",
        "id": "kind",
        "label": "What is it?",
        "style": "compact",
        "choices": [{"title": words, "value": each.value} for words, each in KINDS],
        "value": kind.value,
        "isRequired": True,
        "errorMessage": "Please choose one",
    }


def _words(value: str) -> Json:
    return {
        "type": "Input.Text",
        "id": "text",
        "label": "Your words",
        "isMultiline": True,
        "maxLength": LONGEST_COMMENT,
        "placeholder": "Short and kind. One thought is enough",
        "isRequired": True,
        "errorMessage": "Please write something first",
        **({"value": value} if value else {}),
    }
