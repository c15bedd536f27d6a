"""What the bot did lately, for the stand-in's page "What the app just did"."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

KEPT = 500

What = Literal["post", "update", "delete", "refused", "invoke", "delivery"]


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
    """The last entries, newest first."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def add(
        self, what: What, sentence: str, *, status: int, conversation: str, message: str | None = None
    ) -> None:
        self._entries.appendleft(Entry(self._clock(), what, sentence, status, conversation, message))

    def shown(self, limit: int = KEPT) -> list[dict[str, Any]]:
        """Entries for JSON, times as ISO 8601."""
        return [{**asdict(entry), "at": entry.at.isoformat()} for entry in list(self._entries)[:limit]]
