"""Teams' limits for one bot in one place."""

from __future__ import annotations

from teams_app.sandbox.connector.rates import PlaceRates


class Seconds:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_eighth_write_within_a_second_waits() -> None:
    rates = PlaceRates(Seconds())
    assert [rates.wait("a") for _ in range(8)] == [0] * 7 + [1]
    assert rates.wait("b") == 0


def test_a_ninth_write_within_two_seconds_waits() -> None:
    seconds = Seconds()
    rates = PlaceRates(seconds)
    for _ in range(7):
        rates.wait("a")
    seconds.now = 1.0
    assert [rates.wait("a"), rates.wait("a")] == [0, 1]


def test_sixty_writes_in_half_a_minute_and_1800_an_hour_are_allowed() -> None:
    seconds, allowed = Seconds(), 0
    rates = PlaceRates(seconds)
    by_time: list[int] = []
    for step in range(14_400):
        seconds.now = step / 4
        allowed += rates.wait("a") == 0
        by_time.append(allowed)
    assert by_time[29 * 4] == 60
    assert allowed == 1800
