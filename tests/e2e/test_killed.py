"""What a kill leaves behind: each OKR its card, each reply its comment, each meeting its event, once.

In small by default, in full with ``make soak``.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import func, select

from teams_app.demo.far_side import booked_events
from teams_app.demo.run import Stage
from teams_app.okr import Comment, MeetingState, ShareMeeting
from teams_app.storage.database import Database
from tests.e2e.killing import (
    OWNER,
    cards_in_channels,
    cards_posted,
    confirm_week,
    import_more_okrs,
    restart,
    stage,
    until,
)
from tests.e2e.outage import database_away

IS_SOAK = bool(os.environ.get("OKR_SOAK"))
SAMPLE_CARDS = 74
MORE_CARDS = 126 if IS_SOAK else 0
KILLS = 3
REPLIES = 200 if IS_SOAK else 40
RECOVERY_SECONDS = 240
OUTAGE_SECONDS = 10


async def test_a_worker_killed_three_times_posts_each_card_and_books_each_event_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "data") as opened:
        if MORE_CARDS:
            await import_more_okrs(opened, tmp_path, MORE_CARDS)
        slow = {"match": "POST /connector/v3/conversations", "times": 10_000, "delay": 0.1}
        await opened.stand_in.post("faults", slow)
        await confirm_week(opened)
        total, worker = SAMPLE_CARDS + MORE_CARDS, opened.worker
        for kill in range(1, KILLS + 1):
            wanted = total * kill // (KILLS + 3)

            async def enough(wanted: int = wanted) -> bool:
                return await cards_posted(opened) >= wanted

            await until(enough, RECOVERY_SECONDS, f"{wanted} cards")
            worker = restart(opened, worker)

        async def all_posted() -> bool:
            return await cards_posted(opened) == total

        await until(all_posted, RECOVERY_SECONDS, "all cards")
        await until(lambda: _all_booked(opened.database), RECOVERY_SECONDS, "all events")
        shown = await cards_in_channels(opened)
        assert len(shown) == total
        assert set(shown.values()) == {1}
        token = await opened.token()
        people = (await opened.stand_in.get("company"))["people"]
        emails = [person["email"] for person in people if person["kind"] == "member"]
        events = await booked_events(opened.settings, opened.session, token, emails)
        assert len({event.subject for event in events}) == len(events) == 19


async def test_replies_that_arrive_while_serve_is_killed_become_comments_once(tmp_path: Path) -> None:
    async with stage(tmp_path / "data") as opened:
        await _ready_to_talk(opened)
        threads = await opened.stand_in.card_threads()
        thread, serve = threads["ONB-1"], opened.serve
        for number in range(REPLIES):
            await opened.stand_in.say(OWNER, thread.conversation, f"Reply {number}", thread.message_id)
            if number % (REPLIES // KILLS) == REPLIES // KILLS - 1:
                serve = restart(opened, serve)
        delivered = await opened.stand_in.get("deliveries?wait=idle&timeout=200")
        assert delivered["idle"]
        assert await _texts(opened.database) == {f"Reply {number}": 1 for number in range(REPLIES)}


async def test_a_database_that_goes_away_costs_nothing_but_time(tmp_path: Path) -> None:
    async with stage(tmp_path / "data") as opened:
        await _ready_to_talk(opened)
        thread = (await opened.stand_in.card_threads())["ONB-1"]
        async with database_away(tmp_path / "data", OUTAGE_SECONDS):
            for number in range(10):
                await opened.stand_in.say(OWNER, thread.conversation, f"Reply {number}", thread.message_id)
        await opened.stand_in.get("deliveries?wait=idle&timeout=200")
        assert await _texts(opened.database) == {f"Reply {number}": 1 for number in range(10)}

        async def is_shown() -> bool:
            messages = await opened.stand_in.messages(thread.conversation)
            card = next(message["cards"][0] for message in messages if message["id"] == thread.message_id)
            return "10 comments" in str(card)

        await until(is_shown, RECOVERY_SECONDS, "the card to show 10 comments")


async def _ready_to_talk(opened: Stage) -> None:
    await confirm_week(opened)

    async def all_posted() -> bool:
        return await cards_posted(opened) == SAMPLE_CARDS

    await until(all_posted, RECOVERY_SECONDS, "all cards")


async def _all_booked(database: Database) -> bool:
    async with database.transaction() as session:
        left = select(func.count()).where(ShareMeeting.state == MeetingState.BOOKING)
        return not await session.scalar(left)


async def _texts(database: Database) -> dict[str, int]:
    """How often each comment is stored."""
    async with database.transaction() as session:
        asked = select(Comment.text, func.count()).group_by(Comment.text)
        return dict((await session.execute(asked)).all())
