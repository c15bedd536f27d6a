"""Time zones and times as Outlook names them.

Windows names from the Unicode CLDR's windowsZones.xml, territory "001"; IANA names are taken as well.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from teams_app.sandbox.graph.wire import GraphError, JsonObject

WINDOWS_OF = {
    "Africa/Johannesburg": "South Africa Standard Time",
    "Africa/Lagos": "W. Central Africa Standard Time",
    "Africa/Nairobi": "E. Africa Standard Time",
    "America/Chicago": "Central Standard Time",
    "America/Denver": "Mountain Standard Time",
    "America/Los_Angeles": "Pacific Standard Time",
    "America/New_York": "Eastern Standard Time",
    "America/Phoenix": "US Mountain Standard Time",
    "America/Sao_Paulo": "E. South America Standard Time",
    "America/Toronto": "Eastern Standard Time",
    "Asia/Calcutta": "India Standard Time",
    "Asia/Dubai": "Arabian Standard Time",
    "Asia/Jerusalem": "Israel Standard Time",
    "Asia/Kolkata": "India Standard Time",
    "Asia/Seoul": "Korea Standard Time",
    "Asia/Shanghai": "China Standard Time",
    "Asia/Singapore": "Singapore Standard Time",
    "Asia/Tokyo": "Tokyo Standard Time",
    "Atlantic/Reykjavik": "Greenwich Standard Time",
    "Australia/Sydney": "AUS Eastern Standard Time",
    "Etc/UTC": "UTC",
    "Europe/Amsterdam": "W. Europe Standard Time",
    "Europe/Athens": "GTB Standard Time",
    "Europe/Berlin": "W. Europe Standard Time",
    "Europe/Bucharest": "GTB Standard Time",
    "Europe/Budapest": "Central Europe Standard Time",
    "Europe/Copenhagen": "Romance Standard Time",
    "Europe/Dublin": "GMT Standard Time",
    "Europe/Helsinki": "FLE Standard Time",
    "Europe/Istanbul": "Turkey Standard Time",
    "Europe/Lisbon": "GMT Standard Time",
    "Europe/London": "GMT Standard Time",
    "Europe/Madrid": "Romance Standard Time",
    "Europe/Oslo": "W. Europe Standard Time",
    "Europe/Paris": "Romance Standard Time",
    "Europe/Prague": "Central Europe Standard Time",
    "Europe/Rome": "W. Europe Standard Time",
    "Europe/Stockholm": "W. Europe Standard Time",
    "Europe/Vienna": "W. Europe Standard Time",
    "Europe/Warsaw": "Central European Standard Time",
    "Europe/Zurich": "W. Europe Standard Time",
    "Pacific/Auckland": "New Zealand Standard Time",
    "UTC": "UTC",
}

# The city that stands for a Windows zone, where the first one above is not it.
IANA_OF = {
    **{windows: iana for iana, windows in reversed(WINDOWS_OF.items())},
    "Eastern Standard Time": "America/New_York",
    "W. Europe Standard Time": "Europe/Berlin",
    "Romance Standard Time": "Europe/Paris",
    "GMT Standard Time": "Europe/London",
    "GTB Standard Time": "Europe/Bucharest",
    "India Standard Time": "Asia/Kolkata",
}


def windows_name(iana: str) -> str:
    """The name that a mailbox shows for an IANA zone; the IANA name itself where there is no other."""
    return WINDOWS_OF.get(iana, iana)


@cache
def zone_named(name: str) -> tzinfo:
    """The zone with a Windows or IANA name, or "tzone://Microsoft/Utc".

    :raises GraphError: there is none, in Outlook's words.
    """
    if name.lower() in ("utc", "tzone://microsoft/utc"):
        return UTC
    try:
        return ZoneInfo(IANA_OF.get(name, name))
    except (KeyError, ValueError, OSError) as error:
        raise GraphError(
            400,
            "TimeZoneNotSupportedException",
            "A valid TimeZone value must be specified. The following TimeZone value is not supported: "
            f"'{name}'.",
        ) from error


def read_moment(value: Any, name: str) -> datetime:
    """A dateTimeTimeZone as an aware UTC time; without a zone it is UTC.

    :raises GraphError: it cannot be read, or its zone is unknown.
    """
    if not isinstance(value, dict) or not isinstance(value.get("dateTime"), str):
        raise property_fault(f"{name} must have dateTime and timeZone.")
    text: str = value["dateTime"]
    zone = UTC if text.endswith("Z") else zone_named(str(value.get("timeZone") or "UTC"))
    return _parsed(text, name).replace(tzinfo=zone).astimezone(UTC)


def read_instant(text: str, name: str) -> datetime:
    """A time in a query option: UTC unless it carries an offset.

    :raises GraphError: it cannot be read.
    """
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise GraphError(400, "ErrorInvalidParameter", f"The value '{text}' of {name} is no time.") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def moment_json(moment: datetime, zone_name: str = "UTC") -> JsonObject:
    """A dateTimeTimeZone in the zone that the client prefers."""
    return {"dateTime": _wall_clock(moment, zone_name), "timeZone": zone_name}


@lru_cache(maxsize=20_000)
def _wall_clock(moment: datetime, zone_name: str) -> str:
    local = moment.astimezone(zone_named(zone_name))
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond:06d}0"


def instant_json(moment: datetime) -> str:
    """A DateTimeOffset, always in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def property_fault(message: str) -> GraphError:
    return GraphError(
        400, "ErrorPropertyValidationFailure", f"At least one property failed validation. {message}"
    )


def _parsed(text: str, name: str) -> datetime:
    """A wall-clock time; Outlook gives and takes seven digits of a second, Python reads six."""
    plain, _, fraction = text.removesuffix("Z").partition(".")
    try:
        moment = datetime.fromisoformat(plain)
        micros = int((fraction or "0").ljust(6, "0")[:6])
    except ValueError as error:
        raise property_fault(f"{name} '{text}' is no time.") from error
    if moment.tzinfo is not None:
        raise property_fault(f"{name} '{text}' must not carry an offset; give timeZone instead.")
    return moment.replace(microsecond=micros)
