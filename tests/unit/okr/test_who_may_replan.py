"""Who may tell what happened to a share week, who decides about the moves, and who sees them."""

from __future__ import annotations

import pytest

from teams_app.okr import Person, PersonKind, ShareMeeting, Unit, UnitKind, WeekChange, WeekMove
from teams_app.okr.replanning import may_ask, may_decide, may_see

ORGANIZER = Person(id=1, is_enabled=True, is_organizer=True, kind=PersonKind.MEMBER)
MOBILE_LEADER = Person(id=2, is_enabled=True, is_organizer=False, kind=PersonKind.MEMBER)
CLOUD_LEADER = Person(id=3, is_enabled=True, is_organizer=False, kind=PersonKind.MEMBER)
DEPARTMENT_LEADER = Person(id=4, is_enabled=True, is_organizer=False, kind=PersonKind.MEMBER)
MEMBER = Person(id=5, is_enabled=True, is_organizer=False, kind=PersonKind.MEMBER)
GONE_ORGANIZER = Person(id=6, is_enabled=False, is_organizer=True, kind=PersonKind.MEMBER)
# Leads a unit as well, but left, or is a guest.
GONE_LEADER = Person(id=2, is_enabled=False, is_organizer=False, kind=PersonKind.MEMBER)
GUEST_LEADER = Person(id=2, is_enabled=True, is_organizer=False, kind=PersonKind.GUEST)
PEOPLE = {
    "organizer": ORGANIZER,
    "mobile's leader": MOBILE_LEADER,
    "cloud's leader": CLOUD_LEADER,
    "department's leader": DEPARTMENT_LEADER,
    "member": MEMBER,
    "organizer who left": GONE_ORGANIZER,
    "leader who left": GONE_LEADER,
    "guest who leads": GUEST_LEADER,
}


def meeting(leader: Person) -> ShareMeeting:
    return ShareMeeting(unit=Unit(kind=UnitKind.TEAM, leader_id=leader.id))


MOBILE, CLOUD = meeting(MOBILE_LEADER), meeting(CLOUD_LEADER)
NOTHING: list[ShareMeeting] = []


def change(about: ShareMeeting | None, moving: list[ShareMeeting]) -> WeekChange:
    return WeekChange(meeting=about, moves=[WeekMove(meeting=one) for one in moving])


@pytest.mark.parametrize(
    ("about", "who"),
    [
        ([MOBILE], {"organizer", "mobile's leader"}),
        ([CLOUD], {"organizer", "cloud's leader"}),
        ([MOBILE, CLOUD], {"organizer"}),
        (NOTHING, {"organizer"}),  # a room, all people, the whole week
    ],
)
def test_leaders_tell_of_their_own_meetings_and_organizers_of_all(
    about: list[ShareMeeting], who: set[str]
) -> None:
    assert {name for name, person in PEOPLE.items() if may_ask(person, about)} == who


@pytest.mark.parametrize(
    ("about", "moving", "who"),
    [
        (MOBILE, [MOBILE], {"organizer", "mobile's leader"}),
        (MOBILE, [MOBILE, CLOUD], {"organizer"}),
        (MOBILE, [CLOUD], {"organizer", "cloud's leader"}),
        (None, [MOBILE], {"organizer", "mobile's leader"}),
        (MOBILE, NOTHING, {"organizer"}),
    ],
)
def test_leaders_decide_where_nobody_elses_meeting_moves(
    about: ShareMeeting | None, moving: list[ShareMeeting], who: set[str]
) -> None:
    found = change(about, moving)
    assert {name for name, person in PEOPLE.items() if may_decide(person, found)} == who


@pytest.mark.parametrize(
    ("about", "moving", "who"),
    [
        (MOBILE, [MOBILE], {"organizer", "mobile's leader"}),
        (MOBILE, [CLOUD], {"organizer", "mobile's leader", "cloud's leader"}),
        (None, NOTHING, {"organizer"}),
    ],
)
def test_leaders_see_what_concerns_their_meetings(
    about: ShareMeeting | None, moving: list[ShareMeeting], who: set[str]
) -> None:
    found = change(about, moving)
    assert {name for name, person in PEOPLE.items() if may_see(person, found)} == who
