"""Organizers' mailboxes are watched while share meetings are to come from them.

Graph tells us of changes by a subscription, which lasts for some days. What it does not tell, because the
subscription or the notification was lost, or nobody can reach us, is read by the clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import case
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import NotFound
from graph.values import Subscription
from teams_app.okr import WatchedMailbox, WatchState
from teams_app.okr.watching import new_client_state
from teams_app.services.effects import ReadMailbox, SubscribeMailbox
from teams_app.services.ports import Jobs
from teams_app.services.world import World
from teams_app.storage.queries import watching


async def watch(session: AsyncSession, jobs: Jobs, person_ids: Iterable[int]) -> None:
    """Follow what happens to the events of these organizers; those who are watched already go on being so."""
    people = sorted(set(person_ids))
    if not people:
        return
    rows = [{"person_id": one, "client_state": new_client_state()} for one in people]
    known = insert(WatchedMailbox).values(rows)
    ending = WatchedMailbox.state == WatchState.ENDING
    state = case((ending, WatchState.CHALLENGED.value), else_=WatchedMailbox.state)
    await session.execute(known.on_conflict_do_update(index_elements=["person_id"], set_={"state": state}))
    ids = await watching.of_people(session, people)
    await jobs.enqueue(session, [SubscribeMailbox(one) for one in ids])


async def read_soon(session: AsyncSession, jobs: Jobs, meeting_id: int) -> None:
    """What people answered before the event of a share meeting was noted is read after it."""
    ids = await watching.of_meeting(session, meeting_id)
    await jobs.enqueue(session, [ReadMailbox(one) for one in ids])


async def subscribe(world: World, mailbox_id: int) -> None:
    """Bring the subscription of a mailbox to what its state asks for; doing it again changes nothing.

    :raises GraphError: Graph refused, or could not be reached.
    """
    async with world.database.transaction() as session:
        watched = await watching.mailbox(session, mailbox_id)
    if watched is None:
        return
    if watched.state is WatchState.ENDING:
        await _end(world, watched)
    elif watched.subscription_id is None:
        await _begin(world, watched)
    elif watched.state is WatchState.CHALLENGED or not watched.lasts(world.clock(), margin(world)):
        await _renew(world, watched, watched.subscription_id)


async def note_problem(session: AsyncSession, mailbox_id: int, problem: str) -> None:
    """Nothing is told to us for now."""
    watched = await watching.mailbox(session, mailbox_id, lock=True)
    if watched is not None:
        watched.problem = problem


async def due(world: World, session: AsyncSession) -> list[SubscribeMailbox]:
    """What is to be done about subscriptions by now.

    Those that nobody needs are on their way out; organizers who are not watched though they should be, such
    as those of share weeks from before answers were read, are from now on.
    """
    now = world.clock()
    await watch(session, world.jobs, await watching.unwatched(session, now))
    for watched in await watching.idle(session, now):
        watched.state = WatchState.ENDING
    await session.flush()
    attempted_before = now - timedelta(minutes=world.settings.answers_minutes)
    ids = await watching.to_subscribe(session, now + margin(world), attempted_before)
    return [SubscribeMailbox(one) for one in ids]


def margin(world: World) -> timedelta:
    """How long before its end a subscription is renewed: half of its lifetime is left for trying again."""
    return timedelta(minutes=world.settings.subscription_minutes) / 2


async def _begin(world: World, watched: WatchedMailbox) -> None:
    """One whose answer was lost is looked for first, so that there are never two."""
    found = await world.subscriptions.of_events(watched.mailbox) if watched.attempted_at else []
    for double in found[1:]:
        await world.subscriptions.end(double.id)
    if not found:
        async with world.database.transaction() as session:
            row = await watching.mailbox(session, watched.id, lock=True)
            if row is None or row.subscription_id is not None:
                return
            row.attempted_at = world.clock()
        made = await world.subscriptions.watch_events(watched.mailbox, watched.client_state, world.clock())
        found = [made]
    await _note(world, watched.id, found[0])


async def _renew(world: World, watched: WatchedMailbox, subscription_id: str) -> None:
    try:
        if watched.state is WatchState.CHALLENGED:
            await world.subscriptions.reauthorize(subscription_id)
        renewed = await world.subscriptions.renew(subscription_id, world.clock())
    except NotFound:
        async with world.database.transaction() as session:
            row = await watching.mailbox(session, watched.id, lock=True)
            if row is None or row.subscription_id != subscription_id:
                return
            row.lose_subscription()
        await _begin(world, row)
        return
    await _note(world, watched.id, renewed)


async def _end(world: World, watched: WatchedMailbox) -> None:
    ids = [watched.subscription_id] if watched.subscription_id else []
    if watched.attempted_at is not None:
        ids += [one.id for one in await world.subscriptions.of_events(watched.mailbox)]
    for subscription_id in ids:
        await world.subscriptions.end(subscription_id)
    async with world.database.transaction() as session:
        row = await watching.mailbox(session, watched.id, lock=True)
        if row is None:
            return
        row.lose_subscription()
        if row.state is WatchState.ENDING:
            await session.delete(row)
        else:
            await world.jobs.enqueue(session, [SubscribeMailbox(row.id)])


async def _note(world: World, mailbox_id: int, made: Subscription) -> None:
    """What happened before it was noted is read."""
    async with world.database.transaction() as session:
        row = await watching.mailbox(session, mailbox_id, lock=True)
        if row is not None:
            row.note_subscription(made.id, made.resource, made.expires_at)
            await world.jobs.enqueue(session, [ReadMailbox(mailbox_id)])
            return
    await world.subscriptions.end(made.id)
