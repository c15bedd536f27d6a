"""The directory map: what can be written, and what is said about what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from teams_app.errors import BadInput
from teams_app.sample import TIDEWELL
from teams_app.services.directory.rules import Members, Patterns, Rules, Source
from teams_app.services.directory.rules_file import load_rules

ORGANIZATION = '[organization]\nname = "Tidewell"\n'


def read(tmp_path: Path, text: str) -> Rules:
    path = tmp_path / "map.toml"
    path.write_text(text, "utf-8")
    return load_rules(path)


def test_without_a_file_there_are_no_rules() -> None:
    assert load_rules(None) == Rules()


def test_the_sample_map_can_be_read() -> None:
    rules = load_rules(TIDEWELL / "directory.toml")
    assert rules.organization is not None
    assert [level.source for level in rules.departments] == [Source.DEPARTMENT]
    assert rules.teams[0].match == Patterns(("*",))
    assert rules.of_unit("Growth").parent == "Market"


def test_departments_by_attribute_are_led_by_the_line_and_hold_the_rest(tmp_path: Path) -> None:
    [level] = read(tmp_path, ORGANIZATION + "[[departments]]\n").departments
    assert (level.source, level.leader, level.members) == (Source.DEPARTMENT, "manager", Members.REST)


def test_groups_are_led_by_their_owners_and_hold_all(tmp_path: Path) -> None:
    text = ORGANIZATION + '[[teams]]\nfrom = "groups"\nmatch = ["OKR *"]\nwithout = ["OKR "]\n'
    [level] = read(tmp_path, text).teams
    assert (level.source, level.leader, level.members) == (Source.GROUPS, "owner", Members.ALL)
    assert level.names("okr Sales")
    assert not level.names("Sales")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[organization\n", "is not TOML: "),
        ("[organisation]\n", "organisation is unknown; there are people, organization, departments,"),
        ("[organization]\n", "organization.name is missing."),
        ("[[departments]]\n", "organization is missing: give the unit at the top"),
        ("organization = 3\n", "organization must be a table."),
        (ORGANIZATION + 'leader = "boss"\n', "organization.leader is “boss”, but must be owner, manager or"),
        (ORGANIZATION + 'leader = "owner"\n', "organization.team is missing: its members or its owner"),
        (ORGANIZATION + 'members = "some"\n', "organization.members is “some”, but must be leaders or all."),
        (
            ORGANIZATION + '[[departments]]\nfrom = "x"\n',
            "departments[1].from is “x”, but must be department",
        ),
        (
            ORGANIZATION + '[[departments]]\nfrom = "groups"\n',
            "departments[1].match is missing: name the groups",
        ),
        (ORGANIZATION + '[[departments]]\nparent = "X"\n', "departments[1].parent is not possible"),
        (
            ORGANIZATION + '[[teams]]\nfrom = "department"\n',
            "teams[1].from is “department”, but must be teams or",
        ),
        (
            ORGANIZATION + '[[teams]]\nmatch = "A"\nexclude = [3]\n',
            "teams[1].exclude must be a list of texts",
        ),
        (
            ORGANIZATION + '[[teams]]\nmatch = ["A"]\n[[teams]]\nmatch = ["B"]\nchanel = "x"\n',
            "teams[2].chanel",
        ),
        (ORGANIZATION + "[teams]\n", "teams must be a list of tables: write [[teams]]."),
        (ORGANIZATION + "[units.Brand]\nrestricted = 1\n", "units.Brand.restricted is “1”, but must be true"),
        (ORGANIZATION + '[units.Brand]\nleader = "zoe"\n', "units.Brand.leader is “zoe”, but must be owner"),
        ('[people]\neverybody = "no"\n', "people.everybody is “no”, but must be true or false."),
        ('[rooms.zones]\nBerlin = "Berlin"\n', "rooms.zones.Berlin is “Berlin”, which is no time zone"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    assert told in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, "[organization]\nnick = 1\n[rooms]\nseats = 2\n")
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize("name", ["none.toml", "latin.toml"])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "latin.toml").write_bytes('[organization]\nname = "Bäckerei"'.encode("latin-1"))
    with pytest.raises(BadInput, match="OKR_DIRECTORY_MAP"):
        load_rules(tmp_path / name)
