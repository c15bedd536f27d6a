"""Rooms.

https://learn.microsoft.com/graph/api/place-list
"""

from __future__ import annotations

from teams_app.sandbox.graph.pages import page
from teams_app.sandbox.graph.wire import Answer, Call


def list_rooms(call: Call) -> Answer:
    rooms = (
        {
            "id": room.object_id,
            "displayName": room.name,
            "emailAddress": room.email,
            "capacity": room.capacity,
            "building": room.building or None,
            "bookingType": "standard",
            "nickname": room.name,
        }
        for room in call.tenant.company.rooms
    )
    return page(call, "places/microsoft.graph.room", rooms, largest=1000)
