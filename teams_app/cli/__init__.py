"""The command ``okr-share``: one file a group of commands, imported when one of them is asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from teams_app.cli.exits import report_errors
from teams_app.cli.later import Later, Laters
from teams_app.errors import BadInput


class Commands(Laters):
    """All of them, in the order of ``--help``; what is said of each is what it says of itself."""

    later = (
        Later(
            "demo",
            "demonstration",
            "Run a whole share week of the sample company against a stand-in tenant, then stay until Ctrl-C.",
        ),
        Later("serve", "processes", "Answer Teams, the tab and Microsoft Graph over HTTP."),
        Later("worker", "processes", "Carry out jobs: plan, book, post."),
        Later("migrate", "processes", "Bring the database to the newest schema."),
        Later(
            "sandbox",
            "processes",
            "Run a stand-in tenant on this machine: nobody is mailed, everything stays here.",
        ),
        Later(
            "import",
            "company",
            "Import people, units, OKRs and rooms: all rows or none; importing again changes nothing.",
        ),
        Later("directory", "directory", "Bring people, units and channels to what the directory says."),
        Later("thread", "thread", "Show the thread of an OKR, named by its key."),
        Later("plan", "planner", "Plan all meetings of a problem at once, with a proven bound."),
        Later(
            "package",
            "package",
            "Write the Teams app package for OKR_APP_ID and OKR_PUBLIC_URL; the same bytes every time.",
        ),
        Later(
            "rollout",
            "rollout",
            "Install, bring up to date, check or remove the app in Teams; doing it again does what is left.",
        ),
        Later("doctor", "doctor", "Check a tenant's set-up step by step, and say what to do."),
        Later("week", "week", "Plan, look at, confirm and cancel the share week."),
    )


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Share OKRs in Microsoft Teams and Outlook. Settings are environment variables OKR_….",
)


@app.callback()
def read_env_file(
    env_file: Annotated[
        Path | None, typer.Option(help="File of KEY=VALUE lines to be read as settings first.")
    ] = None,
) -> None:
    """Settings of a file count less than those of the environment."""
    if env_file is None:
        return
    try:
        lines = env_file.read_text("utf-8").splitlines()
    except OSError as error:
        raise BadInput(f"{env_file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{env_file} is not UTF-8 text.") from error
    for line in lines:
        name, is_setting, value = line.partition("=")
        if is_setting and name.startswith("OKR_"):
            os.environ.setdefault(name.strip(), value.strip())


def main() -> None:
    """Run the command; what goes wrong is one sentence and a status."""
    # NumPy starts threads for linear algebra that nobody does here: 0.1 s of CPU in each process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with report_errors():
        app()
