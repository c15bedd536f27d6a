"""Times go out in UTC and come back in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from graph.moments import read_timestamp, read_zoned, utc_value

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_local_time_goes_out_as_utc_without_an_offset() -> None:
    value = utc_value(datetime(2026, 7, 1, 10, 0, tzinfo=BERLIN))
    assert (value.date_time, value.time_zone) == ("2026-07-01T08:00:00", "UTC")


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        utc_value(datetime(2026, 7, 1, 10, 0))  # noqa: DTZ001  # that is what is tested


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-12-07T09:00:00.0000000", "UTC"),
        ("2026-12-07T10:00:00.0000000", "W. Europe Standard Time"),
        ("2026-12-07T09:00:00Z", "UTC"),
    ],
)
def test_outlook_times_come_back_in_utc(text: str, zone: str) -> None:
    assert read_zoned({"dateTime": text, "timeZone": zone}) == datetime(2026, 12, 7, 9, tzinfo=UTC)


def test_a_timestamp_is_utc_and_may_be_missing() -> None:
    assert read_timestamp("2026-12-07T09:00:00.123Z") == datetime(2026, 12, 7, 9, 0, 0, 123000, tzinfo=UTC)
    assert read_timestamp(None) is None
