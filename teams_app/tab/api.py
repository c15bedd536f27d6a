"""``/api/v1``: OKRs and their threads, for the person whom the tab's token names."""

from __future__ import annotations

from aiohttp import ClientSession, web

from teams_app.errors import OkrError
from teams_app.identity import OpenIdKeys, SignInTokens
from teams_app.identity.sign_in_tokens import openid_url
from teams_app.services import conversation, objectives, people
from teams_app.services.world import World


def add_routes(app: web.Application, world: World, http: ClientSession) -> None:
    """Serve the tab's API; ``http`` fetches the keys that tokens are signed with."""
    api = Api(world, http)
    app.router.add_get("/api/v1/objectives/{id}", api.objective)


class Api:
    """Each request is one read for one person."""

    def __init__(self, world: World, http: ClientSession) -> None:
        self._world = world
        keys = OpenIdKeys(openid_url(world.settings), http)
        self._tokens = SignInTokens(world.settings, keys)

    async def objective(self, request: web.Request) -> web.Response:
        """An OKR with its thread."""
        try:
            signed_in = await self._tokens.check(request.headers.get("Authorization"))
            async with self._world.database.transaction() as session:
                person = await people.sender(session, signed_in.object_id, is_our_tenant=True)
                objective = await objectives.visible(session, person, request.match_info["id"])
                comments = await conversation.thread_of(session, objective)
                return web.json_response(conversation.objective_json(objective, comments))
        except OkrError as error:
            return web.json_response({"error": str(error)}, status=error.status)
