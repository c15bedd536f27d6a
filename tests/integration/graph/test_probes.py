"""The doctor's small questions, by real HTTP; what they leave behind is nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.client import GraphClient
from graph.errors import Forbidden
from graph.probes import GraphProbes
from teams_app.sandbox.company import ORGANIZERS_GROUP
from teams_app.sandbox.server import Sandbox
from tests.integration.graph.exchanges import Journal

HELENA = "helena.brandt@tidewell.example"


@pytest.fixture
def probes(client: GraphClient) -> GraphProbes:
    return GraphProbes(client)


async def test_the_tenant_tells_who_it_is(probes: GraphProbes, sandbox: Sandbox) -> None:
    found = await probes.organization()
    assert (found.id, found.name) == (sandbox.tenant.tenant_id, sandbox.tenant.company.name)


async def test_one_person_is_enough_to_know_that_people_can_be_read(
    probes: GraphProbes, journal: Journal
) -> None:
    assert await probes.has_users()
    assert len(journal.exchanges()) == 1


async def test_a_group_is_found_by_its_whole_name(probes: GraphProbes, sandbox: Sandbox) -> None:
    assert await probes.groups_named(ORGANIZERS_GROUP) == [sandbox.tenant.company.organizers_group_id]
    assert await probes.groups_named("Nobody's") == []


async def test_who_may_look_for_meetings_is_told_so(probes: GraphProbes, sandbox: Sandbox) -> None:
    helena = sandbox.tenant.company.by_email[HELENA]
    await probes.may_find_meetings_of(helena.object_id)
    sandbox.tenant.access.take(["OnlineMeetings.Read.All"])
    try:
        with pytest.raises(Forbidden):
            await probes.may_find_meetings_of(helena.object_id)
    finally:
        sandbox.tenant.access.give(["OnlineMeetings.Read.All"])


async def test_a_test_event_is_gone_afterwards(probes: GraphProbes, journal: Journal) -> None:
    await probes.try_event(HELENA, datetime(2027, 1, 11, 9, tzinfo=UTC), "doctor-1")
    made, removed = journal.exchanges()
    assert (made["status"], removed["method"], removed["status"]) == (201, "DELETE", 204)
