"""Throw-away environments for libraries that are only measured against; kept in build/ for the next run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "build" / "benchmarks"
INSTALL_SECONDS = 300


class NotAtHand(Exception):
    """A library or file that is measured against cannot be had here; says why in a few words."""


def python_with(requirement: str) -> Path:
    """A Python interpreter that has a library, made when it is not there yet.

    :param requirement: with its exact version, ``name==1.2.3``.
    :raises NotAtHand: it could not be installed.
    """
    folder = FOLDER / requirement.replace("==", "-")
    ready, python = folder / "ready", folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if ready.exists():
        return python
    uv = [sys.executable, "-m", "uv", "--quiet"]
    try:
        _run([*uv, "venv", "--clear", "--python", sys.executable, str(folder)])
        _run([*uv, "pip", "install", "--only-binary", ":all:", "--python", str(python), requirement])
    except (OSError, subprocess.SubprocessError) as error:
        raise NotAtHand(f"{requirement} cannot be installed ({type(error).__name__})") from error
    ready.touch()
    return python


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, timeout=INSTALL_SECONDS)
