"""What every turn has at hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from teams_app.bot.redelivery import SeenCommands
from teams_app.cards import Links
from teams_app.services.world import World


@dataclass(frozen=True)
class Turn:
    """One per process; ``links`` are where the cards' buttons lead."""

    world: World
    links: Links
    seen: SeenCommands = field(default_factory=SeenCommands)
