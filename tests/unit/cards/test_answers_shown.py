"""Answers on the card of a share week: how many, who declined, and what was deleted in Outlook."""

from __future__ import annotations

from typing import Any

from teams_app.cards import change_card, week_card
from teams_app.cli.week import answers as in_terminal
from teams_app.okr import (
    Answer,
    ChangeKind,
    ChangeState,
    Invitee,
    MeetingState,
    Role,
    ShareMeeting,
    WeekState,
)
from tests.unit.cards.changes import change
from tests.unit.cards.onboarding import FELIX, HELENA, IBRAHIM, LINKS, NOOR
from tests.unit.cards.reading import actions, texts
from tests.unit.cards.weeks import invitee, meeting, week


def said(person: Any, answer: Answer, role: Role = Role.REQUIRED) -> Invitee:
    made = invitee(person, role)
    made.answer = answer
    return made


def answered(**values: Any) -> ShareMeeting:
    people = [
        said(HELENA, Answer.ACCEPTED),
        said(IBRAHIM, Answer.ACCEPTED),
        said(FELIX, Answer.DECLINED),
        said(NOOR, Answer.DECLINED, Role.OPTIONAL),
    ]
    return meeting(invitees=people, state=MeetingState.BOOKED, **values)


def shown(*meetings: ShareMeeting) -> list[str]:
    return texts(week_card(week(meetings, state=WeekState.CONFIRMED), LINKS, "Europe/Berlin"))


def test_answers_are_counted_and_who_must_come_and_declined_is_named() -> None:
    told = shown(answered())
    assert "45 min · Amina Diallo, 4 people · 2 accepted, 2 declined" in told
    assert "× Felix Maurer declined" in told
    assert "× Noor Haddad declined" not in told


def test_while_nobody_has_answered_nothing_is_said_of_it() -> None:
    assert "45 min · Amina Diallo, 5 people" in shown(meeting(state=MeetingState.BOOKED))


def test_of_many_who_declined_three_are_named() -> None:
    many = meeting(invitees=[said(FELIX, Answer.DECLINED) for _ in range(8)], state=MeetingState.BOOKED)
    assert "× and 5 more declined" in shown(many)


def test_a_room_that_declined_is_named() -> None:
    assert "× Fjord room declined" in shown(answered(room="Fjord room", room_answer=Answer.DECLINED))


def test_what_was_deleted_in_outlook_is_told_first_with_what_can_be_done() -> None:
    told = shown(meeting(state=MeetingState.BOOKED), meeting("Mobile", state=MeetingState.DELETED))
    assert "× 1 share meeting was deleted in Outlook" in told
    assert "**Mobile:** write **book again Mobile**" in told
    assert "× Deleted in Outlook" in told


def test_the_terminal_counts_and_names_too() -> None:
    assert in_terminal(answered()) == "2 yes, 2 no: Felix Maurer, Noor Haddad"
    assert in_terminal(meeting()) == ""
    room = meeting(room="Fjord room", room_answer=Answer.DECLINED)
    assert in_terminal(room) == ": Fjord room"


def test_a_change_that_nobody_asked_for_says_what_happened() -> None:
    about = meeting("Mobile")
    room = change(kind=ChangeKind.ROOM, state=ChangeState.PROPOSED, meeting=about, room="Fjord room")
    card = change_card(room, LINKS, "Europe/Berlin")
    assert "Mobile needs another room" in texts(card)
    assert "**Fjord room** declined the share meeting of Mobile." in texts(card)
    back = change(kind=ChangeKind.DECLINED, state=ChangeState.TAKEN_BACK, meeting=about)
    card = change_card(back, LINKS, "Europe/Berlin")
    assert "It was accepted after all" in texts(card)
    assert list(actions(card)) == ["See the calendar"]
