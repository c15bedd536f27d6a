"""Notifications that arrived: whose they are is looked up, and nothing else of them is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from graph.values import Lifecycle, Notification
from teams_app.okr import WatchedMailbox, WatchState
from teams_app.services.effects import Job, ReadMailbox, SubscribeMailbox
from teams_app.services.ports import Jobs
from teams_app.storage.queries import watching


@dataclass(frozen=True)
class Taken:
    """How many were ours, of how many mailboxes, and how many were dropped, and why."""

    taken: int = 0
    mailboxes: int = 0
    unknown: int = 0
    unproven: int = 0  # a wrong client state


async def take(session: AsyncSession, jobs: Jobs, notifications: Sequence[Notification]) -> Taken:
    """Let a worker read each mailbox that something is told of, once."""
    ids = {one.subscription_id for one in notifications}
    changes_state = any(one.lifecycle for one in notifications)
    found = await watching.of_subscriptions(session, ids, lock=changes_state) if ids else []
    known = {one.subscription_id: one for one in found}
    proven = [one for one in notifications if _is_proven(known.get(one.subscription_id), one)]
    unknown = sum(one.subscription_id not in known for one in notifications)
    wanted: dict[Job, None] = {}
    for one in proven:
        wanted |= dict.fromkeys(_follow(known[one.subscription_id], one.lifecycle))
    await session.flush()
    await jobs.enqueue(session, list(wanted))
    told = {one.subscription_id for one in proven}
    return Taken(len(proven), len(told), unknown, len(notifications) - unknown - len(proven))


def _is_proven(watched: WatchedMailbox | None, notification: Notification) -> bool:
    return watched is not None and watched.is_told_by(notification.client_state)


def _follow(watched: WatchedMailbox, lifecycle: Lifecycle | None) -> list[Job]:
    """What a mailbox needs after it was told of."""
    match lifecycle:
        case None | Lifecycle.MISSED:
            return [ReadMailbox(watched.id)]
        case Lifecycle.REAUTHORIZE:
            if watched.state is not WatchState.ENDING:
                watched.state = WatchState.CHALLENGED
            return [SubscribeMailbox(watched.id)]
        case Lifecycle.REMOVED:
            watched.lose_subscription()
            return [SubscribeMailbox(watched.id)]
