"""The thread of an OKR, to be read."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Comment, Objective
from teams_app.storage.queries import threads


async def thread_of(session: AsyncSession, objective: Objective) -> list[Comment]:
    """All comments in their one order; deleted ones are kept in place, and their text is not to be shown."""
    return list(await threads.comments_of(session, objective.id))
