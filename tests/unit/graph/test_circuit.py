"""The circuit: open after failures in a row, closed by the first answer."""

from __future__ import annotations

import pytest

from graph.circuit import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Circuit
from graph.errors import BadRequest, GraphError, Paused, ServerFault, Throttled, Unreachable
from tests.unit.hand_clock import HandClock

DOWN = Unreachable("nobody there")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def circuit(clock: HandClock) -> Circuit:
    return Circuit(clock)


def fail(circuit: Circuit, times: int, error: GraphError = DOWN) -> None:
    for _ in range(times):
        circuit.admit()
        circuit.note(error)


def test_it_opens_after_failures_in_a_row(circuit: Circuit) -> None:
    fail(circuit, FAILURES)
    with pytest.raises(Paused, match="failed 10 times in a row") as caught:
        circuit.admit()
    assert caught.value.retry_after == FIRST_PAUSE
    assert caught.value.is_transient
    assert not caught.value.may_have_worked


@pytest.mark.parametrize(
    "answer", [{}, Throttled("slow down", retry_after=1), BadRequest("what?", status=400)]
)
def test_an_answer_of_any_kind_closes_it(circuit: Circuit, answer: object) -> None:
    fail(circuit, FAILURES - 1, ServerFault("oh", status=503))
    circuit.note(answer)
    fail(circuit, FAILURES - 1)
    circuit.admit()


def test_one_call_probes_after_the_pause(circuit: Circuit, clock: HandClock) -> None:
    fail(circuit, FAILURES)
    clock.now += FIRST_PAUSE
    circuit.admit()
    with pytest.raises(Paused):
        circuit.admit()
    circuit.note({})
    circuit.admit()
    circuit.admit()


def test_each_failed_probe_doubles_the_pause(circuit: Circuit, clock: HandClock) -> None:
    fail(circuit, FAILURES)
    pauses: list[float] = []
    for _ in range(8):
        with pytest.raises(Paused) as caught:
            circuit.admit()
        pauses.append(caught.value.retry_after)
        clock.now += caught.value.retry_after
        fail(circuit, 1)
    assert pauses[:3] == [5, 10, 20]
    assert pauses[-1] == LONGEST_PAUSE


def test_a_probe_that_was_not_made_leaves_room_for_another(circuit: Circuit, clock: HandClock) -> None:
    fail(circuit, FAILURES)
    clock.now += FIRST_PAUSE
    circuit.admit()
    circuit.give_up()
    circuit.admit()
