"""What a task finds in its context."""

from __future__ import annotations

from procrastinate import JobContext

from teams_app.services.world import World

WORLD = "world"


def world_of(context: JobContext) -> World:
    """The world of this worker."""
    world = context.additional_context[WORLD]
    if not isinstance(world, World):
        raise TypeError("a worker was started without its world")
    return world
