"""Do what a plan says, a portion at a time, and remember what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from graph.errors import GraphError
from graph.values import AppHome, AppScope, CatalogueApp
from teams_app.services.rollout.looking import app_of
from teams_app.services.rollout.outcomes import refused, remember, stop_if_in_vain
from teams_app.services.rollout.values import Action, Home, Line, Plan, Progress, Result, portions
from teams_app.services.world import World

Act = Callable[[Sequence[Line]], Awaitable[list[GraphError | None]]]


async def carry_out(world: World, plan: Plan, on_progress: Progress) -> list[Line]:
    """What became of each home of the plan, those first where nothing was to be done.

    :raises NotAllowed, Unavailable: as ``look``; what was done before is done.
    """
    lines = [line for line in plan.lines if line.action is Action.NOTHING]
    todo = [line for line in plan.lines if line.action is not Action.NOTHING]
    for portion in portions(todo):
        done = await _do(world, plan.app, portion)
        await remember(world, done)
        lines += done
        on_progress(len(portion))
    return lines


async def install_in_chat(world: World, chat_id: str, name: str) -> Line:
    """The app in the chat of a share meeting; where it is already, nothing happens.

    :raises GraphError: it may work later.
    :raises NotAllowed, Unavailable, Conflict: as ``app_of``.
    """
    app = await app_of(world)
    home = Home(AppHome(AppScope.CHAT, chat_id), name)
    [refusal] = await world.apps.install(app, [home.home])
    if refusal is not None and refusal.is_transient:
        raise refusal
    stop_if_in_vain([refusal])
    line = refused(home, refusal) if refusal else Line(home, Result.INSTALLED, app.version)
    await remember(world, [line])
    return line


async def _do(world: World, app: CatalogueApp, lines: Sequence[Line]) -> list[Line]:
    """What is to be installed anew is removed first."""

    async def remove(some: Sequence[Line]) -> list[GraphError | None]:
        return await world.apps.remove(_installations(some))

    async def install(some: Sequence[Line]) -> list[GraphError | None]:
        return await world.apps.install(app, [line.home.home for line in some])

    async def upgrade(some: Sequence[Line]) -> list[GraphError | None]:
        return await world.apps.upgrade(app, _installations(some))

    gone = await _act(_with(lines, Action.REMOVE), remove, Result.REMOVED, "")
    freed = await _act(_with(lines, Action.REINSTALL), remove, Result.REMOVED, "")
    stuck = [line for line in freed if line.result is not Result.REMOVED]
    again = [line for line in freed if line.result is Result.REMOVED]
    return [
        *gone,
        *stuck,
        *await _act(again, install, Result.UPGRADED, app.version),
        *await _act(_with(lines, Action.UPGRADE), upgrade, Result.UPGRADED, app.version),
        *await _act(_with(lines, Action.INSTALL), install, Result.INSTALLED, app.version),
    ]


async def _act(lines: Sequence[Line], act: Act, result: Result, version: str) -> list[Line]:
    outcomes = await act(lines) if lines else []
    stop_if_in_vain(outcomes)
    return [
        replace(refused(line.home, outcome), action=line.action)
        if outcome
        else replace(line, result=result, version=version, reason="")
        for line, outcome in zip(lines, outcomes, strict=True)
    ]


def _with(lines: Sequence[Line], action: Action) -> list[Line]:
    return [line for line in lines if line.action is action]


def _installations(lines: Sequence[Line]) -> list[tuple[AppHome, str]]:
    return [(line.home.home, line.installation_id) for line in lines]
