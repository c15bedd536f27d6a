"""A meeting that the app books for somebody, through Graph."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any
from urllib.parse import quote

from teams_app.sandbox.entra.tokens import GRAPH, app_token
from tests.integration.sandbox_teams.teams_http import Teams

numbers = count(1)


async def book(teams: Teams, organizer: str, attendees: list[str], start: datetime, end: datetime) -> Any:
    """An online meeting with the app in its chat; gives Graph's event."""
    tenant = teams.sandbox.tenant
    event = {
        "subject": f"Share meeting {next(numbers)}",
        "body": {"contentType": "html", "content": "<p style='color:red'>Agenda</p>"},
        "start": {"dateTime": f"{start:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
        "end": {"dateTime": f"{end:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
        "attendees": [{"emailAddress": {"address": each}, "type": "required"} for each in attendees],
        "isOnlineMeeting": True,
    }
    headers = {"Authorization": f"Bearer {app_token(tenant, GRAPH)}"}
    url = f"{tenant.base_url}/v1.0/users/{quote(organizer)}/events"
    async with teams.session.post(url, json=event, headers=headers) as answer:
        assert answer.status == 201, await answer.text()
        booked = await answer.json()
    chat = tenant.messages.conversations(organizer)[-1]
    assert chat.meeting
    assert (await teams.act("POST", "install", {"chat": chat.id})).status == 200
    return booked
