"""What refusals mean for a home and for the whole roll-out, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import Forbidden, GraphError, NotFound, SignInFailed, Unauthorized
from graph.refusals import is_blocked, lacks_permission, said
from teams_app.errors import NotAllowed, OkrError, Unavailable
from teams_app.okr import HomeKind, InstallState
from teams_app.services import installations
from teams_app.services.installations import Finding
from teams_app.services.outside import PERMISSIONS, explained
from teams_app.services.rollout.values import Home, Line, Result
from teams_app.services.world import World

ALLOW = (
    "A Teams administrator can allow it in the Teams admin center: Manage apps, or the permission policies."
)
GONE = "It is not there, or has no Teams licence."
REMOVED = "The app was removed by a roll-out. An administrator can run okr-share rollout to bring it back."
STATES = {
    Result.INSTALLED: InstallState.INSTALLED,
    Result.UPGRADED: InstallState.INSTALLED,
    Result.PRESENT: InstallState.INSTALLED,
    Result.OLD: InstallState.OLD,
    Result.REMOVED: InstallState.MISSING,
    Result.MISSING: InstallState.MISSING,
    Result.BLOCKED: InstallState.BLOCKED,
    Result.FAILED: InstallState.FAILED,
}


def refused(home: Home, error: GraphError) -> Line:
    """A home where it did not work, with what can be done."""
    words = said(error).rstrip(". ") + "."
    if is_blocked(error):
        return Line(home, Result.BLOCKED, reason=f"{words} {ALLOW}")
    if isinstance(error, NotFound):
        return Line(home, Result.FAILED, reason=f"{GONE} Microsoft says: {words}")
    return Line(home, Result.FAILED, reason=words)


def stop_if_in_vain(outcomes: Sequence[object]) -> None:
    """What would fail everywhere is told once.

    :raises NotAllowed: a permission is missing; with the words of Graph, which name it.
    :raises Unavailable: Graph answers nothing at all.
    """
    errors = [outcome for outcome in outcomes if isinstance(outcome, GraphError)]
    for error in errors:
        if lacks_permission(error):
            raise not_askable(error)
    if errors and len(errors) == len(outcomes) and all(map(_is_everywhere, errors)):
        raise not_askable(errors[0])


def not_askable(error: GraphError) -> OkrError:
    """The whole roll-out cannot go on."""
    if isinstance(error, Forbidden):
        return NotAllowed(f"The app may not do this: {said(error)} {PERMISSIONS}")
    return Unavailable(f"{explained(error)} What was done is done: run it again later.")


def _is_everywhere(error: GraphError) -> bool:
    return error.is_transient or isinstance(error, SignInFailed | Unauthorized)


async def remember(world: World, lines: Sequence[Line]) -> None:
    """In a transaction of its own, so that an interrupted roll-out loses nothing."""
    findings = [
        Finding(
            HomeKind(line.home.home.scope.value),
            line.home.home.id,
            STATES[line.result],
            line.version,
            line.reason or (REMOVED if line.result is Result.REMOVED else ""),
        )
        for line in lines
    ]
    async with world.database.transaction() as session:
        await installations.record(session, world.jobs, findings, world.clock())
