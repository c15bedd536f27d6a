"""When a job is tried again."""

from __future__ import annotations

import pytest
from procrastinate.jobs import Job

from graph.errors import Forbidden, ServerFault, Throttled
from teams_app.errors import Conflict, Unavailable
from teams_app.jobs.retry import Backoff

BACKOFF = Backoff(attempts=5, first=2, longest=10)


def job(attempts: int) -> Job:
    return Job(
        id=1,
        queue="default",
        lock=None,
        queueing_lock=None,
        task_name="x",
        attempts=attempts,
        task_kwargs={},
    )


def test_the_wait_doubles_up_to_the_longest() -> None:
    fault = ServerFault("later")
    assert [BACKOFF.wait(fault, attempts) for attempts in range(4)] == [2, 4, 8, 10]


def test_what_the_far_side_asks_for_counts_if_it_is_longer() -> None:
    assert BACKOFF.wait(Throttled("slow down", retry_after=42), 0) == 42


@pytest.mark.parametrize("error", [Throttled("x", retry_after=1), ServerFault("x"), Unavailable("x")])
def test_what_may_pass_is_tried_again(error: Exception) -> None:
    assert BACKOFF.get_retry_decision(exception=error, job=job(4)) is not None
    assert BACKOFF.get_retry_decision(exception=error, job=job(5)) is None


@pytest.mark.parametrize("error", [Forbidden("x"), Conflict("x"), ValueError("x")])
def test_what_will_not_pass_is_given_up_at_once(error: Exception) -> None:
    assert BACKOFF.get_retry_decision(exception=error, job=job(0)) is None
