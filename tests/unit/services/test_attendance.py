"""Who is asked to a share meeting, also where a unit has more people than an invitation holds."""

from __future__ import annotations

from teams_app.okr import Membership, Person, PersonKind, Unit, UnitKind
from teams_app.services.attendance import MOST_INVITED, Interest, asked_to


def person(number: int, **given: object) -> Person:
    name = f"Person {number:04d}"
    return Person(id=number, name=name, email=f"{number}@x.example", **{**USUAL, **given})


USUAL = {"kind": PersonKind.MEMBER, "is_enabled": True}
LEADER = person(0)


def unit(
    number: int, kind: UnitKind, leader: Person, members: list[Person], parent: int | None = None
) -> Unit:
    made = Unit(id=number, key=str(number), name=str(number), kind=kind, leader=leader, leader_id=leader.id)
    made.parent_id = parent
    made.memberships = [Membership(person=one) for one in members]
    return made


def test_all_are_asked_as_long_as_an_invitation_holds_them() -> None:
    members = [person(n) for n in range(1, MOST_INVITED)]
    asked = asked_to(unit(1, UnitKind.TEAM, LEADER, members), [], Interest())
    assert (len(asked.required), asked.not_invited) == (MOST_INVITED, 0)


def test_a_unit_of_six_hundred_is_represented_by_leaders_and_who_presents() -> None:
    members, lead = [person(n) for n in range(1, 600)], person(700)
    department = unit(1, UnitKind.DEPARTMENT, LEADER, members)
    team = unit(2, UnitKind.TEAM, lead, [], parent=1)
    elsewhere = person(800)
    asked = asked_to(department, [department, team], Interest({1: [members[5], elsewhere]}, {1: {8}}))
    assert {one.id for one in asked.required} == {0, 700, 6, 8}
    assert asked.optional == (elsewhere,)
    assert asked.not_invited == 597


def test_even_representatives_are_no_more_than_an_invitation_holds() -> None:
    members = [person(n) for n in range(1, 700)]
    asked = asked_to(unit(1, UnitKind.TEAM, LEADER, members), [], Interest({1: [*members, person(900)]}))
    assert (len(asked.required), len(asked.optional), asked.not_invited) == (MOST_INVITED, 0, 201)
    assert LEADER in asked.required


def test_who_left_and_who_is_outside_is_not_required() -> None:
    members = [person(1, is_enabled=False), person(2, kind=PersonKind.EXTERNAL)]
    asked = asked_to(unit(1, UnitKind.TEAM, LEADER, members), [], Interest())
    assert ([one.id for one in asked.required], [one.id for one in asked.optional]) == ([0], [2])
