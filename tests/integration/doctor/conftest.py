"""The sample company in its tenant, and the application that answers Teams, on this machine."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from teams_app.cli.doctor.examination import examine
from teams_app.cli.doctor.here import NOTIFICATIONS
from teams_app.cli.doctor.patient import admitted
from teams_app.cli.doctor.values import Mark, Verdict
from teams_app.config import Settings
from teams_app.serving import open_application
from tests.integration.week.conftest import Tidewell, sandbox, settings, solver, tidewell

__all__ = ["sandbox", "set_up", "settings", "solver", "tidewell"]


@dataclass(frozen=True)
class SetUp:
    """A tenant's set-up, which the doctor looks at."""

    company: Tidewell
    settings: Settings

    async def examined(self, **changed: object) -> dict[str, Verdict]:
        """What each check says; ``mailbox`` and ``try_mailbox`` are the doctor's, the rest are settings."""
        asked = {name: str(changed.pop(name)) for name in ("mailbox", "try_mailbox") if name in changed}
        used = self.settings.model_copy(update=changed)
        async with admitted(used, **asked) as patient:
            return {check.name: verdict async for check, verdict in examine(patient)}


def marked(verdicts: dict[str, Verdict], mark: Mark) -> list[str]:
    return [name for name, verdict in verdicts.items() if verdict.mark is mark]


async def _validate(request: web.Request) -> web.Response:
    return web.Response(text=request.query["validationToken"], content_type="text/plain")


@pytest.fixture
async def set_up(tidewell: Tidewell, database_url: str) -> AsyncGenerator[SetUp]:
    settings = tidewell.world.settings.model_copy(update={"database_url": database_url})
    async with open_application(settings, database_url) as application:
        known = {resource.canonical for resource in application.router.resources()}
        if NOTIFICATIONS not in known:
            application.router.add_post(NOTIFICATIONS, _validate)
        async with TestServer(application) as server:
            url = str(server.make_url("")).rstrip("/")
            yield SetUp(tidewell, settings.model_copy(update={"public_url": url}))
