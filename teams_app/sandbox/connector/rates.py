"""Teams' limits for one bot in one place."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable

# Seconds and writes, https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
WINDOWS = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))
LONGEST = 3600.0


class PlaceRates:
    """Sliding windows over what a bot wrote in each place; refused writes do not count.

    :param seconds: a clock that only goes forward.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._writes: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, place: str) -> int:
        """Count a write and give 0, or the whole seconds after which it may be tried again."""
        now, writes = self._seconds(), self._writes[place]
        while writes and writes[0] <= now - LONGEST:
            writes.popleft()
        waits = [
            writes[-count] + length - now
            for length, count in WINDOWS
            if len(writes) >= count and writes[-count] > now - length
        ]
        if not waits:
            writes.append(now)
        return math.ceil(max(waits, default=0))
