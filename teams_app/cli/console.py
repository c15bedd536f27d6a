"""How commands speak: to people on stderr and stdout, in sentences."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from teams_app.cli.exits import FAILED

__all__ = ["FAILED", "bars", "err", "out", "steps"]

out = Console()
err = Console(stderr=True)


def steps() -> Progress:
    """A line that tells what is being done; on a terminal only."""
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True)


def bars() -> Progress:
    """Bars with counts."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=err)
