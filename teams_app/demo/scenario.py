"""What happens in the demo: people of the sample company plan, confirm and talk, by clicks and words."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from teams_app.demo.stand_in import CardThread, Json, StandIn
from teams_app.errors import Unavailable
from teams_app.okr import Card, Comment, CommentSource, ShareWeek, WeekState
from teams_app.sample import TIDEWELL
from teams_app.services import share_week
from teams_app.storage.database import Database

ORGANIZER = "helena.brandt@tidewell.example"
ASKS = "Which of these plans are the biggest three?"
ASKER, ASKED_OKR = "tom.kessler@tidewell.example", "ONB-1"
EDITED, DELETED = 3, 12  # numbers of replies that their authors change their minds about
STEP_SECONDS = 120
POLL_SECONDS = 0.2

Tell = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True)
class Reply:
    """What somebody says under the card of an OKR."""

    okr: str
    author: str
    text: str

    @property
    def edited(self) -> str:
        return f"{self.text} (Now in writing.)"


def read_replies(path: Path = TIDEWELL / "replies.csv") -> list[Reply]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Reply(row["okr"], row["author"], row["text"]) for row in csv.DictReader(file)]


class Scenario:
    """One share week; what a run before has done is not done again.

    :param watch: called while waiting; raises when a process has ended.
    """

    def __init__(self, stand_in: StandIn, database: Database, tell: Tell, watch: Callable[[], None]) -> None:
        self._stand_in, self._database, self._tell, self._watch = stand_in, database, tell, watch

    async def run(self) -> None:
        if not await self._is_confirmed():
            await self.plan_and_confirm()
        await self.booked_and_posted()
        await self.talk()

    async def plan_and_confirm(self) -> None:
        """The organizer asks in her personal chat, gets the week's card, and confirms it."""
        chat = await self._stand_in.personal_chat(ORGANIZER)
        before = {message["id"] for message in await self._stand_in.messages(chat)}
        await self._stand_in.say(ORGANIZER, chat, "Plan the share week")
        self._tell("Planning the share week", 0, 1)
        card = await self._until(lambda: self._week_card(chat, before), "the week's card")
        self._tell("Planning the share week", 1, 1)
        answer = await self._stand_in.click(ORGANIZER, card["id"], _confirm_title(card))
        if answer["status"] != 200:  # noqa: PLR2004 - HTTP
            raise Unavailable(f"The share week could not be confirmed: {answer['answer']}")

    async def booked_and_posted(self) -> None:
        """The worker books every meeting and posts every card."""

        async def is_done() -> bool:
            async with self._database.transaction() as session:
                week = await share_week.current(session)
                cards = await session.scalar(select(func.count()).where(Card.activity_id.is_not(None)))
                objectives = await session.scalar(select(func.count()).select_from(Card))
            booked, meetings = share_week.progress(week) if week else (0, 0)
            self._tell("Booking share meetings", booked, meetings)
            self._tell("Posting OKRs", cards or 0, objectives or 0)
            return booked == meetings and cards == objectives

        await self._until(is_done, "all events and cards")

    async def talk(self) -> None:
        """People reply under the cards, change and delete, and one asks from the card's dialog."""
        threads, replies = await self._stand_in.card_threads(), read_replies()
        for number, reply in enumerate(replies):
            await self._reply(threads[reply.okr], reply, number)
            self._tell("Replying", number + 1, len(replies))
        await self._ask(threads[ASKED_OKR])
        await self._stand_in.all_delivered()
        await self._until(self._is_stored(replies), "all comments")

    async def _reply(self, thread: CardThread, reply: Reply, number: int) -> None:
        mine = [said for said in thread.replies if said["author"]["email"] == reply.author]
        if any(said["text"] in (reply.text, reply.edited) or said["deleted"] for said in mine):
            return
        root = thread.message_id
        message_id = await self._stand_in.say(reply.author, thread.conversation, reply.text, root)
        if number == EDITED:
            await self._stand_in.edit(reply.author, message_id, reply.edited)
        if number == DELETED:
            await self._stand_in.delete(reply.author, message_id)

    async def _ask(self, thread: CardThread) -> None:
        """A question from the card's own dialog, unless it was asked before."""
        async with self._database.transaction() as session:
            asked = select(Comment.id).where(Comment.source == CommentSource.DIALOG, Comment.text == ASKS)
            if await session.scalar(asked.limit(1)):
                return
        opened = await self._stand_in.click(ASKER, thread.message_id, "Ask")
        data = {**submit_data(opened["card"]), "kind": "question", "text": ASKS}
        answer = await self._stand_in.send_dialog(ASKER, thread.message_id, data)
        if answer["card"]:
            raise Unavailable("The dialog did not take the question.")

    def _is_stored(self, replies: Sequence[Reply]) -> Callable[[], Awaitable[bool]]:
        async def stored() -> bool:
            async with self._database.transaction() as session:
                count = await session.scalar(select(func.count()).select_from(Comment))
            self._tell("Storing comments", min(count or 0, len(replies) + 1), len(replies) + 1)
            return (count or 0) > len(replies)

        return stored

    async def _week_card(self, chat: str, before: set[str]) -> Json | None:
        for message in await self._stand_in.messages(chat):
            if message["id"] not in before and message["cards"]:
                if _confirm_title(message):
                    return message
                raise Unavailable(f"The app answered: {message['cards'][0].get('fallbackText')}")
        return None

    async def _is_confirmed(self) -> bool:
        async with self._database.transaction() as session:
            week = await session.scalar(select(ShareWeek.id).where(ShareWeek.state == WeekState.CONFIRMED))
        return week is not None

    async def _until(self, check: Callable[[], Awaitable[Any]], what: str) -> Any:
        """Ask again and again, as nobody tells us when the far side is done."""
        for _ in range(round(STEP_SECONDS / POLL_SECONDS)):
            self._watch()
            if found := await check():
                return found
            await asyncio.sleep(POLL_SECONDS)
        raise Unavailable(f"Waited {STEP_SECONDS} s for {what} in vain.")


def submit_data(card: Json) -> Json:
    """What the submit button of a dialog sends besides the inputs."""
    return next(action["data"] for action in card["actions"] if action["type"] == "Action.Submit")


def _confirm_title(message: Json) -> str:
    """The title of the button that confirms; empty where there is none."""
    actions = [action for card in message["cards"] for action in card.get("actions") or []]
    return next((str(a["title"]) for a in actions if a.get("verb") == "week.confirm"), "")
