"""Subscriptions: made once, renewed in time, made anew after anything that ends them; never doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from graph.errors import BadRequest
from teams_app.okr import Answer, WatchState
from teams_app.services import watching
from tests.integration.week.answers.outlook import Outlook
from tests.integration.week.replanned import week_now

UNIT = "growth"
SUBSCRIPTIONS = "POST /v1.0/subscriptions"


async def is_heard(outlook: Outlook) -> bool:
    """Whether an answer given now arrives by notification alone."""
    meeting = await outlook.meeting(UNIT)
    who = next(
        one.person.email
        for one in meeting.invitees
        if one.person_id != meeting.organizer_id and one.person.has_mailbox
    )
    await outlook.answers(meeting, who, "tentative")
    await outlook.settle()
    return await outlook.answer_of(UNIT, who) is Answer.TENTATIVE


async def organizers(outlook: Outlook) -> list[str]:
    return sorted({one.organizer.email for one in (await week_now(outlook.tidewell)).meetings})


async def test_an_answer_that_was_lost_leaves_no_second_subscription(outlook: Outlook) -> None:
    """The subscription is made, but we do not hear of it."""
    faults = outlook.tidewell.sandbox.tenant.faults
    faults.add([{"match": SUBSCRIPTIONS, "times": 2, "drop_answer": True}])
    await outlook.booked()
    assert len(outlook.subscriptions()) >= 4
    await outlook.retried()
    assert outlook.subscriptions() == await organizers(outlook)
    assert {one.state for one in await outlook.watched()} == {WatchState.ACTIVE}
    assert await is_heard(outlook)


async def test_a_crash_between_answer_and_commit_leaves_no_second_subscription(outlook: Outlook) -> None:
    await outlook.booked()
    async with outlook.tidewell.world.database.transaction() as session:
        for row in await outlook.rows(session):
            row.state, row.subscription_id = WatchState.WANTED, None
            row.attempted_at = outlook.tidewell.world.clock()
    before = outlook.subscriptions()
    for row in await outlook.watched():
        await watching.subscribe(outlook.tidewell.world, row.id)
    assert outlook.subscriptions() == before == await organizers(outlook)
    assert await is_heard(outlook)


async def test_subscribing_again_changes_nothing(outlook: Outlook) -> None:
    await outlook.booked()
    before = [(one.subscription_id, one.expires_at) for one in await outlook.watched()]
    for row in await outlook.watched():
        await watching.subscribe(outlook.tidewell.world, row.id)
    assert [(one.subscription_id, one.expires_at) for one in await outlook.watched()] == before


async def test_a_subscription_is_renewed_well_before_it_ends(outlook: Outlook) -> None:
    await outlook.booked()
    now = outlook.tidewell.world.clock()
    async with outlook.tidewell.world.database.transaction() as session:
        for row in await outlook.rows(session):
            row.expires_at = now + watching.margin(outlook.tidewell.world) - timedelta(minutes=1)
    before = await outlook.watched()
    await outlook.clock_strikes()
    await outlook.settle()
    after = await outlook.watched()
    assert [one.subscription_id for one in after] == [one.subscription_id for one in before]
    assert all(
        a.expires_at and b.expires_at and a.expires_at > b.expires_at + timedelta(hours=24)
        for a, b in zip(after, before, strict=True)
    )


async def test_after_a_long_downtime_it_is_made_anew_and_what_was_missed_is_read(outlook: Outlook) -> None:
    await outlook.booked()
    before = {one.subscription_id for one in await outlook.watched()}
    await outlook.order("subscriptions/all", do="expire")
    async with outlook.tidewell.world.database.transaction() as session:
        for row in await outlook.rows(session):
            row.expires_at = outlook.tidewell.world.clock() - timedelta(hours=1)
    assert not await is_heard(outlook)
    await outlook.clock_strikes()
    await outlook.settle()
    after = {one.subscription_id for one in await outlook.watched()}
    assert before.isdisjoint(after)
    assert outlook.subscriptions() == await organizers(outlook)
    meeting = await outlook.meeting(UNIT)
    assert meeting.answers[Answer.TENTATIVE] == 1
    assert await is_heard(outlook)


@pytest.mark.parametrize("deed", ["remove", "challenge"])
async def test_what_graph_says_of_subscriptions_is_followed(outlook: Outlook, deed: str) -> None:
    await outlook.booked()
    await outlook.order("subscriptions/all", do=deed)
    await outlook.settle()
    assert outlook.subscriptions() == await organizers(outlook)
    assert {one.state for one in await outlook.watched()} == {WatchState.ACTIVE}
    assert await is_heard(outlook)


async def test_organizers_of_older_weeks_are_watched_from_now_on(outlook: Outlook) -> None:
    await outlook.booked()
    await outlook.order("subscriptions/all", do="expire")
    async with outlook.tidewell.world.database.transaction() as session:
        for row in await outlook.rows(session):
            await session.delete(row)
    await outlook.clock_strikes()
    await outlook.settle()
    assert outlook.subscriptions() == await organizers(outlook)
    assert await is_heard(outlook)


async def test_missed_notifications_are_read_at_once(outlook: Outlook) -> None:
    await outlook.booked()
    await outlook.order("notifications", lost=True)
    assert not await is_heard(outlook)
    await outlook.order("subscriptions/all", do="miss")
    await outlook.settle()
    assert (await outlook.meeting(UNIT)).answers[Answer.TENTATIVE] == 1


async def test_where_we_cannot_be_reached_answers_are_read_by_the_clock(outlook: Outlook) -> None:
    """Graph refuses to notify an address that does not answer; the share week is booked all the same."""
    outlook.tidewell.sandbox.tenant.faults.add([{"match": SUBSCRIPTIONS, "times": 40, "status": 400}])
    await outlook.booked()
    watched = await outlook.watched()
    assert {(one.state, bool(one.problem)) for one in watched} == {(WatchState.WANTED, True)}
    assert not await is_heard(outlook)
    await outlook.clock_strikes(minutes=16)
    assert (await outlook.meeting(UNIT)).answers[Answer.TENTATIVE] == 1


async def test_a_subscription_of_a_mailbox_that_is_gone_is_refused_with_a_reason(outlook: Outlook) -> None:
    week = await outlook.booked()
    world = outlook.tidewell.world

    class Refusing:
        async def watch_events(self, *_: object) -> None:
            raise BadRequest("The mailbox is on leave.", status=400)

    refusing = replace(world, subscriptions=Refusing())  # type: ignore[arg-type]
    async with world.database.transaction() as session:
        rows = await outlook.rows(session)
        rows[0].lose_subscription()
        mailbox_id = rows[0].id
    with pytest.raises(BadRequest, match="on leave"):
        await watching.subscribe(refusing, mailbox_id)
    assert week.meetings
