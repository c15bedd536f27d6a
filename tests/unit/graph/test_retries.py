"""What is worth another try, and when."""

from __future__ import annotations

import pytest

from graph.errors import BadRequest, GraphError, ServerFault, Throttled, Unreachable
from graph.retries import RetryPolicy

POLICY = RetryPolicy(attempts=3, first_wait=1.0)


def wait(error: GraphError, *, attempt: int = 1, is_repeatable: bool, chance: float = 0.5) -> float | None:
    return POLICY.wait_after(error, attempt, is_repeatable=is_repeatable, chance=chance)


def test_throttling_is_waited_out_for_any_call() -> None:
    seconds = wait(Throttled("", retry_after=10), is_repeatable=False)
    assert seconds is not None
    assert 10 < seconds <= 12.6


def test_chance_spreads_those_who_were_refused_together() -> None:
    refused = Throttled("", retry_after=10)
    waits = {wait(refused, is_repeatable=True, chance=chance) for chance in (0.0, 0.5, 1.0)}
    assert len(waits) == 3


def test_a_busy_service_that_names_a_time_did_nothing() -> None:
    assert wait(ServerFault("", retry_after=1.0, status=503), is_repeatable=False) is not None


@pytest.mark.parametrize("error", [ServerFault("", status=504), Unreachable("")])
def test_what_may_have_been_carried_out_is_repeated_only_if_that_is_harmless(error: GraphError) -> None:
    assert wait(error, is_repeatable=False) is None
    assert wait(error, is_repeatable=True) is not None


def test_a_call_that_never_left_is_repeated() -> None:
    assert wait(Unreachable("", may_have_arrived=False), is_repeatable=False) is not None


def test_a_wrong_call_is_not_repeated() -> None:
    assert wait(BadRequest(""), is_repeatable=True) is None


def test_the_last_attempt_is_the_last() -> None:
    assert wait(Throttled("", retry_after=1), attempt=3, is_repeatable=True) is None


def test_waits_double_where_no_time_is_named() -> None:
    fault = ServerFault("")
    assert [wait(fault, attempt=attempt, is_repeatable=True) for attempt in (1, 2)] == [1.0, 2.0]
