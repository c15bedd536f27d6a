"""Runs: full, by changes, after an expired link, and those that fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from graph.auth import TokenSource
from graph.client import GraphClient
from graph.credentials import Secret
from graph.directory import GraphDirectory
from graph.retries import RetryPolicy
from teams_app.errors import Conflict, SettingsFault, Unavailable
from teams_app.jobs import directory as nightly_job
from teams_app.jobs.queue import make_queue_app
from teams_app.okr import DirectoryLink, DirectoryRun
from teams_app.services.directory import reading
from teams_app.services.directory.report import Report, Topic
from teams_app.services.directory.sync import last_runs, newest_runs
from teams_app.services.importing import known_keys, read_company, write_company
from tests.integration.directory.conftest import SAMPLE_MAP, Office

FELIX = "felix.maurer@tidewell.example"
FJORD = "fjord.room@tidewell.example"


async def links(office: Office) -> dict[str, str]:
    async with office.world.database.transaction() as session:
        return {row.collection: row.link for row in await session.scalars(select(DirectoryLink))}


async def runs(office: Office) -> list[DirectoryRun]:
    async with office.world.database.transaction() as session:
        return await newest_runs(session, 10)


@pytest.mark.parametrize("position", ["gone", "bad_request"])
async def test_an_expired_link_starts_over(office: Office, position: str) -> None:
    await office.import_files("people.csv", "units.csv")
    await office.sync()
    office.act("change", email=FELIX, name="Felix Bauer")
    office.act("leave", email="kenji.mori@tidewell.example")
    office.sandbox.tenant.directory.switches.turn({"expired_links": position})
    report = await office.sync()
    assert len(report.of(Topic.RENAMED)) == 1
    assert len(report.of(Topic.LEFT)) == 1
    assert [run.is_full for run in await runs(office)] == [True, True]


async def test_a_run_that_fails_leaves_everything_as_it_was(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    await office.sync()
    before = await links(office)
    office.act("change", email=FELIX, name="Felix Bauer")
    office.sandbox.tenant.faults.add([{"match": "GET /v1.0/teams/*/channels", "times": 99, "status": 403}])
    with pytest.raises(SettingsFault, match=r"It needs Channel.ReadBasic.All.*Nothing was changed"):
        await office.sync()
    assert await links(office) == before
    assert (await office.person(FELIX)).name == "Felix Maurer"
    async with office.world.database.transaction() as session:
        good, failed = await last_runs(session)
    assert good is not None
    assert failed is not None
    assert "Nothing was changed" in (failed.problem or "")
    office.sandbox.tenant.faults.clear()
    assert (await office.sync()).of(Topic.RENAMED) == [f"Felix Maurer → Felix Bauer ({FELIX})"]
    async with office.world.database.transaction() as session:
        assert (await last_runs(session))[1] is None


async def test_a_graph_that_is_away_is_tried_again_by_the_night(office: Office) -> None:
    office.sandbox.tenant.faults.add([{"match": "GET /v1.0/users", "times": 99, "status": 503}])
    night = datetime(2026, 11, 25, 2, 7, tzinfo=UTC)
    async with impatient(office) as directory:
        with pytest.raises(Unavailable, match="Nothing was changed"):
            await nightly_job.read_at(replace(office.world, directory=directory), night)
    assert make_queue_app("").tasks["housekeeping:read_directory"].retry_strategy == nightly_job.BACKOFF


@asynccontextmanager
async def impatient(office: Office) -> AsyncGenerator[GraphDirectory]:
    """A directory that gives up after two attempts."""
    settings = office.world.settings
    secret = Secret(settings.app_secret.get_secret_value())
    tokens = TokenSource(settings.authority, settings.app_id, secret, ca_file=settings.ca_file)
    async with ClientSession() as http:
        retries = RetryPolicy(attempts=2, first_wait=0.01)
        yield GraphDirectory(GraphClient(settings.graph_url, tokens, http, retries=retries))


async def test_throttled_parts_are_asked_again(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    rule = {"match": "GET /v1.0/users/*/mailboxSettings", "times": 5, "status": 429, "retry_after": 0}
    office.sandbox.tenant.faults.add([rule])
    await office.sync()
    assert all(person.mailbox.value == "person" for person in (await office.people()).values())


async def test_of_two_runs_at_once_one_is_kept(office: Office) -> None:
    await office.import_files("people.csv", "units.csv")
    await office.sync()
    office.act("change", email=FELIX, name="Felix Bauer")
    ended = await asyncio.gather(office.sync(), office.sync(), return_exceptions=True)
    reports = [one for one in ended if isinstance(one, Report)]
    refused = [one for one in ended if isinstance(one, Conflict)]
    assert (len(reports), len(refused)) == (1, 1)
    assert (await office.person(FELIX)).name == "Felix Bauer"


async def test_the_report_is_kept_as_it_was_told(office: Office) -> None:
    office.use_map(SAMPLE_MAP)
    report = await office.sync()
    [run] = await runs(office)
    assert Report.of_json(run.report) == report
    assert report.counts["units"] == 19


async def test_without_the_permission_for_mailboxes_people_are_read_all_the_same(office: Office) -> None:
    for person in office.sandbox.tenant.company.people:
        office.act("mailbox", email=person.email, mailbox="hidden")
    rule = {"match": "GET /v1.0/users/*/mailboxSettings", "times": 999, "status": 403}
    office.sandbox.tenant.faults.add([rule])
    report = await office.sync()
    assert any("MailboxSettings.Read" in note for note in report.of(Topic.NOTES))
    assert FELIX in await office.people()


async def test_mailboxes_are_asked_in_turn(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small number here, so that a company of a hundred shows what one of ten thousand does."""
    monkeypatch.setattr(reading, "MAILBOXES_A_RUN", 20)
    await office.import_files("people.csv", "units.csv")
    await office.sync()
    members = [one.email for one in office.sandbox.tenant.company.people if one.kind == "member"]
    for email in members:
        office.act("mailbox", email=email, time_zone="Asia/Tokyo")
    read: list[object] = []
    for night in range(1, 6):
        await office.sync()
        read = [one for one in (await office.people()).values() if one.time_zone == "Asia/Tokyo"]
        assert len(read) <= 20 * night
    assert len(read) == len(members)


