"""Read what has changed in watched mailboxes, and take it over.

Notifications only say that there is something to read. Each read gives the events as they stand, so that it
does not matter whether notifications are lost, doubled or late. What was read is taken over only where the
share meeting is still as it was before; else it is looked at again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import GraphError, NotFound
from graph.values import CalendarChanges, CalendarRead, SeenEvent
from teams_app.okr import ShareMeeting, WatchedMailbox
from teams_app.services.answers.consequences import follow_up
from teams_app.services.answers.taking import Known, Seen, Taken, known, take_over
from teams_app.services.effects import ReadMailbox
from teams_app.services.world import World
from teams_app.storage.queries import watching

AT_ONCE = 20  # mailboxes: those of one round trip
PAST = timedelta(days=1)  # answers to what is over for longer do not matter
ROUND = timedelta(days=14)  # before and after the meetings: somebody may move them


@dataclass(frozen=True)
class Asked:
    """One mailbox, what is asked of it, and its share meetings' events as they are known, by id."""

    mailbox_id: int
    read_before: datetime | None
    read: CalendarRead
    window: tuple[datetime, datetime]
    known: dict[str, Known]


@dataclass(frozen=True)
class Answered:
    """What a mailbox answered: its changes, and single events that were looked at."""

    asked: Asked
    changes: CalendarChanges
    looked_at: dict[str, Seen]

    @property
    def seen(self) -> dict[int, Seen]:
        """By share meeting: its event as it stands, or that it is gone."""
        in_view: dict[str, Seen] = {one.id: _standing(one, None) for one in self.changes.events}
        events = in_view | self.looked_at
        return {
            one.meeting_id: events[event_id]
            for event_id, one in self.asked.known.items()
            if event_id in events
        }


async def read_mailboxes(world: World, mailbox_ids: Sequence[int]) -> dict[int, GraphError]:
    """Those that could not be read, by id; all others are read and taken over."""
    failed: dict[int, GraphError] = {}
    for first in range(0, len(mailbox_ids), AT_ONCE):
        failed |= await _read(world, mailbox_ids[first : first + AT_ONCE])
    return failed


async def _read(world: World, mailbox_ids: Collection[int]) -> dict[int, GraphError]:
    """No transaction is open while calendars are read."""
    async with world.database.transaction() as session:
        asked = await _asked(session, mailbox_ids, world.clock())
    if not asked:
        return {}
    outcomes = await world.event_changes.changes([one.read for one in asked])
    pairs = list(zip(asked, outcomes, strict=True))
    failed = {one.mailbox_id: found for one, found in pairs if isinstance(found, GraphError)}
    read = [(one, found) for one, found in pairs if not isinstance(found, GraphError)]
    answered = await _looked_at(world, read, failed)
    async with world.database.transaction() as session:
        await _take_over(session, world, answered)
    return failed


async def _asked(session: AsyncSession, mailbox_ids: Collection[int], now: datetime) -> list[Asked]:
    """Of the mailboxes from which something is to come; the others have nothing to tell."""
    watched = await watching.mailboxes(session, mailbox_ids)
    people = {one.person_id: one for one in watched}
    sent = await watching.meetings_sent(session, people.keys(), now - PAST)
    by_person: dict[int, list[ShareMeeting]] = {}
    for meeting in sent:
        by_person.setdefault(meeting.organizer_id, []).append(meeting)
    return [_question(people[person_id], meetings) for person_id, meetings in by_person.items()]


def _question(watched: WatchedMailbox, meetings: Sequence[ShareMeeting]) -> Asked:
    start = min(one.starts_at for one in meetings if one.starts_at)
    end = max(one.ends_at for one in meetings if one.ends_at)
    link = watched.link_for(start, end)
    window = (start - ROUND, end + ROUND)
    if link and watched.window_start and watched.window_end:
        window = (watched.window_start, watched.window_end)
    events = {one.event_id: known(one) for one in meetings if one.event_id}
    read = CalendarRead(watched.mailbox, *window, link)
    return Asked(watched.id, watched.read_at, read, window, events)


