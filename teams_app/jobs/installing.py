"""Bring the app into the chat of a share meeting, once the chat is known."""

from __future__ import annotations

import structlog
from procrastinate import JobContext

from teams_app.errors import Conflict, NotAllowed
from teams_app.jobs.context import world_of
from teams_app.jobs.retry import Backoff
from teams_app.services import rollout

log = structlog.get_logger(__name__)
BACKOFF = Backoff()


async def install_in_chat(context: JobContext, chat_id: str, name: str) -> None:
    """Where the app may not do this, or is not published, the meeting goes on without it in its chat."""
    try:
        line = await rollout.install_in_chat(world_of(context), chat_id, name)
    except (NotAllowed, Conflict) as error:
        log.warning("app_not_in_chat", chat=name, reason=str(error))
        return
    if line.reason:
        log.warning("app_not_in_chat", chat=name, reason=line.reason)
