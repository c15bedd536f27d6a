"""Where the app is known to be: told by Teams, found by a roll-out, or learned from a refused card.

A place without the app gets no cards; it carries the reason, and what waits there is sent when the app comes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import HomeKind, Installation, InstallState, Place
from teams_app.services.effects import PostCard, RefreshCard
from teams_app.services.ports import Jobs
from teams_app.storage.queries import installations
from teams_app.storage.queries.installations import Key

REMOVED = (
    "The app was removed here. An owner can add it again in Teams, or an administrator can run "
    "okr-share rollout."
)
FOREIGN = "The app is not in this conversation any more. An administrator can run okr-share rollout."


@dataclass(frozen=True)
class Finding:
    """What was found out about one home; ``reason`` says what can be done."""

    kind: HomeKind
    target: str
    state: InstallState
    version: str = ""
    reason: str = ""

    @property
    def key(self) -> Key:
        return self.kind, self.target


async def record(session: AsyncSession, jobs: Jobs, findings: Sequence[Finding], at: datetime) -> None:
    """Remember what was found; where the app has gone, cards wait, and where it has come, they are sent."""
    found = {finding.key: finding for finding in sorted(findings, key=lambda one: one.key)}
    if not found:
        return
    before = await installations.states(session, found)
    await _store(session, list(found.values()), at)
    await _keep_cards_out(session, [key for key, one in found.items() if one.state.keeps_cards_out])
    absent = {key for key, state in before.items() if state.keeps_cards_out}
    here = (InstallState.INSTALLED, InstallState.OLD)
    await _welcome(session, jobs, [key for key in absent if found[key].state in here])


async def came(session: AsyncSession, jobs: Jobs, kind: HomeKind, target: str, at: datetime) -> None:
    """Teams told that the app was installed; which version, it does not tell."""
    await record(session, jobs, [Finding(kind, target, InstallState.INSTALLED)], at)


async def left(session: AsyncSession, jobs: Jobs, kind: HomeKind, target: str, at: datetime) -> None:
    """Teams told that the app was removed."""
    await record(session, jobs, [Finding(kind, target, InstallState.MISSING, reason=REMOVED)], at)


async def refused(
    session: AsyncSession, jobs: Jobs, place: Place, object_id: str | None, at: datetime
) -> None:
    """A card was refused because the app is not there."""
    home = home_of(place, object_id)
    if home is not None:
        await record(session, jobs, [Finding(*home, InstallState.MISSING, reason=FOREIGN)], at)


async def absence(session: AsyncSession, place: Place) -> str | None:
    """Why nothing can be sent to a place, and what to do; None where nothing speaks against it."""
    return await installations.absence(session, place.id)


def home_of(place: Place, object_id: str | None) -> Key | None:
    """Where the app must be for this place; ``object_id`` is that of a personal chat's person."""
    if place.team_id:
        return HomeKind.TEAM, place.team_id
    if place.person_id is not None:
        return (HomeKind.PERSON, object_id) if object_id else None
    return HomeKind.CHAT, place.conversation_id


async def _store(session: AsyncSession, findings: Sequence[Finding], at: datetime) -> None:
    rows = [
        {
            "kind": one.kind,
            "target": one.target,
            "state": one.state,
            "version": one.version,
            "reason": one.reason,
            "checked_at": at,
        }
        for one in findings
    ]
    known = insert(Installation).values(rows)
    changed: dict[str, ColumnElement[Any]] = {
        name: known.excluded[name] for name in ("state", "reason", "checked_at")
    }
    version = func.coalesce(func.nullif(known.excluded.version, ""), Installation.version)
    changed["version"] = version  # what Teams tells leaves it out
    await session.execute(known.on_conflict_do_update(index_elements=["kind", "target"], set_=changed))


async def _keep_cards_out(session: AsyncSession, keys: Collection[Key]) -> None:
    """The places of these homes tell why."""
    if keys:
        of_keys = tuple_(Installation.kind, Installation.target).in_(list(keys))
        told = update(Place).where(installations.home_of_place(), of_keys)
        await session.execute(told.values(problem=Installation.reason))


async def _welcome(session: AsyncSession, jobs: Jobs, keys: Collection[Key]) -> None:
    """Send what waited, and show anew what changed meanwhile."""
    place_ids = await installations.places_of(session, keys) if keys else []
    if not place_ids:
        return
    await session.execute(update(Place).where(Place.id.in_(place_ids)).values(problem=None, is_gone=False))
    cards = await installations.cards_of_places(session, place_ids)
    waiting = [PostCard(card.id, card.place_id) for card in cards if card.activity_id is None]
    shown = [RefreshCard(card.id, card.place_id) for card in cards if card.activity_id is not None]
    await jobs.enqueue(session, [*waiting, *shown])
