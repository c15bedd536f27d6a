"""The door: POST /api/messages. Every refusal is a status and a sentence, and never a 500."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from teams_app.bot.adapter import CloudAdapter
from teams_app.bot.failures import describe, reference
from teams_app.bot.incoming import Incoming
from teams_app.bot.local_only import refuse_strangers
from teams_app.bot.requests import read_json
from teams_app.config import Settings
from teams_app.errors import NotAllowed, OkrError, Unavailable
from teams_app.services.ports import Json

PATH = "/api/messages"
TOLD = (401, 403)  # their sentences are ours and quote nobody; administrators look for them

log = structlog.get_logger()


def add_routes(app: web.Application, adapter: CloudAdapter, settings: Settings) -> None:
    """Serve the bot; ``adapter`` checks tokens and runs the turns."""
    door = MessagesDoor(adapter, settings)
    app.router.add_post(PATH, sentences(door.handle))


class MessagesDoor:
    """Reads the request, checks who sent it, runs the turn, and writes its answer."""

    def __init__(self, adapter: CloudAdapter, settings: Settings) -> None:
        self._adapter = adapter
        self._tenant_id = settings.tenant_id.lower()
        self._is_local = settings.insecure_local

    async def handle(self, request: web.Request) -> web.Response:
        """:raises OkrError: it was refused, or could not be done."""
        if self._is_local:
            refuse_strangers(request)
        body = await read_json(request)
        incoming = Incoming.read(body)
        authorization = request.headers.get("Authorization")
        claims = await self._adapter.authentication.check(
            authorization, incoming.service_url, incoming.channel_id
        )
        self._refuse_other_tenants(incoming)
        answer = await self._adapter.process(body, incoming, claims)
        if answer is None:
            return web.Response()
        status = int(answer.status or 200)
        return (
            web.Response(status=status)
            if answer.body is None
            else web.json_response(answer.body, status=status)
        )

    def _refuse_other_tenants(self, incoming: Incoming) -> None:
        """A valid token says that Teams sent it, not that it is of our tenant."""
        if not incoming.tenant_ids and self._is_local:
            return
        if incoming.tenant_ids != frozenset({self._tenant_id}):
            raise NotAllowed("This app serves another organization.")


def sentences(
    handle: Callable[[web.Request], Awaitable[web.Response]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Turn what went wrong into a status and a sentence."""

    async def handled(request: web.Request) -> web.Response:
        try:
            return await handle(request)
        except OkrError as error:
            reason = str(error) if error.status in TOLD else ""
            log.info("activity refused", status=error.status, error=type(error).__name__, reason=reason)
            return _problem(error)
        except Exception as error:  # noqa: BLE001  # the last stop: logged with its place, told with a number
            number = reference()
            log.error("activity failed", reference=number, **describe(error))  # noqa: TRY400  # a traceback may quote messages
            return _problem(Unavailable(f"Something went wrong here. Its number is {number}."))

    return handled


def _problem(error: OkrError) -> web.Response:
    body: Json = {"error": {"code": type(error).__name__, "message": str(error)}}
    headers = {"WWW-Authenticate": "Bearer"} if error.status == web.HTTPUnauthorized.status_code else {}
    return web.json_response(body, status=error.status, headers=headers)
