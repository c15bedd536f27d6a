"""Rooms.

https://learn.microsoft.com/graph/api/place-list, https://learn.microsoft.com/graph/api/resources/room
"""

from __future__ import annotations

from typing import cast

from graph.accounts import text
from graph.answers import Json
from graph.values import RoomPlace


def read_room(entity: Json) -> RoomPlace:
    address = cast("Json", entity.get("address") or {})
    capacity = entity.get("capacity")
    return RoomPlace(
        email=text(entity, "emailAddress").lower(),
        name=text(entity, "displayName"),
        capacity=int(capacity) if capacity is not None else None,
        site=text(entity, "building") or text(address, "city"),
        is_bookable=entity.get("bookingType") != "reserved",
    )
