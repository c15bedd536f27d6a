"""Looking into a card: its texts, its buttons, its size."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

RENDERED = ("text", "title", "value", "label", "placeholder", "fallbackText", "errorMessage")


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a card, but not what actions send back."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            yield from elements(value) if key != "data" else ()
    elif isinstance(node, list):
        for one in node:
            yield from elements(one)


def texts(card: Any) -> list[str]:
    """What TextBlocks say, in order; these are the only ones that are Markdown."""
    return [one["text"] for one in elements(card) if one.get("type") == "TextBlock"]


def said(card: Any) -> str:
    return "\n".join(texts(card))


def actions(card: Any) -> dict[str, dict[str, Any]]:
    """The card's buttons by what stands on them."""
    return {one["title"]: one for one in card.get("actions", [])}


def element(card: Any, name: str) -> dict[str, Any]:
    return next(one for one in elements(card) if one.get("id") == name)


def size(card: Any) -> int:
    """Bytes as UTF-16, which is how Teams counts."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))
