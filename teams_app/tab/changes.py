"""``/api/v1/weeks/…/changes``: what happened to a share week, its moves, and the decision about them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import BadInput, NotFound, OkrError
from teams_app.okr import Person
from teams_app.services import replanning
from teams_app.services.replanning import ChangeKey
from teams_app.services.world import World
from teams_app.tab.answers import HEADERS, as_json, checked_name
from teams_app.tab.change_shapes import change_asked, change_json, changes_json
from teams_app.tab.shapes import Json

WEEK = "/api/v1/weeks/{cycle}/{number}/changes"
CHANGE = WEEK + "/{change}"
LARGEST_NUMBER = 1_000_000

SignedIn = Callable[[web.Request], AbstractAsyncContextManager[tuple[AsyncSession, Person]]]
Act = Callable[[web.Request], Awaitable[Json]]


def add_routes(app: web.Application, world: World, signed_in: SignedIn) -> None:
    """``signed_in`` gives a transaction and who asks."""
    changes = Changes(world, signed_in)
    app.router.add_get(WEEK, as_json(changes.listed))
    app.router.add_get(CHANGE, as_json(changes.shown))
    app.router.add_post(WEEK, carried_out(changes.told, status=202))
    app.router.add_post(CHANGE + "/confirm", carried_out(changes.confirmed))
    app.router.add_post(CHANGE + "/keep", carried_out(changes.kept))


class Changes:
    """A change is planned by a worker: it is told, then looked at until it is planned, then decided."""

    def __init__(self, world: World, signed_in: SignedIn) -> None:
        self._world = world
        self._signed_in = signed_in

    async def listed(self, request: web.Request) -> Json:
        """The changes of a share week, the oldest first."""
        cycle, number = _week(request)
        async with self._signed_in(request) as (session, person):
            return changes_json(await replanning.changes(session, person, cycle, number))

    async def shown(self, request: web.Request) -> Json:
        """One change; ``planning`` until a worker has looked."""
        async with self._signed_in(request) as (session, person):
            return change_json(await replanning.change_to_see(session, person, _key(request)))

    async def told(self, request: web.Request) -> Json:
        """Something happened; the change as it waits to be planned."""
        cycle, number = _week(request)
        body = await request.read()
        async with self._signed_in(request) as (session, person):
            change = change_asked(_parsed(body))
            noted = await replanning.request_of_week(
                session, person, change, self._world.clock, cycle, number
            )
            await replanning.enqueue(session, self._world.jobs, noted)
            return change_json(noted)

    async def confirmed(self, request: web.Request) -> Json:
        """The meetings move; again, it changes nothing."""
        world = self._world
        async with self._signed_in(request) as (session, person):
            key = _key(request)
            return change_json(await replanning.confirm(session, world.jobs, person, key, world.clock))

    async def kept(self, request: web.Request) -> Json:
        """Nothing moves."""
        async with self._signed_in(request) as (session, person):
            return change_json(await replanning.keep(session, person, _key(request), self._world.clock))


def carried_out(act: Act, status: int = 200) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler that changes something, as a handler of aiohttp."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await act(request), status=status, headers=HEADERS)
        except OkrError as error:
            return web.json_response({"error": str(error)}, status=error.status, headers=HEADERS)

    return handle


def _week(request: web.Request) -> tuple[str, int]:
    return checked_name(request.match_info["cycle"], "cycle"), _number(request, "number")


def _key(request: web.Request) -> ChangeKey:
    return ChangeKey(*_week(request), _number(request, "change"))


def _number(request: web.Request, name: str) -> int:
    """:raises NotFound: nothing has a number like that."""
    value = request.match_info[name]
    if not (value.isascii() and value.isdecimal() and len(value) < len(str(LARGEST_NUMBER))):
        raise NotFound(f"There is no {name} {value[:20]}.")
    return int(value)


def _parsed(body: bytes) -> object:
    """:raises BadInput: it is not JSON."""
    try:
        return json.loads(body)
    except ValueError as error:
        raise BadInput("The body must be JSON.") from error
