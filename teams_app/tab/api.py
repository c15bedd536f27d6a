"""``/api/v1``: boards, OKRs and their threads, for the person whom the tab's token names.

Changes of a share week are in ``changes``.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web
from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.errors import BadInput
from teams_app.identity import OpenIdKeys, SignInTokens
from teams_app.identity.sign_in_tokens import openid_url
from teams_app.okr import Person
from teams_app.services import board, objective_page, people
from teams_app.services.world import World
from teams_app.tab import changes, pages, public_pages
from teams_app.tab.answers import as_json, asked_for, checked_name
from teams_app.tab.message_links import MessageLinks
from teams_app.tab.openapi import DOCUMENT
from teams_app.tab.shapes import Json, board_json, objective_json, units_json


def add_routes(app: web.Application, world: World, http: ClientSession) -> None:
    """Serve the tab and its API; ``http`` fetches the keys that tokens are signed with."""
    api = Api(world, http)
    for path, answer in api.answers.items():
        app.router.add_get(f"/api/v1{path}", as_json(answer))
    changes.add_routes(app, world, api.reading)
    pages.add_routes(app, world.settings)
    public_pages.add_routes(app)


class Api:
    """Each request is one read for one person; nothing is asked of Microsoft but its public keys."""

    def __init__(self, world: World, http: ClientSession) -> None:
        self._world = world
        self._tokens = SignInTokens(world.settings, OpenIdKeys(openid_url(world.settings), http))
        self._links = MessageLinks(world.settings.tenant_id)
        self.answers = {
            "/board": self.board,
            "/units": self.units,
            "/objectives/{id}": self.objective,
            "/openapi.json": self.openapi,
        }

    async def board(self, request: web.Request) -> Json:
        """The OKRs of a unit, of the unit of a channel, or of one's own, in the order of a session."""
        async with self.reading(request) as (session, person):
            return board_json(await self._board(session, person, request))

    async def objective(self, request: web.Request) -> Json:
        """An OKR with its thread."""
        key = checked_name(request.match_info["id"], "id")
        async with self.reading(request) as (session, person):
            return objective_json(await objective_page.page(session, person, key), self._links)

    async def units(self, request: web.Request) -> Json:
        """The units whose boards this person may open."""
        async with self.reading(request) as (session, person):
            return units_json(await board.openable_units(session, person))

    async def openapi(self, _: web.Request) -> Json:
        return DOCUMENT

    @asynccontextmanager
    async def reading(self, request: web.Request) -> AsyncGenerator[tuple[AsyncSession, Person]]:
        """A session for one request, and who asks.

        :raises NotSignedIn, NotAllowed: the token is not in order, or names nobody of ours.
        """
        signed_in = await self._tokens.check(request.headers.get("Authorization"))
        async with self._world.database.transaction() as session:
            yield session, await people.sender(session, signed_in.object_id, is_our_tenant=True)

    async def _board(self, session: AsyncSession, person: Person, request: web.Request) -> board.Board:
        """:raises BadInput: both a channel and a unit were named."""
        channel, unit, cycle = (asked_for(request, name) for name in ("channel", "unit", "cycle"))
        today = self._world.clock().date()
        if channel and unit:
            raise BadInput("Name a channel or a unit, not both.")
        if channel:
            return await board.of_channel(session, person, channel, cycle, today)
        if unit:
            return await board.of_unit(session, person, unit, cycle, today)
        return await board.at_home(session, person, cycle, today)
