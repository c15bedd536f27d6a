"""Times and time zones as Outlook writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from teams_app.sandbox.company import load_company
from teams_app.sandbox.graph.wire import GraphError
from teams_app.sandbox.graph.zones import (
    WINDOWS_OF,
    moment_json,
    read_instant,
    read_moment,
    windows_name,
    zone_named,
)

NINE_UTC = datetime(2027, 1, 11, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2027-01-11T10:00:00", "W. Europe Standard Time"),
        ("2027-01-11T10:00:00.0000000", "Europe/Berlin"),
        ("2027-01-11T14:30", "India Standard Time"),
        ("2027-01-11T04:00:00", "Eastern Standard Time"),
        ("2027-01-11T09:00:00", "UTC"),
        ("2027-01-11T09:00:00", None),
        ("2027-01-11T09:00:00Z", "Europe/Berlin"),
        ("2027-01-11T09:00:00", "tzone://Microsoft/Utc"),
    ],
)
def test_one_moment_has_many_names(text: str, zone: str | None) -> None:
    assert read_moment({"dateTime": text, "timeZone": zone}, "start") == NINE_UTC


@pytest.mark.parametrize(
    "value",
    [
        None,
        "2027-01-11T10:00:00",
        {"timeZone": "UTC"},
        {"dateTime": "next Monday", "timeZone": "UTC"},
        {"dateTime": "2027-01-11T10:00:00+01:00", "timeZone": "UTC"},
    ],
)
def test_what_is_no_moment_is_refused(value: Any) -> None:
    with pytest.raises(GraphError) as refused:
        read_moment(value, "start")
    assert refused.value.code == "ErrorPropertyValidationFailure"


@pytest.mark.parametrize("name", ["Mars", "../etc/passwd", ""])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(GraphError) as refused:
        zone_named(name)
    assert refused.value.code == "TimeZoneNotSupportedException"


def test_a_moment_is_shown_in_the_preferred_zone() -> None:
    assert moment_json(NINE_UTC, "India Standard Time") == {
        "dateTime": "2027-01-11T14:30:00.0000000",
        "timeZone": "India Standard Time",
    }


def test_query_times_are_utc_unless_they_say_otherwise() -> None:
    assert read_instant("2027-01-11T09:00:00", "startDateTime") == NINE_UTC
    assert read_instant("2027-01-11T10:00:00 01:00", "startDateTime") == NINE_UTC  # "+" lost in the query
    with pytest.raises(GraphError):
        read_instant("tomorrow", "startDateTime")


def test_every_zone_of_the_company_has_a_windows_name_for_the_same_hours() -> None:
    zones = {person.time_zone for person in load_company().people}
    assert zones <= WINDOWS_OF.keys()
    for zone in zones:
        for month in (1, 7):
            moment = datetime(2027, month, 15, 12, tzinfo=UTC)
            named = zone_named(windows_name(zone))
            assert moment.astimezone(named).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()
