"""What is taken over into a share meeting from its event, in every state that both can be in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.values import AttendeeAnswer, AttendeeKind, Response, SeenEvent
from teams_app.okr import Answer, Invitee, MeetingState, Person, Role, Room, ShareMeeting
from teams_app.services.answers.taking import Seen, Taken, known, take_over

TEN = datetime(2026, 12, 7, 10, tzinfo=UTC)
NOW, HOUR = TEN - timedelta(days=3), timedelta(hours=1)
LEADER, LI, RUI = 1, 2, 3
EMAILS = {LEADER: "amina@tidewell.example", LI: "Li.Chen@tidewell.example", RUI: "rui@tidewell.example"}


def meeting(**values: Any) -> ShareMeeting:
    given: dict[str, Any] = {
        "id": 1,
        "week_id": 1,
        "organizer_id": LEADER,
        "state": MeetingState.BOOKED,
        "starts_at": TEN,
        "ends_at": TEN + HOUR,
        "minutes": 60,
        "version": 1,
        "event_id": "AAk1",
        "room_answer": Answer.NONE,
        "looked_at": NOW,
        **values,
    }
    made = ShareMeeting(**given)
    made.booked_room = Room(email="elm@tidewell.example", name="Elm room", capacity=9)
    made.invitees = [
        Invitee(person_id=one, person=Person(email=email, name=email), role=Role.REQUIRED, answer=Answer.NONE)
        for one, email in EMAILS.items()
    ]
    return made


def said(email: str, response: Response, kind: AttendeeKind = AttendeeKind.REQUIRED) -> AttendeeAnswer:
    return AttendeeAnswer(email, kind, response, NOW)


def event(*answers: AttendeeAnswer, start: datetime = TEN) -> SeenEvent:
    return SeenEvent("AAk1", start, start + HOUR, answers=answers)


def taken(one: ShareMeeting, seen: Seen) -> Taken:
    return take_over(one, known(one), seen, NOW)


def answer(one: ShareMeeting, person_id: int) -> Answer:
    return next(i.answer for i in one.invitees if i.person_id == person_id)


def test_answers_are_found_whatever_the_letters_of_the_address() -> None:
    one = meeting()
    found = taken(one, event(said("li.chen@tidewell.example", Response.DECLINED)))
    assert answer(one, LI) is Answer.DECLINED
    assert [invitee.person_id for invitee in found.declined] == [LI]


def test_a_yes_is_news_once_and_a_no_as_long_as_it_stands() -> None:
    one = meeting()
    seen = event(
        said("li.chen@tidewell.example", Response.ACCEPTED), said("rui@tidewell.example", Response.DECLINED)
    )
    first, second = taken(one, seen), taken(one, seen)
    assert [[i.person_id for i in found.accepted] for found in (first, second)] == [[LI], []]
    assert [[i.person_id for i in found.declined] for found in (first, second)] == [[RUI], [RUI]]


def test_who_is_not_required_refuses_nothing_and_who_organizes_is_not_asked() -> None:
    one = meeting()
    one.invitees[1].role = Role.OPTIONAL
    seen = event(
        said("li.chen@tidewell.example", Response.DECLINED),
        said("amina@tidewell.example", Response.DECLINED),
    )
    assert taken(one, seen).declined == []
    assert one.answers == {Answer.DECLINED: 1, Answer.NONE: 1}


def test_who_was_taken_off_the_event_has_no_answer_any_more() -> None:
    one = meeting()
    taken(one, event(said("rui@tidewell.example", Response.TENTATIVE)))
    taken(one, event())
    assert answer(one, RUI) is Answer.NONE


def test_a_rooms_answer_is_news_once() -> None:
    one = meeting()
    seen = event(said("elm@tidewell.example", Response.DECLINED, AttendeeKind.ROOM))
    assert [taken(one, seen).room_said for _ in range(2)] == [Answer.DECLINED, None]


def test_another_time_is_taken_over_as_it_is() -> None:
    one = meeting()
    found = taken(one, SeenEvent("AAk1", TEN + HOUR, TEN + 3 * HOUR))
    assert (found.is_moved, one.starts_at, one.minutes) == (True, TEN + HOUR, 120)


def test_while_it_moves_by_our_hand_its_old_time_is_no_news() -> None:
    one = meeting(state=MeetingState.MOVING)
    found = taken(one, event(said("rui@tidewell.example", Response.DECLINED), start=TEN - HOUR))
    assert (found.is_moved, found.declined, one.starts_at, one.looked_at) == (False, [], TEN, None)
    assert not taken(one, event()).is_moved


@pytest.mark.parametrize("state", [MeetingState.BOOKED, MeetingState.MOVING])
def test_what_is_gone_is_deleted_and_keeps_its_time(state: MeetingState) -> None:
    one = meeting(state=state)
    assert taken(one, None).is_gone
    assert (one.state, one.event_id, one.starts_at) == (MeetingState.DELETED, None, TEN)


@pytest.mark.parametrize("state", [MeetingState.CANCELLING, MeetingState.CANCELLED, MeetingState.BOOKING])
def test_what_we_cancel_or_book_ourselves_is_no_deletion(state: MeetingState) -> None:
    one = meeting(state=state)
    assert not taken(one, None).is_gone
    assert one.state is state


def test_what_changed_while_it_was_read_is_left_and_looked_at_again() -> None:
    one = meeting()
    before = known(one)
    one.move(TEN + HOUR, None, is_confirmed=True)
    found = take_over(one, before, event(), NOW)
    assert (found.is_stale, one.starts_at, one.looked_at) == (True, TEN + HOUR, None)
