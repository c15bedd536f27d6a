"""The mailboxes of people and rooms: what is in their calendars, and how meetings travel between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from teams_app.sandbox.company import Company
from teams_app.sandbox.graph.calendar_log import CalendarLog
from teams_app.sandbox.graph.ids import entry_id
from teams_app.sandbox.graph.mailbox_file import entry_from, meeting_from, to_json
from teams_app.sandbox.graph.meetings import (
    BEFORE_TIME,
    Busy,
    Entry,
    Invitee,
    Item,
    Meeting,
)
from teams_app.sandbox.graph.weekly import WeeklyMeetings

BLOCKING = ("busy", "oof", "tentative")


class NoSuchEntry(LookupError):
    """There is no such event in this mailbox."""


class Mailboxes:
    """Everybody's calendar. Owners are named by e-mail; guests and external people have no mailbox here."""

    def __init__(self, company: Company) -> None:
        self.adopt(company)
        self.log = CalendarLog()
        self._meetings: dict[str, Meeting] = {}
        self._entries: dict[str, dict[str, Entry]] = {}
        self._transactions: dict[tuple[str, str], str] = {}

    def adopt(self, company: Company) -> None:
        """Take over who has a mailbox, and what stands in it each week."""
        self.weekly = WeeklyMeetings(company)
        members = [each for each in company.people if each.kind == "member" and each.mailbox != "none"]
        self._rooms = frozenset(room.email for room in company.rooms)
        self.owners = frozenset(each.email for each in (*members, *company.rooms, *company.shared))

    def meetings(self) -> list[Meeting]:
        """All meetings that somebody created, cancelled ones included, weekly ones not."""
        return list(self._meetings.values())

    def booked(self, owner: str, transaction_id: str) -> Item | None:
        """What this mailbox created earlier with a transaction id, even if it was cancelled since."""
        uid = self._transactions.get((owner, transaction_id))
        return None if uid is None else self._item(owner, uid)

    def meeting_of_thread(self, thread_id: str) -> Meeting | None:
        """The meeting that a chat belongs to."""
        found = (
            each for each in self._meetings.values() if each.online and each.online.thread_id == thread_id
        )
        return next(found, None)

    def item(self, owner: str, item_id: str) -> Item:
        """One event of a calendar.

        :raises NoSuchEntry: it is not there, or not any more.
        """
        entry = self._entries.get(owner, {}).get(item_id)
        if entry is not None and not entry.removed:
            return Item(entry, self._meetings[entry.uid])
        weekly = self.weekly.item(owner, item_id)
        if weekly is None:
            raise NoSuchEntry(item_id)
        return weekly

    def items(self, owner: str) -> list[Item]:
        """Everything in a calendar, series as their masters."""
        return [*self._current(owner), *self.weekly.masters(owner)]

    def entries(self, owner: str) -> list[Entry]:
        """Everything that is or was in a calendar, weekly meetings aside."""
        return list(self._entries.get(owner, {}).values())

    def view(self, owner: str, start: datetime, end: datetime) -> list[Item]:
        """What a calendar shows in a time span, series as their occurrences, ordered by start."""
        single = (item for item in self._current(owner) if item.meeting.overlaps(start, end))
        found = [*single, *self.weekly.occurrences(owner, start, end)]
        return sorted(found, key=lambda item: (item.meeting.start, item.entry.id))

    def busy(self, owner: str, start: datetime, end: datetime) -> list[Busy]:
        """Free/busy of a mailbox in a time span, ordered by start."""
        single = (Busy.of(item) for item in self._current(owner) if item.meeting.overlaps(start, end))
        found = [*single, *self.weekly.busy(owner, start, end)]
        return sorted(found, key=lambda slot: (slot.start, slot.end))

    def create(self, meeting: Meeting) -> Item:
        """Put a meeting into its organizer's calendar and those of all invited mailboxes."""
        self._meetings[meeting.uid] = meeting
        if meeting.transaction_id:
            self._transactions[meeting.organizer, meeting.transaction_id] = meeting.uid
        self._put(
            Entry(entry_id(meeting.organizer, meeting.uid), meeting.organizer, meeting.uid, "organizer")
        )
        self.log.note(meeting.organizer, entry_id(meeting.organizer, meeting.uid), "created")
        self._invite(meeting, meeting.invitees)
        return self._item(meeting.organizer, meeting.uid)

    def update(self, meeting: Meeting, now: datetime, ask: Iterable[Invitee]) -> None:
        """Carry a change that was made to ``meeting`` into the mailboxes.

        :param ask: whose answer is wanted (again): those added, or everybody after a new time.
        """
        meeting.modified = now
        meeting.sequence += 1
        wanted = {invitee.email for invitee in meeting.invitees} | {meeting.organizer}
        for entry in [one for one in self._entries_of(meeting) if not one.removed]:
            entry.removed = entry.owner not in wanted
            self.log.note(entry.owner, entry.id, "deleted" if entry.removed else "updated")
        asked = list(ask)
        for invitee in asked:
            invitee.response, invitee.responded, invitee.proposed = "none", BEFORE_TIME, None
        self._invite(meeting, asked)

    def cancel(self, meeting: Meeting, now: datetime) -> None:
        """The organizer's entry goes; the invited keep theirs, marked as cancelled and free."""
        meeting.cancelled, meeting.modified = True, now
        meeting.sequence += 1
        self._item(meeting.organizer, meeting.uid).entry.removed = True
        self.log.note(meeting.organizer, entry_id(meeting.organizer, meeting.uid), "deleted")
        for entry in self._entries_of(meeting):
            if not entry.removed:
                self.log.note(entry.owner, entry.id, "updated")

    def remove(self, item: Item) -> None:
        """Take an invited mailbox's entry out, without a word to the organizer."""
        item.entry.removed = True
        self.log.note(item.entry.owner, item.entry.id, "deleted")

    def take_up_again(self, owner: str, item_id: str) -> None:
        """The mail of an invitation that was declined is still there, and can be answered otherwise."""
        entry = self._entries.get(owner, {}).get(item_id)
        if entry is None or entry.response != "declined":
            return
        meeting = self._meetings[entry.uid]
        entry.removed = entry.removed and (meeting.cancelled or meeting.invitee(owner) is None)

    def respond(
        self,
        item: Item,
        response: str,
        now: datetime,
        *,
        send: bool = True,
        proposed: tuple[datetime, datetime] | None = None,
    ) -> None:
        """Answer an invitation; a declined one leaves the calendar.

        :param response: accepted, tentativelyAccepted or declined.
        :param send: whether the organizer is told.
        """
        item.entry.response, item.entry.responded = response, now
        item.entry.removed = response == "declined"
        self.log.note(item.entry.owner, item.entry.id, "deleted" if item.entry.removed else "updated")
        invitee = item.meeting.invitee(item.entry.owner)
        if send and invitee is not None:
            invitee.response, invitee.responded, invitee.proposed = response, now, proposed
            organizer = item.meeting.organizer
            self.log.note(organizer, entry_id(organizer, item.meeting.uid), "updated")

    def dump(self) -> dict[str, Any]:
        """Everything but the weekly meetings, ready for JSON."""
        entries = [entry for entries in self._entries.values() for entry in entries.values()]
        return {"meetings": to_json(list(self._meetings.values())), "entries": to_json(entries)}

    def load(self, data: dict[str, Any]) -> None:
        """Take what ``dump`` gave, in place of what is here."""
        self._meetings = {each["uid"]: meeting_from(each) for each in data["meetings"]}
        self._entries = {}
        for each in data["entries"]:
            self._put(entry_from(each))
        self._transactions = {
            (meeting.organizer, meeting.transaction_id): uid
            for uid, meeting in self._meetings.items()
            if meeting.transaction_id
        }

    def _current(self, owner: str) -> Iterator[Item]:
        for entry in self._entries.get(owner, {}).values():
            if not entry.removed:
                yield Item(entry, self._meetings[entry.uid])

    def _invite(self, meeting: Meeting, invitees: list[Invitee]) -> None:
        for invitee in invitees:
            if invitee.email in self.owners and invitee.email != meeting.organizer:
                free = invitee.email in self._rooms and self._is_free(invitee.email, meeting)
                self._put(
                    Entry(entry_id(invitee.email, meeting.uid), invitee.email, meeting.uid, "notResponded")
                )
                self.log.note(invitee.email, entry_id(invitee.email, meeting.uid), "created")
                if invitee.email in self._rooms:
                    item = self._item(invitee.email, meeting.uid)
                    self.respond(item, "accepted" if free else "declined", meeting.modified)

    def _is_free(self, room: str, meeting: Meeting) -> bool:
        slots = self.busy(room, meeting.start, meeting.end)
        return not any(slot.status in BLOCKING and slot.uid != meeting.uid for slot in slots)

    def _put(self, entry: Entry) -> None:
        self._entries.setdefault(entry.owner, {})[entry.id] = entry

    def _entries_of(self, meeting: Meeting) -> list[Entry]:
        found = (entries.get(entry_id(owner, meeting.uid)) for owner, entries in self._entries.items())
        return [entry for entry in found if entry is not None]

    def _item(self, owner: str, uid: str) -> Item:
        return Item(self._entries[owner][entry_id(owner, uid)], self._meetings[uid])
