"""Small cards: a sentence, a welcome, help."""

from __future__ import annotations

from teams_app.cards.elements import Json, card, column, columns, small, text, title
from teams_app.cards.text import one_line, plain

COMMANDS = (("help", "Show this"),)
FOR_ORGANIZERS = (
    ("plan the share week", "Plan all share meetings at once"),
    ("plan from 2027-01-11", "The same, from a day on"),
    ("week", "Show the newest proposal"),
    ("confirm", "Invite everybody"),
)
IDEAS = (
    ("One share week", "All share meetings are planned at once, from everybody’s calendar."),
    ("One card per OKR", "In its channel, with what you need to know."),
    ("One conversation", "Reply under the card, as you always do. Nothing is lost."),
)


def message_card(heading: str, words: str) -> Json:
    """Something happened, and what it means."""
    return card(
        [title(one_line(heading)), text(plain(words), spacing="Small")], [], fallback=f"{heading}: {words}"
    )


def welcome_card(name: str, *, is_organizer: bool) -> Json:
    """Who we are, and what this person can do."""
    commands = (*FOR_ORGANIZERS, *COMMANDS) if is_organizer else COMMANDS
    first_name = name.split(maxsplit=1)[0] if name.split() else name
    return card(
        [
            title(f"Hello {one_line(first_name)}, good to meet you"),
            text(
                "I am **OKR Share**. I help your teams tell each other what they have committed to, "
                "and keep talking about it.",
                spacing="Small",
            ),
            *(_idea(number, *idea) for number, idea in enumerate(IDEAS, 1)),
            *_commands(commands),
        ],
        [],
        fallback="Hello, I am OKR Share. Write “help” to see what I can do.",
    )


def help_card(*, is_organizer: bool) -> Json:
    commands = (*FOR_ORGANIZERS, *COMMANDS) if is_organizer else COMMANDS
    return card(
        [
            title("What you can ask me"),
            text("Write it here. A few words are enough.", spacing="Small"),
            *_commands(commands),
        ],
        [],
        fallback=f"Commands of OKR Share: {', '.join(command for command, _ in commands)}.",
    )


def _idea(number: int, heading: str, words: str) -> Json:
    mark = {"type": "TextBlock", "text": str(number), "wrap": False, "weight": "Bolder", "color": "Accent"}
    lines = [text(f"**{heading}**"), small(words, spacing="None")]
    return columns(column([mark], "20px"), column(lines, spacing="Small"), spacing="Medium")


def _commands(commands: tuple[tuple[str, str], ...]) -> list[Json]:
    return [
        columns(column([text(f"**{command}**")], "160px"), column([text(words)]), spacing="Small")
        for command, words in commands
    ]
