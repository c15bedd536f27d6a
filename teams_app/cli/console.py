"""How commands speak: to people on stderr and stdout, in sentences."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from teams_app.errors import BadInput, OkrError
from teams_app.sandbox.errors import SandboxError

out = Console()
err = Console(stderr=True)
BAD_INPUT, FAILED = 2, 1


@contextmanager
def report_errors() -> Generator[None]:
    """An expected failure is its sentence, without a traceback; 2 for bad input, else 1."""
    try:
        yield
    except (OkrError, SandboxError) as error:
        err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(BAD_INPUT if isinstance(error, BadInput) else FAILED)
    except KeyboardInterrupt:
        sys.exit(130)


def steps() -> Progress:
    """A line that tells what is being done; on a terminal only."""
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True)


def bars() -> Progress:
    """Bars with counts."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=err)
