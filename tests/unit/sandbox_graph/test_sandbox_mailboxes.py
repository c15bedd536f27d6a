"""Mailboxes without HTTP: what is kept, and what is found again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from teams_app.sandbox.company import load_company
from teams_app.sandbox.graph.ids import is_entry_id
from teams_app.sandbox.graph.mailboxes import Mailboxes, NoSuchEntry
from teams_app.sandbox.graph.meetings import Invitee, Meeting, OnlineMeeting

COMPANY = load_company()
CHIEF, GUEST, OTHER = (person.email for person in COMPANY.people[:3])
START = datetime(2027, 1, 10, 12, tzinfo=UTC)  # a Sunday


def meeting(uid: str = "u1", invited: Iterable[str] = (GUEST,)) -> Meeting:
    return Meeting(
        uid=uid,
        organizer=CHIEF,
        start=START,
        end=START + timedelta(hours=1),
        created=START,
        modified=START,
        subject="Product shares",
        invitees=[Invitee(email, email) for email in invited],
        online=OnlineMeeting("https://teams.microsoft.com/l/meetup-join/x", "19:meeting_x@thread.v2"),
        transaction_id=f"t-{uid}",
        properties={"a": "b"},
    )


def statuses(mailboxes: Mailboxes, owner: str) -> list[str]:
    return [each.status for each in mailboxes.busy(owner, START, START + timedelta(hours=2))]


def test_what_was_dumped_is_loaded_again() -> None:
    mailboxes, again = Mailboxes(COMPANY), Mailboxes(COMPANY)
    mailboxes.create(meeting())
    [seen] = mailboxes.view(GUEST, START, START + timedelta(hours=1))
    proposed = (START + timedelta(hours=2), START + timedelta(hours=3))
    mailboxes.respond(seen, "tentativelyAccepted", START, proposed=proposed)
    again.load(json.loads(json.dumps(mailboxes.dump())))
    assert again.meetings() == mailboxes.meetings()
    assert again.view(GUEST, START, START + timedelta(hours=1)) == [seen]
    assert again.booked(CHIEF, "t-u1") == mailboxes.booked(CHIEF, "t-u1")
    assert again.dump() == mailboxes.dump()


def test_the_meeting_of_a_chat_is_found() -> None:
    mailboxes = Mailboxes(COMPANY)
    mailboxes.create(meeting())
    found = mailboxes.meeting_of_thread("19:meeting_x@thread.v2")
    assert found is not None
    assert found.organizer == CHIEF
    assert mailboxes.meeting_of_thread("19:other@thread.v2") is None


def test_time_is_taken_as_long_as_somebody_means_to_come() -> None:
    mailboxes = Mailboxes(COMPANY)
    created = mailboxes.create(meeting(invited=(GUEST, OTHER)))
    assert [statuses(mailboxes, each) for each in (CHIEF, GUEST, OTHER)] == [
        ["busy"],
        ["tentative"],
        ["tentative"],
    ]
    [seen] = mailboxes.view(GUEST, START, START + timedelta(hours=1))
    mailboxes.respond(seen, "declined", START)
    mailboxes.cancel(created.meeting, START)
    assert [statuses(mailboxes, each) for each in (CHIEF, GUEST, OTHER)] == [[], [], ["free"]]


def test_an_event_is_found_by_its_own_mailbox_only() -> None:
    mailboxes = Mailboxes(COMPANY)
    created = mailboxes.create(meeting())
    assert is_entry_id(created.entry.id)
    with pytest.raises(NoSuchEntry):
        mailboxes.item(GUEST, created.entry.id)


def test_weekly_meetings_have_the_same_ids_in_every_run() -> None:
    first, second = Mailboxes(COMPANY), Mailboxes(COMPANY)
    week = START + timedelta(days=7)
    assert [each.entry.id for each in first.view(CHIEF, START, week)] == [
        each.entry.id for each in second.view(CHIEF, START, week)
    ]
    for item in first.view(CHIEF, START, week):
        assert first.item(CHIEF, item.entry.id).meeting.start == item.meeting.start
