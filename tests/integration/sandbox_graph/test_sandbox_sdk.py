"""Microsoft's own SDK reads what the stand-in says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from kiota_abstractions.authentication.anonymous_authentication_provider import (
    AnonymousAuthenticationProvider,
)
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from tests.integration.sandbox_graph.graph_http import GraphHttp
from tests.integration.sandbox_graph.invitations import BERLIN, CHIEF, GUESTS

# The SDK's generated code warns of itself, once when it is imported.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
async def client(graph: GraphHttp) -> AsyncIterator[GraphServiceClient]:
    headers = {"Authorization": f"Bearer {graph.token}"}
    async with httpx.AsyncClient(headers=headers, trust_env=False) as http:
        adapter = GraphRequestAdapter(AnonymousAuthenticationProvider(), client=http)
        adapter.base_url = f"{graph.sandbox.tenant.base_url}/v1.0"
        yield GraphServiceClient(request_adapter=adapter)


async def test_the_sdk_reads_users(client: GraphServiceClient) -> None:
    users = await client.users.get()
    assert users is not None
    assert CHIEF in [user.user_principal_name for user in users.value or []]


async def test_the_sdk_books_an_event(client: GraphServiceClient, week: date) -> None:
    from msgraph.generated.models.attendee import Attendee  # noqa: PLC0415
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone  # noqa: PLC0415
    from msgraph.generated.models.email_address import EmailAddress  # noqa: PLC0415
    from msgraph.generated.models.event import Event  # noqa: PLC0415

    event = Event(
        subject="Leadership shares its OKRs",
        start=DateTimeTimeZone(date_time=f"{week}T21:00:00", time_zone=BERLIN),
        end=DateTimeTimeZone(date_time=f"{week}T22:00:00", time_zone=BERLIN),
        attendees=[Attendee(email_address=EmailAddress(address=GUESTS[0]))],
        is_online_meeting=True,
        transaction_id=f"sdk-{week}",
    )
    created = await client.users.by_user_id(CHIEF).events.post(event)
    assert created is not None
    assert created.online_meeting is not None
    assert created.online_meeting.join_url
    assert created.start is not None
    assert created.start.time_zone == "UTC"
    seen = await client.users.by_user_id(CHIEF).events.by_event_id(created.id or "").get()
    assert seen is not None
    assert seen.i_cal_u_id == created.i_cal_u_id
