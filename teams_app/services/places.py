"""Where cards are shown, as Teams tells us of it."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import HomeKind, Installation, InstallState, Person, Place, PlaceKind
from teams_app.okr.installations import ABSENT
from teams_app.storage.queries import org


async def personal(session: AsyncSession, person: Person, conversation_id: str, service_url: str) -> Place:
    """The personal chat with somebody, remembered or brought up to date; who writes there has the app."""
    values = {
        "kind": PlaceKind.PERSONAL,
        "conversation_id": conversation_id,
        "service_url": service_url,
        "person_id": person.id,
        "is_gone": False,
        "problem": None,
    }
    known = insert(Place).values(values)
    changed = {key: known.excluded[key] for key in ("conversation_id", "service_url", "is_gone", "problem")}
    await session.execute(known.on_conflict_do_update(index_elements=["person_id"], set_=changed))
    await session.execute(
        update(Installation)
        .where(Installation.kind == HomeKind.PERSON, Installation.target == person.object_id)
        .where(Installation.state.in_(ABSENT))
        .values(state=InstallState.INSTALLED, reason="")
    )
    return (await session.scalars(select(Place).where(Place.person_id == person.id))).one()


async def remember(
    session: AsyncSession, conversation_id: str, service_url: str, kind: PlaceKind, team_id: str | None
) -> Place:
    """A place where the app is; what was gone is back."""
    place = await org.place_of_conversation(session, conversation_id)
    if place is None:
        place = Place(conversation_id=conversation_id, kind=kind)
        session.add(place)
    place.service_url, place.is_gone, place.problem = service_url, False, None
    place.team_id = team_id or place.team_id
    await session.flush()
    return place


async def mark_gone(session: AsyncSession, conversation_id: str) -> None:
    """The place was deleted, or the app was removed from it."""
    await session.execute(update(Place).where(Place.conversation_id == conversation_id).values(is_gone=True))


async def mark_team_gone(session: AsyncSession, team_id: str) -> None:
    """The app was removed from a whole Teams team."""
    await session.execute(update(Place).where(Place.team_id == team_id).values(is_gone=True))
