"""People, as the directory's changes tell of them."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import select

from teams_app.errors import Conflict
from teams_app.okr import MailboxState, Objective, PersonKind
from teams_app.services.directory.report import Topic
from tests.integration.directory.conftest import SAMPLE_MAP, Office

FELIX, AMINA = "felix.maurer@tidewell.example", "amina.diallo@tidewell.example"
KENJI, GUEST = "kenji.mori@tidewell.example", "milena.roth@roth-audit.example"
VERA = "vera.lang@tidewell.example"


async def test_without_a_map_people_follow_and_units_stay(office: Office) -> None:
    await office.import_files()
    before = {key: unit.directory_source for key, unit in (await office.units()).items()}
    office.act("join", email=VERA, name="Vera Lang", manager=AMINA)
    report = await office.sync()
    vera = await office.person(VERA)
    assert (vera.kind, vera.has_mailbox, vera.manager and vera.manager.email) == (
        PersonKind.MEMBER,
        True,
        AMINA,
    )
    assert report.of(Topic.JOINED) == [f"Vera Lang ({VERA})"]
    assert {key: unit.directory_source for key, unit in (await office.units()).items()} == before
    assert not report.of(Topic.MOVED)


async def test_the_second_run_reads_changes_alone_and_changes_nothing(office: Office) -> None:
    await office.import_files()
    await office.sync()
    office.journal.start_page()
    assert not (await office.sync()).has_changes
    calls = office.journal.calls()
    assert [call for call in calls if "/users" in call] == ["GET /v1.0/users/delta()"]
    assert [call for call in calls if "/groups" in call] == ["GET /v1.0/groups/delta()"]


async def test_every_exchange_of_both_kinds_of_run_keeps_the_contract(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    office.act("change", email=FELIX, name="Felix Bauer", manager=KENJI)
    office.act("leave", email=AMINA)
    office.act("add", team="Mobile", email=FELIX)
    await office.sync()
    assert office.journal.violations() == []


async def test_a_person_who_left_keeps_okrs_and_comes_back(office: Office) -> None:
    await office.import_files()
    await office.sync()
    owned = select(Objective.owner_id)
    async with office.world.database.transaction() as session:
        before = list(await session.scalars(owned.order_by(Objective.id)))
    felix = await office.person(FELIX)
    office.act("leave", email=FELIX)
    assert (await office.sync()).of(Topic.LEFT) == [f"Felix Maurer ({FELIX})"]
    office.act("restore", email=FELIX)
    assert (await office.sync()).of(Topic.RETURNED) == [f"Felix Maurer ({FELIX})"]
    again = await office.person(FELIX)
    assert (again.id, again.is_enabled, again.object_id) == (felix.id, True, felix.object_id)
    async with office.world.database.transaction() as session:
        assert list(await session.scalars(owned.order_by(Objective.id))) == before


@pytest.mark.parametrize("full", [False, True])
async def test_a_disabled_account_cannot_take_part(office: Office, *, full: bool) -> None:
    await office.import_files()
    await office.sync()
    office.act("disable", email=FELIX)
    report = await office.sync(is_full=full)
    assert report.of(Topic.LEFT) == [f"Felix Maurer ({FELIX})"]
    assert not (await office.person(FELIX)).may_take_part


async def test_names_addresses_and_managers_change_by_object_id(office: Office) -> None:
    await office.import_files()
    await office.sync()
    felix = (await office.person(FELIX)).id
    new = "felix.bauer@tidewell.example"
    office.act("change", email=FELIX, name="Felix Bauer", address=new, manager=KENJI, job_title="Lead")
    report = await office.sync()
    person = await office.person(new)
    assert (person.id, person.name, person.job_title) == (felix, "Felix Bauer", "Lead")
    assert report.of(Topic.RENAMED) == [f"Felix Maurer → Felix Bauer ({new})"]
    assert report.of(Topic.NEW_ADDRESS) == [f"Felix Maurer: {FELIX} → {new}"]
    assert report.of(Topic.NEW_MANAGER) == [f"Felix Bauer ({new}): Amina Diallo → Kenji Mori"]


async def test_two_people_can_swap_their_addresses(office: Office) -> None:
    await office.import_files()
    await office.sync()
    felix, kenji = (await office.person(FELIX)).id, (await office.person(KENJI)).id
    office.act("change", email=FELIX, address=KENJI)
    office.act("change", email=KENJI, address=FELIX)
    await office.sync()
    assert ((await office.person(KENJI)).id, (await office.person(FELIX)).id) == (felix, kenji)


async def test_the_address_of_somebody_who_left_can_be_given_to_another(office: Office) -> None:
    await office.import_files()
    await office.sync()
    before = await office.person(FELIX)
    office.act("leave", email=FELIX)
    office.act("join", email=FELIX, name="Felix Maurer the younger")
    await office.sync()
    after = await office.person(FELIX)
    assert after.id != before.id
    assert after.name == "Felix Maurer the younger"
    aside = (await office.people())[f"{(before.object_id or '').replace('-', '')}.{FELIX}"]
    assert (aside.id, aside.is_enabled) == (before.id, False)


async def test_kinds_are_told_apart(office: Office) -> None:
    office.act("mailbox", email=FELIX, mailbox="none")
    office.act("mailbox", email=AMINA, mailbox="hidden")
    office.act("share", email="press@tidewell.example", name="Press", purpose="shared", enabled=True)
    office.act("join", email=VERA, name="Vera Lang")
    office.act("disable", email=VERA)
    await office.import_files("people.csv", "units.csv")
    report = await office.sync()
    people = await office.people()
    assert people[GUEST].kind is PersonKind.GUEST
    assert people[FELIX].mailbox is MailboxState.NONE
    assert not people[FELIX].has_mailbox
    assert people[AMINA].mailbox is MailboxState.UNREADABLE
    assert not {VERA, "press@tidewell.example", "fjord.room@tidewell.example"} & people.keys()
    assert "Press (press@tidewell.example)" in report.of(Topic.SHARED_MAILBOXES)
    assert report.of(Topic.NO_MAILBOX) == [f"Felix Maurer ({FELIX})"]
    assert report.of(Topic.UNREADABLE) == [f"Amina Diallo ({AMINA})"]


async def test_guests_are_not_taken_in_but_those_whom_a_file_names_are_found(office: Office) -> None:
    other = "rosa.vidal@partner.example"
    office.act("join", email=other, name="Rosa Vidal", kind="guest")
    await office.import_files("people.csv", "units.csv")
    report = await office.sync()
    people = await office.people()
    assert other not in people
    assert people[GUEST].object_id is not None
    assert f"Rosa Vidal ({other})" in report.of(Topic.GUESTS)


async def test_an_account_without_mail_takes_part_only_in_a_unit(office: Office) -> None:
    office.act("join", email="backup@tidewell.example", name="Backup service")
    office.act("mailbox", email="backup@tidewell.example", mailbox="none")
    office.act("mailbox", email=FELIX, mailbox="none")
    office.use_map(SAMPLE_MAP)
    report = await office.sync()
    people = await office.people()
    assert "backup@tidewell.example" not in people
    assert FELIX in people
    assert report.of(Topic.NO_ADDRESS) == ["Backup service (backup@tidewell.example)"]


async def test_hours_and_zones_come_from_the_mailbox(office: Office) -> None:
    await office.import_files("people.csv", "units.csv")
    await office.sync()
    office.act("mailbox", email=FELIX, time_zone="Asia/Tokyo", work_start="07:00", work_end="15:30")
    await office.sync()
    felix = await office.person(FELIX)
    assert (felix.time_zone, felix.work_start, felix.work_end) == ("Asia/Tokyo", time(7), time(15, 30))


async def test_a_zone_that_shows_the_same_time_stays_as_the_file_has_it(office: Office) -> None:
    await office.import_files("people.csv", "units.csv")
    await office.sync()
    assert (await office.person("ines.pinto@tidewell.example")).time_zone == "Europe/Lisbon"


async def test_hours_in_a_zone_that_only_the_mailbox_knows_are_told(office: Office) -> None:
    await office.import_files("people.csv", "units.csv")
    office.act("mailbox", email=FELIX, zone_name="Customized Time Zone", work_start="05:00")
    report = await office.sync()
    felix = await office.person(FELIX)
    assert (felix.time_zone, felix.work_start) == ("Europe/Berlin", time(9))
    assert report.of(Topic.OWN_ZONE) == [f"Felix Maurer ({FELIX}): Customized Time Zone"]


async def test_only_those_whom_the_map_allows_are_taken_in(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[people]\nonly = ["*@tidewell.example"]\nexclude = ["F*"]\n', "utf-8")
    office.use_map(path)
    await office.sync()
    people = await office.people()
    assert AMINA in people
    assert FELIX not in people


async def test_only_those_in_units_and_their_managers_are_taken_in(office: Office, tmp_path: Path) -> None:
    text = """
[people]
everybody = false
[organization]
name = "Tidewell"
leader = "helena.brandt@tidewell.example"
[[departments]]
match = ["Market"]
members = "all"
"""
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    office.use_map(path)
    await office.sync()
    company = office.sandbox.tenant.company
    market = {one.email for one in company.people if one.department == "Market" and one.kind == "member"}
    assert set(await office.people()) == market | {"helena.brandt@tidewell.example"}


async def test_a_directory_that_lost_most_people_is_not_believed(office: Office) -> None:
    await office.import_files("people.csv", "units.csv")
    await office.sync()
    for person in office.sandbox.tenant.company.people[10:40]:
        office.act("leave", email=person.email)
    with pytest.raises(Conflict, match=r"30 of 90 people would have left at once"):
        await office.sync()
    assert all(person.is_enabled for person in (await office.people()).values())
    assert len((await office.sync(may_leave=True)).of(Topic.LEFT)) == 30
