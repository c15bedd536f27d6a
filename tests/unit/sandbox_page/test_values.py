"""What the page is told of: changes, what was read, and meetings that are held."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from teams_app.sandbox.changes import Changes
from teams_app.sandbox.message_values import Author, Message
from teams_app.sandbox.read_marks import ReadMarks
from teams_app.sandbox.running_meetings import RunningMeetings

NOW = datetime(2027, 1, 12, 9, tzinfo=UTC)
TOM, UMA = "tom.kessler@tidewell.example", "uma.stone@tidewell.example"
CHAT = "19:meeting_x@thread.v2"


def _message(number: int, email: str) -> Message:
    author = Author("person", f"29:{email}", email, None, email)
    return Message(str(number), CHAT, str(number), author, "<p>Hi</p>", NOW)


async def test_who_waits_for_a_change_is_woken_by_it() -> None:
    changes = Changes()
    waiting = asyncio.ensure_future(changes.after(0, 10))
    await asyncio.sleep(0)
    changes.tell()
    assert await waiting == 1


async def test_who_has_missed_a_change_does_not_wait() -> None:
    changes = Changes()
    changes.tell()
    assert await changes.after(0, 10) == 1


async def test_waiting_ends_without_a_change_too() -> None:
    assert await Changes().after(0, 0.01) == 0


async def test_nobody_waits_any_more_when_it_is_over() -> None:
    changes = Changes()
    changes.close()
    assert await changes.after(0, 10) == 0


def test_unread_is_what_others_wrote_after_the_last_look() -> None:
    marks = ReadMarks()
    standing = [_message(1, UMA), _message(2, TOM)]
    assert marks.unread(TOM, standing) == 1
    assert marks.read(TOM, standing)
    assert marks.unread(TOM, [*standing, _message(3, UMA)]) == 1


def test_reading_again_changes_nothing() -> None:
    marks = ReadMarks()
    marks.read(TOM, [_message(1, UMA)])
    assert not marks.read(TOM, [_message(1, UMA)])


def test_what_was_read_is_known_after_a_restart() -> None:
    marks, later = ReadMarks(), ReadMarks()
    marks.read(TOM, [_message(1, UMA)])
    later.load(marks.dump())
    assert later.unread(TOM, [_message(1, UMA)]) == 0


def test_a_meeting_is_held_from_the_first_who_joins_to_the_last_who_leaves() -> None:
    meetings = RunningMeetings()
    assert meetings.join(CHAT, [TOM], NOW) == [TOM]
    assert meetings.join(CHAT, [TOM, UMA], NOW) == [UMA]
    assert meetings.leave(CHAT, [TOM]) == [TOM]
    assert meetings.of(CHAT) is not None
    assert meetings.leave(CHAT, [UMA]) == [UMA]
    assert meetings.of(CHAT) is None
