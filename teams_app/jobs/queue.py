"""The ``Jobs`` port on procrastinate: jobs are rows that our own transaction writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job as QueuedJob
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.jobs import booking, cards, housekeeping, planning
from teams_app.services.ports import BookMeeting, CancelMeeting, Job, PostCard, ProposeWeek, RefreshCard

STALLED_SECONDS = 30


def make_queue_app(conninfo: str) -> App:
    """The queue in the database at ``conninfo``; opened by workers only."""
    app = App(connector=PsycopgConnector(conninfo=conninfo, max_size=8))
    app.add_tasks_from(planning.blueprint, namespace="planning")
    app.add_tasks_from(booking.blueprint, namespace="booking")
    app.add_tasks_from(cards.blueprint, namespace="cards")
    app.add_tasks_from(housekeeping.blueprint, namespace="housekeeping")
    return app


class Queue:
    """Enqueues in the caller's transaction: a commit lets the jobs run, a rollback leaves nothing."""

    def __init__(self, app: App) -> None:
        self._manager = app.job_manager

    async def enqueue(self, session: AsyncSession, jobs: Sequence[Job]) -> None:
        connection = await _driver_connection(session)
        queued = [to_queue(job) for job in jobs]
        plain = [job for job in queued if job.queueing_lock is None]
        if plain:
            await self._manager.batch_defer_jobs_async(jobs=plain, connection=connection)
        # Sorted, so that two transactions that want the same locks cannot wait for each other.
        for job in sorted(queued, key=lambda one: one.queueing_lock or ""):
            if job.queueing_lock is not None:
                await self._enqueue_once(job, connection)

    async def _enqueue_once(self, job: QueuedJob, connection: Any) -> None:
        """In a savepoint: one that waits already is an error to the database, and fine with us."""
        try:
            async with connection.transaction():
                await self._manager.defer_job_async(job=job, connection=connection)
        except AlreadyEnqueued:
            return


def to_queue(job: Job) -> QueuedJob:
    """What a job is called in the queue, and what it must not run beside."""
    match job:
        case ProposeWeek(request, place_id):
            arguments = {"request": planning.to_json(request), "place_id": place_id}
            return _queued("planning:propose_week", arguments, lock="planning")
        case BookMeeting(meeting_id):
            return _queued("booking:book_meeting", {"meeting_id": meeting_id}, lock=f"meeting-{meeting_id}")
        case CancelMeeting(meeting_id):
            return _queued("booking:cancel_meeting", {"meeting_id": meeting_id}, lock=f"meeting-{meeting_id}")
        case PostCard(card_id, place_id):
            return _queued("cards:post_card", {"card_id": card_id}, lock=f"place-{place_id}")
        case RefreshCard(card_id, place_id):
            return _queued(
                "cards:refresh_card",
                {"card_id": card_id},
                lock=f"place-{place_id}",
                once=f"refresh-{card_id}",
            )


def _queued(name: str, arguments: dict[str, Any], *, lock: str, once: str | None = None) -> QueuedJob:
    return QueuedJob(
        id=None, queue="default", lock=lock, queueing_lock=once, task_name=name, task_kwargs=arguments
    )


async def _driver_connection(session: AsyncSession) -> Any:
    """psycopg's own connection below the session, inside its transaction."""
    connection = await session.connection()
    return (await connection.get_raw_connection()).driver_connection
