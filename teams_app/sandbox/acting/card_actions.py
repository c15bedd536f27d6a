"""Finding an action on a card, and the inputs that go with it, as Teams does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from teams_app.sandbox.message_values import Json


class NotOnThisCard(LookupError):
    """The card has no such action; `str(error)` names those that it has."""


class InputMissing(ValueError):
    """A required input is empty; Teams shows the card's own words and sends nothing."""


@dataclass(frozen=True)
class Found:
    """An action with the inputs of its card and of the cards around it."""

    action: Json
    inputs: tuple[Json, ...]

    def data(self, given: Json) -> Any:
        """The action's data with the inputs merged in; all their values are texts.

        :raises InputMissing: a required one is empty.
        """
        data = self.action.get("data")
        if self.action.get("associatedInputs") == "none" or not isinstance(data, dict | None):
            return data
        values = {each["id"]: _text(given.get(each["id"], _initial(each))) for each in self.inputs}
        for each in self.inputs:
            if each.get("isRequired") and not values[each["id"]]:
                raise InputMissing(str(each.get("errorMessage") or f"{each['id']} is required."))
        extra = {name: _text(value) for name, value in given.items() if name not in values}
        filled = {name: value for name, value in values.items() if value is not None}
        return {**(cast("Json | None", data) or {}), **filled, **extra}


def find_action(cards: Iterable[Json], wanted: str | Json) -> Found:
    """The action with that title, or the very action, wherever it stands on the cards.

    :raises NotOnThisCard: there is none; the message names those there are.
    """
    found = [one for card in cards for one in _actions(card, ())]
    for one in found:
        if wanted in (one.action, one.action.get("title")):
            return one
    if isinstance(wanted, dict):
        return Found(wanted, ())
    titles = ", ".join(str(one.action.get("title")) for one in found) or "none"
    raise NotOnThisCard(f"The card has no action {wanted}; it has: {titles}.")


def _actions(card: Json, outer: tuple[Json, ...]) -> Iterator[Found]:
    """Actions of a card and of the cards that its actions show; the inner ones take outer inputs along."""
    elements = list(_elements(card))
    own = [
        each
        for each in elements
        if str(each.get("type", "")).startswith("Input.") and isinstance(each.get("id"), str)
    ]
    inputs = (*outer, *own)
    for each in elements:
        if not str(each.get("type", "")).startswith("Action."):
            continue
        yield Found(each, inputs)
        if isinstance(each.get("card"), dict):
            yield from _actions(each["card"], inputs)


def _elements(value: Any) -> Iterator[Json]:
    """Everything with a type, in order, without what stands on shown cards or in fallbacks."""
    if isinstance(value, list):
        for each in cast("list[Any]", value):
            yield from _elements(each)
    elif isinstance(value, dict):
        element = cast("Json", value)
        if "type" in element:
            yield element
        for name, part in element.items():
            if name not in {"card", "data", "fallback", "refresh"}:
                yield from _elements(part)


def _initial(element: Json) -> Any:
    if element["type"] == "Input.Toggle":
        off = element.get("valueOff", "false")
        return element.get("value", off)
    return element.get("value")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
