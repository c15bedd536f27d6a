"""Letting the bot hear that the app came to a team, chat or person, or left."""

from __future__ import annotations

from teams_app.sandbox.company import Company, Team
from teams_app.sandbox.connector import events
from teams_app.sandbox.connector.channel import BotChannel
from teams_app.sandbox.message_values import Author, Conversation
from teams_app.sandbox.messages import MessageStore


def tell_installed(channel: BotChannel, key: str, *, removed: bool) -> None:
    """The activities of an installation or removal; ``key`` is that of ``MessageStore.app_key``."""
    company = channel.tenant.company
    team = next((each for each in company.teams if each.group_id == key), None)
    place = place_of(channel.tenant.messages, company, key, team)
    installer = _installer(company, place, team)
    for activity in events.installed(channel.envelope(place, installer), team, remove=removed):
        channel.deliveries.enqueue(activity)


def place_of(store: MessageStore, company: Company, key: str, team: Team | None) -> Conversation:
    """Where it is told: a team's General channel, somebody's chat with the app, or the chat itself."""
    if team is not None:
        return store.conversation(team.channels[0].id)
    return store.personal_chat(key) if key in company.by_email else store.conversation(key)


def _installer(company: Company, place: Conversation, team: Team | None) -> Author:
    """The first owner of a team, the person, or the first member of a chat."""
    person = company.by_email[team.owners[0] if team else place.members[0]]
    return Author("person", person.teams_id, person.name, person.object_id, person.email)
