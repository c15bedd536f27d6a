"""What the bot says in personal chats; in channels it never speaks of itself."""

from __future__ import annotations

WELCOME = """\
Hello. I plan your share week, post each OKR as a card in its unit's channel, \
and keep what people say about it in one thread.

Just reply under a card in its channel: your reply becomes a comment of that OKR.

Here you can write:

- **week**: the share week as it is planned now
- **plan**: plan the share week (organizers), for example *plan from 2027-01-11*
- **confirm**: invite everybody as proposed (organizers)
- **help**: this list"""

UNKNOWN = "I did not understand that. Please write **week**, **plan**, **confirm** or **help**."
PLANNING = (
    "I am looking at everybody's calendars. The proposal comes here in a moment; nobody is invited yet."
)
PLANNING_AGAIN = "I am planning again. The new proposal comes here in a moment; nobody is invited yet."
NO_WEEK = "No share week is planned yet. An organizer can write **plan** here."
OLD_PROPOSAL = "There is a newer proposal. Please look at that one; nothing was changed."
UNKNOWN_BUTTON = "This button is not known here any more. Nothing was changed; please use a newer card."
MALFORMED_ACTION = "The action has no verb or no data."
CANNOT_PLAN_HERE = "Please plan in your personal chat with OKR Share."


def confirmed(meetings: int) -> str:
    noun = "share meeting is" if meetings == 1 else "share meetings are"
    return f"Confirmed. {meetings} {noun} being put into everybody's calendar."


def unexpected(number: str) -> str:
    return (
        "Something went wrong here, and nothing was saved. Please try again in a minute. "
        f"If it happens again, tell your administrator this number: {number}."
    )
