"""Bring the app into Teams teams, chats and people's Teams: look, say what is to be done, do it.

A roll-out that was interrupted is simply run again: it looks first, and does what is left.
"""

from teams_app.services.rollout.doing import carry_out, install_in_chat
from teams_app.services.rollout.looking import app_of, homes_of, look
from teams_app.services.rollout.values import Action, Home, Line, Plan, Result, Wanted

__all__ = [
    "Action",
    "Home",
    "Line",
    "Plan",
    "Result",
    "Wanted",
    "app_of",
    "carry_out",
    "homes_of",
    "install_in_chat",
    "look",
]
