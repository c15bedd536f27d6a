"""People click on cards and send dialogs.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview
and https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from aiohttp import web

from teams_app.sandbox.acting.card_actions import Found, InputMissing, NotOnThisCard, find_action
from teams_app.sandbox.acting.door import CannotAct, actor, json_body, object_field, place_of, text_field
from teams_app.sandbox.connector import events
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.connector.envelope import Envelope
from teams_app.sandbox.message_values import Author, Json, Message

CARD_ANSWER = "application/vnd.microsoft.card.adaptive"
OK = 200


@dataclass(frozen=True)
class Click:
    """Somebody in front of a message of the bot."""

    channel: BotChannel
    author: Author
    message: Message
    envelope: Envelope

    @property
    def cards(self) -> list[Json]:
        """The cards as this person sees them."""
        view = dict(self.message.views).get(self.author.email or "")
        contents = [each.get("content") for each in self.message.attachments]
        return [view] if view else [cast("Json", each) for each in contents if isinstance(each, dict)]

    async def invoke(self, name: str, value: Json) -> tuple[int, Any]:
        return await self.channel.deliveries.invoke(events.invoked(self.envelope, name, value, self.message))


async def click(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/clicks {message, action: its JSON or title, inputs?}: press a button."""
    body = await json_body(request)
    clicked = _click(request, channel, body)
    found = _found(clicked, body.get("action"))
    try:
        data = found.data(object_field(body, "inputs"))
    except InputMissing as missing:
        raise CannotAct(str(missing)) from missing
    kind = found.action.get("type")
    if kind == "Action.Execute":
        return await _execute(clicked, {**found.action, "data": data}, "manual")
    if kind != "Action.Submit":
        raise CannotAct(f"{kind} sends nothing to the app.")
    return await _submit(clicked, data)


async def refresh(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/refreshes {message}: the card comes into view and refreshes itself."""
    body = await json_body(request)
    clicked = _click(request, channel, body)
    for card in clicked.cards:
        wanted = _object(card.get("refresh"))
        if wanted.get("action") and clicked.author.id in wanted.get("userIds", [clicked.author.id]):
            return await _execute(clicked, _object(wanted["action"]), "automatic")
    raise CannotAct(f"No card of this message refreshes itself for {clicked.author.name}.")


async def send_dialog(request: web.Request, channel: BotChannel) -> web.Response:
    """POST people/{email}/dialogs {message, data}: send an open dialog."""
    body = await json_body(request)
    clicked = _click(request, channel, body)
    value = {"data": object_field(body, "data"), "context": {"theme": "default"}}
    return _dialog(*await clicked.invoke("task/submit", value))


async def _execute(clicked: Click, action: Json, trigger: str) -> web.Response:
    sent = {name: action[name] for name in ("type", "id", "verb", "data") if action.get(name) is not None}
    status, body = await clicked.invoke("adaptiveCard/action", {"action": sent, "trigger": trigger})
    answer = _object(body)
    shown = answer.get("value") if answer.get("type") == CARD_ANSWER else None
    if status == OK and isinstance(shown, dict) and clicked.author.email:
        clicked.channel.tenant.messages.show_to(clicked.message.id, clicked.author.email, shown)
        clicked.channel.tenant.changed()
    return web.json_response({"status": status, "answer": body, "card": shown})


async def _submit(clicked: Click, data: Any) -> web.Response:
    teams = _object(_object(data).get("msteams"))
    if teams.get("type") == "task/fetch":
        value = {"data": data, "context": {"theme": "default"}}
        return _dialog(*await clicked.invoke("task/fetch", value))
    text = teams.get("text") or teams.get("value") if teams.get("type") in {"messageBack", "imBack"} else None
    activity = events.submitted(clicked.envelope, clicked.message, data, text)
    clicked.channel.deliveries.enqueue(activity)
    return web.json_response({"status": 202, "answer": None}, status=202)


def _dialog(status: int, body: Any) -> web.Response:
    """What Teams makes of the bot's answer: another dialog, a sentence, or the dialog closes."""
    task = _object(_object(body).get("task"))
    value: Any = task.get("value")
    shown: Json = {"status": status, "answer": body, "dialog": None, "card": None, "message": None}
    if task.get("type") == "continue" and isinstance(value, dict):
        dialog = cast("Json", value)
        shown |= {"dialog": dialog, "card": _object(dialog.get("card")).get("content")}
    elif task.get("type") == "message":
        shown["message"] = value
    return web.json_response(shown)


def _click(request: web.Request, channel: BotChannel, body: Json) -> Click:
    author = actor(request, channel, body)
    message = channel.tenant.messages.message(text_field(body, "message"))
    place = place_of(channel, author, message.conversation)
    if message.deleted or message.author.kind != "bot":
        raise CannotAct("There is no card of the app in this message.")
    if not channel.tenant.messages.has_app(place):
        raise CannotAct("The app is not installed there.")
    return Click(channel, author, message, channel.envelope(place, author, message.root_id))


def _found(clicked: Click, wanted: Any) -> Found:
    if not isinstance(wanted, str | dict):
        raise CannotAct("action must be the action's title or its JSON.")
    try:
        return find_action(clicked.cards, cast("str | Json", wanted))
    except NotOnThisCard as error:
        raise CannotAct(str(error), 404) from error


def _object(value: object) -> Json:
    """What a bot sent may be anything; what is no object has nothing in it."""
    return cast("Json", value) if isinstance(value, dict) else {}
