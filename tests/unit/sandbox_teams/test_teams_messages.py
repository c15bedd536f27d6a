"""Channels, chats and messages of the stand-in tenant."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from teams_app.sandbox.company import Channel, Company, load_company
from teams_app.sandbox.messages import Author, MessageStore, NoSuchMessage, NoSuchPlace

BOT = Author("bot", "28:app", "OKR Share")
NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)
AMINA = "amina.diallo@tidewell.example"


@pytest.fixture(scope="module")
def company() -> Company:
    return load_company()


@pytest.fixture
def store(company: Company) -> MessageStore:
    return MessageStore(company, lambda: NOON)


@pytest.fixture
def channel(company: Company) -> Channel:
    return next(team for team in company.teams if team.name == "Onboarding").channels[1]


def test_ids_are_milliseconds_and_increase_even_within_one(store: MessageStore, channel: Channel) -> None:
    first, second = store.post(channel.id, BOT, "one"), store.post(channel.id, BOT, "two")
    assert int(first.id) == int(NOON.timestamp() * 1000)
    assert int(second.id) == int(first.id) + 1


def test_a_reply_to_a_reply_stands_in_the_same_thread(store: MessageStore, channel: Channel) -> None:
    root = store.post(channel.id, BOT, "root")
    reply = store.post(channel.id, BOT, "reply", reply_to=root.id)
    other = store.post(channel.id, BOT, "again", reply_to=reply.id)
    assert (other.root_id, other.reply_to) == (root.id, root.id)
    assert store.thread(channel.id, root.id) == [root, reply, other]


def test_a_reply_needs_a_message_of_that_channel(store: MessageStore, channel: Channel) -> None:
    elsewhere = store.post(store.personal_chat(AMINA).id, BOT, "hello")
    with pytest.raises(NoSuchMessage):
        store.post(channel.id, BOT, "reply", reply_to=elsewhere.id)


def test_an_edit_ends_what_single_people_saw(store: MessageStore, channel: Channel) -> None:
    card = {"contentType": "card", "content": {"type": "AdaptiveCard"}}
    root = store.post(channel.id, BOT, "", attachments=[card])
    store.show_to(root.id, AMINA, {"type": "AdaptiveCard", "body": []})
    changed = store.edit(root.id, "", attachments=[card, card])
    assert (changed.views, len(changed.attachments), changed.edited) == ((), 2, NOON)


def test_a_deleted_message_can_come_back(store: MessageStore, channel: Channel) -> None:
    root = store.post(channel.id, BOT, "root")
    assert store.delete(root.id).deleted == NOON
    assert store.undelete(root.id).deleted is None


def test_the_same_reaction_counts_once(store: MessageStore, channel: Channel) -> None:
    root = store.post(channel.id, BOT, "root")
    store.react(root.id, AMINA, "like")
    assert len(store.react(root.id, AMINA, "like").reactions) == 1
    assert store.unreact(root.id, AMINA, "like").reactions == ()


def test_a_person_is_in_the_channels_of_their_teams(store: MessageStore, channel: Channel) -> None:
    assert channel.id in {place.id for place in store.conversations(AMINA)}
    assert channel.id not in {place.id for place in store.conversations("ewa.nowak@tidewell.example")}


def test_a_deleted_place_is_gone_with_its_messages(store: MessageStore, channel: Channel) -> None:
    root = store.post(channel.id, BOT, "root")
    store.close(channel.id)
    with pytest.raises(NoSuchPlace):
        store.messages(channel.id)
    with pytest.raises(NoSuchMessage):
        store.message(root.id)


def test_the_state_survives_as_json(company: Company, store: MessageStore, channel: Channel) -> None:
    chat = store.open_chat("Onboarding share meeting", [AMINA], meeting=True)
    root = store.post(channel.id, BOT, "<p>root</p>", attachments=[{"contentType": "card", "content": {}}])
    store.react(root.id, AMINA, "heart")
    store.show_to(root.id, AMINA, {"type": "AdaptiveCard"})
    again = MessageStore(company, lambda: NOON - timedelta(hours=1))
    again.load(json.loads(json.dumps(store.dump())))
    assert again.message(root.id) == store.message(root.id)
    assert again.conversation(chat.id) == chat
    assert int(again.new_id()) > int(root.id)