async def _looked_at(
    world: World, read: Sequence[tuple[Asked, CalendarChanges]], failed: dict[int, GraphError]
) -> list[Answered]:
    """Events that are not in the window any more may be elsewhere: they are asked for by id."""
    wanted = [
        (asked, event_id)
        for asked, changes in read
        for event_id in asked.known
        if _is_to_be_looked_at(asked.known[event_id], event_id, changes)
    ]
    outcomes = await world.event_changes.events([(asked.read.mailbox, one) for asked, one in wanted])
    by_mailbox: dict[int, dict[str, Seen]] = {asked.mailbox_id: {} for asked, _ in read}
    gone = {(asked.mailbox_id, one) for asked, changes in read for one in changes.removed}
    for (asked, event_id), outcome in zip(wanted, outcomes, strict=True):
        if isinstance(outcome, GraphError) and not isinstance(outcome, NotFound):
            failed[asked.mailbox_id] = outcome
        else:
            event = None if isinstance(outcome, GraphError) else outcome
            window = asked.window if (asked.mailbox_id, event_id) in gone else None
            by_mailbox[asked.mailbox_id][event_id] = _standing(event, window)
    return [
        Answered(asked, changes, by_mailbox[asked.mailbox_id])
        for asked, changes in read
        if asked.mailbox_id not in failed
    ]


def _is_to_be_looked_at(one: Known, event_id: str, changes: CalendarChanges) -> bool:
    in_view = any(event.id == event_id for event in changes.events)
    return not in_view and (event_id in changes.removed or changes.is_whole or one.is_to_be_looked_at)


def _standing(event: SeenEvent | None, removed_from: tuple[datetime, datetime] | None) -> Seen:
    """One that was removed from a window in which it still claims to be lies among the deleted items."""
    if event is None or event.is_cancelled:
        return None
    if removed_from is None:
        return event
    start, end = removed_from
    return None if event.start < end and start < event.end else event


async def _take_over(session: AsyncSession, world: World, answered: Sequence[Answered]) -> None:
    """All of one round trip in one transaction."""
    ids = [one.asked.mailbox_id for one in answered]
    await watching.lock_weeks(
        session, {known.week_id for one in answered for known in one.asked.known.values()}
    )
    rows = {one.id: one for one in await watching.mailboxes(session, ids, lock=True)}
    current = [one for one in answered if _is_current(rows.get(one.asked.mailbox_id), one.asked)]
    for one in current:
        _note_read(rows[one.asked.mailbox_id], one, world.clock())
    taken = await _taken(session, world, current)
    await follow_up(session, world, taken)
    stale = {one.meeting.organizer_id for one in taken if one.is_stale}
    read_meanwhile = rows.keys() - {one.asked.mailbox_id for one in current}
    again = read_meanwhile | {row.id for row in rows.values() if row.person_id in stale}
    await session.flush()
    await world.jobs.enqueue(session, [ReadMailbox(one) for one in sorted(again)])


def _is_current(row: WatchedMailbox | None, asked: Asked) -> bool:
    """Nobody else has read the mailbox meanwhile: what they found may be newer."""
    return row is not None and row.read_at == asked.read_before


def _note_read(row: WatchedMailbox, answered: Answered, now: datetime) -> None:
    row.delta_link, row.read_at = answered.changes.link, now
    if answered.changes.is_whole:
        row.window_start, row.window_end = answered.asked.window


async def _taken(session: AsyncSession, world: World, answered: Sequence[Answered]) -> list[Taken]:
    seen = {meeting_id: event for one in answered for meeting_id, event in one.seen.items()}
    if not seen:
        return []
    before = {known.meeting_id: known for one in answered for known in one.asked.known.values()}
    meetings = await watching.meetings_to_update(session, seen.keys())
    return [take_over(one, before[one.id], seen[one.id], world.clock()) for one in meetings]
