"""From everybody's calendar to booked meetings and posted cards, on the real tenant and database."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from teams_app.app import open_world
from teams_app.config import Settings
from teams_app.errors import Conflict, NotAllowed, Unavailable
from teams_app.okr import Card, MeetingState, Role, ShareMeeting, ShareWeek, WeekState
from teams_app.sandbox.message_values import Message
from teams_app.services import booking, share_week
from teams_app.services.cards import address_of
from teams_app.services.directory.matching import match_directory
from teams_app.services.effects import PostCard, WeekRequest
from tests.integration.week.conftest import Tidewell

HELENA, AMINA = "helena.brandt@tidewell.example", "amina.diallo@tidewell.example"
CYCLE = "2027-Q1"


async def proposed(tidewell: Tidewell) -> ShareWeek:
    await share_week.propose(tidewell.world, WeekRequest())
    async with tidewell.world.database.transaction() as session:
        week = await share_week.current(session)
    assert week is not None
    return week


async def confirmed(tidewell: Tidewell) -> ShareWeek:
    week = await proposed(tidewell)
    helena = await tidewell.person(HELENA)
    async with tidewell.world.database.transaction() as session:
        await share_week.confirm(session, tidewell.world.jobs, helena, CYCLE, week.number)
    return week


def posts(tidewell: Tidewell) -> dict[str, list[Message]]:
    """The bot's messages in each channel, oldest first."""
    store = tidewell.sandbox.tenant.messages
    channels = [place for place in store.conversations() if place.kind == "channel"]
    found = {place.id: [m for m in store.messages(place.id) if m.author.kind == "bot"] for place in channels}
    return {place: messages for place, messages in found.items() if messages}


def living(tidewell: Tidewell, place: str) -> int:
    """How many of the bot's messages stand in a channel, not deleted."""
    return sum(message.deleted is None for message in posts(tidewell)[place])


async def test_every_unit_meets_after_its_parent_and_nobody_twice_at_once(tidewell: Tidewell) -> None:
    week = await proposed(tidewell)
    assert len(week.meetings) == 19
    by_unit = {meeting.unit_id: meeting for meeting in week.meetings}
    meetings_of: dict[int, list[ShareMeeting]] = defaultdict(list)
    for meeting in week.meetings:
        parent = by_unit.get(meeting.unit.parent_id or 0)
        assert meeting.starts_at is not None
        assert parent is None or (parent.ends_at is not None and parent.ends_at <= meeting.starts_at)
        for invitee in meeting.invitees:
            if invitee.role is Role.REQUIRED:
                meetings_of[invitee.person_id].append(meeting)
    pairs = [pair for mine in meetings_of.values() for pair in combinations(mine, 2)]
    assert not [1 for a, b in pairs if a.starts_at < b.ends_at and b.starts_at < a.ends_at]  # type: ignore[operator]
    assert week.lower_bound <= week.cost


async def test_bottom_up_the_leadership_meets_last(tidewell: Tidewell) -> None:
    await share_week.propose(tidewell.world, WeekRequest(is_bottom_up=True))
    async with tidewell.world.database.transaction() as session:
        week = await share_week.current(session)
    assert week is not None
    last = max(week.meetings, key=lambda meeting: meeting.starts_at or week.proposed_at)
    assert last.level == "leadership"


async def test_a_new_proposal_replaces_the_one_before(tidewell: Tidewell) -> None:
    first = await proposed(tidewell)
    second = await proposed(tidewell)
    assert (first.number, second.number) == (1, 2)
    helena = await tidewell.person(HELENA)
    async with tidewell.world.database.transaction() as session:
        with pytest.raises(Conflict, match="newest"):
            await share_week.confirm(session, tidewell.world.jobs, helena, CYCLE, 1)


async def test_only_organizers_confirm(tidewell: Tidewell) -> None:
    week = await proposed(tidewell)
    amina = await tidewell.person(AMINA)
    async with tidewell.world.database.transaction() as session:
        with pytest.raises(NotAllowed):
            await share_week.confirm(session, tidewell.world.jobs, amina, CYCLE, week.number)


async def test_a_confirmation_that_is_rolled_back_leaves_no_job(tidewell: Tidewell) -> None:
    week = await proposed(tidewell)
    helena = await tidewell.person(HELENA)
    async with tidewell.world.database.sessions() as session:
        await share_week.confirm(session, tidewell.world.jobs, helena, CYCLE, week.number)
        await session.rollback()
    assert await tidewell.jobs_waiting() == 0


