"""What Teams sometimes does differently, to be switched on and off while the stand-in runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal


@dataclass
class Switches:
    """How the channel behaves.

    :param rate_limits: refuse a bot that writes too often in one place (429).
    :param rsc: the bot hears what is written without a mention of it (ChannelMessage.Read.Group).
    :param lost_edits: edits and deletions in channels are not reported, as often happens.
    :param duplicates: report everything twice, under the same activity id or under a new one.
    :param reorder: report two things of one conversation that happen together in the wrong order.
    :param participants: the bot hears who joins and leaves a meeting ("Meeting Event Subscriptions").
    :param service_url_slash: the service URL in activities ends with a slash.
    """

    rate_limits: bool = True
    rsc: bool = True
    lost_edits: bool = False
    duplicates: Literal["off", "same_id", "new_id"] = "off"
    reorder: bool = False
    participants: bool = True
    service_url_slash: bool = True

    def turn(self, wanted: Mapping[str, Any]) -> None:
        """Set some of them; either all that are named, or none.

        :raises ValueError: there is no such switch, or it has no such position.
        """
        positions: dict[str, tuple[Any, ...]] = {field.name: (False, True) for field in fields(self)}
        positions["duplicates"] = ("off", "same_id", "new_id")
        for name, value in wanted.items():
            if name not in positions:
                raise ValueError(f"There is no switch {name}; there are {', '.join(positions)}.")
            if value not in positions[name] or isinstance(value, bool) != (name != "duplicates"):
                raise ValueError(f"{name} can be {' or '.join(str(one) for one in positions[name])}.")
        for name, value in wanted.items():
            setattr(self, name, value)

    def shown(self) -> dict[str, Any]:
        """All of them by name."""
        return asdict(self)
