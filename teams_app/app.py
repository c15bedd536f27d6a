"""The composition root: settings become a world, and a world a worker; ``serving`` makes a server of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from graph.apps import GraphApps
from graph.auth import TokenSource
from graph.calendars import GraphCalendars
from graph.client import GraphClient
from graph.credentials import Certificate, Credential, ManagedIdentity, Secret, TokenFile
from graph.directory import GraphDirectory
from graph.event_changes import GraphEventChanges
from graph.messages import GraphChannelHistory
from graph.online_meetings import GraphOnlineMeetings
from graph.subscriptions import Endpoint, GraphSubscriptions
from teams_app.bot.sending import make_connector, make_messenger
from teams_app.config import Settings
from teams_app.errors import SettingsFault, Unavailable
from teams_app.identity.http import open_http
from teams_app.jobs.context import WORLD
from teams_app.jobs.queue import STALLED_SECONDS, Queue, make_queue_app
from teams_app.services.effects import CatchUp
from teams_app.services.world import World
from teams_app.solving import Solver
from teams_app.storage.database import check_reachable, open_database, psycopg_url
from teams_app.storage.graph_budget import SharedBudget, limits_of
from teams_app.storage.migrate import check_migrated
from teams_app.webhooks import LIFECYCLE, NOTIFICATIONS

CONCURRENT_JOBS = 16
CALL_SECONDS = 60.0
DATABASE_SECONDS = 2.0  # between attempts to begin anew
HEARTBEAT_SECONDS = 5.0
# A job that waits for its lock is only found by looking again: by default after 5 s, which for the cards of a
# channel would mean 12 a minute.
POLL_SECONDS = 0.25

log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_world(settings: Settings, url: str) -> AsyncGenerator[tuple[World, App]]:
    """Everything that a process needs, connected to the tenant that the settings name.

    :raises SettingsFault: the database cannot be used, or the certificate cannot be read.
    """
    async with AsyncExitStack() as stack:
        database = open_database(url)
        stack.push_async_callback(database.close)
        await check_reachable(database)
        async with database.engine.connect() as connection:
            await connection.run_sync(check_migrated)
        http = await stack.enter_async_context(open_http(settings.ca_file, call_seconds=CALL_SECONDS))
        tokens = tokens_of(settings)
        graph = GraphClient(
            settings.graph_url,
            tokens,
            http,
            scope=f"{settings.graph_url.rstrip('/')}/.default",
            budget=SharedBudget(database, settings.tenant_id, limits_of(settings.graph_limits)),
        )
        connector = make_connector(settings, http, tokens)
        queue = make_queue_app(psycopg_url(url))
        solver = Solver()
        stack.callback(solver.close)
        world = World(
            settings=settings,
            database=database,
            jobs=Queue(queue),
            clock=lambda: datetime.now(UTC),
            calendars=GraphCalendars(graph),
            online_meetings=GraphOnlineMeetings(graph),
            directory=GraphDirectory(graph),
            history=GraphChannelHistory(graph),
            messenger=make_messenger(settings, connector),
            apps=GraphApps(graph),
            solve=solver,
            event_changes=GraphEventChanges(graph),
            subscriptions=_subscriptions(settings, graph),
        )
        yield world, queue


async def run_worker(settings: Settings, url: str) -> None:
    """Carry out jobs until it is cancelled; what was begun is finished first.

    A worker that loses the database ends by itself, with or without an error; it begins anew.
    """
    async with open_world(settings, url) as (world, _):
        while True:
            try:
                await _catch_up(world)
                await _work(world, make_queue_app(psycopg_url(url)))
            except (ConnectorException, OperationalError, PoolTimeout, Unavailable) as error:
                log.warning("worker_failed", reason=type(error).__name__)
            log.warning("database_away", tried_again_in=DATABASE_SECONDS)
            await asyncio.sleep(DATABASE_SECONDS)


async def _catch_up(world: World) -> None:
    """What happened in Outlook while no worker was there."""
    async with world.database.transaction() as session:
        await world.jobs.enqueue(session, [CatchUp()])


async def _work(world: World, queue: App) -> None:
    async with queue.open_async():
        await queue.run_worker_async(
            concurrency=CONCURRENT_JOBS,
            additional_context={WORLD: world},
            delete_jobs="successful",
            fetch_job_polling_interval=POLL_SECONDS,
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
        )


def _subscriptions(settings: Settings, graph: GraphClient) -> GraphSubscriptions:
    public = settings.public_url.rstrip("/")
    endpoint = Endpoint(f"{public}{NOTIFICATIONS}", f"{public}{LIFECYCLE}")
    lifetime = timedelta(minutes=settings.subscription_minutes)
    return GraphSubscriptions(graph, endpoint, lifetime=lifetime)


def tokens_of(settings: Settings) -> TokenSource:
    """Where the tokens of the application that the settings name come from.

    :raises SettingsFault: the certificate cannot be read.
    """
    return TokenSource(settings.authority, settings.app_id, _credential(settings), ca_file=settings.ca_file)


def _credential(settings: Settings) -> Credential:
    """The strongest one that is set: nobody can copy an identity that the platform vouches for."""
    if settings.app_managed_identity:
        return ManagedIdentity(settings.app_managed_identity)
    if settings.app_federated_token_file:
        return TokenFile(settings.app_federated_token_file)
    if settings.app_certificate:
        return Certificate(_certificate(settings.app_certificate))
    return Secret(settings.app_secret.get_secret_value())


def _certificate(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not in PEM form"
        raise SettingsFault(f"OKR_APP_CERTIFICATE ({path}) cannot be read: {reason}.") from error
