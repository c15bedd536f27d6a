"""Where the app is: installations, removals, channels that come and go.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from __future__ import annotations

from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import NOTHING, Outcome, show
from teams_app.bot.senders import Stranger, is_our_tenant, sender
from teams_app.bot.turn import Turn
from teams_app.cards import welcome_card
from teams_app.okr import HomeKind, PlaceKind
from teams_app.services import installations, places

KINDS = {"channel": PlaceKind.CHANNEL, "groupChat": PlaceKind.GROUP_CHAT}


async def take_installation(turn: Turn, incoming: Incoming) -> Outcome:
    """The app was added or removed; in a personal chat it says hello."""
    if incoming.action == "remove":
        return await _left(turn, incoming)
    await _entered(turn, incoming)
    if incoming.is_personal and incoming.action == "add":
        return await _welcome(turn, incoming)
    return NOTHING


async def take_conversation_update(turn: Turn, incoming: Incoming) -> Outcome:
    """Members or channels changed; only what concerns the app itself is kept."""
    if incoming.event in ("channelDeleted", "channelRestored", "channelCreated"):
        return await _channel_changed(turn, incoming)
    if incoming.event == "teamDeleted" or incoming.bot_id in incoming.members_removed:
        return await _left(turn, incoming)
    if incoming.bot_id in incoming.members_added:
        await _entered(turn, incoming)
    return NOTHING


async def _entered(turn: Turn, incoming: Incoming) -> None:
    """Remember the place and its service URL; a personal chat belongs to somebody of ours."""
    kind = KINDS.get(incoming.conversation_type)
    async with turn.world.database.transaction() as session:
        if incoming.is_personal:
            try:
                person = await sender(session, incoming, turn.world.settings)
            except Stranger:
                return
            await places.personal(session, person, incoming.conversation_id, incoming.service_url)
        elif kind is not None:
            team_id = incoming.data("team", "aadGroupId") or None
            await places.remember(session, incoming.conversation_id, incoming.service_url, kind, team_id)
        if home := _home(turn, incoming):
            await installations.came(session, turn.world.jobs, *home, turn.world.clock())


async def _left(turn: Turn, incoming: Incoming) -> Outcome:
    team_id = incoming.data("team", "aadGroupId")
    async with turn.world.database.transaction() as session:
        await places.mark_gone(session, incoming.conversation_id)
        if team_id:
            await places.mark_team_gone(session, team_id)
        if home := _home(turn, incoming):
            await installations.left(session, turn.world.jobs, *home, turn.world.clock())
    return NOTHING


def _home(turn: Turn, incoming: Incoming) -> tuple[HomeKind, str] | None:
    """What the app came to or left, if it is in our tenant."""
    if not is_our_tenant(incoming, turn.world.settings):
        return None
    if incoming.is_personal:
        return (HomeKind.PERSON, incoming.sender_object_id) if incoming.sender_object_id else None
    if team_id := incoming.data("team", "aadGroupId"):
        return HomeKind.TEAM, team_id
    is_chat = incoming.conversation_type == "groupChat"
    return (HomeKind.CHAT, incoming.conversation_id) if is_chat else None


async def _channel_changed(turn: Turn, incoming: Incoming) -> Outcome:
    channel = incoming.data("channel", "id")
    if not channel:
        return NOTHING
    async with turn.world.database.transaction() as session:
        if incoming.event == "channelDeleted":
            await places.mark_gone(session, channel)
        elif incoming.event == "channelRestored":
            team_id = incoming.data("team", "aadGroupId") or None
            await places.remember(session, channel, incoming.service_url, PlaceKind.CHANNEL, team_id)
    return NOTHING


async def _welcome(turn: Turn, incoming: Incoming) -> Outcome:
    async with turn.world.database.transaction() as session:
        try:
            person = await sender(session, incoming, turn.world.settings)
        except Stranger:
            return NOTHING
    return show(welcome_card(person.name, is_organizer=person.is_organizer))