async def test_rooms_of_the_directory_and_of_files_do_not_fight(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[rooms]\nexclude = ["Oak*"]\n', "utf-8")
    file = tmp_path / "rooms.csv"
    file.write_text(f"email,name,capacity,site\n{FJORD},Boardroom,8,\n", "utf-8")
    await import_rooms(office, file)
    office.use_map(path)
    report = await office.sync()
    rooms = await office.rooms()
    assert (rooms[FJORD].name, rooms[FJORD].capacity, rooms[FJORD].site) == ("Boardroom", 8, "Berlin")
    assert rooms[FJORD].time_zone == "Europe/Berlin"
    tejo = rooms["tejo.room@tidewell.example"]
    assert (tejo.capacity, tejo.site, tejo.is_from_directory) == (10, "Lisbon", True)
    assert "oak.room@tidewell.example" not in rooms
    assert len(report.of(Topic.ROOMS)) == 2
    await import_rooms(office, file)
    assert not (await office.sync()).of(Topic.ROOMS)


async def test_rooms_change_and_go(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[rooms.zones]\n"Fjord*" = "Europe/Oslo"\n', "utf-8")
    office.use_map(path)
    await office.sync()
    assert (await office.rooms())[FJORD].time_zone == "Europe/Oslo"
    office.act("room", email=FJORD, name="Sound room", capacity=30)
    office.act("close_room", email="oak.room@tidewell.example")
    office.act("room", email="new.room@tidewell.example", name="Birch room", capacity=4, building="Kolkata")
    report = await office.sync()
    rooms = await office.rooms()
    assert (rooms[FJORD].name, rooms[FJORD].capacity) == ("Sound room", 30)
    assert rooms["oak.room@tidewell.example"].capacity == 0
    assert rooms["new.room@tidewell.example"].name == "Birch room, Kolkata"
    assert report.of(Topic.ROOMS) == [
        "Oak room: gone, and taken out of use",
        "Fjord room: now called Sound room",
        "Sound room: 20 → 30 seats",
        "Birch room, Kolkata: new, 4 seats",
    ]
    assert not (await office.sync()).has_changes


async def test_a_renamed_teams_team_of_a_file_is_found_by_its_id(office: Office) -> None:
    await office.import_files()
    await office.sync()
    office.act("rename_team", team="Onboarding", name="First steps")
    report = await office.sync()
    unit = (await office.units())["onboarding"]
    assert (unit.name, unit.teams_team) == ("Onboarding", "First steps")
    assert report.of(Topic.RENAMED_TEAM) == ["Onboarding → First steps (Teams team of Onboarding)"]
    assert unit.channel is not None


async def test_organizers_follow_their_group(office: Office) -> None:
    await office.import_files("people.csv", "units.csv")
    await office.sync()
    assert [one.name for one in (await office.people()).values() if one.is_organizer] == ["Helena Brandt"]
    settings = office.world.settings.model_copy(update={"organizers_group": "Nobody's"})
    office.world = replace(office.world, settings=settings)
    report = await office.sync()
    assert any("There is no group “Nobody's”" in note for note in report.of(Topic.NOTES))
    assert [one.name for one in (await office.people()).values() if one.is_organizer] == ["Helena Brandt"]


@pytest.mark.parametrize(("hour", "count"), [(2, 1), (3, 0)])
async def test_the_clock_reads_in_the_hour_that_is_set(office: Office, hour: int, count: int) -> None:
    moment = datetime(2026, 11, 25, hour, 7, tzinfo=UTC)
    await nightly_job.read_at(office.world, moment)
    assert len(await runs(office)) == count


async def test_a_night_that_an_administrator_must_look_at_is_not_repeated(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "map.toml"
    path.write_text("[organisation]\n", "utf-8")
    office.use_map(path)
    await nightly_job.read_at(office.world, datetime(2026, 11, 25, 2, 7, tzinfo=UTC))
    [run] = await runs(office)
    assert "organisation is unknown" in (run.problem or "")


async def import_rooms(office: Office, file: Path) -> None:
    async with office.world.database.transaction() as session:
        await write_company(session, read_company([file], await known_keys(session)))
