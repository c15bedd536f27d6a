"""Look where the app is, and say what is to be done there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from graph.errors import GraphError
from graph.values import AppHome, AppScope, CatalogueApp, InstalledApp
from teams_app.errors import Conflict
from teams_app.okr import HomeKind
from teams_app.services.rollout.outcomes import not_askable, refused, remember, stop_if_in_vain
from teams_app.services.rollout.values import Action, Home, Line, Plan, Progress, Result, Wanted, portions
from teams_app.services.week.parts import part_of, root_named
from teams_app.services.world import World
from teams_app.storage.queries import installations, org

UNPUBLISHED = (
    "The app is not in the organization's catalogue. Make the package with okr-share package, and upload it "
    "in the Teams admin center under Teams apps › Manage apps."
)
MISSING = "The app is not installed here: an administrator can run okr-share rollout, or add it in Teams."
BY_TEAMS = "Teams brings it up to date by itself when it is next used; --reinstall does it now."


async def homes_of(session: AsyncSession, wanted: Wanted) -> list[Home]:
    """The homes that are meant, each once.

    :raises NotFound, BadInput: no unit is named so, or several are.
    """
    units = await org.units_with_members(session)
    root = root_named(units, wanted.unit)
    ids = [unit.id for unit in part_of(units, root)]
    homes = [Home(AppHome(AppScope.CHAT, chat), chat) for chat in wanted.chats]
    if wanted.teams:
        teams = await installations.teams(session, ids)
        homes += [Home(AppHome(AppScope.TEAM, target), name) for target, name in teams]
    if wanted.people:
        people = await installations.people(session, ids if root else None)
        homes += [Home(AppHome(AppScope.PERSON, target), name) for target, name in people]
    return homes


async def app_of(world: World) -> CatalogueApp:
    """The app in the catalogue.

    :raises Conflict: it was never published.
    :raises NotAllowed, Unavailable: the catalogue cannot be read.
    """
    try:
        app = await world.apps.in_catalogue(world.settings.app_id)
    except GraphError as error:
        raise not_askable(error) from error
    if app is None:
        raise Conflict(UNPUBLISHED)
    return app


async def look(
    world: World, app: CatalogueApp, homes: Sequence[Home], wanted: Wanted, on_progress: Progress
) -> Plan:
    """How each home stands, and what is to be done there; what is found is remembered.

    :raises NotAllowed, Unavailable: the application may not ask, or Graph does not answer.
    """
    lines: list[Line] = []
    for portion in portions(homes):
        found = await world.apps.installed(app.external_id, [one.home for one in portion])
        stop_if_in_vain(found)
        looked = [planned(line(home, one, app), wanted) for home, one in zip(portion, found, strict=True)]
        looked = await _still_blocked(world, looked)
        await remember(world, looked)
        lines += looked
        on_progress(len(portion))
    return Plan(app, tuple(lines))


def line(home: Home, found: InstalledApp | GraphError | None, app: CatalogueApp) -> Line:
    """How a home stands."""
    if found is None:
        return Line(home, Result.MISSING, reason=MISSING)
    if isinstance(found, GraphError):
        return refused(home, found)
    fault = _fault(home, found, app)
    result = Result.OLD if fault else Result.PRESENT
    return Line(home, result, found.version, fault, installation_id=found.id)


def planned(found: Line, wanted: Wanted) -> Line:
    """The same with what is to be done."""
    if wanted.remove:
        is_there = found.result in (Result.PRESENT, Result.OLD)
        return replace(found, action=Action.REMOVE if is_there else Action.NOTHING)
    if found.result is Result.MISSING:
        return replace(found, action=Action.INSTALL)
    if found.result is not Result.OLD:
        return found
    if found.home.home.scope is not AppScope.PERSON:
        return replace(found, action=Action.UPGRADE)
    if wanted.reinstall:
        return replace(found, action=Action.REINSTALL)
    return replace(found, reason=f"{found.reason} {BY_TEAMS}")


async def _still_blocked(world: World, lines: Sequence[Line]) -> list[Line]:
    """Looking does not tell why it is missing; what a policy refused before is tried again all the same."""
    keys = [(HomeKind(one.home.home.scope.value), one.home.home.id) for one in lines]
    async with world.database.transaction() as session:
        reasons = await installations.blocked(session, keys)
    return [
        replace(one, result=Result.BLOCKED, reason=reasons[key])
        if one.result is Result.MISSING and key in reasons
        else one
        for one, key in zip(lines, keys, strict=True)
    ]


def _fault(home: Home, found: InstalledApp, app: CatalogueApp) -> str:
    """What is old about an installation; resource-specific permissions are those of teams and chats."""
    if found.version != app.version:
        return f"Version {found.version} is installed, {app.version} is in the catalogue."
    missing = {permission.name for permission in app.permissions} - found.consented
    if not missing or home.home.scope is AppScope.PERSON:
        return ""
    return f"It was installed without consent to {', '.join(sorted(missing))}."
