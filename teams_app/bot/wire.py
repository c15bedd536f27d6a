"""Between JSON and botbuilder's activities, quickly and without losing what its schema does not know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from botbuilder import schema
from botbuilder.schema import Activity
from msrest.serialization import Model

from teams_app.errors import BadInput
from teams_app.services.ports import Json

Read = Callable[[Any], Any]
M = TypeVar("M", bound=Model)


class Message(Activity):
    """A message that we send. It is its turn's alone, so the vendor need not copy it, card and all."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Message:
        return self


def read_activity(body: Json) -> Activity:
    """The activity in a request.

    :raises BadInput: a field has a type that it cannot have.
    """
    try:
        return from_json(Activity, body)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInput("This is not an activity of the Bot Framework.") from error


def from_json(kind: type[M], body: Json) -> M:
    """A botbuilder object out of its JSON; what its schema does not know is kept beside it.

    The vendor's ``deserialize`` reads the same in twenty times the time.

    :raises ValueError, TypeError: a field has a type that it cannot have.
    """
    known, given, others = _fields(kind), dict[str, Any](), Json()
    for name, value in body.items():
        field = known.get(name)
        if field is None:
            others[name] = value
        elif value is not None:
            attribute, read = field
            given[attribute] = read(value)
    made = kind(**given)
    made.additional_properties = others
    return made


@cache
def _fields(kind: type[Model]) -> dict[str, tuple[str, Read]]:
    """By JSON name: the attribute, and how its value is read."""
    return {wire["key"]: (name, _reader(wire["type"])) for name, wire in _attributes(kind).items()}


def _reader(told: str) -> Read:
    """How a value is read whose type the schema names so."""
    if told.startswith("["):
        return _list_of(_reader(told[1:-1]))
    kind = getattr(schema, told, None)
    if isinstance(kind, type) and issubclass(kind, Model):
        return lambda value: from_json(kind, _object(value))
    return {"str": _text, "iso-8601": datetime.fromisoformat}.get(told, _as_it_is)


def _list_of(read: Read) -> Read:
    def read_all(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise TypeError("not a list")
        return [read(item) for item in cast("list[Any]", value)]

    return read_all


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return cast("Json", value)


def _text(value: Any) -> str:
    """Numbers stand for themselves, as the vendor has it."""
    if isinstance(value, dict | list):
        raise TypeError("not a text")
    return value if isinstance(value, str) else str(value)


def _as_it_is(value: Any) -> Any:
    return value


def to_json(value: Any) -> Any:
    """A botbuilder object as JSON; dictionaries are JSON already, which spares walking through cards.

    The vendor's ``serialize`` drops every property that its schema does not know, and takes longer.
    """
    if isinstance(value, Model):
        return _model(value)
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _model(model: Model) -> Json:
    found: Json = dict(getattr(model, "additional_properties", None) or {})
    for name, wire in _attributes(type(model)).items():
        value = getattr(model, name, None)
        if value is not None:
            found[wire["key"]] = to_json(value)
    return found


def _attributes(kind: type[Model]) -> dict[str, dict[str, str]]:
    """By attribute: its JSON name ("key") and type."""
    return kind._attribute_map  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # the only list of them
