"""A PostgreSQL of our own, out of a wheel, for demo, development, tests and evaluation.

It listens on a socket in a short private folder (on Windows: on a loopback port), asks for a password, and
one process owns it: that one stops it, others only connect.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import psutil

from teams_app.errors import SettingsFault
from teams_app.storage import pg_account

SUPERUSER = "okr"
DATABASE = "okr_share"
START_SECONDS = 60
SPARE_BYTES = 200_000_000  # below this a failure to start is put down to the disk
IS_WINDOWS = sys.platform == "win32"


@dataclass(frozen=True)
class Cluster:
    """The files of one embedded PostgreSQL below a data folder."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def password_file(self) -> Path:
        return self.folder / "postgres.password"

    @property
    def url_file(self) -> Path:
        """Where the running server is reached."""
        return self.folder / "postgres.url"

    @property
    def owner_file(self) -> Path:
        return self.folder / "postgres.owner"

    @property
    def is_running(self) -> bool:
        return _alive(self.data / "postmaster.pid") and self.url_file.exists()

    @property
    def has_owner(self) -> bool:
        return _alive(self.owner_file)


@contextlib.contextmanager
def embedded_postgres(folder: Path, *, durable: bool = True) -> Generator[str]:
    """The URL of the PostgreSQL in ``folder``; started if need be, and stopped by who owns it.

    :param durable: False gives up safety against power cuts for speed, for tests.
    :raises SettingsFault: it cannot be started; the sentence says why.
    """
    cluster = Cluster(folder.resolve())
    if cluster.is_running and cluster.has_owner:
        yield cluster.url_file.read_text("utf-8")
        return
    try:
        _start(cluster, durable=durable)
    except (OSError, subprocess.SubprocessError) as error:
        raise SettingsFault(_explain(cluster, error)) from error
    try:
        yield cluster.url_file.read_text("utf-8")
    finally:
        _stop(cluster)


def _start(cluster: Cluster, *, durable: bool) -> None:
    cluster.folder.mkdir(parents=True, exist_ok=True)
    _write_private(cluster.owner_file, str(os.getpid()))
    if cluster.is_running:  # its owner was killed: adopt it
        return
    pg_account.give(cluster.data)
    if not (cluster.data / "PG_VERSION").exists():
        _create(cluster)
    socket_folder = Path(tempfile.mkdtemp(prefix="okr-pg-"))  # mode 0700
    pg_account.give(socket_folder)
    port = _free_port() if IS_WINDOWS else 5432
    host = "127.0.0.1" if IS_WINDOWS else str(socket_folder)
    listen = f"-h {host} -p {port}" if IS_WINDOWS else f'-h "" -k {socket_folder} -p {port}'
    speed = "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _run("pg_ctl", "-w", "-D", cluster.data, "-l", cluster.data / "log", "-o", listen + speed, "start")
    password = cluster.password_file.read_text("utf-8")
    # The host stands in the query: SQLAlchemy does not read a socket's folder before the slash.
    query = urlencode({"host": host, "port": port})
    _write_private(cluster.url_file, f"postgresql://{SUPERUSER}:{password}@/{DATABASE}?{query}")


def _create(cluster: Cluster) -> None:
    """A new cluster that asks everybody for the password, with our database in it."""
    password = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="okr-pg-") as folder:
        handed = Path(folder) / "password"
        _write_private(handed, password)
        pg_account.give(Path(folder))
        authentication = ("--auth=scram-sha-256", f"--pwfile={handed}")
        _run("initdb", *authentication, "-U", SUPERUSER, "--encoding=UTF8", "--locale=C", "-D", cluster.data)
    _run("postgres", "--single", "-D", cluster.data, "postgres", given=f"CREATE DATABASE {DATABASE};\n")
    _write_private(cluster.password_file, password)


def _stop(cluster: Cluster) -> None:
    url = cluster.url_file.read_text("utf-8")
    with contextlib.suppress(subprocess.SubprocessError):  # it may be gone already
        _run("pg_ctl", "-w", "-m", "fast", "-D", cluster.data, "stop")
    cluster.url_file.unlink(missing_ok=True)
    cluster.owner_file.unlink(missing_ok=True)
    _remove_socket_folder(url)


def _remove_socket_folder(url: str) -> None:
    host = parse_qs(urlsplit(url).query)["host"][0]
    if Path(host).name.startswith("okr-pg-"):
        shutil.rmtree(host, ignore_errors=True)


def _run(command: str, *arguments: str | Path, given: str | None = None) -> None:
    # Temporary files instead of pipes: the server inherits them, and a pipe would never be at its end.
    with tempfile.TemporaryFile() as output:
        program = str(pg_account.binaries() / (f"{command}.exe" if IS_WINDOWS else command))
        try:
            subprocess.run(  # noqa: S603 - the wheel's own programs, with our own arguments
                [program, *map(str, arguments)],
                input=given,
                text=True,
                check=True,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=START_SECONDS,
                user=pg_account.name(),
                group=pg_account.name(),
                extra_groups=[] if pg_account.name() else None,
                cwd=tempfile.gettempdir(),
            )
        except subprocess.CalledProcessError as error:
            output.seek(0)
            error.stderr = output.read().decode("utf-8", "replace")
            raise


def _explain(cluster: Cluster, error: Exception) -> str:
    """One sentence; a full disk is by far the commonest reason."""
    if shutil.disk_usage(cluster.folder).free < SPARE_BYTES:
        return f"No disk space is left at {cluster.folder}: free some, or set OKR_DATA_DIR to another folder."
    log = cluster.data / "log"
    told = str(getattr(error, "stderr", "") or "").strip().splitlines()
    last = log.read_text("utf-8", "replace").strip().splitlines()[-1:] if log.exists() else told[-1:]
    return (
        f"The embedded PostgreSQL in {cluster.folder} did not start as {getpass.getuser()}: "
        f"{' '.join(last) or error}"
    )


def _alive(pid_file: Path) -> bool:
    """Whether the process named in the file's first line is running."""
    try:
        return psutil.pid_exists(int(pid_file.read_text("utf-8").split("\n", 1)[0]))
    except (OSError, ValueError):
        return False


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, "utf-8")


def _free_port() -> int:
    import socket  # noqa: PLC0415 - needed on Windows only

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
