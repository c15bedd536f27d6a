"""From an activity to what is done about it; and from what went wrong to a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from teams_app.bot import card_actions, commands, dialogs, installations, replies, wording
from teams_app.bot.failures import describe, reference
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import NOTHING, Outcome, dialog_message, say, tell
from teams_app.bot.senders import Stranger
from teams_app.bot.turn import Turn
from teams_app.errors import OkrError, Unavailable

CARD_ACTION = "adaptiveCard/action"

log = structlog.get_logger()


class BotHandler:
    """One per process. Called for each activity whose token and tenant were checked."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def __call__(self, incoming: Incoming) -> Outcome:
        """What the turn leads to.

        :raises OkrError: it failed, and there is nobody in the conversation to tell.
        """
        try:
            return await self._route(incoming)
        except OkrError as error:
            return _told(incoming, error)
        except Exception as error:  # noqa: BLE001  # whoever waits gets a sentence; the log gets the place
            number = reference()
            told = describe(error)
            log.error("turn failed", reference=number, type=incoming.type, name=incoming.name, **told)  # noqa: TRY400  # a traceback may quote messages
            return _told(incoming, Unavailable(wording.unexpected(number)))

    async def _route(self, incoming: Incoming) -> Outcome:
        serve = INVOKES.get(incoming.name) if incoming.is_invoke else ROUTES.get(incoming.type)
        return NOTHING if serve is None else await serve(self._turn, incoming)


async def _message(turn: Turn, incoming: Incoming) -> Outcome:
    if not incoming.is_personal:
        return await replies.take_reply(turn, incoming)
    return await commands.answer(turn, incoming) if turn.seen.is_new(incoming) else NOTHING


async def _acknowledge(turn: Turn, incoming: Incoming) -> Outcome:
    del turn, incoming
    return Outcome(status=200, body={})


async def _no_results(turn: Turn, incoming: Incoming) -> Outcome:
    """No field of our cards searches through the bot."""
    del turn, incoming
    kind = "application/vnd.microsoft.search.searchResponse"
    return Outcome(status=200, body={"statusCode": 200, "type": kind, "value": {"results": []}})


async def _unknown_dialog(turn: Turn, incoming: Incoming) -> Outcome:
    del turn, incoming
    return dialog_message(wording.UNKNOWN_BUTTON)


Serve = Callable[[Turn, Incoming], Awaitable[Outcome]]

# Whatever else Teams reports is taken note of with an empty 200.
ROUTES: dict[str, Serve] = {
    "message": _message,
    "messageUpdate": replies.take_change,
    "messageDelete": replies.take_deletion,
    "installationUpdate": installations.take_installation,
    "conversationUpdate": installations.take_conversation_update,
}

# The stock handler answers the last four with 501; a name that is not here is one that Teams expects 501 for.
INVOKES: dict[str, Serve] = {
    CARD_ACTION: card_actions.act,
    "task/fetch": dialogs.fetch,
    "task/submit": dialogs.submit,
    "application/search": _no_results,
    "signin/failure": _acknowledge,
    "message/submitAction": _acknowledge,
    "message/fetchTask": _unknown_dialog,
}


def _told(incoming: Incoming, error: OkrError) -> Outcome:
    """The sentence to whoever waits for it; strangers are told in answers they asked for, never in a chat."""
    if incoming.name == CARD_ACTION and incoming.is_invoke:
        return tell(str(error))
    if incoming.name in INVOKES and incoming.is_invoke:
        return dialog_message(str(error))
    if isinstance(error, Stranger):
        return NOTHING
    if incoming.is_personal and incoming.type == "message":
        return say(str(error))
    raise error
