"""Mailboxes name their zones as Windows does."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from graph.zones import WINDOWS_ZONES, iana_zone


@pytest.mark.parametrize(
    ("windows", "iana"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("India Standard Time", "Asia/Kolkata"),
        ("UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
    ],
)
def test_a_windows_zone_has_an_iana_name(windows: str, iana: str) -> None:
    assert iana_zone(windows) == iana


def test_an_iana_name_is_taken_as_it_is() -> None:
    assert iana_zone("Europe/Berlin") == "Europe/Berlin"


@pytest.mark.parametrize(
    "name", ["Customized Time Zone", "tzone://Microsoft/Custom", "", "Mars/Olympus", "../x"]
)
def test_an_unknown_or_custom_zone_is_none(name: str) -> None:
    assert iana_zone(name) is None


def test_every_zone_of_the_table_exists() -> None:
    assert len(WINDOWS_ZONES) > 130
    assert all(ZoneInfo(zone) for zone in WINDOWS_ZONES.values())
