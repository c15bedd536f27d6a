"""What the bot did lately, for the stand-in's page "What the app just did"."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

KEPT = 500

What = Literal["post", "update", "delete", "refused", "invoke", "delivery", "event"]


@dataclass(frozen=True)
class Entry:
    """One thing that went to or came from the bot; the status is HTTP's (0: no answer)."""

    at: datetime
    what: What
    sentence: str
    status: int
    conversation: str
    message: str | None = None


class ActionLog:
    """The last entries, newest first, and how many of each kind there were.

    :param told: called after each entry.
    """

    def __init__(self, clock: Callable[[], datetime], told: Callable[[], None] = lambda: None) -> None:
        self.counts: Counter[What] = Counter()
        self._clock = clock
        self._told = told
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def add(
        self, what: What, sentence: str, *, status: int, conversation: str, message: str | None = None
    ) -> None:
        self._entries.appendleft(Entry(self._clock(), what, sentence, status, conversation, message))
        self.counts[what] += 1
        self._told()

    def received(self) -> dict[str, int]:
        """The app's answer (HTTP status) to each message that was reported to it, by id."""
        reported = (entry for entry in reversed(self._entries) if entry.what == "delivery" and entry.message)
        return {str(entry.message): entry.status for entry in reported}

    def shown(self, limit: int = KEPT) -> list[dict[str, Any]]:
        """Entries for JSON, times as ISO 8601."""
        return [{**asdict(entry), "at": entry.at.isoformat()} for entry in list(self._entries)[:limit]]
