"""What can be set, called and asked for is in the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup as Group

from teams_app.cli import Commands
from teams_app.config import Settings
from teams_app.tab.openapi import DOCUMENT

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
ADDRESS = re.compile(r"\"(/(?:api/messages|healthz|readyz|metrics|tab/(?:\w+|\{name\})?))\"")


def commands() -> list[str]:
    named: list[str] = []
    for later in Commands.later:
        name, command = str(later.name), later.load()
        named += [f"{name} {sub}" for sub in command.commands] if isinstance(command, Group) else [name]
    return named


def addresses() -> set[str]:
    """What is written as an address in the sources of the two doors, and the paths of the API's document."""
    sources = [*(ROOT / "teams_app/tab").glob("*.py"), *(ROOT / "teams_app/bot").glob("*.py")]
    sources.append(ROOT / "teams_app/health.py")
    written = {path for source in sources for path in ADDRESS.findall(source.read_text("utf-8"))}
    return written | set(DOCUMENT["paths"])


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`OKR_{name.upper()}`" in README


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"`(?:okr-share )?{command}\b", README)


@pytest.mark.parametrize("path", sorted(addresses()))
def test_every_address_is_documented(path: str) -> None:
    assert path in README


def test_the_addresses_are_found_at_all() -> None:
    assert {"/healthz", "/api/messages", "/tab/config", "/api/v1/objectives/{id}"} <= addresses()