async def test_confirming_twice_enqueues_once(tidewell: Tidewell) -> None:
    week = await confirmed(tidewell)
    before = await tidewell.jobs_waiting()
    helena = await tidewell.person(HELENA)
    async with tidewell.world.database.transaction() as session:
        await share_week.confirm(session, tidewell.world.jobs, helena, CYCLE, week.number)
    assert await tidewell.jobs_waiting() == before == 19 + 19 + 74  # events, mailboxes to watch, cards


async def test_a_worker_books_every_meeting_and_posts_every_card_in_order(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    await tidewell.work()
    async with tidewell.world.database.transaction() as session:
        states = set(await session.scalars(select(ShareMeeting.state)))
        cards = (await session.scalars(select(Card).order_by(Card.id))).all()
    assert states == {MeetingState.BOOKED}
    wanted: dict[int, list[str]] = defaultdict(list)
    for card in cards:
        assert card.activity_id is not None
        wanted[card.place_id].append(card.activity_id)
    shown = [[message.id for message in messages] for messages in posts(tidewell).values()]
    assert sorted(shown) == sorted(wanted.values())
    assert sum(map(len, shown)) == 74


async def test_booking_again_changes_nothing(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    await tidewell.work()
    events = len(tidewell.sandbox.tenant.mailboxes.meetings())
    async with tidewell.world.database.transaction() as session:
        meeting = (await session.scalars(select(ShareMeeting).limit(1))).one()
        meeting.state = MeetingState.BOOKING  # as if the worker had been killed before it could note it
    await booking.book(tidewell.world, meeting.id)
    assert len(tidewell.sandbox.tenant.mailboxes.meetings()) == events == 19


async def test_cancelling_takes_every_event_out_of_the_calendars(tidewell: Tidewell) -> None:
    week = await confirmed(tidewell)
    await tidewell.work()
    helena = await tidewell.person(HELENA)
    async with tidewell.world.database.transaction() as session:
        await share_week.cancel(session, tidewell.world.jobs, helena, CYCLE, week.number)
    await tidewell.work()
    async with tidewell.world.database.transaction() as session:
        states = set(await session.scalars(select(ShareMeeting.state)))
        versions = set(await session.scalars(select(ShareMeeting.version)))
        left = await session.scalar(select(func.count()).where(ShareWeek.state == WeekState.CONFIRMED))
    assert (states, versions, left) == ({MeetingState.CANCELLED}, {2}, 0)
    assert all(meeting.cancelled for meeting in tidewell.sandbox.tenant.mailboxes.meetings())


async def test_a_throttled_mailbox_is_booked_later(tidewell: Tidewell) -> None:
    rule = {"match": "POST /v1.0/users/*/events", "times": 3, "status": 429, "retry_after": 0}
    tidewell.sandbox.tenant.faults.add([rule])
    await confirmed(tidewell)
    await tidewell.work()
    assert len(tidewell.sandbox.tenant.mailboxes.meetings()) == 19


async def test_a_post_whose_answer_is_lost_is_found_instead_of_repeated(tidewell: Tidewell) -> None:
    rule = {"match": "POST /connector/v3/conversations", "times": 5, "drop_answer": True}
    tidewell.sandbox.tenant.faults.add([rule])
    await confirmed(tidewell)
    await tidewell.work()
    assert sum(map(len, posts(tidewell).values())) == 74


async def test_what_was_posted_twice_is_found_and_removed_but_for_the_oldest(tidewell: Tidewell) -> None:
    await confirmed(tidewell)
    await tidewell.work()
    world = tidewell.world
    async with world.database.transaction() as session:
        card = (await session.scalars(select(Card).options(joinedload(Card.place)).limit(1))).one()
        oldest, card.activity_id = card.activity_id, None  # as if the worker had been killed after posting
        await world.jobs.enqueue(session, [PostCard(card.id, card.place_id)])
    place = card.place.conversation_id
    shown = next(m for m in posts(tidewell)[place] if m.id == oldest).attachments[0]["content"]
    await world.messenger.post_card(address_of(card.place), shown)
    before = living(tidewell, place)
    await tidewell.work()
    async with world.database.transaction() as session:
        assert (await session.get_one(Card, card.id)).activity_id == oldest
    assert before - living(tidewell, place) == 1


async def test_a_wrong_secret_is_told_with_the_settings_to_check(
    settings: Settings, database_url: str
) -> None:
    wrong = settings.model_copy(update={"app_secret": SecretStr("another one")})
    async with open_world(wrong, database_url) as (world, _):
        with pytest.raises(Unavailable, match=r"secret is wrong.*OKR_APP_SECRET"):
            await match_directory(world)
