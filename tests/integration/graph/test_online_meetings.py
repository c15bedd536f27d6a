"""The chat of an online meeting: from its link, or asked for; and links that come late or never."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import pytest

from graph.calendars import GraphCalendars
from graph.client import GraphClient
from graph.errors import Forbidden
from graph.online_meetings import GraphOnlineMeetings
from teams_app.sandbox.graph.switches import OutlookSwitches
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal
from tests.integration.graph.test_calendars import HELENA, new_event


@pytest.fixture
def meetings(client: GraphClient) -> GraphOnlineMeetings:
    return GraphOnlineMeetings(client)


@pytest.fixture
def outlook(sandbox: Sandbox) -> Generator[OutlookSwitches]:
    """Switches that are back in their places afterwards."""
    yield sandbox.tenant.outlook
    sandbox.tenant.outlook = OutlookSwitches()


def thread_of(sandbox: Sandbox, key: str) -> str:
    item = sandbox.tenant.mailboxes.booked(HELENA, f"{key}-1")
    assert item is not None
    assert item.meeting.online is not None
    return item.meeting.online.thread_id


async def test_a_long_link_needs_no_question(
    calendars: GraphCalendars, meetings: GraphOnlineMeetings, sandbox: Sandbox, journal: Journal
) -> None:
    link = (await calendars.create_event(HELENA, new_event("long"))).join_url
    journal.start_page()
    assert await meetings.chat_of("any", link or "") == thread_of(sandbox, "long")
    assert journal.calls() == []


async def test_a_short_link_is_looked_up(
    calendars: GraphCalendars, meetings: GraphOnlineMeetings, sandbox: Sandbox, outlook: OutlookSwitches
) -> None:
    outlook.turn({"short_links": True})
    link = (await calendars.create_event(HELENA, new_event("short"))).join_url or ""
    assert "/meet/" in link
    organizer = sandbox.tenant.company.by_email[HELENA].object_id
    assert await meetings.chat_of(organizer, link) == thread_of(sandbox, "short")
    assert await meetings.chat_of(organizer, link.replace("?p=", "?p=x")) is None


async def test_without_an_access_policy_it_is_forbidden(
    meetings: GraphOnlineMeetings, sandbox: Sandbox, outlook: OutlookSwitches
) -> None:
    outlook.turn({"meeting_policy": False})
    organizer = sandbox.tenant.company.by_email[HELENA].object_id
    with pytest.raises(Forbidden, match="application access policy"):
        await meetings.chat_of(organizer, "https://teams.microsoft.com/meet/1?p=2")


async def test_a_link_may_come_later(calendars: GraphCalendars, outlook: OutlookSwitches) -> None:
    outlook.turn({"late_links": 2})
    created = await calendars.create_event(HELENA, new_event("late"))
    assert created.join_url is None
    assert (await calendars.event(HELENA, created.id)).join_url is None
    assert (await calendars.event(HELENA, created.id)).join_url


async def test_a_mailbox_without_teams_gets_an_event_without_a_link(
    calendars: GraphCalendars, outlook: OutlookSwitches
) -> None:
    outlook.turn({"without_teams": [HELENA]})
    created = await calendars.create_event(HELENA, replace(new_event("none"), is_online=True))
    assert created.join_url is None
    assert not created.is_online


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"late": 1}, "no switch late"),
        ({"late_links": True}, "must be a number"),
        ({"short_links": 1}, "truth"),
    ],
)
def test_a_switch_that_is_not_there_is_told(wanted: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        OutlookSwitches().turn(wanted)
