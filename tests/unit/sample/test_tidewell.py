"""The sample company holds together: people, units, OKRs and calendars fit each other."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from teams_app.sample import TIDEWELL
from teams_app.sandbox.company import Company, Person, load_company

MONDAY = date(2027, 1, 11)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
QUARTER = timedelta(minutes=15)
TAKEN = {"busy", "tentative", "oof"}
SHARE_MINUTES = {"organization": 90, "department": 90, "team": 45}

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (TIDEWELL / name).open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def cell(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


@pytest.fixture(scope="module")
def company() -> Company:
    return load_company(TIDEWELL)


@pytest.fixture(scope="module")
def people() -> dict[str, Row]:
    return {row["email"]: row for row in rows("people.csv")}


@pytest.fixture(scope="module")
def units() -> dict[str, Row]:
    return {row["key"]: row for row in rows("units.csv")}


@pytest.fixture(scope="module")
def okrs() -> dict[str, Row]:
    return {row["key"]: row for row in rows("okrs.csv")}


def of_type(okrs: dict[str, Row], kind: str) -> list[Row]:
    return [row for row in okrs.values() if row["type"] == kind]


def slots(day: str, start: str, minutes: int, zone: str) -> Iterator[datetime]:
    """The quarters of an hour of something that begins at a wall-clock time, as instants."""
    on = MONDAY + timedelta(days=WEEKDAYS.index(day))
    begin = datetime.combine(on, datetime.strptime(start, "%H:%M").time(), ZoneInfo(zone))  # noqa: DTZ007 - zone is added here
    first = begin.astimezone(ZoneInfo("UTC"))
    return (first + QUARTER * i for i in range(-(-minutes // 15)))


def working_time(person: Person) -> set[datetime]:
    start, end = (int(at[:2]) * 60 + int(at[3:]) for at in (person.work_start, person.work_end))
    return {
        slot
        for day in person.work_days
        for slot in slots(day, person.work_start, end - start, person.time_zone)
    }


def taken_time(company: Company) -> dict[str, set[datetime]]:
    taken: dict[str, set[datetime]] = {person.email: set() for person in company.people}
    for entry in company.weekly:
        if entry.show_as in TAKEN:
            zone = company.by_email[entry.organizer].time_zone
            when = set(slots(entry.weekday, entry.start, entry.minutes, zone))
            for email in (entry.organizer, *entry.attendees):
                taken[email] |= when
    return taken


def required(unit: Row, units: dict[str, Row], company: Company) -> list[Person]:
    """Who has to come: leader and members, and for a department the leaders of its teams."""
    emails = {person.email for person in company.people if unit["key"] in person.units} | {unit["leader"]}
    if unit["kind"] == "department":
        emails |= {other["leader"] for other in units.values() if other["parent"] == unit["key"]}
    return [company.by_email[email] for email in emails]


def test_it_has_four_departments_and_fourteen_teams(units: dict[str, Row], company: Company) -> None:
    assert Counter(unit["kind"] for unit in units.values()) == {
        "organization": 1,
        "department": 4,
        "team": 14,
    }
    above = {"organization": "", "department": "organization", "team": "department"}
    for unit in units.values():
        parent_kind = units[unit["parent"]]["kind"] if unit["parent"] else ""
        assert parent_kind == above[unit["kind"]], unit["key"]
    assert company.name == "Tidewell"
    assert len(company.teams) == 19
    assert len(company.rooms) == 4


def test_about_ninety_people_work_in_three_time_zones(company: Company, people: dict[str, Row]) -> None:
    assert 85 <= len(people) <= 95
    assert {person["time_zone"] for person in people.values()} == {
        "Europe/Berlin",
        "Europe/Lisbon",
        "Asia/Kolkata",
    }
    assert Counter(row["kind"] for row in people.values() if row["kind"] != "member") == {
        "guest": 1,
        "external": 1,
    }
    assert company.external == ("joao.tavares@installers-union.example",)
    assert sum(len(person.work_days) == 4 for person in company.people) >= 5


def test_units_have_members_and_a_leader_who_is_one_of_them(units: dict[str, Row], company: Company) -> None:
    for key, unit in units.items():
        members = [person for person in company.people if key in person.units]
        assert company.by_email[unit["leader"]] in members, key
        assert unit["kind"] != "team" or 4 <= len(members) <= 8, key
    teams = [key for key, unit in units.items() if unit["kind"] == "team"]
    assert sum(len(set(teams) & set(person.units)) == 2 for person in company.people) == 2


def test_managers_follow_the_units(units: dict[str, Row], company: Company) -> None:
    led = {unit["leader"]: unit for unit in units.values() if unit["parent"]}
    for person in (person for person in company.people if person.kind == "member"):
        if person.email in led:
            assert person.manager == units[led[person.email]["parent"]]["leader"]
        elif person.manager is None:
            assert person.email == units["tidewell"]["leader"]
        else:
            assert person.manager == units[person.units[0]]["leader"]


def test_there_are_74_objectives_at_all_levels(okrs: dict[str, Row], units: dict[str, Row]) -> None:
    objectives = of_type(okrs, "objective")
    assert len(objectives) == 74
    assert {row["unit"] for row in objectives} == set(units)
    assert {row["cycle"] for row in objectives} == {"2027-Q1"}
    leaders = {unit["leader"] for unit in units.values()}
    assert sum(row["owner"] not in leaders for row in objectives) >= 30
    count = Counter(row["objective"] for row in of_type(okrs, "key_result"))
    assert [row["title"] for row in objectives if not count[row["key"]]] == [
        "Learning paths for administrators"
    ]
    assert max(count.values()) == 4


def test_whoever_an_okr_names_is_known(okrs: dict[str, Row], people: dict[str, Row]) -> None:
    for row in okrs.values():
        assert row["owner"] in people or (row["type"] == "key_result" and not row["owner"])
        assert set(cell(row["contributors"])) | set(cell(row["external"])) <= set(people), row["key"]
        assert row["type"] == "objective" or okrs[row["objective"]]["type"] == "objective"
    invited = {email for row in okrs.values() for email in cell(row["external"])}
    assert {people[email]["kind"] for email in invited} == {"guest", "external"}


def test_what_okrs_contribute_to_exists_and_leads_to_the_top(okrs: dict[str, Row]) -> None:
    for row in of_type(okrs, "objective"):
        seen, at = {row["key"]}, row
        while parent := at["contributes_to"]:
            at = okrs[okrs[parent]["objective"] or parent]
            assert at["key"] not in seen, f"{row['key']} contributes to itself"
            seen.add(at["key"])


def test_some_okrs_are_badly_aligned(okrs: dict[str, Row], units: dict[str, Row]) -> None:
    objectives = of_type(okrs, "objective")
    alone = {row["title"] for row in objectives if not row["contributes_to"] and row["unit"] != "tidewell"}
    assert alone == {
        "Technicians finish the whole job offline",
        "A new look for the trade fair",
        "Fewer hand-overs between Growth and Onboarding",
    }
    elsewhere: list[str] = []
    for row in (row for row in objectives if row["contributes_to"]):
        parent = okrs[okrs[row["contributes_to"]]["objective"] or row["contributes_to"]]
        if parent["unit"] not in {row["unit"], units[row["unit"]]["parent"]}:
            elsewhere.append(row["title"])
    assert elsewhere == ["One person stays with a customer until it works"]
    flat = [
        row["title"] for row in of_type(okrs, "key_result") if float(row["start"]) == float(row["target"])
    ]
    assert flat == ["Critical findings open for more than 30 days"]


def test_names_and_titles_hold_awkward_characters(okrs: dict[str, Row], people: dict[str, Row]) -> None:
    names = [person["name"] for person in people.values()]
    titles = [row["title"] for row in okrs.values()]
    assert any(unicodedata.bidirectional(name[0]) in {"R", "AL"} for name in names)
    assert any("'" in name for name in names)
    assert any(not name.isascii() and name[0].isascii() for name in names)
    assert any(unicodedata.category(char) == "So" for title in titles for char in title)
    assert "Get <1 % errors & *keep* them there" in titles


def test_calendars_are_about_half_full(company: Company) -> None:
    taken = taken_time(company)
    load = {
        person.email: len(taken[person.email] & work) / len(work)
        for person in company.people
        if person.kind == "member" and (work := working_time(person))
    }
    assert 0.35 <= sum(load.values()) / len(load) <= 0.60
    assert max(load.values()) <= 0.85, max(load, key=lambda email: load[email])
    assert {entry.show_as for entry in company.weekly} == {*TAKEN, "free", "workingElsewhere"}


def test_calendars_name_only_people_and_units(units: dict[str, Row], company: Company) -> None:
    for row in rows("calendars.csv"):
        known = set(company.by_email) | set(units)
        assert row["organizer"] in company.by_email
        assert set(cell(row["attendees"])) <= known, row
        assert row["weekday"] in WEEKDAYS


def test_every_unit_finds_times_for_its_share_meeting(units: dict[str, Row], company: Company) -> None:
    taken = taken_time(company)
    starts = [f"{hour:02}:{minute:02}" for hour in range(8, 18) for minute in (0, 30)]
    for unit in units.values():
        need = required(unit, units, company)
        free = set[datetime].intersection(*(working_time(person) - taken[person.email] for person in need))
        minutes = SHARE_MINUTES[unit["kind"]]
        found = [
            (day, at)
            for day in WEEKDAYS
            for at in starts
            if free.issuperset(slots(day, at, minutes, "Europe/Berlin"))
        ]
        assert len(found) >= 2, unit["name"]
