"""Each rule about a meeting as a whole: that it costs where it holds, and nothing where it does not."""

from __future__ import annotations

from datetime import date

from teams_app.planning.problem import Meeting, Preferred, Weights

from .test_attendance_rules import ROUND_THE_CLOCK, priced
from .weeks import at, meeting, person, problem


def cost(one: Meeting, clock: str, day: int = 0, *, zone: str = "UTC", lateness: int = 0) -> int:
    people = [person(name, days=2, zone=zone, working_hours=ROUND_THE_CLOCK) for name in one.required]
    return priced(problem(people, [one], days=2, weights=Weights(lateness=lateness)), one, clock, day)


def test_each_half_hour_later_costs_one() -> None:
    one = meeting("m", "ann")
    assert [cost(one, clock, lateness=1) for clock in ("00:00", "00:30", "12:00")] == [0, 1, 24]
    assert cost(one, "12:00", lateness=0) == 0


def test_a_day_that_the_unit_avoids_costs_for_everybody() -> None:
    one = meeting("m", "ann", "bob", avoid_days=(2,))
    assert cost(one, "10:00", day=1) == 2000
    assert cost(one, "10:00") == 0


def test_a_date_can_be_avoided_too() -> None:
    one = meeting("m", "ann", avoid_days=(date(2026, 12, 7),))
    assert cost(one, "10:00") == 1000
    assert cost(one, "10:00", day=1) == 0


def test_avoided_days_follow_the_clock_of_the_people() -> None:
    one = meeting("m", "ann", avoid_days=(2,))
    assert cost(one, "20:00", zone="Asia/Kolkata") == 1000
    assert cost(one, "18:00", zone="Asia/Kolkata") == 0


def test_away_from_a_preferred_start_costs() -> None:
    one = meeting("m", "ann", preferred=(Preferred(at("10:00")), Preferred(at("14:00"))))
    assert cost(one, "10:00") == cost(one, "14:00") == 0
    assert cost(one, "10:30") == 500


def test_a_preferred_span_takes_the_whole_meeting() -> None:
    one = meeting("m", "ann", preferred=(Preferred(at("10:00"), at("12:00")),))
    assert cost(one, "10:00") == cost(one, "11:00") == 0
    assert cost(one, "09:30") == cost(one, "11:30") == 500


def test_leaving_the_booked_start_costs_much() -> None:
    one = meeting("m", "ann", current=at("10:00"))
    assert cost(one, "10:00") == 0
    assert cost(one, "10:30") == 100_000
