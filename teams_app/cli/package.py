"""``package``: the app package to upload to Teams."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from teams_app.cli.console import err
from teams_app.config import load_settings
from teams_app.errors import BadInput
from teams_app.package import filled, read_template, zipped


def add_commands(app: typer.Typer) -> None:
    app.command()(package)


def package(to: Annotated[Path, typer.Option("--out", help="Gets the package, a zip.")]) -> None:
    """Write the Teams app package for OKR_APP_ID and OKR_PUBLIC_URL; the same bytes every time."""
    content = zipped(filled(read_template(), load_settings(), version("okr-share")))
    try:
        to.write_bytes(content)
    except OSError as error:
        raise BadInput(f"{to} cannot be written: {error.strerror}.") from error
    err.print(f"{to} is ready to be uploaded to Teams.", markup=False, highlight=False)
