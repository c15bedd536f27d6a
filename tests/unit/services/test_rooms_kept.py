"""Who stays at a time stays in the room, as far as the rooms go round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from teams_app.planning import Meeting, Plan, Problem, Window
from teams_app.planning.plan import Placed
from teams_app.planning.problem import Room
from teams_app.services.week.rooms_kept import with_rooms_kept

MONDAY = datetime(2026, 12, 7, tzinfo=UTC)
TEN, TWO = MONDAY + timedelta(hours=10), MONDAY + timedelta(hours=14)
HOUR = timedelta(hours=1)
FREE = "0" * 96
OAK, ELM, FIR = Room("Oak", 8, FREE), Room("Elm", 8, FREE), Room("Fir", 20, FREE)


def meeting(name: str, room: str | None, start: datetime = TEN, people: int = 5) -> Meeting:
    required = tuple(f"{name} {n}" for n in range(people))
    return Meeting(name, "team", 60, required, needs_room=True, current=start, current_room=room)


def placed(name: str, room: str | None, start: datetime = TEN) -> Placed:
    return Placed(name, start, start + HOUR, room)


def rooms_of(meetings: list[Meeting], planned: list[Placed], *rooms: Room) -> dict[str, str | None]:
    problem = Problem(Window(MONDAY, 1), (), rooms or (OAK, ELM, FIR), tuple(meetings))
    plan = Plan(tuple(planned), (), 0, 0, 0.0, proven_optimal=True, seconds=0.0)
    kept = with_rooms_kept(problem, plan)
    assert [(one.id, one.start) for one in kept.meetings] == [(one.id, one.start) for one in planned]
    return {one.id: one.room for one in kept.meetings}


def test_rooms_that_would_be_swapped_for_nothing_stay() -> None:
    meetings = [meeting("a", "Oak"), meeting("b", "Elm")]
    assert rooms_of(meetings, [placed("a", "Elm"), placed("b", "Oak")]) == {"a": "Oak", "b": "Elm"}


def test_who_comes_from_elsewhere_takes_what_is_left() -> None:
    meetings = [meeting("a", "Oak", TWO), meeting("b", "Elm")]
    assert rooms_of(meetings, [placed("a", "Elm"), placed("b", "Oak")]) == {"a": "Oak", "b": "Elm"}
    meetings = [meeting("a", "Elm", TWO), meeting("b", "Elm")]
    assert rooms_of(meetings, [placed("a", "Elm"), placed("b", "Oak")]) == {"a": "Oak", "b": "Elm"}


def test_a_room_that_is_gone_or_taken_or_too_small_is_not_kept() -> None:
    alone = [placed("a", "Fir")]
    assert rooms_of([meeting("a", "Oak")], alone, ELM, FIR) == {"a": "Elm"}
    taken = replace(OAK, availability="0" * 40 + "2" * 4 + "0" * 52)
    assert rooms_of([meeting("a", "Oak")], alone, taken, FIR) == {"a": "Fir"}
    assert rooms_of([meeting("a", "Oak", people=9)], alone) == {"a": "Fir"}


def test_who_meets_online_is_left_there() -> None:
    assert rooms_of([meeting("a", None)], [placed("a", None)]) == {"a": None}


def test_where_it_does_not_go_round_the_plan_stands() -> None:
    meetings = [meeting("a", "Fir"), meeting("b", "Oak", TWO, people=15)]
    planned = [placed("a", "Oak"), placed("b", "Fir")]
    assert rooms_of(meetings, planned, OAK, FIR) == {"a": "Oak", "b": "Fir"}
