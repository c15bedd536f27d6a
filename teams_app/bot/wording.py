"""What the bot says in personal chats; in channels it never speaks of itself."""

from __future__ import annotations

from teams_app.cards.text import plain

UNKNOWN = "I did not understand that. Please write **help** to see what you can ask me."
PLANNING = (
    "I am looking at everybody's calendars. The proposal comes here in a moment; nobody is invited yet."
)
PLANNING_AGAIN = "I am planning again. The new proposal comes here in a moment; nobody is invited yet."
NO_WEEK = "No share week is planned yet. An organizer can write **plan** here."
WHY_WHICH = "Please name the unit too, such as: why Workshops"
AGAIN_WHICH = "Please name the unit too, such as: book again Workshops"
OLD_PROPOSAL = "There is a newer proposal. Please look at that one; nothing was changed."
UNKNOWN_BUTTON = "This button is not known here any more. Nothing was changed; please use a newer card."
MALFORMED_ACTION = "The action has no verb or no data."
CANNOT_PLAN_HERE = "Please plan in your personal chat with OKR Share."


def confirmed(meetings: int) -> str:
    noun = "share meeting is" if meetings == 1 else "share meetings are"
    return f"Confirmed. {meetings} {noun} being put into everybody's calendar."


def booked_again(unit: str) -> str:
    return f"Everybody is being invited to the share meeting of {plain(unit)} again, at its planned time."


def unexpected(number: str) -> str:
    return (
        "Something went wrong here, and nothing was saved. Please try again in a minute. "
        f"If it happens again, tell your administrator this number: {number}."
    )
