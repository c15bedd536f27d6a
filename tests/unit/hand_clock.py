"""A clock that a test moves by hand."""

from __future__ import annotations


class HandClock:
    """Seconds; ``now`` is set by whoever holds it."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now
