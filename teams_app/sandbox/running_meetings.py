"""Meetings that are held right now, and who is in them; forgotten when the stand-in stops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class RunningMeeting:
    """A meeting from the first person who joins to the last one who leaves.

    :param inside: when each person (e-mail) joined.
    """

    started: datetime
    inside: dict[str, datetime] = field(default_factory=dict[str, datetime])


class RunningMeetings:
    """By the id of the meeting's chat."""

    def __init__(self) -> None:
        self._running: dict[str, RunningMeeting] = {}

    def of(self, chat: str) -> RunningMeeting | None:
        return self._running.get(chat)

    def join(self, chat: str, emails: Iterable[str], now: datetime) -> list[str]:
        """People come in, the first of them starts it; those who were not in it before."""
        meeting = self._running.setdefault(chat, RunningMeeting(now))
        new = [email for email in dict.fromkeys(emails) if email not in meeting.inside]
        meeting.inside.update(dict.fromkeys(new, now))
        return new

    def leave(self, chat: str, emails: Iterable[str]) -> list[str]:
        """People go, the last of them ends it; those who were in it."""
        meeting = self._running.get(chat)
        if meeting is None:
            return []
        gone = [email for email in emails if meeting.inside.pop(email, None)]
        if not meeting.inside:
            del self._running[chat]
        return gone
