"""A channel's messages, over real HTTP."""

from __future__ import annotations

import json

import pytest

from graph.errors import NotFound
from graph.messages import GraphChannelHistory
from teams_app.sandbox.company import Channel, Person, Team
from teams_app.sandbox.message_values import Author
from teams_app.sandbox.server import Sandbox

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Hello"}]}
BOT = Author("bot", "28:app", "The app")


@pytest.fixture
def place(sandbox: Sandbox) -> tuple[Team, Channel]:
    team = sandbox.tenant.company.teams[1]
    return team, team.channels[-1]


def author(person: Person) -> Author:
    return Author("person", person.teams_id, person.name, person.object_id, person.email)


async def test_a_posted_card_is_recognised_and_has_no_person_as_author(
    history: GraphChannelHistory, sandbox: Sandbox, place: tuple[Team, Channel]
) -> None:
    team, channel = place
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}
    posted = sandbox.tenant.messages.post(channel.id, BOT, "", attachments=[attachment])
    newest = (await history.recent_messages(team.group_id, channel.id))[0]
    assert (newest.id, newest.root_id, newest.author_id) == (posted.id, posted.id, None)
    assert json.loads(newest.card) == CARD


async def test_replies_come_in_order_with_their_authors_and_changes(
    history: GraphChannelHistory, sandbox: Sandbox, place: tuple[Team, Channel]
) -> None:
    team, channel = place
    messages, people = sandbox.tenant.messages, sandbox.tenant.company.people
    root = messages.post(channel.id, BOT, "A thread")
    first, second, third = (
        messages.post(channel.id, author(people[n]), f"<p>Reply {n} 🎉</p>", reply_to=root.id)
        for n in range(3)
    )
    messages.edit(second.id, "<p>Changed</p>")
    messages.delete(third.id)
    replies = await history.replies(team.group_id, channel.id, root.id)
    assert [reply.id for reply in replies] == [first.id, second.id, third.id]
    assert [reply.author_id for reply in replies] == [person.object_id for person in people[:3]]
    assert {reply.root_id for reply in replies} == {root.id}
    assert (replies[1].body_html, replies[1].edited_at is not None) == ("<p>Changed</p>", True)
    assert [reply.is_deleted for reply in replies] == [False, False, True]


async def test_only_as_many_as_wanted_are_read_newest_first(
    history: GraphChannelHistory, sandbox: Sandbox, place: tuple[Team, Channel]
) -> None:
    team, channel = place
    posted = [sandbox.tenant.messages.post(channel.id, BOT, str(n)).id for n in range(60)]
    found = await history.recent_messages(team.group_id, channel.id, at_most=55)
    assert [message.id for message in found] == posted[::-1][:55]


async def test_a_channel_that_is_gone_is_not_found(history: GraphChannelHistory, sandbox: Sandbox) -> None:
    team = sandbox.tenant.company.teams[0]
    with pytest.raises(NotFound):
        await history.recent_messages(team.group_id, "19:gone@thread.tacv2")
