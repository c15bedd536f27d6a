"""The command ``okr-share``: one file a group of commands."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from teams_app.cli import company, demonstration, package, planner, processes, thread, week
from teams_app.cli.console import report_errors

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Share OKRs in Microsoft Teams and Outlook. Settings are environment variables OKR_….",
)
for group in (demonstration, processes, company, thread, planner, package):
    group.add_commands(app)
app.add_typer(week.app, name="week")


@app.callback()
def read_env_file(
    env_file: Annotated[
        Path | None, typer.Option(help="File of KEY=VALUE lines to be read as settings first.")
    ] = None,
) -> None:
    """Settings of a file count less than those of the environment."""
    if env_file is None:
        return
    for line in env_file.read_text("utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and name.startswith("OKR_"):
            os.environ.setdefault(name.strip(), value.strip())


def main() -> None:
    """Run the command; what goes wrong is one sentence and a status."""
    with report_errors():
        app()
