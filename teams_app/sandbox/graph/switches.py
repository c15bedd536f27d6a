"""What Outlook and its online meetings sometimes do differently, to be switched while the stand-in runs.

PUT /sandbox/api/outlook   some of the switches by name → all of them
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class OutlookSwitches:
    """How mailboxes behave.

    :param short_links: join links are of the new kind, which does not carry the chat's id.
    :param late_links: so many times is a new event read by its id before it has a join link.
    :param without_teams: e-mails of mailboxes for which Teams is not an allowed provider of online meetings.
    :param meeting_policy: an application access policy lets the app read online meetings.
    """

    short_links: bool = False
    late_links: int = 0
    without_teams: list[str] = field(default_factory=list[str])
    meeting_policy: bool = True

    def turn(self, wanted: Mapping[str, Any]) -> None:
        """Set some of them; either all that are named, or none.

        :raises ValueError: there is no such switch, or it has no such position.
        """
        for name, value in wanted.items():
            if name not in POSITIONS:
                raise ValueError(f"There is no switch {name}; there are {', '.join(POSITIONS)}.")
            if type(value) is not POSITIONS[name]:
                raise ValueError(f"{name} must be a {WORDS[POSITIONS[name]]}.")
        for name, value in wanted.items():
            setattr(self, name, value)

    def shown(self) -> dict[str, Any]:
        return asdict(self)

    def offers_teams(self, email: str) -> bool:
        return email not in {each.lower() for each in self.without_teams}


POSITIONS: dict[str, type] = {
    "short_links": bool,
    "late_links": int,
    "without_teams": list,
    "meeting_policy": bool,
}
WORDS: dict[type, str] = {bool: "truth value", int: "number", list: "list of e-mails"}
