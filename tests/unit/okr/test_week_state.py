"""What a decision about a share week does to its meetings."""

from __future__ import annotations

import pytest

from teams_app.errors import Conflict
from teams_app.okr import MeetingState, ShareMeeting, ShareWeek, WeekState


def week(*states: MeetingState, state: WeekState = WeekState.PROPOSED) -> ShareWeek:
    made = ShareWeek(number=1, state=state, cost=0, lower_bound=0)
    made.meetings = [ShareMeeting(state=one) for one in states]
    return made


def test_confirming_books_what_could_be_placed() -> None:
    proposed = week(MeetingState.PROPOSED, MeetingState.UNPLACED)
    assert proposed.confirm() == proposed.meetings[:1]
    assert [meeting.state for meeting in proposed.meetings] == [MeetingState.BOOKING, MeetingState.UNPLACED]


def test_confirming_again_books_nothing() -> None:
    assert week(MeetingState.BOOKED, state=WeekState.CONFIRMED).confirm() == []


@pytest.mark.parametrize("state", [WeekState.REPLACED, WeekState.CANCELLED])
def test_an_old_proposal_cannot_be_confirmed(state: WeekState) -> None:
    with pytest.raises(Conflict, match="newest"):
        week(MeetingState.PROPOSED, state=state).confirm()


def test_cancelling_cancels_events_that_are_there_or_on_their_way() -> None:
    states = (MeetingState.BOOKED, MeetingState.BOOKING, MeetingState.PROPOSED, MeetingState.UNPLACED)
    booked = week(*states, state=WeekState.CONFIRMED)
    assert booked.cancel() == booked.meetings[:2]
    assert [meeting.state for meeting in booked.meetings] == [
        MeetingState.CANCELLING,
        MeetingState.CANCELLING,
        MeetingState.CANCELLED,
        MeetingState.UNPLACED,
    ]


def test_the_gap_is_what_is_not_proven() -> None:
    made = ShareWeek(cost=200, lower_bound=190)
    assert made.gap == 0.05
    assert ShareWeek(cost=0, lower_bound=0).gap == 0
