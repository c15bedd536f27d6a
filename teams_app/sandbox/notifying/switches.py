"""What goes wrong with notifications, to be switched on and off while the stand-in runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass
class NoticeSwitches:
    """How notifications travel.

    :param duplicates: each is sent twice.
    :param reorder: those that happen together come one by one, the last first.
    :param lost: none is sent, and nobody is told that it was not.
    :param delay: seconds that each waits before it is sent.
    :param retry_after: seconds until the second attempt; doubles until four hours are over.
    :param patience: seconds within which an endpoint is to answer.
    :param left_out: for so many seconds nothing is sent to an endpoint that was slower; it is lost.
    """

    duplicates: bool = False
    reorder: bool = False
    lost: bool = False
    delay: float = 0.0
    retry_after: float = 1.0
    patience: float = 10.0
    left_out: float = 600.0

    def turn(self, wanted: Mapping[str, Any]) -> None:
        """Set some of them; either all that are named, or none.

        :raises ValueError: there is no such switch, or it has no such position.
        """
        kinds = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        for name, value in wanted.items():
            if name not in kinds:
                raise ValueError(f"There is no switch {name}; there are {', '.join(kinds)}.")
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
            if not (isinstance(value, bool) if kinds[name] is bool else is_number):
                allowed = "true or false" if kinds[name] is bool else "a number of seconds"
                raise ValueError(f"{name} can be {allowed}.")
        for name, value in wanted.items():
            setattr(self, name, value)

    def shown(self) -> dict[str, Any]:
        """All of them by name."""
        return asdict(self)
