"""Files become people, units and OKRs: all of them, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import KeyResult, Objective, Person, Unit
from teams_app.sample import TIDEWELL
from teams_app.services.importing import ImportFaults, known_keys, read_company, write_company
from teams_app.services.importing.check import Keys

FILES = [TIDEWELL / name for name in ("people.csv", "units.csv", "okrs.csv")]
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
        for m in (Person, Unit, Objective, KeyResult)
    ]
    assert counted == [91, 19, 74, 146]


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
