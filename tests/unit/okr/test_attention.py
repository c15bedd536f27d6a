"""What an organizer is told to look at, with what can be done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from teams_app.okr import Invitee, MeetingState, Person, PersonKind, ShareMeeting, Trouble, Unit, UnitKind
from teams_app.okr.attention import remarks

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


def person(number: int, name: str, object_id: str | None = "o", **given: object) -> Person:
    given = {"time_zone": "UTC", **given}
    return Person(id=number, name=name, email=f"{number}@tidewell.example", object_id=object_id, **given)


SOFIA, HELENA = person(1, "Sofia", kind=PersonKind.MEMBER), person(2, "Helena", kind=PersonKind.MEMBER)
LOCAL = person(3, "Luca", None, kind=PersonKind.MEMBER)


def meeting(
    leader: Person, *others: Person, organizer: Person | None = None, **given: object
) -> ShareMeeting:
    unit = Unit(id=1, key="onb", name="Onboarding", kind=UnitKind.TEAM, leader_id=leader.id)
    made = ShareMeeting(unit=unit, organizer=organizer or leader, organizer_id=(organizer or leader).id)
    made.state, made.not_invited, made.problem = MeetingState.BOOKED, 0, None
    made.starts_at, made.ends_at = NINE, NINE + timedelta(hours=1)
    made.invitees = [Invitee(person=one, person_id=one.id) for one in (leader, *others)]
    for name, value in given.items():
        setattr(made, name, value)
    return made


def sentences(made: ShareMeeting) -> list[str]:
    return [remark.sentence for remark in remarks([made])]


def test_a_meeting_in_order_needs_no_look() -> None:
    guest = person(4, "Guest", None, kind=PersonKind.EXTERNAL)
    assert sentences(meeting(SOFIA, HELENA, guest)) == []


def test_the_problem_of_a_booked_meeting_is_told() -> None:
    assert sentences(meeting(SOFIA, problem="No link.")) == ["No link."]
    assert sentences(meeting(SOFIA, problem="No link.", state=MeetingState.BOOKING)) == []


def test_a_leader_without_a_mailbox_lets_another_send() -> None:
    told = sentences(meeting(LOCAL, HELENA, organizer=HELENA))
    assert told[0] == "Luca has no mailbox in the cloud: Helena’s sends the invitation."


def test_where_nobody_can_send_it_is_told_what_to_do() -> None:
    assert "Let an organizer who has one plan" in sentences(meeting(LOCAL, HELENA))[0]


def test_a_leader_on_leave_is_told() -> None:
    made = meeting(SOFIA, HELENA)
    made.invitees[0].trouble = Trouble.OUT_OF_OFFICE
    assert sentences(made)[0].startswith("Sofia, who leads it, is out of office then.")
    made.invitees[0].trouble = Trouble.BUSY
    made.invitees[1].trouble = Trouble.OUT_OF_OFFICE
    assert sentences(made) == []


def test_a_unit_that_is_too_large_is_told() -> None:
    assert (
        "2 take part for all, and 598 are not invited"
        in sentences(meeting(SOFIA, HELENA, not_invited=598))[0]
    )


def test_people_without_a_mailbox_are_named_and_many_are_counted() -> None:
    absent = [person(10 + n, f"P{n}", None, kind=PersonKind.MEMBER) for n in range(5)]
    assert sentences(meeting(SOFIA, *absent[:1]))[0].startswith("P0 cannot be found")
    assert sentences(meeting(SOFIA, *absent[:2]))[0].startswith("P0 and P1 cannot be found")
    assert sentences(meeting(SOFIA, *absent))[0].startswith("P0, P1, P2 and 2 more cannot be found")


def test_a_time_that_somebody_proposes_is_told_by_the_organizers_clock() -> None:
    made = meeting(SOFIA, HELENA)
    made.organizer.time_zone = "Europe/Berlin"
    made.invitees[1].proposed_start = NINE + timedelta(hours=5)
    assert sentences(made)[0].startswith("Helena proposes 7 December, 15:00 instead.")
    made.invitees[1].proposed_start = NINE
    assert sentences(made) == []


def test_what_is_cancelled_or_not_placed_needs_no_look() -> None:
    for state in (MeetingState.CANCELLED, MeetingState.CANCELLING, MeetingState.UNPLACED):
        assert sentences(meeting(LOCAL, problem="x", state=state)) == []
