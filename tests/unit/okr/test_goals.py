"""Progress of key results, and the order in which a session goes through OKRs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from teams_app.okr import KeyResult, Objective
from teams_app.okr.agenda import session_order

UNIT, TEAM = 1, 2


def key_result(start: str, current: str, target: str) -> KeyResult:
    return KeyResult(start=Decimal(start), current=Decimal(current), target=Decimal(target))


def objective(
    number: int, unit_id: int = UNIT, parent: int | None = None, result: int | None = None
) -> Objective:
    made = Objective(
        id=number, unit_id=unit_id, position=number, parent_id=parent, parent_key_result_id=result
    )
    made.key_results = [KeyResult(id=number * 10, objective_id=number)]
    return made


@pytest.mark.parametrize(
    ("start", "current", "target", "progress"),
    [
        ("0", "5", "10", 50),
        ("9", "4.1", "2", 70),  # downwards
        ("0", "12", "10", 100),  # beyond
        ("5", "4", "10", 0),  # the wrong way
        ("3", "3", "3", 0),  # no way at all
    ],
)
def test_progress_is_the_part_of_the_way(start: str, current: str, target: str, progress: int) -> None:
    assert key_result(start, current, target).progress == progress


def test_contributing_okrs_follow_theirs_and_unaligned_ones_come_last() -> None:
    lonely, first, second = objective(1), objective(2, parent=99), objective(3, parent=98)
    under_first, under_result = objective(4, TEAM, parent=2), objective(5, TEAM, result=30)
    ordered = session_order([under_result, lonely, second, under_first, first], UNIT)
    assert [one.id for one in ordered] == [2, 4, 3, 5, 1]


def test_what_contributes_elsewhere_is_left_out() -> None:
    assert [one.id for one in session_order([objective(1), objective(2, TEAM, parent=77)], UNIT)] == [1]
