"""Units out of the directory, by a map."""

from __future__ import annotations

from pathlib import Path

import pytest

from teams_app.errors import BadInput
from teams_app.okr import Unit, UnitKind
from teams_app.services.directory.report import Topic
from tests.integration.directory.conftest import SAMPLE_MAP, Office, members_of


def told(unit: Unit) -> tuple[object, ...]:
    place = unit.channel
    return (
        unit.name,
        unit.kind,
        unit.parent.key if unit.parent else None,
        unit.leader.email,
        unit.teams_team,
        unit.channel_name,
        place.conversation_id if place else None,
        frozenset(members_of(unit)),
    )


async def test_the_sample_map_makes_the_units_of_the_sample_files(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    made = {key: told(unit) for key, unit in (await office.units()).items()}
    await office.import_files("people.csv", "units.csv")
    from_files = {key: told(unit) for key, unit in (await office.units()).items()}
    assert len(made) == 19
    assert made == from_files


async def test_units_of_files_are_taken_over_by_their_keys(office: Office) -> None:
    await office.import_files()
    before = {key: unit.id for key, unit in (await office.units()).items()}
    office.use_map(SAMPLE_MAP)
    report = await office.sync()
    assert {key: unit.id for key, unit in (await office.units()).items()} == before
    assert not report.of(Topic.NEW_UNIT)
    assert not report.of(Topic.MOVED)
    assert not (await office.sync()).has_changes


async def test_a_renamed_teams_team_is_the_same_unit(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    before = (await office.units())["onboarding"]
    office.act("rename_team", team="Onboarding", name="First steps")
    report = await office.sync()
    after = (await office.units())["onboarding"]
    assert (after.id, after.name, after.teams_team) == (before.id, "First steps", "First steps")
    assert after.channel is not None
    assert before.channel is not None
    assert after.channel.id == before.channel.id
    assert report.of(Topic.RENAMED_UNIT) == ["Onboarding → First steps"]
    assert not report.of(Topic.LOST_GROUP)


async def test_a_renamed_department_is_found_by_its_people(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    before = (await office.units())["market"]
    for person in office.sandbox.tenant.company.people:
        if person.department == "Market":
            office.act("change", email=person.email, department="Markets")
    report = await office.sync()
    units = await office.units()
    assert (units["market"].id, units["market"].name) == (before.id, "Markets")
    assert report.of(Topic.RENAMED_UNIT) == ["Market → Markets"]
    assert "Markets (Market / OKRs)" not in report.of(Topic.NO_CHANNEL)


async def test_people_who_move_are_told(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    felix = "felix.maurer@tidewell.example"
    office.act("remove", team="Onboarding", email=felix)
    office.act("add", team="Mobile", email=felix)
    report = await office.sync()
    assert report.of(Topic.MOVED) == [f"Felix Maurer ({felix}): Onboarding → Mobile"]
    assert felix in await office.members("mobile")
    assert felix not in await office.members("onboarding")


async def test_who_left_is_in_no_unit_and_keeps_the_record(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    felix = "felix.maurer@tidewell.example"
    office.act("leave", email=felix)
    report = await office.sync()
    assert report.of(Topic.LEFT) == [f"Felix Maurer ({felix})"]
    assert not (await office.person(felix)).is_enabled
    assert felix not in await office.members("onboarding")


async def test_a_deleted_teams_team_leaves_its_unit_as_it_was(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    before = await office.members("brand")
    office.act("delete_team", team="Brand")
    report = await office.sync()
    assert report.of(Topic.LOST_GROUP) == ["Brand"]
    assert await office.members("brand") == before
    place = (await office.units())["brand"].channel
    assert place is not None
    assert place.is_gone


async def test_what_is_said_of_a_group_by_its_id_outlives_a_new_name(office: Office, tmp_path: Path) -> None:
    brand = next(team for team in office.sandbox.tenant.company.teams if team.name == "Brand")
    path = tmp_path / "map.toml"
    said = f'\n[units."group:{brand.group_id}"]\nleader = "zoe.lambert@tidewell.example"\n'
    path.write_text(SAMPLE_MAP.read_text("utf-8") + said, "utf-8")
    office.use_map(path)
    await office.sync()
    office.act("rename_team", team="Brand", name="Brand & Press")
    await office.sync()
    unit = (await office.units())["brand"]
    assert (unit.name, unit.leader.name) == ("Brand & Press", "Zoë Lambert")


async def test_a_unit_of_a_file_whose_leader_left_is_told(office: Office) -> None:
    await office.import_files()
    await office.sync()
    office.act("leave", email="beatriz.costa@tidewell.example")
    report = await office.sync()
    assert report.of(Topic.NO_LEADER) == ["Brand: Beatriz Costa (beatriz.costa@tidewell.example) has left"]


async def test_a_new_owner_leads(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    office.act("remove", team="Brand", email="beatriz.costa@tidewell.example", role="owner")
    office.act("add", team="Brand", email="zoe.lambert@tidewell.example", role="owner")
    report = await office.sync()
    assert report.of(Topic.NEW_LEADER) == ["Brand: Beatriz Costa → Zoë Lambert"]
    assert (await office.units())["brand"].leader.email == "zoe.lambert@tidewell.example"


async def test_a_new_teams_team_becomes_a_unit(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    ngozi = "ngozi.eze@tidewell.example"
    office.act("team", name="Design & Research", owners=[ngozi], members=[ngozi], channels=["OKRs"])
    report = await office.sync()
    unit = (await office.units())["design-research"]
    assert (unit.kind, unit.parent and unit.parent.key, unit.leader.email) == (
        UnitKind.TEAM,
        "product",
        ngozi,
    )
    assert unit.channel is not None
    assert report.of(Topic.NEW_UNIT) == ["Design & Research (team)"]
    assert ngozi not in await office.members("product")


async def test_a_team_that_nobody_leads_is_told_and_not_made(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    people = [
        "felix.maurer@tidewell.example",
        "grace.mensah@tidewell.example",
        "marc.dubois@tidewell.example",
    ]
    office.act("team", name="Choir", owners=[], members=people)
    report = await office.sync()
    assert report.of(Topic.NO_LEADER) == ["Choir: the directory shows nobody who leads most of its people"]
    assert "choir" not in await office.units()


async def test_a_team_of_guests_has_no_department(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    guest = next(one.email for one in office.sandbox.tenant.company.people if one.kind == "guest")
    office.act("team", name="Auditors", owners=[], members=[guest])
    report = await office.sync()
    assert report.of(Topic.NO_PARENT) == ["Auditors: its members are in no department"]


async def test_units_can_be_named_otherwise(office: Office, tmp_path: Path) -> None:
    extra = """
[units.Brand]
key = "brand-and-press"
leader = "zoe.lambert@tidewell.example"
restricted = true
channel = "General"
[units.Partners]
skip = true
"""
    path = tmp_path / "map.toml"
    path.write_text(SAMPLE_MAP.read_text("utf-8") + extra, "utf-8")
    office.use_map(path)
    await office.sync()
    units = await office.units()
    brand = units["brand-and-press"]
    assert (brand.leader.name, brand.is_restricted, brand.channel_name) == ("Zoë Lambert", True, "General")
    assert "partners" not in units


async def test_two_units_do_not_take_turns_in_one_channel(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(SAMPLE_MAP.read_text("utf-8") + '\n[units.Brand]\nteam = "Growth"\n', "utf-8")
    office.use_map(path)
    report = await office.sync()
    assert report.of(Topic.NOTES) == ["Growth and Brand want one channel: Growth / OKRs"]
    assert (await office.sync()).of(Topic.NOTES) == report.of(Topic.NOTES)
    units = await office.units()
    assert units["brand"].channel is not None
    assert units["growth"].channel is None


async def test_a_leader_who_does_not_exist_is_told(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    text = SAMPLE_MAP.read_text("utf-8") + '\n[units.Brand]\nleader = "nobody@tidewell.example"\n'
    path.write_text(text, "utf-8")
    office.use_map(path)
    report = await office.sync()
    assert report.of(Topic.NO_LEADER) == ["Brand: nobody@tidewell.example is nobody who can take part"]


async def test_a_map_that_cannot_be_used_changes_nothing(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text("[organization]\nname = 3\n", "utf-8")
    office.use_map(path)
    with pytest.raises(BadInput, match=r"organization\.name must be text"):
        await office.sync()
    assert await office.people() == {}
