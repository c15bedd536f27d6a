"""What has changed in which calendar, in order: for delta reads, and for whoever wants to be told at once."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable
from typing import Literal

Change = Literal["created", "updated", "deleted"]
Listener = Callable[[str, str, Change], None]  # owner's e-mail, id of the entry, what happened


class CalendarLog:
    """Counts changes; ``number`` is that of the last one.

    It is not part of the tenant's state: delta links of before a restart have expired.

    :param epoch: links of another one have expired.
    """

    def __init__(self) -> None:
        self.number = 0
        self.epoch = secrets.randbelow(2**31)
        self.listeners: list[Listener] = []
        self._by_owner: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)

    def note(self, owner: str, entry_id: str, change: Change) -> None:
        self.number += 1
        self._by_owner[owner].append((self.number, entry_id))
        for listener in self.listeners:
            listener(owner, entry_id, change)

    def changed(self, owner: str, after: int, until: int) -> list[str]:
        """Ids of the entries of a calendar that have changed, each once, by their last change."""
        numbers = {entry: number for number, entry in self._by_owner[owner] if after < number <= until}
        return sorted(numbers, key=lambda entry: numbers[entry])

    def expire(self) -> None:
        """All links that were handed out lead nowhere from now on."""
        self.epoch += 1
