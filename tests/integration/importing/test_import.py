"""Files become people, units and OKRs: all of them, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import KeyResult, Objective, Person, Room, Unit
from teams_app.sample import TIDEWELL
from teams_app.services.importing import ImportFaults, known_keys, read_company, write_company
from teams_app.services.importing.check import Keys

FILES = [TIDEWELL / name for name in ("people.csv", "units.csv", "okrs.csv", "rooms.csv")]
NOTHING = Keys()
PEOPLE = "email,name,job_title,manager,units,time_zone,work_days,work_start,work_end,kind\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


async def test_the_sample_company_is_imported_whole(session: AsyncSession) -> None:
    await write_company(session, read_company(FILES, NOTHING))
    counted = [
        await session.scalar(select(func.count()).select_from(m))
        for m in (Person, Unit, Objective, KeyResult, Room)
    ]
    assert counted == [91, 19, 74, 146, 4]


async def test_importing_again_changes_nothing(session: AsyncSession) -> None:
    await write_company(session, read_company(FILES, NOTHING))
    again = await write_company(session, read_company(FILES, await known_keys(session)))
    assert again.is_nothing


async def test_okrs_alone_may_point_at_people_who_are_there(session: AsyncSession) -> None:
    await write_company(session, read_company(FILES[:2], NOTHING))
    company = read_company(FILES[2:], await known_keys(session))
    assert (await write_company(session, company)).created["objectives"] == 74


def test_every_bad_cell_is_named_by_file_line_column_and_reason(tmp_path: Path) -> None:
    rows = "a@x.example,Ann,,,,Mars/Olympus,,,,member\nno address,Bob,,,,,Mon;Someday,25:00,,member\n"
    with pytest.raises(ImportFaults) as refused:
        read_company([write(tmp_path, "people.csv", PEOPLE + rows)], NOTHING)
    told = [str(fault) for fault in refused.value.faults]
    assert told == [
        "people.csv, line 2, column time_zone: “Mars/Olympus” is no time zone: write it as Europe/Berlin",
        "people.csv, line 3, column email: “no address” is no e-mail address",
        "people.csv, line 3, column work_days: “Someday” is none of Mon, Tue, Wed, Thu, Fri, Sat, Sun",
        "people.csv, line 3, column work_start: “25:00” is no time: write it as 09:00",
    ]


def test_what_points_at_a_bad_row_is_left_out_with_it(tmp_path: Path) -> None:
    rows = "a@x.example,,,,,,,,,\nb@x.example,Bob,,a@x.example,,,,,,\nc@x.example,Cleo,,,,,,,,\n"
    company = read_company([write(tmp_path, "people.csv", PEOPLE + rows)], NOTHING, skip_bad=True)
    assert [person.email for person in company.people] == ["c@x.example"]
    assert [fault.line for fault in company.left_out] == [2, 3]


def test_circles_are_refused(tmp_path: Path) -> None:
    rows = "a@x.example,Ann,,b@x.example,,,,,,\nb@x.example,Bob,,a@x.example,,,,,,\n"
    with pytest.raises(ImportFaults, match="their own manager"):
        read_company([write(tmp_path, "people.csv", PEOPLE + rows)], NOTHING)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("hello,world\n1,2\n", "is not one of ours"),
        ("email,name,kind\n", "looks like people, but lacks the columns"),
        (PEOPLE + "a@x.example,Ann\n", "another number of cells"),
        (PEOPLE + 'a@x.example,"Ann\n', "is not CSV"),
    ],
)
def test_files_that_cannot_be_read_are_told_apart(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(ImportFaults, match=reason):
        read_company([write(tmp_path, "some.csv", content)], NOTHING)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes((PEOPLE + "a@x.example,Jürgen,,,,,,,,\n").encode("latin-1"))
    with pytest.raises(ImportFaults, match="not UTF-8"):
        read_company([path], NOTHING)


ROOMS = "email,name,capacity,site,time_zone\n"
FJORD, OAK = "fjord@x.example,Fjord,20,,", "oak@x.example,Oak,12,Berlin,Europe/Berlin"


def rooms(folder: Path, *rows: str) -> Path:
    return write(folder, "rooms.csv", ROOMS + "".join(f"{row}\n" for row in rows))


async def import_rooms(session: AsyncSession, path: Path) -> dict[str, int]:
    counts = await write_company(session, read_company([path], await known_keys(session)))
    return counts.changed | counts.created


async def test_rooms_are_imported_and_changed(session: AsyncSession, tmp_path: Path) -> None:
    await import_rooms(session, rooms(tmp_path, FJORD, OAK))
    assert await import_rooms(session, rooms(tmp_path, FJORD, OAK)) == {}
    assert await import_rooms(session, rooms(tmp_path, FJORD.replace("20", "0"))) == {"rooms": 1}
    found = (await session.scalars(select(Room).order_by(Room.name))).all()
    assert [(room.name, room.capacity, room.place, room.time_zone) for room in found] == [
        ("Fjord", 0, "Fjord", ""),
        ("Oak", 12, "Oak, Berlin", "Europe/Berlin"),
    ]


async def test_rooms_may_take_over_each_others_names(session: AsyncSession, tmp_path: Path) -> None:
    await import_rooms(session, rooms(tmp_path, FJORD, OAK))
    swapped = rooms(tmp_path, FJORD.replace("Fjord", "Oak"), OAK.replace("Oak", "Fjord"))
    assert await import_rooms(session, swapped) == {"rooms": 2}
    found = await session.execute(select(Room.email, Room.name).order_by(Room.email))
    assert [tuple(row) for row in found] == [("fjord@x.example", "Oak"), ("oak@x.example", "Fjord")]


async def test_the_name_of_another_room_is_refused(session: AsyncSession, tmp_path: Path) -> None:
    await import_rooms(session, rooms(tmp_path, FJORD, OAK))
    with pytest.raises(ImportFaults, match="“Oak” is the name of the room oak@x"):
        await import_rooms(session, rooms(tmp_path, FJORD.replace("Fjord", "Oak")))


def test_every_bad_cell_of_a_room_is_named(tmp_path: Path) -> None:
    bad = "no address,Elm,12,,", "elm@x.example,,many,,Mars/Olympus", "oak@x.example,Fjord,-1,,", FJORD
    with pytest.raises(ImportFaults) as refused:
        read_company([rooms(tmp_path, OAK, *bad, OAK.replace("oak@", "oak2@"))], NOTHING)
    assert [str(fault).removeprefix("rooms.csv, ") for fault in refused.value.faults] == [
        "line 3, column email: “no address” is no e-mail address",
        "line 4, column capacity: “many” is no whole number from 0 to 100,000",
        "line 4, column name: is empty",
        "line 4, column time_zone: “Mars/Olympus” is no time zone: write it as Europe/Berlin",
        "line 5, column capacity: “-1” is no whole number from 0 to 100,000",
        "line 7, column name: “Oak” was there before, in rooms.csv, line 2",
    ]


@pytest.mark.parametrize(("cell", "wanted"), [("yes", True), ("No", False), ("", None)])
def test_a_unit_says_whether_it_needs_a_room(tmp_path: Path, cell: str, *, wanted: bool | None) -> None:
    header = "key,name,kind,parent,leader,teams_team,channel,needs_room\n"
    people = write(tmp_path, "people.csv", PEOPLE + "a@x.example,Ann,,,,,,,,\n")
    units = write(tmp_path, "units.csv", f"{header}x,X,organization,,a@x.example,,,{cell}\n")
    assert [unit.needs_room for unit in read_company([people, units], NOTHING).units] == [wanted]


def test_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    header = "key,name,kind,parent,leader,teams_team,channel,needs_room\n"
    units = write(tmp_path, "units.csv", f"{header}x,X,organization,,a@x.example,,,perhaps\n")
    with pytest.raises(ImportFaults, match="column needs_room: “perhaps” is neither yes nor no"):
        read_company([units], NOTHING)
