"""Who is behind an activity: the sender is authorized, not the place."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot.incoming import Incoming
from teams_app.config import Settings
from teams_app.errors import NotAllowed
from teams_app.okr import Person
from teams_app.services import people


class Stranger(NotAllowed):
    """Not an enabled person of ours; what they write leads to nothing."""


def is_our_tenant(incoming: Incoming, settings: Settings) -> bool:
    """Whether the activity names our tenant and no other; a local emulator names none."""
    if not incoming.tenant_ids:
        return settings.insecure_local
    return incoming.tenant_ids == frozenset({settings.tenant_id.lower()})


async def sender(session: AsyncSession, incoming: Incoming, settings: Settings) -> Person:
    """The person who sent it.

    :raises Stranger: nobody of ours.
    """
    is_ours = is_our_tenant(incoming, settings)
    try:
        return await people.sender(session, incoming.sender_object_id, is_our_tenant=is_ours)
    except NotAllowed as error:
        raise Stranger(str(error)) from error
