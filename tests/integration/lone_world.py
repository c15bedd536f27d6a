"""A world in which only what a test needs is there; whatever else is asked for is a fault."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from teams_app.services.world import World


class NotAsked:
    """A port that must not be used."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"somebody asked for {name}")


def lone_world(**given: Any) -> World:
    """The given parts, and nothing behind the others."""
    return World(**{field.name: given.get(field.name, NotAsked()) for field in fields(World)})
