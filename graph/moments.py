"""Outlook's ``dateTimeTimeZone`` and Graph's timestamps, to and from aware UTC datetimes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone

from graph.zones import iana_zone


def utc_value(moment: datetime) -> DateTimeTimeZone:
    """A moment as Outlook takes it; the zone stands beside the time, so the time carries no offset.

    :raises ValueError: the moment is naive, so nobody knows when it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return DateTimeTimeZone(date_time=text, time_zone="UTC")


def read_zoned(value: Mapping[str, Any]) -> datetime:
    """The moment that a ``dateTimeTimeZone`` means; an unknown zone is taken for UTC, Outlook's default."""
    wall_clock = datetime.fromisoformat(str(value["dateTime"]))
    if wall_clock.tzinfo is None:
        wall_clock = wall_clock.replace(tzinfo=ZoneInfo(iana_zone(str(value.get("timeZone"))) or "UTC"))
    return wall_clock.astimezone(UTC)


def read_timestamp(text: str | None) -> datetime | None:
    """An ISO 8601 timestamp such as ``createdDateTime``; None where there is none."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
