"""The comment dialog while the database is away; nothing of the OKR is needed to show it."""

from __future__ import annotations

from teams_app.cards.elements import card, submit, text, title
from teams_app.services.ports import Json

TITLE = "Your comment is not saved yet"
WHAT_TO_DO = "Nothing else is lost, and your words are here. Please try again in a minute."


def unsaved_comment(data: Json, words: str) -> Json:
    """The words, ready to be sent again.

    :param data: what the dialog's button sends besides them, so that it stays the same comment.
    """
    answer: Json = {
        "type": "Input.Text",
        "id": "text",
        "label": "Your words",
        "isMultiline": True,
        "value": words,
        "isRequired": True,
        "errorMessage": "Please write something first",
    }
    return card(
        [title(TITLE), text(f"The database did not answer. {WHAT_TO_DO}", spacing="Small"), answer],
        [submit("Try again", "comment.add", data, style="positive"), submit("Discard", "dialog.close", {})],
        fallback=f"{TITLE}. {WHAT_TO_DO}",
    )
