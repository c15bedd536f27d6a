"""What a move does to a share meeting, by where its event stands; and what people are told of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from teams_app.cards import week_card
from teams_app.okr import MeetingState, ShareMeeting, WeekState
from tests.unit.cards.onboarding import LINKS
from tests.unit.cards.reading import texts
from tests.unit.cards.weeks import meeting, week

TWO = datetime(2026, 12, 7, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MeetingState.BOOKED, MeetingState.MOVING),
        (MeetingState.MOVING, MeetingState.MOVING),
        (MeetingState.BOOKING, MeetingState.BOOKING),
        (MeetingState.UNPLACED, MeetingState.BOOKING),
    ],
)
def test_an_event_that_is_there_is_to_follow(before: MeetingState, after: MeetingState) -> None:
    moved = ShareMeeting(state=before, minutes=45, room="Elm room", problem="No room.", unplaced_reason="Why")
    moved.move(TWO, None, is_confirmed=True)
    assert (moved.state, moved.starts_at, moved.ends_at) == (after, TWO, TWO + timedelta(minutes=45))
    assert (moved.room, moved.problem, moved.unplaced_reason) == (None, None, "")


@pytest.mark.parametrize("state", [MeetingState.PROPOSED, MeetingState.UNPLACED])
def test_before_the_week_is_confirmed_there_is_no_event(state: MeetingState) -> None:
    moved = ShareMeeting(state=state, minutes=45)
    moved.move(TWO, "Elm room", is_confirmed=False)
    assert (moved.state, moved.room) == (MeetingState.PROPOSED, "Elm room")


def test_a_meeting_on_its_way_is_cancelled_with_the_week() -> None:
    moving = ShareMeeting(state=MeetingState.MOVING)
    assert (moving.cancel(), moving.state) == (True, MeetingState.CANCELLING)


def test_the_week_card_tells_what_is_on_its_way_and_what_could_not_be_moved() -> None:
    moving = meeting(state=MeetingState.MOVING)
    card = week_card(week([moving], state=WeekState.CONFIRMED), LINKS, "Europe/Berlin")
    assert texts(card)[1] == "1 share meeting is booked"
    assert "45 min · Amina Diallo, 5 people · being moved" in texts(card)
    moving.problem = "The mailbox is full."
    card = week_card(week([moving], state=WeekState.CONFIRMED), LINKS, "Europe/Berlin")
    assert "× 1 share meeting could not be moved" in texts(card)
    assert "× Not moved yet" in texts(card)
