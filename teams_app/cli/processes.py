"""``serve``, ``worker``, ``migrate``, ``sandbox``: what runs for long, and what prepares it."""

from __future__ import annotations

import asyncio
import errno
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
from aiohttp import web

from teams_app.cli.console import err
from teams_app.config import Settings, check_for_serving, load_settings
from teams_app.errors import SettingsFault
from teams_app.logs import configure_logs
from teams_app.sandbox.company import SAMPLE
from teams_app.sandbox.server import Sandbox, run_sandbox
from teams_app.storage.location import database_url
from teams_app.storage.migrate import migrate as run_migrations

log = structlog.get_logger(__name__)


def add_commands(app: typer.Typer) -> None:
    for command in (serve, worker, migrate, sandbox):
        app.command()(command)


def serve() -> None:
    """Answer Teams, the tab and Microsoft Graph over HTTP."""
    settings = _settings()
    with database_url(settings) as url:
        _run(_serve(settings, url))


def worker() -> None:
    """Carry out jobs: plan, book, post."""
    from teams_app.app import run_worker  # noqa: PLC0415 - see serve

    settings = _settings()
    with database_url(settings) as url:
        _run(run_worker(settings, url))


def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = load_settings()
    with database_url(settings) as url:
        run_migrations(url)
    err.print("The database is at the newest schema.")


def sandbox(
    port: Annotated[int, typer.Option(help="Port of http; https is on the next one.")] = 9300,
    company: Annotated[Path, typer.Option(help="Folder with people.csv, units.csv …")] = SAMPLE,
    env_file: Annotated[
        Path | None, typer.Option(help="Gets the settings that point the product here.")
    ] = None,
    bot_url: Annotated[str, typer.Option(help="Where the bot listens.")] = (
        "http://127.0.0.1:3978/api/messages"
    ),
    journal: Annotated[Path | None, typer.Option(help="Gets each exchange with Graph as JSON line.")] = None,
) -> None:
    """Run a stand-in tenant on this machine: nobody is mailed, everything stays here."""
    settings = load_settings()
    configure_logs(settings.log_level)

    def told(running: Sandbox) -> None:
        err.print(f"The stand-in tenant {running.tenant.company.name} answers at {running.tenant.base_url}")

    _run(
        run_sandbox(
            company,
            port=port,
            data_dir=settings.data_dir / "sandbox",
            env_file=env_file,
            bot_url=bot_url,
            journal_file=journal,
            started=told,
        )
    )


def _settings() -> Settings:
    settings = load_settings()
    check_for_serving(settings)
    configure_logs(settings.log_level)
    return settings


async def _serve(settings: Settings, url: str) -> None:
    # Importing the SDKs takes a second, which `--help` and other commands do without.
    from teams_app.serving import open_application  # noqa: PLC0415

    async with open_application(settings, url) as application:
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=10)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            raise SettingsFault(_refused(settings, error)) from error
        log.info("serving", host=settings.host, port=settings.port)
        try:
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


def _refused(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} is in use: choose another OKR_PORT, or stop what uses it."
    return f"OKR_HOST {settings.host}, OKR_PORT {settings.port} cannot be listened on: {error.strerror}."


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Until SIGINT or SIGTERM; both end it in good order."""

    async def until_told() -> None:
        task = asyncio.ensure_future(work)
        if sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(until_told())
