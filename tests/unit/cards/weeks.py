"""Share weeks of any size, made in memory as queries would load them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from teams_app.okr import (
    Invitee,
    MeetingState,
    Person,
    Role,
    ShareMeeting,
    ShareWeek,
    Trouble,
    Unit,
    UnitKind,
    WeekState,
)
from tests.unit.cards.onboarding import AMINA, CYCLE, FELIX, HELENA, IBRAHIM, NOOR

MONDAY = datetime(2026, 12, 7, 9, tzinfo=UTC)
PEOPLE = (HELENA, IBRAHIM, AMINA, FELIX, NOOR)
TEAM_NAMES = ("Onboarding", "Scheduling", "Mobile", "Data platform", "Cloud", "Support", "Success")


def invitee(person: Person, role: Role = Role.REQUIRED, trouble: Trouble | None = None) -> Invitee:
    return Invitee(person_id=person.id, person=person, role=role, trouble=trouble)


def meeting(name: str = "Onboarding", kind: UnitKind = UnitKind.TEAM, **values: Any) -> ShareMeeting:
    """Five people for 45 minutes; ``starts_at=None`` leaves it unplaced."""
    given: dict[str, Any] = {
        "unit": Unit(key=name.lower(), name=name, kind=kind),
        "organizer": AMINA,
        "starts_at": MONDAY,
        "minutes": 45,
        "invitees": [invitee(person) for person in PEOPLE],
        "state": MeetingState.PROPOSED,
        "position": 0,
    } | values
    starts = given["starts_at"]
    ends = starts + timedelta(minutes=given["minutes"]) if starts else None
    return ShareMeeting(organizer_id=given["organizer"].id, ends_at=ends, unplaced_reason="", **given)


def unplaced(name: str, reason: str, **values: Any) -> ShareMeeting:
    made = meeting(name, starts_at=None, state=MeetingState.UNPLACED, **values)
    made.unplaced_reason = reason
    return made


def week(meetings: Sequence[ShareMeeting], **values: Any) -> ShareWeek:
    given: dict[str, Any] = {
        "number": 4,
        "state": WeekState.PROPOSED,
        "first_day": date(2026, 12, 7),
        "days": 5,
        "is_bottom_up": False,
        "cost": 4,
        "lower_bound": 4,
        "unread_mailboxes": 0,
    } | values
    return ShareWeek(cycle=CYCLE, meetings=list(meetings), **given)


def meetings_of(teams: int, departments: int = 4, **values: Any) -> list[ShareMeeting]:
    """Leadership, departments and teams, one after the other."""
    kinds = [UnitKind.ORGANIZATION, *[UnitKind.DEPARTMENT] * departments, *[UnitKind.TEAM] * teams]
    return [
        meeting(
            TEAM_NAMES[number % len(TEAM_NAMES)] if kind is UnitKind.TEAM else "Product",
            kind,
            starts_at=MONDAY + timedelta(hours=number),
            position=number,
            **values,
        )
        for number, kind in enumerate(kinds)
    ]
