"""The limits of the stand-in tenant, by a clock that is moved by hand."""

from __future__ import annotations

from typing import Any

import pytest

from teams_app.sandbox.throttling import AT_ONCE, Throttling
from tests.unit.hand_clock import HandClock

EVENTS = "/v1.0/users/{}/events"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def throttling(clock: HandClock) -> Throttling:
    return Throttling(clock)


def refusals(throttling: Throttling, *paths: str) -> list[int | None]:
    """For each request the seconds to wait; None where it is let through."""
    found = [throttling.refuse(path) for path in paths]
    return [refusal.retry_after if refusal else None for refusal in found]


def test_each_mailbox_is_counted_for_itself(throttling: Throttling, clock: HandClock) -> None:
    throttling.set([{"per": "mailbox", "count": 2, "seconds": 10}])
    ana, ben = EVENTS.format("Ana"), EVENTS.format("ben")
    assert refusals(throttling, ana, ana.lower(), ben, ana, ben) == [None, None, None, 10, None]
    clock.now += 10
    assert refusals(throttling, ana) == [None]
    assert throttling.refused == 1


def test_the_tenant_is_counted_as_a_whole(throttling: Throttling) -> None:
    throttling.set([{"per": "tenant", "count": 2, "seconds": 10}])
    assert refusals(throttling, "/v1.0/users", "/v1.0/groups", EVENTS.format("a")) == [None, None, 10]


def test_the_directory_is_no_mailbox(throttling: Throttling) -> None:
    throttling.set([{"per": "mailbox", "count": 1, "seconds": 10}])
    assert refusals(throttling, "/v1.0/users", "/v1.0/users/a", "/v1.0/users/a/manager") == [None] * 3


def test_a_mailbox_works_on_four_calls_at_a_time(throttling: Throttling) -> None:
    path = EVENTS.format("ana")

    def nested(depth: int) -> int:
        with throttling.working(path) as busy:
            return 0 if busy else 1 + (nested(depth - 1) if depth else 0)

    assert nested(10) == AT_ONCE
    with throttling.working(path) as busy:
        assert busy is None


@pytest.mark.parametrize(
    "rule", [{"per": "planet", "count": 1, "seconds": 1}, {"per": "tenant", "count": 0, "seconds": 1}, {}]
)
def test_a_limit_that_cannot_be_used_changes_nothing(throttling: Throttling, rule: dict[str, Any]) -> None:
    throttling.set([{"per": "tenant", "count": 1, "seconds": 1}])
    with pytest.raises(ValueError, match="must be"):
        throttling.set([rule])
    assert len(throttling.limits) == 1
