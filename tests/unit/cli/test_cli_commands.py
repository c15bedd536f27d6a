"""Commands are listed without being imported, and are what the list says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from teams_app.cli import Commands, app
from teams_app.cli.later import Later
from tests.unit.cli.small_plan import problem

HEAVY = (
    "aiohttp",
    "alembic",
    "botbuilder",
    "msal",
    "msgraph",
    "procrastinate",
    "rich",
    "sqlalchemy",
    "structlog",
)
RUN = """
import sys
from teams_app.__main__ import main
try:
    main()
finally:
    print(*(name for name in %r if name in sys.modules), file=sys.stderr)
"""


def imported_by(*arguments: str) -> list[str]:
    """Which of the large packages a command imports."""
    command = [sys.executable, "-c", RUN % (HEAVY,), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr.split()


def test_planning_imports_nothing_large(tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_text(json.dumps(problem()), "utf-8")
    files = ("--problem", str(tmp_path / "problem.json"), "--out", str(tmp_path / "plan.json"))
    assert imported_by("plan", *files) == []
    assert (tmp_path / "plan.json").exists()


def test_help_imports_what_prints_it_alone() -> None:
    assert imported_by("--help") == ["rich"]


@pytest.mark.parametrize("later", Commands.later, ids=lambda later: str(later.name))
def test_a_command_is_listed_as_what_it_says_of_itself(later: Later) -> None:
    command: Any = later.load()
    assert command.name == later.name
    assert command.help.split("\n\n")[0] == later.help


def test_every_command_is_in_the_help() -> None:
    told = CliRunner().invoke(app, ["--help"]).output
    assert all(f" {later.name} " in told for later in Commands.later)


def test_a_group_shows_its_own_commands() -> None:
    told = CliRunner().invoke(app, ["week", "--help"]).output
    assert all(f" {name} " in told for name in ("propose", "show", "confirm", "cancel"))


def test_a_misspelt_command_is_answered_with_the_right_one() -> None:
    ended = CliRunner().invoke(app, ["paln"])
    assert (ended.exit_code, "Did you mean 'plan'?" in ended.output) == (2, True)
