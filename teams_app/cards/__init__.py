"""Adaptive Cards: pure functions from the model to JSON."""

from teams_app.cards.dialogs import comment_dialog, error_card
from teams_app.cards.elements import attachment
from teams_app.cards.links import Links
from teams_app.cards.messages import help_card, message_card, welcome_card
from teams_app.cards.okr import okr_card
from teams_app.cards.replan import change_card
from teams_app.cards.week import week_card
from teams_app.cards.why import why_card

__all__ = [
    "Links",
    "attachment",
    "change_card",
    "comment_dialog",
    "error_card",
    "help_card",
    "message_card",
    "okr_card",
    "week_card",
    "welcome_card",
    "why_card",
]
