"""The ``Jobs`` port on procrastinate: jobs are rows that our own transaction writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job as QueuedJob
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.jobs import answers, booking, cards, directory, housekeeping, installing, moving, planning
from teams_app.services.effects import (
    BookMeeting,
    CancelMeeting,
    CatchUp,
    FindLink,
    InstallInChat,
    Job,
    MoveMeeting,
    PlanChange,
    PostCard,
    ProposeWeek,
    ReadMailbox,
    RefreshCard,
    SubscribeMailbox,
    TellPlace,
)

STALLED_SECONDS = 30
PROPOSE_WEEK = "planning:propose_week"
BOOK_MEETING, CANCEL_MEETING = "booking:book_meeting", "booking:cancel_meeting"
FIND_LINK = "booking:find_link"
PLAN_CHANGE, MOVE_MEETING = "moving:plan_change", "moving:move_meeting"
READ_DIRECTORY = "housekeeping:read_directory"
POST_CARD, REFRESH_CARD = "cards:post_card", "cards:refresh_card"
SUBSCRIBE_MAILBOX, READ_MAILBOX = "answers:subscribe_mailbox", "answers:read_mailbox"
CATCH_UP, TELL_PLACE = "answers:catch_up", "answers:tell_place"
INSTALL_IN_CHAT = "installing:install_in_chat"
CLOCKWORK = (
    ("housekeeping:retry_stalled", "* * * * * */15", housekeeping.retry_stalled),  # every 15 seconds
    ("housekeeping:revive_places", "* * * * *", housekeeping.revive_places),
    ("housekeeping:look_for_links", "37 * * * *", booking.look_for_links),
    ("housekeeping:forget_limits", "17 * * * *", housekeeping.forget_limits),
    ("housekeeping:follow_mailboxes", "* * * * *", answers.follow_mailboxes),  # those that are due
)


def make_queue_app(conninfo: str) -> App:
    """The queue in the database at ``conninfo`` with all its tasks; opened by workers only."""
    app = App(connector=PsycopgConnector(conninfo=conninfo, max_size=8))
    app.task(name=PROPOSE_WEEK, pass_context=True)(planning.propose_week)
    app.task(name=BOOK_MEETING, pass_context=True, retry=booking.BACKOFF)(booking.book_meeting)
    app.task(name=FIND_LINK, pass_context=True, retry=booking.LINK_BACKOFF)(booking.find_link)
    app.task(name=CANCEL_MEETING, pass_context=True, retry=booking.BACKOFF)(booking.cancel_meeting)
    app.task(name=PLAN_CHANGE, pass_context=True)(moving.plan_change)
    app.task(name=MOVE_MEETING, pass_context=True, retry=moving.BACKOFF)(moving.move_meeting)
    app.task(name=INSTALL_IN_CHAT, pass_context=True, retry=installing.BACKOFF)(installing.install_in_chat)
    app.task(name=POST_CARD, pass_context=True)(cards.post_card)
    app.task(name=REFRESH_CARD, pass_context=True)(cards.refresh_card)
    app.task(name=SUBSCRIBE_MAILBOX, pass_context=True, retry=answers.BACKOFF)(answers.subscribe_mailbox)
    app.task(name=READ_MAILBOX, pass_context=True, retry=answers.BACKOFF)(answers.read_mailbox)
    app.task(name=CATCH_UP, pass_context=True)(answers.catch_up)
    app.task(name=TELL_PLACE, pass_context=True)(answers.tell_place)
    for name, cron, act in CLOCKWORK:
        task = app.task(name=name, pass_context=True, queueing_lock=name, lock=name)(act)
        app.periodic(cron=cron)(task)
    nightly = app.task(
        name=READ_DIRECTORY,
        pass_context=True,
        queueing_lock=READ_DIRECTORY,
        lock=READ_DIRECTORY,
        retry=directory.BACKOFF,
    )(directory.nightly)
    app.periodic(cron="7 * * * *")(nightly)  # the settings name the hour; few other things begin at :07
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
        once = {job.queueing_lock: job for job in queued if job.queueing_lock is not None}
        waiting = await _waiting(connection, list(once)) if once else set[str]()
        # Sorted, so that two transactions that want the same locks cannot wait for each other.
        missing = [once[lock] for lock in sorted(once.keys() - waiting)]
        if missing and not await self._are_enqueued(missing, connection):
            for job in missing:  # somebody else came first with one of them
                await self._are_enqueued([job], connection)

    async def _are_enqueued(self, jobs: list[QueuedJob], connection: Any) -> bool:
        """In a savepoint: one that waits already is an error to the database, and fine with us."""
        try:
            async with connection.transaction():
                await self._manager.batch_defer_jobs_async(jobs=jobs, connection=connection)
        except AlreadyEnqueued:
            return False
        return True


def to_queue(job: Job) -> QueuedJob:
    """What a job is called in the queue, and what it must not run beside."""
    match job:
        case ProposeWeek(request, place_id):
            arguments = {"request": planning.to_json(request), "place_id": place_id}
            return _queued(PROPOSE_WEEK, arguments, lock="planning")
        case BookMeeting() | CancelMeeting() | MoveMeeting() | FindLink():
            return _of_meeting(job)
        case PlanChange(change_id, place_id):
            return _queued(PLAN_CHANGE, {"change_id": change_id, "place_id": place_id}, lock="planning")
        case InstallInChat(chat_id, name):
            lock = f"install-{chat_id}"
            return _queued(INSTALL_IN_CHAT, {"chat_id": chat_id, "name": name}, lock=lock, once=lock)
        case PostCard() | RefreshCard():
            return _of_card(job)
        case SubscribeMailbox() | ReadMailbox() | CatchUp() | TellPlace():
            return _of_answers(job)


def _of_answers(job: SubscribeMailbox | ReadMailbox | CatchUp | TellPlace) -> QueuedJob:
    """Of those that follow the same mailbox, one that waits is enough."""
    match job:
        case SubscribeMailbox(mailbox_id):
            once = f"subscribe-{mailbox_id}"
            return _queued(SUBSCRIBE_MAILBOX, {"mailbox_id": mailbox_id}, lock=once, once=once)
        case ReadMailbox(mailbox_id):
            once = f"read-{mailbox_id}"
            return _queued(READ_MAILBOX, {"mailbox_id": mailbox_id}, lock=once, once=once)
        case CatchUp():
            return _queued(CATCH_UP, {}, lock="catch-up", once="catch-up")
        case TellPlace(place_id, heading, words):
            arguments = {"place_id": place_id, "heading": heading, "words": words}
            return _queued(TELL_PLACE, arguments, lock=f"place-{place_id}")


def _of_card(job: PostCard | RefreshCard) -> QueuedJob:
    """In the order of the place; of those that refresh the same card, one that waits is enough."""
    arguments, lock = {"card_id": job.card_id}, f"place-{job.place_id}"
    if isinstance(job, PostCard):
        return _queued(POST_CARD, arguments, lock=lock)
    return _queued(REFRESH_CARD, arguments, lock=lock, once=f"refresh-{job.card_id}")


def _of_meeting(job: BookMeeting | CancelMeeting | MoveMeeting | FindLink) -> QueuedJob:
    """One after the other; of those that bring an event along, or look for its link, one is enough."""
    arguments, lock = {"meeting_id": job.meeting_id}, f"meeting-{job.meeting_id}"
    match job:
        case BookMeeting():
            return _queued(BOOK_MEETING, arguments, lock=lock)
        case CancelMeeting():
            return _queued(CANCEL_MEETING, arguments, lock=lock)
        case MoveMeeting():
            return _queued(MOVE_MEETING, arguments, lock=lock, once=f"move-{job.meeting_id}")
        case FindLink():  # without a lock: it may wait long, and would let nothing else pass
            return _queued(FIND_LINK, arguments, once=f"link-{job.meeting_id}")


def _queued(
    name: str, arguments: dict[str, Any], *, lock: str | None = None, once: str | None = None
) -> QueuedJob:
    return QueuedJob(
        id=None, queue="default", lock=lock, queueing_lock=once, task_name=name, task_kwargs=arguments
    )


async def _waiting(connection: Any, locks: list[str]) -> set[str]:
    """Those of the locks whose job waits already."""
    asked = "SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = ANY(%s)"
    found = await (await connection.execute(asked, (locks,))).fetchall()
    return {str(row[0]) for row in found}


async def _driver_connection(session: AsyncSession) -> Any:
    """psycopg's own connection below the session, inside its transaction."""
    connection = await session.connection()
    return (await connection.get_raw_connection()).driver_connection
