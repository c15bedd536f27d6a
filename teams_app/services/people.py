"""Who is speaking to us."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import NotAllowed
from teams_app.okr import Person
from teams_app.okr.access import may_organize
from teams_app.storage.queries import org

NOT_OURS = "OKR Share does not know you. Please ask your administrator to add you."


async def sender(session: AsyncSession, object_id: str | None, *, is_our_tenant: bool) -> Person:
    """The person behind a message, by tenant and object id.

    :raises NotAllowed: either is missing or not ours, or the person is disabled.
    """
    person = None
    if is_our_tenant and object_id:
        person = await org.person_by_object_id(session, object_id)
    if person is None or not person.may_take_part:
        raise NotAllowed(NOT_OURS)
    return person


def require_organizer(person: Person) -> None:
    """:raises NotAllowed: the person does not plan share weeks."""
    if not may_organize(person):
        raise NotAllowed(
            "Only organizers plan and confirm share weeks. Ask your administrator to be one of them."
        )
