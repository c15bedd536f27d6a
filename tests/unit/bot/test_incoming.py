"""Activities are read whatever they hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from far_side import CHANNEL, TENANT, FarSide

from teams_app.bot.incoming import Incoming
from teams_app.bot.redelivery import REMEMBERED, SeenCommands

THREAD = {"id": f"{CHANNEL};messageid=42", "conversationType": "channel", "tenantId": TENANT.upper()}


def test_a_reply_in_a_channel_names_its_place_and_root() -> None:
    reply = Incoming.read(FarSide().activity(conversation=THREAD, serviceUrl="http://x/"))
    assert (reply.conversation_id, reply.root_id) == (CHANNEL, "42")
    assert reply.source_key == f"{CHANNEL};messageid=42:1700000000001"
    assert reply.tenant_ids == {TENANT}
    assert reply.sent_at == datetime(2026, 12, 8, 9, 18, 0, 123456, UTC)


def test_a_chat_has_no_root() -> None:
    chat = Incoming.read(FarSide().activity(serviceUrl="http://x/"))
    assert (chat.root_id, chat.is_personal, chat.source_key) == (None, True, "a:1li:1700000000001")


@pytest.mark.parametrize("when", ["", "yesterday", "2026-13-45T00:00:00Z"])
def test_a_time_that_is_none_counts_as_missing(when: str) -> None:
    assert Incoming.read(FarSide().activity(timestamp=when, serviceUrl="http://x/")).sent_at is None


def test_html_is_found_among_the_attachments() -> None:
    attachments = [
        {"contentType": "image/png", "content": "x"},
        {"contentType": "text/html", "content": "<p>a</p>"},
        5,
    ]
    assert (
        Incoming.read(FarSide().activity(attachments=attachments, serviceUrl="http://x/")).html == "<p>a</p>"
    )


@pytest.mark.parametrize("changed", [{}, {"id": "another"}])
def test_a_command_that_comes_again_is_known(changed: dict[str, str]) -> None:
    seen, activity = SeenCommands(), FarSide().activity(serviceUrl="http://x/")
    assert seen.is_new(Incoming.read(activity))
    assert not seen.is_new(Incoming.read({**activity, **changed}))


def test_the_same_words_later_are_new() -> None:
    seen, activity = SeenCommands(), FarSide().activity(serviceUrl="http://x/")
    later = {**activity, "id": "another", "timestamp": "2026-12-08T09:19:00Z"}
    assert seen.is_new(Incoming.read(activity))
    assert seen.is_new(Incoming.read(later))


def test_memory_of_commands_has_an_end() -> None:
    seen = SeenCommands()
    for number in range(REMEMBERED):
        seen.is_new(
            Incoming.read(FarSide().activity(id=str(number), text=str(number), serviceUrl="http://x/"))
        )
    assert seen.is_new(Incoming.read(FarSide().activity(id="0", text="0", serviceUrl="http://x/")))
