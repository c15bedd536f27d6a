"""The share meetings as they stand in everybody's calendar, read through Microsoft Graph."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

import aiohttp

from teams_app.config import Settings
from teams_app.demo.report import BookedEvent, booked_event
from teams_app.errors import Unavailable
from teams_app.services.booking import CATEGORY

SELECT = "subject,start,end,attendees,categories,isCancelled,isOrganizer"


async def booked_events(
    settings: Settings, session: aiohttp.ClientSession, token: str, organizers: Iterable[str]
) -> list[BookedEvent]:
    """The living events of ours in some mailboxes.

    :raises Unavailable: Graph refuses.
    """
    found: list[BookedEvent] = []
    for email in organizers:
        url: str | None = f"{settings.graph_url}/v1.0/users/{quote(email)}/events?$top=100&$select={SELECT}"
        while url:
            headers = {"Authorization": f"Bearer {token}", "Prefer": 'outlook.timezone="UTC"'}
            async with session.get(url, headers=headers) as answer:
                page = await answer.json()
                if not answer.ok:
                    raise Unavailable(f"The calendar of {email} cannot be read: {page}")
            ours = (e for e in page["value"] if CATEGORY in e["categories"] and e["isOrganizer"])
            found += [booked_event(event, email) for event in ours if not event["isCancelled"]]
            url = page.get("@odata.nextLink")
    return found
