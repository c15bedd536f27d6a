"""What a turn leads to: messages into the conversation, and for an invoke the answer."""

from __future__ import annotations

from dataclasses import dataclass

from teams_app.bot.messenger import card_activity
from teams_app.cards import attachment
from teams_app.services.ports import Json

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
ERROR_TYPE = "application/vnd.microsoft.error"


@dataclass(frozen=True)
class Outcome:
    """``messages`` are activities to send; ``status`` and ``body`` answer an invoke, else they are unused.

    A status of 0 means that the invoke is not one that we serve.
    """

    messages: tuple[Json, ...] = ()
    status: int = 0
    body: Json | None = None


NOTHING = Outcome()
DONE = Outcome(status=200)  # an invoke that needs no words: an open dialog closes


def say(text: str) -> Outcome:
    """A sentence into the conversation."""
    return Outcome(messages=({"type": "message", "text": text, "textFormat": "markdown"},))


def show(card: Json) -> Outcome:
    """A card into the conversation."""
    return Outcome(messages=(card_activity(card),))


# Answers to a button of a card (adaptiveCard/action).
# https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format


def replace_card(card: Json) -> Outcome:
    """The card that was clicked becomes this one."""
    return Outcome(status=200, body={"statusCode": 200, "type": CARD_TYPE, "value": card})


def tell(text: str) -> Outcome:
    """A sentence for the person who clicked; the card stays as it is."""
    return Outcome(status=200, body={"statusCode": 200, "type": MESSAGE_TYPE, "value": text})


def refuse_action(text: str) -> Outcome:
    """The action cannot be understood; that is a fault of a program, not of a person."""
    value = {"code": "BadRequest", "message": text}
    return Outcome(status=200, body={"statusCode": 400, "type": ERROR_TYPE, "value": value})


# Answers to a dialog (task/fetch, task/submit).
# https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots


def dialog(title: str, card: Json) -> Outcome:
    """A dialog with a card in it, or the next card in an open dialog."""
    value = {"title": title, "height": "medium", "width": "medium", "card": attachment(card)}
    return Outcome(status=200, body={"task": {"type": "continue", "value": value}})


def dialog_message(text: str) -> Outcome:
    """A dialog with a sentence."""
    return Outcome(status=200, body={"task": {"type": "message", "value": text}})
