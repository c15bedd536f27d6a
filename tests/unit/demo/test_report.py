"""The report finds what went wrong."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime

from teams_app.demo.report import BookedEvent, Report, double_bookings, order_violations

NOTHING = Report(
    **{field.name: 0 for field in fields(Report)}  # pyright: ignore[reportArgumentType]  # all numbers
)
GOOD = replace(NOTHING, meetings_planned=19, events_created=19, cards_posted=74, objectives=74)


def event(unit: str, hour: int, *people: str) -> BookedEvent:
    start = datetime(2027, 1, 11, hour, tzinfo=UTC)
    return BookedEvent(
        "o", f"{unit} share meeting, Q1 2027", start, start.replace(hour=hour + 1), frozenset(people), 1
    )


def test_two_meetings_at_once_are_counted_for_each_person() -> None:
    events = [event("A", 9, "x", "y"), event("B", 9, "x", "y"), event("C", 10, "x")]
    assert double_bookings(events) == 2


def test_a_meeting_before_its_parents_end_is_counted() -> None:
    events = [event("Leadership", 9), event("Product", 9), event("Mobile", 10)]
    assert order_violations(events, {"Product": "Leadership", "Mobile": "Product"}) == 1


def test_only_a_run_without_fault_is_good() -> None:
    assert GOOD.is_good
    assert replace(GOOD, contract_violations=None).is_good
    for fault in ("double_bookings", "comments_missing", "comments_duplicated", "objectives_without_card"):
        assert not replace(GOOD, **{fault: 1}).is_good
    assert not replace(GOOD, events_created=18).is_good
    assert not replace(GOOD, meetings_planned=0, events_created=0).is_good
