"""Bodies of change notifications: what is read out of them, whatever they hold."""

from __future__ import annotations

from typing import Any

import pytest

from graph.notifications import LONGEST_STATE, distinct, read_notifications
from graph.values import Lifecycle, Notification

ID, STATE = "7f105c7d-2dc5-4530-97cd-4e7ae6534c07", "proof"


def notice(**changed: Any) -> dict[str, Any]:
    return {"subscriptionId": ID, "clientState": STATE, "changeType": "updated", **changed}


def read(*parts: object) -> tuple[list[Notification], list[str]]:
    return read_notifications({"value": list(parts)})


def test_a_change_and_an_event_of_the_subscription_are_told_apart() -> None:
    found, faults = read(notice(), notice(lifecycleEvent="missed"))
    assert (found, faults) == (
        [Notification(ID, STATE), Notification(ID, STATE, Lifecycle.MISSED)],
        [],
    )


@pytest.mark.parametrize(
    "part",
    [
        None,
        7,
        "text",
        [],
        {},
        notice(subscriptionId=None),
        notice(subscriptionId=""),
        notice(subscriptionId="x" * 500),
        notice(clientState=None),
        notice(clientState=5),
        notice(clientState="x" * (LONGEST_STATE + 1)),
        notice(lifecycleEvent="exploded"),
        notice(lifecycleEvent=5),
        notice(lifecycleEvent=[]),
    ],
)
def test_what_is_malformed_is_named_by_its_number_and_quoted_nowhere(part: object) -> None:
    found, faults = read(notice(), part)
    assert found == [Notification(ID, STATE)]
    [fault] = faults
    assert fault.startswith("Notification 1 ")
    assert STATE not in fault


@pytest.mark.parametrize("payload", [None, 7, [], {}, {"value": None}, {"value": {}}])
def test_a_body_that_is_none_is_a_sentence(payload: object) -> None:
    assert read_notifications(payload) == ([], ["The body holds no list of notifications."])


def test_what_is_said_a_thousand_times_is_said() -> None:
    found, _ = read(*[notice()] * 1_000, notice(lifecycleEvent="missed"))
    assert len(distinct(found)) == 2
