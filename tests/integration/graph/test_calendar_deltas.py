"""What has changed in calendars since they were last read: many at once, and after what went wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from graph.calendars import GraphCalendars
from graph.client import GraphClient
from graph.errors import GraphError, NotFound
from graph.event_changes import PAGE, GraphEventChanges
from graph.values import (
    Attendee,
    AttendeeKind,
    CalendarChanges,
    CalendarRead,
    EventChange,
    NewEvent,
    Response,
    SeenEvent,
)
from teams_app.sandbox.graph.meetings import Item
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal

AMINA, FELIX = "amina.diallo@tidewell.example", "felix.maurer@tidewell.example"
OAK = "oak.room@tidewell.example"
DAY, LENGTH = timedelta(days=1), timedelta(minutes=45)
days = count()
VIEW = "/v1.0/users/{}/calendarView/delta()"


@pytest.fixture
def changes(client: GraphClient) -> GraphEventChanges:
    return GraphEventChanges(client)


@pytest.fixture
def evening() -> datetime:
    """Of a day that no other test uses, when nobody has anything else."""
    return datetime(2028, 1, 3, 21, tzinfo=UTC) + 7 * next(days) * DAY


def around(evening: datetime, mailbox: str = AMINA, link: str = "") -> CalendarRead:
    return CalendarRead(mailbox, evening - timedelta(hours=1), evening + timedelta(hours=2), link)


async def booked(calendars: GraphCalendars, evening: datetime, key: str = "") -> str:
    attendees = (Attendee(FELIX, "Felix Maurer"), Attendee(OAK, "Oak room", AttendeeKind.ROOM))
    name = f"delta-{evening}-{key}"
    event = NewEvent(name, name, "Share meeting", "", evening, evening + LENGTH, attendees)
    return (await calendars.create_event(AMINA, event)).id


async def read(changes: GraphEventChanges, asked: CalendarRead) -> CalendarChanges:
    [found] = await changes.changes([asked])
    assert isinstance(found, CalendarChanges), found
    return found


def invitation(sandbox: Sandbox, evening: datetime, who: str = FELIX) -> Item:
    [item] = sandbox.tenant.mailboxes.view(who, evening, evening + LENGTH)
    return item


def answers(event: SeenEvent) -> dict[str, Response]:
    return {one.email: one.response for one in event.answers}


async def test_a_first_read_gives_the_window_with_all_answers(
    changes: GraphEventChanges, calendars: GraphCalendars, sandbox: Sandbox, evening: datetime
) -> None:
    event_id = await booked(calendars, evening)
    proposed = (evening + DAY, evening + DAY + LENGTH)
    tenant = sandbox.tenant
    tenant.mailboxes.respond(
        invitation(sandbox, evening), "tentativelyAccepted", tenant.clock(), proposed=proposed
    )
    found = await read(changes, around(evening))
    [event] = found.events
    assert (event.id, event.start, found.is_whole, found.removed) == (event_id, evening, True, ())
    assert answers(event) == {FELIX: Response.TENTATIVE, OAK: Response.ACCEPTED}
    felix = next(one for one in event.answers if one.email == FELIX)
    assert (felix.proposed, felix.kind) == (proposed, AttendeeKind.REQUIRED)
    assert felix.at is not None
    assert abs(felix.at - tenant.clock()) < timedelta(minutes=1)


async def test_later_reads_give_only_what_changed(
    changes: GraphEventChanges, calendars: GraphCalendars, sandbox: Sandbox, evening: datetime
) -> None:
    await booked(calendars, evening)
    first = await read(changes, around(evening))
    quiet = await read(changes, around(evening, link=first.link))
    assert (quiet.events, quiet.removed, quiet.is_whole) == ((), (), False)
    sandbox.tenant.mailboxes.respond(invitation(sandbox, evening), "declined", sandbox.tenant.clock())
    later = await read(changes, around(evening, link=quiet.link))
    assert [answers(event)[FELIX] for event in later.events] == [Response.DECLINED]


async def test_what_is_deleted_or_moved_out_of_the_window_is_removed(
    changes: GraphEventChanges, calendars: GraphCalendars, evening: datetime
) -> None:
    gone, moved = await booked(calendars, evening, "gone"), await booked(calendars, evening, "moved")
    first = await read(changes, around(evening))
    await calendars.cancel_event(AMINA, gone, "")
    await calendars.update_event(AMINA, moved, EventChange(evening + DAY, evening + DAY + LENGTH, ()))
    later = await read(changes, around(evening, link=first.link))
    assert (later.events, set(later.removed)) == ((), {gone, moved})
    deleted, elsewhere = await changes.events([(AMINA, gone), (AMINA, moved)])
    assert isinstance(deleted, NotFound)
    assert isinstance(elsewhere, SeenEvent)
    assert elsewhere.start == evening + DAY


async def test_many_calendars_are_read_in_few_round_trips(
    changes: GraphEventChanges, sandbox: Sandbox, evening: datetime, journal: Journal
) -> None:
    people = [one.email for one in sandbox.tenant.company.people if one.kind == "member"][:45]
    found = await changes.changes([around(evening, who) for who in people])
    assert [one for one in found if isinstance(one, GraphError)] == []
    assert journal.calls() == ["POST /v1.0/$batch"] * 3


async def test_one_that_cannot_be_read_hinders_no_other(
    changes: GraphEventChanges, calendars: GraphCalendars, evening: datetime
) -> None:
    await booked(calendars, evening)
    wrong, right = await changes.changes([around(evening, "nobody@tidewell.example"), around(evening)])
    assert isinstance(wrong, NotFound)
    assert isinstance(right, CalendarChanges)
    assert len(right.events) == 1


async def test_an_expired_link_starts_over(
    changes: GraphEventChanges, calendars: GraphCalendars, sandbox: Sandbox, evening: datetime
) -> None:
    await booked(calendars, evening)
    first = await read(changes, around(evening))
    sandbox.tenant.mailboxes.log.expire()
    again = await read(changes, around(evening, link=first.link))
    assert (len(again.events), again.is_whole, again.link != first.link) == (1, True, True)


async def test_a_link_of_another_address_is_not_followed(
    changes: GraphEventChanges, calendars: GraphCalendars, evening: datetime
) -> None:
    await booked(calendars, evening)
    found = await read(changes, around(evening, link="http://127.0.0.1:9/v1.0/users/x/calendarView/delta"))
    assert (len(found.events), found.is_whole) == (1, True)


async def test_long_windows_come_in_pages(
    changes: GraphEventChanges, calendars: GraphCalendars, evening: datetime, journal: Journal
) -> None:
    for number in range(PAGE + 5):
        await booked(calendars, evening, str(number))
    journal.start_page()
    found = await read(changes, around(evening))
    assert (len(found.events), len(journal.calls())) == (PAGE + 5, 2)
