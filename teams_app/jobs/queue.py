"""The ``Jobs`` port on procrastinate: jobs are rows that our own transaction writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job as QueuedJob
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.jobs import booking, cards, housekeeping, installing, moving, planning
from teams_app.services.ports import (
    BookMeeting,
    CancelMeeting,
    InstallInChat,
    Job,
    MoveMeeting,
    PlanChange,
    PostCard,
    ProposeWeek,
    RefreshCard,
)

STALLED_SECONDS = 30
PROPOSE_WEEK = "planning:propose_week"
BOOK_MEETING, CANCEL_MEETING = "booking:book_meeting", "booking:cancel_meeting"
PLAN_CHANGE, MOVE_MEETING = "moving:plan_change", "moving:move_meeting"
POST_CARD, REFRESH_CARD = "cards:post_card", "cards:refresh_card"
INSTALL_IN_CHAT = "installing:install_in_chat"
CLOCKWORK = (
    ("housekeeping:retry_stalled", "* * * * * */15", housekeeping.retry_stalled),  # every 15 seconds
    ("housekeeping:revive_places", "* * * * *", housekeeping.revive_places),
)


def make_queue_app(conninfo: str) -> App:
    """The queue in the database at ``conninfo`` with all its tasks; opened by workers only."""
    app = App(connector=PsycopgConnector(conninfo=conninfo, max_size=8))
    app.task(name=PROPOSE_WEEK, pass_context=True)(planning.propose_week)
    app.task(name=BOOK_MEETING, pass_context=True, retry=booking.BACKOFF)(booking.book_meeting)
    app.task(name=CANCEL_MEETING, pass_context=True, retry=booking.BACKOFF)(booking.cancel_meeting)
    app.task(name=PLAN_CHANGE, pass_context=True)(moving.plan_change)
    app.task(name=MOVE_MEETING, pass_context=True, retry=moving.BACKOFF)(moving.move_meeting)
    app.task(name=INSTALL_IN_CHAT, pass_context=True, retry=installing.BACKOFF)(installing.install_in_chat)
    app.task(name=POST_CARD, pass_context=True)(cards.post_card)
    app.task(name=REFRESH_CARD, pass_context=True)(cards.refresh_card)
    for name, cron, act in CLOCKWORK:
        task = app.task(name=name, pass_context=True, queueing_lock=name, lock=name)(act)
        app.periodic(cron=cron)(task)
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
            return _queued(PROPOSE_WEEK, arguments, lock="planning")
        case BookMeeting(meeting_id) | CancelMeeting(meeting_id) | MoveMeeting(meeting_id):
            return _of_meeting(job, meeting_id)
        case PlanChange(change_id, place_id):
            return _queued(PLAN_CHANGE, {"change_id": change_id, "place_id": place_id}, lock="planning")
        case InstallInChat(chat_id, name):
            lock = f"install-{chat_id}"
            return _queued(INSTALL_IN_CHAT, {"chat_id": chat_id, "name": name}, lock=lock, once=lock)
        case PostCard(card_id, place_id):
            return _queued(POST_CARD, {"card_id": card_id}, lock=f"place-{place_id}")
        case RefreshCard(card_id, place_id):
            return _queued(
                REFRESH_CARD,
                {"card_id": card_id},
                lock=f"place-{place_id}",
                once=f"refresh-{card_id}",
            )


def _of_meeting(job: BookMeeting | CancelMeeting | MoveMeeting, meeting_id: int) -> QueuedJob:
    """One after the other; of those that bring an event along, one that waits is enough."""
    names = {BookMeeting: BOOK_MEETING, CancelMeeting: CANCEL_MEETING, MoveMeeting: MOVE_MEETING}
    once = f"move-{meeting_id}" if isinstance(job, MoveMeeting) else None
    return _queued(names[type(job)], {"meeting_id": meeting_id}, lock=f"meeting-{meeting_id}", once=once)


def _queued(name: str, arguments: dict[str, Any], *, lock: str, once: str | None = None) -> QueuedJob:
    return QueuedJob(
        id=None, queue="default", lock=lock, queueing_lock=once, task_name=name, task_kwargs=arguments
    )


async def _driver_connection(session: AsyncSession) -> Any:
    """psycopg's own connection below the session, inside its transaction."""
    connection = await session.connection()
    return (await connection.get_raw_connection()).driver_connection
