"""Everything that can be written in a directory map is in its README."""

from __future__ import annotations

from pathlib import Path

import pytest

from teams_app.services.directory import rules_file
from teams_app.services.directory.rules import Members, Source

TEXT = (Path(rules_file.__file__).parent / "README.md").read_text("utf-8")
TABLES = {
    "[people]": rules_file.PEOPLE_KEYS,
    "[organization]": rules_file.ORGANIZATION_KEYS,
    "[[departments]]": rules_file.LEVEL_KEYS,
    '[units."Name"]': rules_file.UNIT_KEYS,
    "[rooms]": rules_file.ROOM_KEYS,
}


@pytest.mark.parametrize(("table", "key"), [(table, key) for table, keys in TABLES.items() for key in keys])
def test_every_key_stands_in_its_table(table: str, key: str) -> None:
    rows = TEXT.split(f"| `{table}`")[1].split("\n\n")[0]
    assert f"`{key}`" in rows


@pytest.mark.parametrize("value", [*Source, *Members])
def test_every_choice_is_told(value: str) -> None:
    assert f"`{value}`" in TEXT


def test_the_example_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(TEXT.split("```toml")[1].split("```")[0], "utf-8")
    rules = rules_file.load_rules(path)
    assert rules.rooms is not None
    assert rules.rooms.zone_of("Berlin 3") == "Europe/Berlin"
    assert rules.of_unit("IT & Security").leader == "samir.benali@tidewell.example"
