"""How commands end: in good order, or with one sentence and a status."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

import typer

from teams_app.errors import BadInput, OkrError
from teams_app.sandbox.errors import SandboxError

BAD_INPUT, FAILED, INTERRUPTED = 2, 1, 130


@contextmanager
def report_errors() -> Generator[None]:
    """An expected failure is its sentence, without a traceback; 2 for bad input, else 1."""
    try:
        yield
    except (OkrError, SandboxError) as error:
        typer.secho(str(error), fg="red", err=True)
        sys.exit(BAD_INPUT if isinstance(error, BadInput) else FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
