"""The few elements of Adaptive Cards 1.5 that our cards are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


def card(body: list[Json], actions: list[Json], *, fallback: str, is_wide: bool = False) -> Json:
    """A whole card; ``fallback`` is what a client without cards shows, and what a notification says."""
    whole: Json = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": fallback,
        "body": body,
    }
    if is_wide:
        whole["msteams"] = {"width": "full"}
    if actions:
        whole["actions"] = actions
    return whole


def attachment(content: Json) -> Json:
    """A card as a message carries it."""
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}


def text(words: str, **style: Any) -> Json:
    return {"type": "TextBlock", "text": words, "wrap": True, **style}


def small(words: str, **style: Any) -> Json:
    return text(words, size="Small", isSubtle=True, **style)


def title(words: str, **style: Any) -> Json:
    return text(words, size="Large", weight="Bolder", style="heading", **style)


def heading(words: str, **style: Any) -> Json:
    return text(words, size="Default", weight="Bolder", style="heading", **style)


def box(items: list[Json], **style: Any) -> Json:
    return {"type": "Container", "items": items, **style}


def emphasis(items: list[Json], **style: Any) -> Json:
    """The one thing of a card that stands out."""
    return box(items, style="emphasis", spacing="Medium", roundedCorners=True, **style)


def column(items: list[Json], width: str = "stretch", **style: Any) -> Json:
    return {"type": "Column", "width": width, "items": items, **style}


def columns(*parts: Json, **style: Any) -> Json:
    return {"type": "ColumnSet", "columns": list(parts), **style}


def badge(words: str, mark: str, icon: str, style: str) -> Json:
    """Newer than 1.5; older clients show mark and words."""
    return {
        "type": "Badge",
        "text": words,
        "icon": icon,
        "style": style,
        "appearance": "Tint",
        "size": "Medium",
        "fallback": {
            "type": "TextBlock",
            "text": f"{mark} {words}",
            "wrap": False,
            "weight": "Bolder",
            "size": "Small",
        },
    }


def progress(per_cent: int) -> Json:
    """A bar; older clients show ten squares."""
    full = round(per_cent / 10)
    return {
        "type": "ProgressBar",
        "value": per_cent,
        "max": 100,
        "color": "Accent",
        "fallback": {
            "type": "TextBlock",
            "text": "■" * full + "□" * (10 - full),
            "wrap": False,
            "color": "Accent",
            "size": "Large",
        },
    }


def tile(figure: str, words: str) -> Json:
    """A number of at most five characters, and what it counts."""
    shown: Json = {
        "type": "TextBlock",
        "text": figure,
        "wrap": False,
        "size": "ExtraLarge",
        "weight": "Bolder",
    }
    return column([shown, small(words, spacing="None")], spacing="Small")


def choices(name: str, label: str, options: Iterable[tuple[str, str]], value: str, *, missing: str) -> Json:
    """One of several (words and value); ``missing`` says what to do where none is chosen."""
    return {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "compact",
        "choices": [{"title": words, "value": each} for words, each in options],
        "value": value,
        "isRequired": True,
        "errorMessage": missing,
    }


def multiline(name: str, label: str, value: str, **style: Any) -> Json:
    """Room for somebody's words, which cannot be left out."""
    return {
        "type": "Input.Text",
        "id": name,
        "label": label,
        "isMultiline": True,
        "isRequired": True,
        "errorMessage": "Please write something first",
        **style,
        **({"value": value} if value else {}),
    }


def execute(words: str, verb: str, data: Json, **style: Any) -> Json:
    """A button that changes something."""
    return {"type": "Action.Execute", "title": words, "verb": verb, "data": {"v": 1, **data}, **style}


def say(words: str, command: str, **style: Any) -> Json:
    """A button that writes a command for whoever presses it, in a personal chat.

    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions#adaptive-cards-with-imback-action
    """
    data = {"msteams": {"type": "imBack", "value": command}}
    return {"type": "Action.Submit", "title": words, "data": data, **style}


def open_dialog(words: str, dialog_id: str, data: Json, **style: Any) -> Json:
    opened = {"msteams": {"type": "task/fetch"}, "v": 1, "dialog_id": dialog_id, **data}
    return {"type": "Action.Submit", "title": words, "data": opened, **style}


def submit(words: str, verb: str, data: Json, **style: Any) -> Json:
    """A button inside a dialog."""
    return {"type": "Action.Submit", "title": words, "data": {"v": 1, "verb": verb, **data}, **style}


def leave(words: str) -> Json:
    """The way out of a dialog; it asks for no input to be filled."""
    return submit(words, "dialog.close", {}, associatedInputs="none")


def open_url(words: str, url: str) -> Json:
    return {"type": "Action.OpenUrl", "title": words, "url": url}
