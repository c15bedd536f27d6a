"""Who may open a unit, and what keeps an OKR from being shared."""

from __future__ import annotations

import pytest

from teams_app.okr import KeyResult, Objective, Person, PersonKind, Unit, UnitKind
from teams_app.okr.access import Reach, may_open_unit
from teams_app.okr.readiness import Missing, missing

NONE: frozenset[int] = frozenset()


def reach(**ids: frozenset[int]) -> Reach:
    return Reach(1, **{"contributes_to": NONE, "guest_of": NONE, "member_of": NONE, "below_led": NONE, **ids})


def person(**values: object) -> Person:
    return Person(**{"id": 1, "is_enabled": True, "kind": PersonKind.MEMBER, **values})


def unit(*, is_restricted: bool, leader_id: int = 2) -> Unit:
    return Unit(id=5, is_restricted=is_restricted, leader_id=leader_id, kind=UnitKind.TEAM)


def test_a_unit_is_open_to_the_organization() -> None:
    assert may_open_unit(person(), unit(is_restricted=False), reach())


@pytest.mark.parametrize(
    ("leader", "ties", "expected"),
    [
        (2, {}, False),
        (1, {}, True),
        (2, {"member_of": frozenset({5})}, True),
        (2, {"below_led": frozenset({5})}, True),
        (2, {"member_of": frozenset({6})}, False),
        (2, {"contributes_to": frozenset({5})}, False),
    ],
)
def test_a_restricted_unit_is_open_to_its_own_and_the_leaders_above(
    leader: int, ties: dict[str, frozenset[int]], expected: bool
) -> None:
    assert may_open_unit(person(), unit(is_restricted=True, leader_id=leader), reach(**ties)) is expected


@pytest.mark.parametrize(
    "values", [{"kind": PersonKind.GUEST}, {"kind": PersonKind.EXTERNAL}, {"is_enabled": False}]
)
def test_no_unit_is_open_to_guests_and_to_those_who_do_not_take_part(values: dict[str, object]) -> None:
    mine = reach(member_of=frozenset({5}))
    assert not may_open_unit(person(**values), unit(is_restricted=False), mine)


def objective(**values: object) -> Objective:
    return Objective(
        **{
            "owner": person(),
            "unit": unit(is_restricted=False),
            "key_results": [KeyResult()],
            "parent_id": 3,
            **values,
        }
    )


@pytest.mark.parametrize(
    ("values", "lacks"),
    [
        ({}, []),
        ({"owner": person(is_enabled=False)}, [Missing.OWNER]),
        ({"key_results": []}, [Missing.KEY_RESULTS]),
        ({"parent_id": None}, [Missing.PARENT]),
        ({"parent_id": None, "parent_key_result_id": 4}, []),
        ({"parent_id": None, "unit": Unit(kind=UnitKind.ORGANIZATION)}, []),
    ],
)
def test_what_is_not_ready_says_why(values: dict[str, object], lacks: list[Missing]) -> None:
    assert missing(objective(**values)) == lacks
