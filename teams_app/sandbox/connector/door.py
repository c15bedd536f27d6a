"""What every call of a bot passes: its token, and the translation of refusals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from aiohttp import web

from teams_app.sandbox.connector import refusals
from teams_app.sandbox.connector.channel import CHANNEL, BotChannel
from teams_app.sandbox.connector.refusals import Refused
from teams_app.sandbox.json_body import read_object
from teams_app.sandbox.keys import BadToken
from teams_app.sandbox.message_values import Json
from teams_app.sandbox.messages import NoSuchMessage, NoSuchPlace
from teams_app.sandbox.tenant import CONNECTOR_AUDIENCES, Tenant

BotHandler = Callable[[web.Request, BotChannel], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.Response]]


def for_the_bot(handler: BotHandler) -> Handler:
    """A handler that only the bot reaches, and whose refusals have Bot Framework's error body."""

    @wraps(handler)
    async def guarded(request: web.Request) -> web.Response:
        channel = request.app[CHANNEL]
        try:
            _check_token(request, channel.tenant)
            return await handler(request, channel)
        except NoSuchPlace:
            return refusals.conversation_not_found().response()
        except NoSuchMessage:
            return refusals.activity_not_found().response()
        except Refused as refused:
            if request.method != "GET":
                _note(request, channel, refused)
            return refused.response()

    return guarded


async def json_object(request: web.Request) -> Json:
    """The body, which must be a JSON object.

    :raises Refused: 400 when it is not, 413 when it is longer than the server reads.
    """
    try:
        return await read_object(request)
    except web.HTTPRequestEntityTooLarge as error:
        raise refusals.too_big() from error
    except ValueError as error:
        raise refusals.bad_syntax(str(error)) from error


def _check_token(request: web.Request, tenant: Tenant) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise refusals.unauthorized("")
    try:
        tenant.read_token(token.strip(), CONNECTOR_AUDIENCES)
    except BadToken as error:
        raise refusals.unauthorized(str(error)) from error


def _note(request: web.Request, channel: BotChannel, refused: Refused) -> None:
    place = request.match_info.get("conversation", "")
    channel.actions.add("refused", f"Was refused: {refused}", status=refused.status, conversation=place)
