"""What `make bench` says of a comparison."""

from __future__ import annotations

from rich.console import Console

from tests.benchmarks.figures import Figure, table_of

MET = Figure("a turn", "ms", ours=1.5, against="stock", baseline=20.0, target=0.1)
MISSED = Figure("a turn", "ms", ours=3.0, against="agents", baseline=4.0, target=0.7)
NOT_AT_HAND = Figure("a turn", "ms", ours=3.0, against="agents", target=0.7, note="cannot be installed")


def shown(figure: Figure) -> str:
    console = Console(width=160)
    with console.capture() as captured:
        console.print(table_of([figure]))
    return captured.get()


def test_a_ratio_below_the_target_meets_it() -> None:
    assert (MET.ratio, MET.is_met) == (0.075, True)
    assert "met" in shown(MET)


def test_a_ratio_above_the_target_misses_it() -> None:
    assert (MISSED.ratio, MISSED.is_met) == (0.75, False)
    assert "MISSED" in shown(MISSED)


def test_a_baseline_that_is_not_at_hand_is_said_to_be_so() -> None:
    assert (NOT_AT_HAND.ratio, NOT_AT_HAND.is_met) == (None, None)
    assert "not at hand" in shown(NOT_AT_HAND)
    assert "cannot be installed" in shown(NOT_AT_HAND)


def test_the_json_holds_ratio_and_verdict() -> None:
    found = MISSED.as_json()
    assert (found["what"], found["ratio"], found["is_met"]) == ("a turn", 0.75, False)
