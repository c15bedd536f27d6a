"""All checks in their order; a failure in one leaves the others running."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from aiohttp import ClientError
from sqlalchemy.exc import SQLAlchemyError

from graph.errors import GraphError
from teams_app.cli.doctor import here, teams, tenant
from teams_app.cli.doctor.patient import Patient
from teams_app.cli.doctor.values import Check, NotChecked, Verdict, bad, noted
from teams_app.errors import OkrError
from teams_app.services.outside import explained

LONGEST = 60.0  # seconds for a check
CHECKS: tuple[Check, ...] = (
    Check("settings", here.settings),
    Check("public address", here.public_address),
    Check("database", here.database),
    Check("clock", here.clock),
    Check("sign-in", tenant.sign_in),
    Check("permissions", tenant.permissions),
    Check("optional permissions", tenant.optional_permissions),
    Check("unused permissions", tenant.superfluous_permissions),
    Check("organization", tenant.organization),
    Check("directory", tenant.directory),
    Check("organizers", tenant.organizers),
    Check("free/busy", tenant.free_busy),
    Check("events", tenant.events),
    Check("calendars in reach", tenant.confinement),
    Check("meeting chats", tenant.meeting_chats),
    Check("app catalogue", teams.catalogue),
    Check("consent of teams", teams.consent),
    Check("roll-out", teams.rolled_out),
    Check("bot keys", here.bot_keys),
    Check("bot endpoint", here.bot_endpoint),
    Check("notifications endpoint", here.notifications_endpoint),
)


async def examine(patient: Patient) -> AsyncGenerator[tuple[Check, Verdict]]:
    """One verdict after the other, as they come."""
    for check in CHECKS:
        yield check, await _verdict(check, patient)


async def _verdict(check: Check, patient: Patient) -> Verdict:
    try:
        async with asyncio.timeout(LONGEST):
            return await check.ask(patient)
    except NotChecked as reason:
        return noted(f"Not checked: {reason}")
    except GraphError as error:
        return bad(explained(error))
    except OkrError as error:
        return bad(" ".join(str(error).split()))
    except TimeoutError:
        return bad(f"There was no answer within {LONGEST:.0f} s: check the way there, proxies and firewalls.")
    except (ClientError, OSError, SQLAlchemyError, ValueError) as error:
        return bad(f"It could not be asked: {' '.join(str(error).split()) or type(error).__name__}.")
