"""The turn: an activity in, our handler, its messages out through botbuilder's context."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import cast

import structlog
from botbuilder.core import TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.core.invoke_response import InvokeResponse
from botbuilder.schema import Activity, ActivityTypes, DeliveryModes

from teams_app.bot.auth import ChannelAuthentication
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import Outcome
from teams_app.bot.wire import Message, from_json, read_activity, to_json
from teams_app.identity import ChannelClaims
from teams_app.services.ports import DeliveryError, Json

Handler = Callable[[Incoming], Awaitable[Outcome]]

log = structlog.get_logger()


class CloudAdapter(CloudAdapterBase):
    """Runs a handler for each activity, and hands invoke answers back as plain JSON.

    The stock adapter serializes the body of an answer twice, which makes every one of them a 500.
    """

    def __init__(self, authentication: ChannelAuthentication, handler: Handler) -> None:
        super().__init__(authentication)
        self.authentication = authentication
        self._handler = handler

    async def process(
        self, body: Json, incoming: Incoming, claims: ChannelClaims | None
    ) -> InvokeResponse | None:
        """Run a turn for an activity whose token was checked.

        :param incoming: what ``body`` says.
        :return: what the HTTP answer holds; None for an empty 200.
        :raises OkrError: the handler could not do it and there was nobody to tell in the conversation.
        """

        async def turn(context: TurnContext) -> None:
            await self._run(context, incoming)

        result = self.authentication.authenticated(claims)
        return await self.process_activity(result, read_activity(body), turn)

    async def _run(self, context: TurnContext, incoming: Incoming) -> None:
        outcome = await self._handler(incoming)
        if outcome.status:
            answer = InvokeResponse(status=outcome.status, body=outcome.body)
            sent = Activity(type=ActivityTypes.invoke_response, value=answer)
            context.turn_state[self._INVOKE_RESPONSE_KEY] = sent
        for message in outcome.messages:
            await _send(context, message)

    def _process_turn_results(self, context: TurnContext) -> InvokeResponse | None:  # pyright: ignore[reportIncompatibleMethodOverride]  # the vendor's returns None too
        answer = cast("Activity | None", context.turn_state.get(self._INVOKE_RESPONSE_KEY))
        if context.activity.delivery_mode == DeliveryModes.expect_replies:
            replies = [*context.buffered_reply_activities, *([answer] if answer else [])]
            return InvokeResponse(
                status=HTTPStatus.OK, body={"activities": [_reply(reply) for reply in replies]}
            )
        if context.activity.type == ActivityTypes.invoke:
            return answer.value if answer else InvokeResponse(status=HTTPStatus.NOT_IMPLEMENTED)
        return None


async def _send(context: TurnContext, message: Json) -> None:
    try:
        await context.send_activity(from_json(Message, message))
    except DeliveryError as error:
        # What the turn did is stored. An error to Teams would have it all sent and done once more.
        log.warning("reply not delivered", error=type(error).__name__, reason=str(error))


def _reply(activity: Activity) -> Json:
    """A buffered activity as JSON; an invoke answer inside one is a plain object, not a botbuilder model."""
    if isinstance(activity.value, InvokeResponse):
        value = {"status": int(activity.value.status or 0), "body": activity.value.body}
        return {"type": activity.type, "value": value}
    return to_json(activity)
