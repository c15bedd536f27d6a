"""Events as a client books them."""

from __future__ import annotations

from datetime import date
from typing import Any

CHIEF = "helena.brandt@tidewell.example"
GUESTS = ("ibrahim.sahin@tidewell.example", "sofia.lindqvist@tidewell.example")
OUTSIDER = "someone@partner.example"
ROOM = "oak.room@tidewell.example"
BERLIN = "W. Europe Standard Time"


def moment(day: date, clock: str, zone: str = BERLIN) -> dict[str, str]:
    return {"dateTime": f"{day}T{clock}:00", "timeZone": zone}


def attendee(email: str, kind: str = "required") -> dict[str, Any]:
    return {"type": kind, "emailAddress": {"address": email}}


def event(day: date, *people: str, at: str = "21:00", until: str = "22:00", **other: Any) -> dict[str, Any]:
    """A meeting in the late evening, when nobody has anything else."""
    return {
        "subject": "Leadership shares its OKRs",
        "start": moment(day, at),
        "end": moment(day, until),
        "body": {"contentType": "html", "content": "<p>Agenda</p>"},
        "attendees": [attendee(email) for email in people],
        **other,
    }
