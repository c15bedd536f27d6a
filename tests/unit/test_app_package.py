"""The app package: filled from the settings, the same bytes every time, and true to what the bot can do."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from teams_app.bot import commands, week_commands
from teams_app.cards.messages import FOR_EVERYBODY, FOR_ORGANIZERS
from teams_app.cli.package import package as write_package
from teams_app.config import Settings, load_settings
from teams_app.errors import SettingsFault
from teams_app.package import filled, read_template, zipped
from teams_app.tab.pages import PAGES

APP = "0d5c1f2a-7b3e-4d7c-9a52-aaaaaaaaaaaa"
URL = "https://okr.example.org"


def settings(app_id: str = APP, public_url: str = URL) -> Settings:
    return load_settings(app_id=app_id, public_url=public_url)


def package(version: str = "0.1.0") -> bytes:
    return zipped(filled(read_template(), settings(), version))


def manifest() -> dict[str, Any]:
    with ZipFile(BytesIO(package())) as archive:
        return json.loads(archive.read("manifest.json"))


def commands_of_manifest() -> list[str]:
    [bot] = manifest()["bots"]
    return [command["title"] for group in bot["commandLists"] for command in group["commands"]]


def test_the_same_settings_give_the_same_bytes() -> None:
    assert package() == package()


def test_it_holds_the_manifest_and_its_icons_alone() -> None:
    with ZipFile(BytesIO(package())) as archive:
        assert archive.namelist() == ["color.png", "manifest.json", "outline.png"]


def test_it_is_filled_from_the_settings() -> None:
    found = manifest()
    assert (found["id"], found["bots"][0]["botId"], found["version"]) == (APP, APP, "0.1.0")
    assert found["validDomains"] == ["okr.example.org"]
    assert found["webApplicationInfo"] == {"id": APP, "resource": f"api://okr.example.org/{APP}"}
    assert found["developer"]["privacyUrl"] == f"{URL}/privacy"
    assert "${{" not in json.dumps(found)


def test_a_slash_behind_the_public_url_makes_no_difference() -> None:
    assert filled(read_template(), settings(public_url=f"{URL}/"), "0.1.0") == filled(
        read_template(), settings(), "0.1.0"
    )


def test_the_template_is_json_itself() -> None:
    assert json.loads(read_template()["manifest.json"])["id"] == "${{APP_ID}}"


def test_every_command_of_the_manifest_is_one_of_the_bot() -> None:
    named = {commands.find(title).__qualname__ for title in commands_of_manifest()}
    written = (
        "plan",
        "re-plan",
        "why",
        "book again",
        *commands.HELP,
        *week_commands.WEEK,
        *week_commands.CONFIRM,
    )
    assert named == {commands.find(text).__qualname__ for text in written}
    assert len(named) == len(commands_of_manifest())


def test_the_help_card_names_the_same_commands() -> None:
    told = {command for command, _ in (*FOR_EVERYBODY, *FOR_ORGANIZERS) if "2027" not in command}
    assert told == set(commands_of_manifest())


def test_its_tabs_are_pages_that_are_served() -> None:
    found = manifest()
    urls = [tab["configurationUrl"] for tab in found["configurableTabs"]]
    urls += [tab["contentUrl"] for tab in found["staticTabs"] if "contentUrl" in tab]
    assert {url.removeprefix(URL) for url in urls} == {"/tab/config", "/tab/"}
    assert {url.removeprefix(URL) for url in urls} <= set(PAGES)


@pytest.mark.parametrize("app_id", ["", "app-1", f"{APP}\n", f'{APP}"'])
def test_an_app_id_that_is_none_is_one_sentence(app_id: str) -> None:
    with pytest.raises(SettingsFault, match=r"^OKR_APP_ID .*\.$"):
        filled(read_template(), settings(app_id=app_id), "0.1.0")


@pytest.mark.parametrize(
    "public_url",
    [
        "http://okr.example.org",
        "http://127.0.0.1:3978",
        "https://okr.example.org:8443",
        "https://okr.example.org/okr",
        "https://me@okr.example.org",
        'https://okr.example.org","x":"',
        "https://OKR.example.org",
        "https://",
        "okr.example.org",
    ],
)
def test_a_public_url_that_teams_cannot_use_is_one_sentence(public_url: str) -> None:
    with pytest.raises(SettingsFault, match=r"^OKR_PUBLIC_URL must be https://.*\.$"):
        filled(read_template(), settings(public_url=public_url), "0.1.0")


def test_a_missing_template_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="run this in a checkout"):
        read_template(tmp_path)


def test_the_command_writes_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_APP_ID", APP)
    monkeypatch.setenv("OKR_PUBLIC_URL", URL)
    write_package(tmp_path / "okr.zip")
    with ZipFile(tmp_path / "okr.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["id"] == APP
