"""Who leads, what is whose parent, who is a member: of a small directory made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.values import GroupPeople, User
from teams_app.okr import MailboxState
from teams_app.services.directory.candidates import slug
from teams_app.services.directory.clocks import kept_zone, same_clock
from teams_app.services.directory.leaders import leading_owner, top_of
from teams_app.services.directory.report import TITLES, Report, Topic
from teams_app.services.directory.rules import (
    LevelRule,
    Members,
    OrganizationRule,
    Patterns,
    Rules,
    Source,
    UnitRule,
)
from teams_app.services.directory.snapshot import Account, GroupState, Snapshot
from teams_app.services.directory.units import Wanted, wanted_units

TODAY = date(2026, 11, 25)
# chief ← sales lead ← s1, s2; chief ← works lead ← w1, w2
LINES = {
    "chief": None,
    "sales": "chief",
    "s1": "sales",
    "s2": "sales",
    "works": "chief",
    "w1": "works",
    "w2": "works",
}
DEPARTMENTS = {
    "sales": "Sales",
    "s1": "Sales",
    "s2": "sales ",
    "works": "Works",
    "w1": "Works",
    "w2": "Works",
}


def account(key: str, manager: str | None, department: str = "") -> Account:
    user = User(
        key, key.title(), f"{key}@x.example", f"{key}@x.example", manager_id=manager, department=department
    )
    return Account(user)


def people() -> dict[str, Account]:
    return {key: account(key, above, DEPARTMENTS.get(key, "")) for key, above in LINES.items()}


def team(name: str, members: list[str], owners: list[str]) -> GroupState:
    return GroupState(f"g-{name}", name, is_team=True, people=GroupPeople(tuple(members), tuple(owners)))


def units(rules: Rules, *groups: GroupState, **changed: Account) -> tuple[Wanted, Report]:
    report = Report()
    snapshot = Snapshot({**people(), **changed}, {one.id: one for one in groups})
    return wanted_units(snapshot, rules, report), report


ATTRIBUTE = LevelRule(Source.DEPARTMENT, leader="manager", members=Members.REST)
TEAMS = LevelRule(Source.TEAMS)
RULES = Rules(organization=OrganizationRule("X"), departments=(ATTRIBUTE,), teams=(TEAMS,))


def test_the_one_to_whom_the_others_report_leads() -> None:
    assert top_of(people(), ["sales", "s1", "s2"]) == "sales"
    assert top_of(people(), list(LINES)) == "chief"


def test_a_manager_outside_leads_those_who_have_no_top_of_their_own() -> None:
    assert top_of(people(), ["s1", "s2"]) == "sales"


def test_a_mixed_crowd_has_no_leader() -> None:
    assert top_of(people(), ["s1", "w1", "chief2"]) is None


def test_people_who_manage_each_other_do_not_hang_it() -> None:
    circle = {"a": account("a", "b"), "b": account("b", "a")}
    assert top_of(circle, ["a", "b"]) in ("a", "b")


def test_of_several_owners_the_one_whom_most_report_to_leads() -> None:
    assert leading_owner(people(), ["s1", "sales"], ["s1", "s2"]) == "sales"
    assert leading_owner(people(), ["w2", "w1"], ["s1"]) == "w1"
    assert leading_owner(people(), ["gone"], ["s1"]) is None


def test_departments_hold_those_who_are_in_no_team() -> None:
    found, _ = units(RULES, team("Closers", ["s1"], ["s1"]))
    members = {unit.name: unit.members for unit in found.units}
    assert members == {
        "X": {"chief", "sales", "works"},
        "Sales": {"sales", "s2"},
        "Works": {"works", "w1", "w2"},
        "Closers": {"s1"},
    }
    parents = {unit.name: unit.parent.name if unit.parent else None for unit in found.units}
    assert parents == {"X": None, "Sales": "X", "Works": "X", "Closers": "Sales"}


def test_disabled_people_guests_and_rooms_are_in_no_unit() -> None:
    changed = {
        "s1": replace(people()["s1"], user=replace(people()["s1"].user, is_enabled=False)),
        "s2": replace(people()["s2"], user=replace(people()["s2"].user, is_guest=True)),
        "w1": replace(people()["w1"], mailbox=MailboxState.ROOM),
    }
    found, _ = units(RULES, **changed)
    assert {unit.name: unit.members for unit in found.units}["Sales"] == {"sales"}
    assert {unit.name: unit.members for unit in found.units}["Works"] == {"works", "w2"}


def test_a_parent_is_named_or_told_to_be_missing() -> None:
    named = replace(RULES, units={"Closers": UnitRule(parent="works")})
    found, _ = units(named, team("Closers", ["s1"], ["s1"]))
    assert next(unit for unit in found.units if unit.name == "Closers").parent is found.units[2]
    lost = replace(RULES, units={"Closers": UnitRule(parent="Moon")})
    _, report = units(lost, team("Closers", ["s1"], ["s1"]))
    assert report.of(Topic.NO_PARENT) == ["Closers: there is no unit “Moon”"]


def test_a_team_below_a_department_without_a_leader_is_told() -> None:
    rules = replace(RULES, units={"Sales": UnitRule(leader="nobody@x.example")})
    found, report = units(rules, team("Closers", ["s1"], ["s1"]))
    assert {unit.name for unit in found.units} == {"X", "Works"}
    assert report.of(Topic.NO_PARENT) == ["Closers: Sales has no leader"]
    assert {"department:sales", "g-Closers"} <= {one.removeprefix("group:") for one in found.sources}


def test_the_teams_team_of_a_department_is_no_team() -> None:
    found, _ = units(RULES, team("Sales", ["sales", "s1"], ["sales"]))
    assert {unit.name for unit in found.units} == {"X", "Sales", "Works"}
    assert next(unit for unit in found.units if unit.name == "Sales").team_id == "g-Sales"


def test_names_lose_what_the_map_cuts_off_and_may_be_restricted() -> None:
    level = replace(TEAMS, match=Patterns(("OKR-*",)), without=("OKR-",), restricted=Patterns(("Close*",)))
    found, _ = units(replace(RULES, teams=(level,)), team("OKR-Closers", ["s1"], ["s1"]))
    unit = found.units[-1]
    assert (unit.name, unit.key, unit.is_restricted, unit.team) == ("Closers", "closers", True, "OKR-Closers")


def test_without_an_organization_there_are_no_units() -> None:
    assert units(Rules(), team("Closers", ["s1"], ["s1"]))[0] == Wanted()


@pytest.mark.parametrize(
    ("name", "key"),
    [("IT & Security", "it-security"), ("Zoë's", "zoe-s"), ("研究", "unit"), ("R2–D2", "r2d2")],
)
def test_keys_are_made_of_names(name: str, key: str) -> None:
    assert slug(name) == key


@pytest.mark.parametrize(
    ("present", "told", "kept"),
    [
        ("Europe/Lisbon", "Europe/London", "Europe/Lisbon"),
        ("Europe/Lisbon", "Europe/Berlin", "Europe/Berlin"),
        ("Africa/Lagos", "Europe/London", "Europe/London"),
        ("", "Asia/Kolkata", "Asia/Kolkata"),
    ],
)
def test_a_zone_with_the_same_clock_is_kept(present: str, told: str, kept: str) -> None:
    assert kept_zone(present, told, TODAY) == kept


def test_zones_that_differ_in_summer_alone_differ() -> None:
    assert not same_clock("Africa/Abidjan", "Europe/London", TODAY)


def test_every_topic_has_a_title() -> None:
    assert TITLES.keys() == set(Topic)
