"""Stop asking for a while when nothing but failures comes back.

A service that is down does not come up faster under fire, and callers get their answer at once instead of
after a minute. After the pause one call looks whether it is worth while again.
Source: M. Nygard, "Release It!", 2nd edition, 2018, "Circuit Breaker".
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from graph.errors import Paused, ServerFault, Unreachable

FAILURES = 10  # in a row, with no answer between them
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 120.0  # seconds; doubles each time that the probe fails


@dataclass
class Circuit:
    """Closed while answers come; open, and so refusing, for a pause after too many failures in a row.

    Throttling and refusals are answers: somebody is at home.
    """

    clock: Callable[[], float] = time.monotonic
    _failures: int = 0
    _open_until: float = field(default=0.0)
    _pause: float = FIRST_PAUSE
    _is_probing: bool = False

    def admit(self) -> None:
        """Let a call through, or not.

        :raises Paused: nothing is sent; says for how long.
        """
        if self._failures < FAILURES:
            return
        left = self._open_until - self.clock()
        if left > 0 or self._is_probing:
            raise Paused(
                f"Microsoft Graph failed {self._failures} times in a row; nothing is sent for a while.",
                retry_after=max(left, 1.0),
            )
        self._is_probing = True

    def note(self, outcome: object) -> None:
        """What became of a call that was admitted."""
        self._is_probing = False
        if not isinstance(outcome, Unreachable | ServerFault):
            self._failures, self._pause = 0, FIRST_PAUSE
            return
        self._failures += 1
        if self._failures >= FAILURES:
            self._open_until = self.clock() + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def give_up(self) -> None:
        """A call that was admitted was not made after all."""
        self._is_probing = False
