"""When a job is tried again: as a value, so that it can be read and tested."""

from __future__ import annotations

from dataclasses import dataclass

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from graph.errors import GraphError, Paused, Throttled
from teams_app.errors import Unavailable


@dataclass(frozen=True)
class Backoff(BaseRetryStrategy):
    """Double the wait from ``first`` to ``longest`` seconds, ``attempts`` times; only for what may pass."""

    attempts: int = 12
    first: float = 2
    longest: float = 300

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= self.attempts or not is_transient(exception):
            return None
        return RetryDecision(retry_in={"seconds": self.wait(exception, job.attempts)})

    def wait(self, exception: BaseException, attempts: int) -> int:
        """Seconds; what the far side asks for counts, if it is longer."""
        asked = exception.retry_after if isinstance(exception, Throttled | Paused) else 0
        return round(max(asked, min(self.longest, self.first * 2**attempts)))

    def is_last(self, exception: BaseException, attempts: int) -> bool:
        """Whether the job fails for good now."""
        return attempts >= self.attempts or not is_transient(exception)


def is_transient(exception: BaseException) -> bool:
    """Whether the same thing may work later."""
    return isinstance(exception, Unavailable) or (
        isinstance(exception, GraphError) and exception.is_transient
    )
