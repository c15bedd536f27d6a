"""Small cards: a sentence, a welcome, help."""

from __future__ import annotations

from collections.abc import Iterable

from teams_app.cards.elements import Json, box, card, column, columns, heading, say, small, text, title
from teams_app.cards.text import one_line, plain, unformatted

Commands = tuple[tuple[str, str], ...]

PLAN = "plan the share week"
FOR_EVERYBODY: Commands = (
    ("week", "Who shares when"),
    ("why", "Followed by a unit: why its share meeting is when it is"),
    ("help", "What you can ask me"),
)
FOR_ORGANIZERS: Commands = (
    ("plan", "Plan all share meetings at once"),
    ("plan 2027-01-11", "The same, from this day on"),
    ("plan for UNIT from 2027-01-11", "That unit and all below it; also week for UNIT, confirm UNIT"),
    ("confirm", "Invite everybody, as the newest proposal says"),
    ("book again", "Followed by a unit: invite everybody again after its event was deleted in Outlook"),
    ("re-plan", "See whether the week still holds; mend it with the fewest moves"),
    (
        "re-plan UNIT to 2027-01-14 14:30",
        "Move a share meeting by hand. Or end with: declined by PERSON; also re-plan people, without ROOM",
    ),
)
IDEAS = (
    ("One share week", "All share meetings are planned at once, from everybody’s calendar."),
    ("One card per OKR", "It stands in its unit’s channel, with all that you need to know."),
    ("One conversation", "Reply under the card, as you always do. Nothing is lost."),
)
TIP = "The shortest way to comment: reply under an OKR’s card in its channel. No need to mention me."


def message_card(heading: str, words: str) -> Json:
    """Something happened, and what it means."""
    return card(
        [title(one_line(heading)), text(plain(words), spacing="Small")],
        [],
        fallback=f"{unformatted(heading)}: {unformatted(words)}",
    )


def welcome_card(name: str, *, is_organizer: bool) -> Json:
    """Who we are, and what this person can do."""
    first_name = (name.split() or [""])[0]
    greeting = f"Hello {one_line(first_name)}, good to meet you" if first_name else "Hello, good to meet you"
    return card(
        [
            title(greeting),
            text(
                "I am **OKR Share**. I help your teams tell each other what they have committed to, "
                "and keep talking about it.",
                spacing="Small",
            ),
            *(_idea(number, *idea) for number, idea in enumerate(IDEAS, 1)),
            small("I keep replies under OKR cards, and no other messages.", spacing="Medium"),
        ],
        _buttons(is_organizer=is_organizer, with_help=True),
        fallback="Hello, I am OKR Share. I help your teams tell each other what they have committed to. "
        "Write “help” to see what I can do.",
    )


def help_card(*, is_organizer: bool) -> Json:
    """Every command that this person can write."""
    groups = [("For everybody", FOR_EVERYBODY)]
    if is_organizer:
        groups.append(("For organizers", FOR_ORGANIZERS))
    names = [command for _, commands in groups for command, _ in commands]
    return card(
        [
            title("What you can ask me"),
            text("Write it here, or press a button below.", spacing="Small"),
            *(_group(words, commands) for words, commands in groups),
            small(TIP, spacing="Medium"),
        ],
        _buttons(is_organizer=is_organizer, with_help=False),
        fallback=f"Commands of OKR Share: {', '.join(names)}.",
    )


def _buttons(*, is_organizer: bool, with_help: bool) -> list[Json]:
    first = say("Plan the share week", PLAN, style="positive") if is_organizer else None
    week = say("Show the share week", "week", **({} if is_organizer else {"style": "positive"}))
    return [*([first] if first else ()), week, *([say("Help", "help")] if with_help else ())]


def _idea(number: int, words: str, explanation: str) -> Json:
    mark = {"type": "TextBlock", "text": str(number), "wrap": False, "weight": "Bolder", "color": "Accent"}
    lines = [text(f"**{words}**"), small(explanation, spacing="None")]
    return columns(column([mark], "20px"), column(lines, spacing="Small"), spacing="Medium")


def _group(words: str, commands: Iterable[tuple[str, str]]) -> Json:
    rows = [
        columns(column([text(f"**{command}**")], "128px"), column([text(meaning)]), spacing="Small")
        for command, meaning in commands
    ]
    return box([heading(words), *rows], spacing="Large")
