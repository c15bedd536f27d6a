"""Messages of channels, as applications with ChannelMessage.Read.All read them.

https://learn.microsoft.com/graph/api/resources/chatmessage
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from teams_app.sandbox.company import Team
from teams_app.sandbox.graph.pages import entity, page
from teams_app.sandbox.graph.teams import named_channel, named_team
from teams_app.sandbox.graph.wire import Answer, Call, GraphError, JsonObject
from teams_app.sandbox.message_values import Author, Mention, Message, Reaction
from teams_app.sandbox.messages import NoSuchMessage

PAGE, LARGEST_PAGE = 20, 50


def list_messages(call: Call) -> Answer:
    """The roots of a channel's threads, the latest first; with ``$expand=replies`` their replies too."""
    team, channel_id = _channel(call)
    messages = call.tenant.messages.messages(channel_id)
    roots = (message for message in messages if message.root_id == message.id)
    with_replies = "replies" in call.query.get("$expand", "")
    shown = [
        _with_replies(call, team, root, messages) if with_replies else _json(call, team, root)
        for root in roots
    ]
    return _page(call, team, channel_id, shown[::-1])


def get_message(call: Call) -> Answer:
    team, channel_id = _channel(call)
    message = _message(call, channel_id, call.keys["message"])
    return _entity(call, team, channel_id, message)


def list_replies(call: Call) -> Answer:
    """The replies of one thread, the latest first."""
    team, channel_id = _channel(call)
    root = _message(call, channel_id, call.keys["message"])
    replies = [each for each in call.tenant.messages.thread(channel_id, root.id) if each.id != root.id]
    return _page(call, team, channel_id, [_json(call, team, each) for each in reversed(replies)])


def get_reply(call: Call) -> Answer:
    team, channel_id = _channel(call)
    reply = _message(call, channel_id, call.keys["reply"])
    if reply.root_id != call.keys["message"]:
        raise _not_found()
    return _entity(call, team, channel_id, reply)


def _channel(call: Call) -> tuple[Team, str]:
    team = named_team(call)
    return team, named_channel(call, team).id


def _message(call: Call, channel_id: str, message_id: str) -> Message:
    try:
        return call.tenant.messages.message(message_id, channel_id)
    except NoSuchMessage as error:
        raise _not_found() from error


def _not_found() -> GraphError:
    return GraphError(404, "NotFound", "NotFoundError: the message was not found in this channel.")


def _page(call: Call, team: Team, channel_id: str, messages: Iterable[JsonObject]) -> Answer:
    what = f"teams('{team.group_id}')/channels('{quote(channel_id, safe='')}')/messages"
    return page(call, what, messages, size=PAGE, largest=LARGEST_PAGE)


def _entity(call: Call, team: Team, channel_id: str, message: Message) -> Answer:
    what = f"teams('{team.group_id}')/channels('{quote(channel_id, safe='')}')/messages/$entity"
    return entity(call, what, _json(call, team, message))


def _with_replies(call: Call, team: Team, root: Message, messages: list[Message]) -> JsonObject:
    replies = [each for each in messages if each.root_id == root.id and each.id != root.id]
    return {**_json(call, team, root), "replies": [_json(call, team, each) for each in reversed(replies)]}


def _json(call: Call, team: Team, message: Message) -> JsonObject:
    """One message; what was deleted has lost its text and attachments, not its place."""
    gone = message.deleted is not None
    channel = quote(message.conversation, safe="")
    return {
        "id": message.id,
        "replyToId": message.root_id if message.root_id != message.id else None,
        "etag": str(int(message.changed.timestamp() * 1000)),
        "messageType": "message",
        "createdDateTime": _time(message.created),
        "lastModifiedDateTime": _time(message.changed),
        "lastEditedDateTime": _time(message.edited),
        "deletedDateTime": _time(message.deleted),
        "subject": None,
        "summary": None,
        "chatId": None,
        "importance": "normal",
        "locale": "en-us",
        "webUrl": f"https://teams.microsoft.com/l/message/{channel}/{message.id}"
        f"?groupId={team.group_id}&tenantId={call.tenant.tenant_id}&createdTime={message.id}"
        f"&parentMessageId={message.root_id}",
        "policyViolation": None,
        "eventDetail": None,
        "from": _from(call, message.author),
        "body": {"contentType": "html", "content": "" if gone else _with_marks(message)},
        "channelIdentity": {"teamId": team.group_id, "channelId": message.conversation},
        "attachments": [] if gone else [_attachment(n, each) for n, each in enumerate(message.attachments)],
        "mentions": [] if gone else [_mention(n, each) for n, each in enumerate(message.mentions)],
        "reactions": [_reaction(call, each) for each in message.reactions],
    }


def _with_marks(message: Message) -> str:
    """The HTML, which names each attachment by a mark of its own."""
    marks = (f'<attachment id="{n}"></attachment>' for n in range(len(message.attachments)))
    return message.html + "".join(marks)


def _attachment(number: int, given: JsonObject) -> JsonObject:
    content: Any = given.get("content")
    return {
        "id": str(number),
        "contentType": given.get("contentType"),
        "contentUrl": given.get("contentUrl"),
        "content": content if content is None or isinstance(content, str) else _compact(content),
        "name": given.get("name"),
        "thumbnailUrl": None,
        "teamsAppId": None,
    }


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


def _from(call: Call, author: Author) -> JsonObject:
    if author.kind == "bot":
        application = {
            "id": call.tenant.app_id,
            "displayName": author.name,
            "applicationIdentityType": "bot",
        }
        return {"application": application, "device": None, "user": None}
    known = (
        "aadUser" if author.kind == "person" else "federatedUser" if author.tenant_id else "anonymousGuest"
    )
    user = {
        "id": author.object_id or author.id,
        "displayName": author.name,
        "userIdentityType": known,
        "tenantId": author.tenant_id or call.tenant.tenant_id,
    }
    return {"application": None, "device": None, "user": user}


def _mention(number: int, mention: Mention) -> JsonObject:
    identity = {"id": mention.object_id or mention.id, "displayName": mention.name}
    if mention.object_id:
        user = {**identity, "userIdentityType": "aadUser"}
        mentioned = {"application": None, "device": None, "conversation": None, "user": user}
    else:
        bot = {**identity, "applicationIdentityType": "bot"}
        mentioned = {"application": bot, "device": None, "conversation": None, "user": None}
    return {"id": number, "mentionText": mention.name, "mentioned": mentioned}


def _reaction(call: Call, reaction: Reaction) -> JsonObject:
    person = call.tenant.company.by_email.get(reaction.email)
    user = {
        "id": person.object_id if person else None,
        "displayName": None,
        "userIdentityType": "aadUser",
    }
    return {
        "reactionType": reaction.type,
        "displayName": reaction.type.capitalize(),
        "createdDateTime": _time(reaction.created),
        "user": {"application": None, "device": None, "user": user},
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
