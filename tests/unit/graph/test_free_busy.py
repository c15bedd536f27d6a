"""getSchedule's answer becomes one digit a slot."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from graph.errors import BadRequest
from graph.free_busy import Window, read_schedules
from graph.values import Availability, WorkingHours

START = datetime(2026, 12, 7, tzinfo=UTC)
FOUR_SLOTS = Window(START, START + timedelta(hours=1), 15)
HOURS = {
    "daysOfWeek": ["monday", "tuesday", "sunday"],
    "startTime": "08:30:00.0000000",
    "endTime": "17:00:00.0000000",
    "timeZone": {"name": "W. Europe Standard Time"},
}


def read(**schedule: Any) -> Availability:
    answer = {"value": [{"scheduleId": "Ann@example.org", **schedule}]}
    return read_schedules(answer, FOUR_SLOTS)["ann@example.org"]


@pytest.mark.parametrize(("view", "expected"), [("0213", "0213"), ("02", "0200"), ("021344", "0213")])
def test_a_view_has_exactly_the_slots_asked_for(view: str, expected: str) -> None:
    assert read(availabilityView=view).view == expected


def test_a_mailbox_that_cannot_be_read_has_a_problem_and_no_view() -> None:
    found = read(availabilityView="", error={"message": "Not found.", "responseCode": "ErrorX"})
    assert (found.view, found.problem) == ("", "Not found.")


def test_working_hours_are_in_an_iana_zone() -> None:
    found = read(availabilityView="0000", workingHours=HOURS)
    assert found.working_hours == WorkingHours("Europe/Berlin", (1, 2, 7), time(8, 30), time(17))


def test_working_hours_in_a_custom_zone_are_unknown() -> None:
    custom = {"@odata.type": "#microsoft.graph.customTimeZone", "bias": -60, "name": "Customized Time Zone"}
    assert read(availabilityView="0000", workingHours={**HOURS, "timeZone": custom}).working_hours is None


def test_a_part_of_a_slot_counts_as_one() -> None:
    assert Window(START, START + timedelta(minutes=50), 15).slots == 4


@pytest.mark.parametrize("days", [0, -1, 62])
def test_a_window_must_be_under_62_days(days: int) -> None:
    with pytest.raises(BadRequest):
        Window(START, START + timedelta(days=days), 15)
