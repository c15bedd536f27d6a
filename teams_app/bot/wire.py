"""Between JSON and botbuilder's activities, quickly and without losing what its schema does not know."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from botbuilder.schema import Activity
from msrest.exceptions import DeserializationError
from msrest.serialization import Model

from teams_app.errors import BadInput
from teams_app.services.ports import Json


def read_activity(body: Json) -> Activity:
    """The activity in a request.

    :raises BadInput: a field has a type that it cannot have.
    """
    try:
        return Activity.deserialize(body)
    except (DeserializationError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise BadInput("This is not an activity of the Bot Framework.") from error


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
    attributes: dict[str, dict[str, str]] = model._attribute_map  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # the only list of JSON names
    for name, wire in attributes.items():
        value = getattr(model, name, None)
        if value is not None:
            found[wire["key"]] = to_json(value)
    return found
