"""The activities by which Teams tells a bot what people did."""

from __future__ import annotations

from typing import Literal

from teams_app.sandbox.company import Team
from teams_app.sandbox.connector.envelope import Envelope, team_thread
from teams_app.sandbox.connector.teams_text import html_for_bot, text_of
from teams_app.sandbox.message_values import Json, Message

Change = Literal["editMessage", "undeleteMessage", "softDeleteMessage"]


def written(envelope: Envelope, message: Message) -> Json:
    """A `message`: somebody wrote."""
    return envelope.activity("message", message.id, **_content(envelope, message))


def changed(envelope: Envelope, message: Message, change: Change) -> Json:
    """A `messageUpdate` or `messageDelete`; a deletion comes without the content."""
    deleted = change == "softDeleteMessage"
    content = {} if deleted else _content(envelope, message)
    kind = "messageDelete" if deleted else "messageUpdate"
    data = envelope.channel_data(eventType=change)
    return envelope.activity(kind, message.id, **{**content, "channelData": data})


def reacted(envelope: Envelope, message: Message, reaction: str, *, remove: bool) -> Json:
    """A `messageReaction`, on a message of the bot."""
    name = "reactionsRemoved" if remove else "reactionsAdded"
    return envelope.activity("messageReaction", replyToId=message.id, **{name: [{"type": reaction}]})


def submitted(envelope: Envelope, message: Message, value: object, text: str | None) -> Json:
    """A `message` that carries what an Action.Submit sent; it stands nowhere in the conversation."""
    words = {} if text is None else {"text": text, "textFormat": "plain"}
    return envelope.activity("message", replyToId=message.id, value=value, **words)


def invoked(envelope: Envelope, name: str, value: object, message: Message | None) -> Json:
    """An `invoke`, which waits for the bot's answer."""
    source = {"replyToId": message.id} if message else {}
    data = envelope.channel_data(source={"name": "message"}, legacy=source)
    return envelope.activity("invoke", **{"name": name, "value": value, "channelData": data, **source})


def installed(envelope: Envelope, team: Team | None, *, remove: bool) -> list[Json]:
    """The `conversationUpdate` and `installationUpdate` that an installation or removal brings.

    The first one tells of the bot as a new (or leaving) member; a person who removes the app brings
    only the second.
    """
    bot = [{"id": f"28:{envelope.tenant.app_id}"}]
    members = {"membersRemoved" if remove else "membersAdded": bot}
    more: Json = {}
    if team:
        more["team"] = {"id": team_thread(team), "aadGroupId": team.group_id, "name": team.name}
        more["eventType"] = "teamMemberRemoved" if remove else "teamMemberAdded"
        more["settings"] = {"selectedChannel": {"id": team_thread(team)}}
    update = envelope.activity(
        "conversationUpdate", **{**members, "channelData": envelope.channel_data(**more)}
    )
    more.pop("eventType", None)
    data = envelope.channel_data(source={"name": "message"}, **more)
    installation = envelope.activity(
        "installationUpdate", action="remove" if remove else "add", channelData=data
    )
    return [installation] if remove and not team else [update, installation]


def _content(envelope: Envelope, message: Message) -> Json:
    activity = envelope.activity("message")
    mentions = [envelope.mention(mentioned) for mentioned in message.mentions]
    in_thread = message.reply_to is not None and envelope.place.kind == "channel"
    return {
        "textFormat": "plain",
        "text": text_of(message.html),
        "attachments": [{"contentType": "text/html", "content": html_for_bot(message.html)}],
        "entities": [*mentions, *activity["entities"]],
        **({"replyToId": message.reply_to} if in_thread else {}),
    }
