"""Channel messages as Graph gives them to applications."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import quote

from teams_app.sandbox.company import Person
from teams_app.sandbox.message_values import Author, Mention
from teams_app.sandbox.server import Sandbox
from tests.integration.sandbox_graph.graph_http import GraphHttp

CARD = {
    "contentType": "application/vnd.microsoft.card.adaptive",
    "content": {"type": "AdaptiveCard", "version": "1.5", "body": []},
}


def place(sandbox: Sandbox, number: int) -> tuple[str, str]:
    """The n-th team's last channel: its conversation id, and its messages' address in Graph."""
    team = sandbox.tenant.company.teams[number]
    channel = team.channels[-1]
    return channel.id, f"/teams/{team.group_id}/channels/{quote(channel.id, safe='')}/messages"


def writer(person: Person) -> Author:
    return Author("person", person.teams_id, person.name, person.object_id, person.email)


def bot(sandbox: Sandbox) -> Author:
    return Author("bot", f"28:{sandbox.tenant.app_id}", "OKR Share")


async def test_a_card_and_its_replies_are_a_thread(graph: GraphHttp, sandbox: Sandbox) -> None:
    channel, path = place(sandbox, 0)
    store, person = sandbox.tenant.messages, sandbox.tenant.company.people[0]
    root = store.post(channel, bot(sandbox), "", attachments=[CARD])
    mention = Mention(person.teams_id, person.name, person.object_id)
    reply = store.post(
        channel,
        writer(person),
        '<p>Well done <at id="0">Helena</at></p>',
        mentions=[mention],
        reply_to=root.id,
    )
    store.react(reply.id, person.email, "like")
    shown = (await graph.get(f"{path}/{root.id}")).body
    assert shown["from"]["application"]["id"] == sandbox.tenant.app_id
    assert shown["replyToId"] is None
    assert json.loads(shown["attachments"][0]["content"]) == CARD["content"]
    assert f'<attachment id="{shown["attachments"][0]["id"]}">' in shown["body"]["content"]
    [answer] = (await graph.get(f"{path}/{root.id}/replies")).value
    assert answer["replyToId"] == root.id
    assert answer["from"]["user"]["id"] == person.object_id
    assert answer["mentions"][0]["mentioned"]["user"]["id"] == person.object_id
    assert answer["reactions"][0]["reactionType"] == "like"
    assert (await graph.get(f"{path}/{root.id}/replies/{reply.id}")).body["id"] == reply.id
    assert [each["id"] for each in (await graph.get(path)).value] == [root.id]
    [thread] = (await graph.get(path, {"$expand": "replies"})).value
    assert [each["id"] for each in thread["replies"]] == [reply.id]


async def test_edits_and_deletions_are_seen(graph: GraphHttp, sandbox: Sandbox) -> None:
    channel, path = place(sandbox, 1)
    store, author = sandbox.tenant.messages, writer(sandbox.tenant.company.people[1])
    message = store.post(channel, author, "<p>one</p>")
    await asyncio.sleep(0.002)  # so that the edit has a time of its own
    store.edit(message.id, "<p>two</p>")
    edited = (await graph.get(f"{path}/{message.id}")).body
    assert edited["body"]["content"] == "<p>two</p>"
    assert edited["lastEditedDateTime"] >= edited["createdDateTime"]
    store.delete(message.id)
    deleted = (await graph.get(f"{path}/{message.id}")).body
    assert deleted["deletedDateTime"]
    assert deleted["body"]["content"] == ""


async def test_long_threads_come_in_pages_the_latest_first(graph: GraphHttp, sandbox: Sandbox) -> None:
    channel, path = place(sandbox, 2)
    store, author = sandbox.tenant.messages, writer(sandbox.tenant.company.people[2])
    root = store.post(channel, author, "root")
    written = [store.post(channel, author, f"reply {n}", reply_to=root.id).id for n in range(45)]
    reply = await graph.get(f"{path}/{root.id}/replies")
    seen = [each["id"] for each in reply.value]
    assert len(seen) == 20
    while next_link := reply.body.get("@odata.nextLink"):
        reply = await graph.get(next_link)
        seen += [each["id"] for each in reply.value]
    assert seen == written[::-1]
    assert len((await graph.get(f"{path}/{root.id}/replies", {"$top": "999"})).value) == 45


async def test_messages_are_only_found_where_they_stand(graph: GraphHttp, sandbox: Sandbox) -> None:
    channel, path = place(sandbox, 3)
    _, elsewhere = place(sandbox, 0)
    message = sandbox.tenant.messages.post(channel, writer(sandbox.tenant.company.people[3]), "here")
    assert (await graph.get(f"{path}/{message.id}")).status == 200
    assert (await graph.get(f"{elsewhere}/{message.id}")).status == 404
    assert (await graph.get(f"{path}/{message.id}/replies/{message.id}0")).status == 404
