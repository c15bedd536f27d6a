"""What was told of a share week holds in later re-plans, as far as it should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from teams_app.okr import ChangeKind, ChangeState, Invitee, Role, ShareMeeting, WeekChange
from teams_app.services.week.facts import NOTICE, Facts, facts_of

NOW = datetime(2026, 12, 7, 8, tzinfo=UTC)
TEN, TWO = NOW + timedelta(hours=2), NOW + timedelta(hours=6)
RUI, KOFI = 7, 8


def meeting(starts_at: datetime | None = TEN) -> ShareMeeting:
    made = ShareMeeting(id=1, starts_at=starts_at, minutes=45)
    made.invitees = [Invitee(person_id=RUI, role=Role.REQUIRED), Invitee(person_id=KOFI, role=Role.OPTIONAL)]
    return made


def declined(number: int = 1, **values: Any) -> WeekChange:
    given: dict[str, Any] = {
        "person_id": RUI,
        "declined_from": TEN,
        "declined_until": TEN + timedelta(minutes=45),
    }
    return change(number, ChangeKind.DECLINED, **given | values)


def wanted(number: int = 1, **values: Any) -> WeekChange:
    return change(number, ChangeKind.MOVED, **{"wanted_start": TWO} | values)


def change(number: int, kind: ChangeKind, **values: Any) -> WeekChange:
    given: dict[str, Any] = {"state": ChangeState.PROPOSED, "meeting_id": 1, "replaced_by_id": None}
    return WeekChange(id=number, number=number, kind=kind, **given | values)


def facts(*changes: WeekChange, now: datetime = NOW) -> Facts:
    return facts_of(changes, now)


@pytest.mark.parametrize("state", set(ChangeState) - {ChangeState.TAKEN_BACK})
def test_a_decline_holds_whatever_was_decided(state: ChangeState) -> None:
    assert facts(declined(state=state)).refusers(meeting()) == {RUI}


def test_a_decline_that_was_taken_back_holds_no_more() -> None:
    assert facts(declined(state=ChangeState.TAKEN_BACK)).refusers(meeting()) == set()


def test_a_decline_is_of_a_time_not_of_a_meeting() -> None:
    found = facts(declined())
    assert found.refusers(meeting(), TEN + timedelta(minutes=45)) == set()
    assert found.refusers(meeting(TWO), TEN - timedelta(minutes=30)) == {RUI}


def test_who_need_not_come_refuses_nothing() -> None:
    assert facts(declined(person_id=KOFI)).refusers(meeting()) == set()


@pytest.mark.parametrize(
    ("state", "holds"),
    [
        (ChangeState.PLANNING, True),
        (ChangeState.PROPOSED, True),
        (ChangeState.CONFIRMED, True),
        (ChangeState.KEPT, False),
        (ChangeState.IMPOSSIBLE, False),
        (ChangeState.FAILED, False),
    ],
)
def test_a_wish_holds_while_it_is_open_or_confirmed(state: ChangeState, holds: bool) -> None:
    assert (facts(wanted(state=state)).fixed_start(meeting()) == TWO) == holds


@pytest.mark.parametrize(("state", "holds"), [(ChangeState.CONFIRMED, True), (ChangeState.KEPT, False)])
def test_what_was_replaced_is_decided_with_the_newer_one(state: ChangeState, holds: bool) -> None:
    replaced = wanted(state=ChangeState.REPLACED, replaced_by_id=2)
    assert (facts(replaced, declined(2, meeting_id=9, state=state)).fixed_start(meeting()) == TWO) == holds


def test_a_wish_ends_when_somebody_declines_that_meeting() -> None:
    assert facts(wanted(), declined(2)).fixed_start(meeting()) is None
    assert facts(declined(), wanted(2)).fixed_start(meeting()) == TWO


@pytest.mark.parametrize(
    ("state", "rooms"), [(ChangeState.CONFIRMED, {"Elm room"}), (ChangeState.KEPT, set())]
)
def test_a_room_is_gone_unless_it_was_kept(state: ChangeState, rooms: set[str]) -> None:
    told = change(1, ChangeKind.ROOM, room="Elm room", state=state, meeting_id=None)
    assert facts(told).lost_rooms == rooms


@pytest.mark.parametrize(
    ("state", "refused"),
    [(ChangeState.PROPOSED, {1}), (ChangeState.KEPT, set()), (ChangeState.TAKEN_BACK, set())],
)
def test_a_room_that_declines_a_meeting_is_there_for_others(state: ChangeState, refused: set[int]) -> None:
    found = facts(change(1, ChangeKind.ROOM, room="Elm room", state=state))
    assert (found.lost_rooms, found.refused) == (set(), refused)


def test_what_has_begun_stays_where_it_is() -> None:
    assert facts(declined(), wanted(2), now=TEN).fixed_start(meeting()) == TEN


def test_what_is_near_stays_unless_somebody_cannot_come() -> None:
    near = TEN - NOTICE + timedelta(minutes=5)
    assert facts(now=near).fixed_start(meeting()) == TEN
    assert facts(declined(), now=near).fixed_start(meeting()) is None
    assert facts(now=TEN - NOTICE).fixed_start(meeting()) is None


def test_a_meeting_without_a_time_is_fixed_only_where_it_is_wanted() -> None:
    assert facts().fixed_start(meeting(None)) is None
    assert facts(wanted()).fixed_start(meeting(None)) == TWO
