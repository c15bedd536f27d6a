"""Checks of what runs on our side: settings, database, clock, and the addresses that Microsoft calls."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from secrets import token_hex
from typing import Any, cast

from aiohttp import ClientError
from sqlalchemy.ext.asyncio import AsyncEngine

from teams_app.cli.doctor.patient import Patient
from teams_app.cli.doctor.values import NotChecked, Verdict, bad, good, noted
from teams_app.config import check_for_serving, cloud_of
from teams_app.errors import Unavailable
from teams_app.package import filled, read_template
from teams_app.storage.database import check_reachable, open_database
from teams_app.storage.location import database_url
from teams_app.storage.migrate import check_migrated

MOST_SKEW = (
    300.0  # seconds that sign-in tolerates; https://learn.microsoft.com/entra/identity-platform/id-tokens
)
NOTED_SKEW = 60.0
NOTIFICATIONS = "/api/graph/notifications"
MESSAGES = "/api/messages"
CHANNEL = "msteams"


async def settings(patient: Patient) -> Verdict:
    """:raises SettingsFault: with all that contradicts itself."""
    check_for_serving(patient.settings)
    return good(f"The settings fit together; the cloud is {cloud_of(patient.settings.graph_url)}.")


async def public_address(patient: Patient) -> Verdict:
    """:raises SettingsFault: Teams could not reach it, or the package could not be made."""
    if cloud_of(patient.settings.graph_url) == "loopback":
        return noted(
            f"{patient.public_url} is enough for a stand-in; a tenant needs https and a public host."
        )
    filled(read_template(), patient.settings, "0.0.1")
    return good(f"Teams and browsers are told {patient.public_url}.")


async def database(patient: Patient) -> Verdict:
    """:raises SettingsFault: it is not set, does not answer, or has another schema."""
    with database_url(patient.settings) as url:
        opened = open_database(url)
        try:
            await check_reachable(opened)
            await _check_schema(opened.engine)
        finally:
            await opened.close()
    patient.found.has_database = True
    return good("The database answers and has the newest schema.")


async def _check_schema(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.run_sync(check_migrated)


async def clock(patient: Patient) -> Verdict:
    """By the time of day that the sign-in service writes into its answers."""
    url = f"{patient.settings.authority}/v2.0/.well-known/openid-configuration"
    async with patient.http.get(url) as answer:
        told = answer.headers.get("Date", "")
    if not told:
        raise NotChecked("The sign-in service did not say what time it is.")
    skew = abs((patient.now() - _moment(told)).total_seconds())
    if skew > MOST_SKEW:
        return bad(f"This machine's clock is {skew:,.0f} s wrong, so tokens are refused: let it follow NTP.")
    if skew > NOTED_SKEW:
        return noted(
            f"This machine's clock is {skew:,.0f} s wrong; from {MOST_SKEW:.0f} s tokens are refused."
        )
    return good("This machine's clock is right.")


async def bot_endpoint(patient: Patient) -> Verdict:
    """An activity without a token must be refused, by us and not by somebody in between."""
    url = patient.public_url + MESSAGES
    activity = {
        "type": "message",
        "channelId": CHANNEL,
        "id": "doctor",
        "serviceUrl": "https://none.invalid/",
    }
    conversation = {"id": "doctor", "tenantId": patient.settings.tenant_id}
    body = {**activity, "conversation": conversation, "from": {"id": "doctor"}, "recipient": {"id": "doctor"}}
    with reaching(url):
        async with patient.http.post(url, json=body, allow_redirects=False) as answer:
            status, kind = answer.status, answer.content_type
    if status in (401, 403) and kind == "application/json":
        return good(f"{url} answers, and refuses whoever has no token.")
    if status == 200:  # noqa: PLR2004  # HTTP's own
        return bad(
            f"{url} takes messages without a token: unset OKR_INSECURE_LOCAL, or see who answers there."
        )
    return bad(f"{url} answered {status} instead of 401: is it okr-share serve that the proxy leads to?")


async def bot_keys(patient: Patient) -> Verdict:
    """The keys by which tokens from Teams are checked."""
    url = patient.settings.bot_openid_url
    document = await _json(patient, url)
    keys = (await _json(patient, str(document.get("jwks_uri") or url))).get("keys")
    endorsed = [key for key in cast("list[Any]", keys or []) if CHANNEL in (key.get("endorsements") or ())]
    if not endorsed:
        return bad(f"{url} leads to no key that may speak for Teams: correct OKR_BOT_OPENID_URL.")
    return good(f"Keys of the Bot Framework that may speak for Teams are at hand: {len(endorsed)}.")


async def notifications_endpoint(patient: Patient) -> Verdict:
    """As Graph does before it makes a subscription.

    https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation
    """
    token, url = f"doctor {token_hex(8)}", patient.public_url + NOTIFICATIONS
    asked = {"validationToken": token}
    with reaching(url):
        async with patient.http.post(url, params=asked, allow_redirects=False) as answer:
            status, kind, text = answer.status, answer.content_type, await answer.text()
    if (status, kind, text) == (200, "text/plain", token):
        return good(f"{url} answers the validation of subscriptions.")
    return bad(f"{url} answered {status} {kind} to a validation: Graph would make no subscription.")


@contextmanager
def reaching(url: str) -> Generator[None]:
    """:raises Unavailable: nobody answers there; says what to do."""
    try:
        yield
    except (ClientError, TimeoutError) as error:
        raise Unavailable(
            f"{url} cannot be reached from here ({error or type(error).__name__}): start okr-share serve, "
            "and see that name, proxy and firewall lead there."
        ) from error


async def _json(patient: Patient, url: str) -> dict[str, Any]:
    async with patient.http.get(url, raise_for_status=True) as answer:
        content = await answer.json(content_type=None)
    return cast("dict[str, Any]", content) if isinstance(content, dict) else {}


def _moment(http_date: str) -> datetime:
    return parsedate_to_datetime(http_date)
