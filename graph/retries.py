"""When a call to Graph is worth another try, and after how long."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import GraphError, Paused, ServerFault, Throttled


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how patiently a call is tried.

    A refusal that says when to come back means that nothing was done, so any call may be repeated then.
    After a lost answer or a bare 5xx the call may have been carried out: only a repeatable one is tried
    again.

    :param attempts: in all, the first included.
    :param first_wait: seconds before the second attempt where Graph named no time; doubles each time.
    :param deadline: seconds for all attempts together; a wait that would pass it is left to the caller.
    """

    attempts: int = 5
    first_wait: float = 0.5
    deadline: float = 90.0

    def wait_after(
        self, error: GraphError, attempt: int, *, is_repeatable: bool, chance: float
    ) -> float | None:
        """Seconds until the next attempt; None when there is none.

        :param attempt: the number of the attempt that failed, from 1.
        :param chance: between 0 and 1; spreads clients that were refused together.
        """
        if attempt >= self.attempts or not _may_repeat(error, is_repeatable=is_repeatable):
            return None
        asked = error.retry_after if isinstance(error, Throttled | ServerFault) else None
        backoff = self.first_wait * 2 ** (attempt - 1)
        if asked is None:
            return backoff * (0.5 + chance)
        return asked + min(backoff, 0.1 + asked / 4) * chance


def _may_repeat(error: GraphError, *, is_repeatable: bool) -> bool:
    if isinstance(error, Paused):  # whoever waits for it waits longer than a call does
        return False
    return error.is_transient and (is_repeatable or not error.may_have_worked)
