"""A reply under a card becomes a comment of its OKR, once; its edits and deletions are followed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from small_company import CHANNEL, OTHER_TENANT, ROOT, SmallCompany, in_thread
from structlog.testing import capture_logs

from teams_app.okr import CommentSource, ObjectiveState
from teams_app.services.comments import LONGEST
from teams_app.services.effects import RefreshCard

LATER = "2026-12-08T09:20:00Z"


def edited(text: str, event: str = "editMessage", **changed: Any) -> dict[str, Any]:
    thread = in_thread()
    data = {**thread["channelData"], "eventType": event}
    change = {"type": "messageUpdate", "timestamp": LATER, "text": text}
    return {**thread, **change, "channelData": data, **changed}


def deleted(**changed: Any) -> dict[str, Any]:
    return {**edited("", "softDeleteMessage"), "type": "messageDelete", **changed}


async def test_a_reply_under_a_card_becomes_a_comment_of_its_okr(company: SmallCompany) -> None:
    outcome = await company.reply("How far along?")
    [comment] = await company.comments()
    assert (comment.text, comment.author.name) == ("How far along?", "Li")
    assert comment.source is CommentSource.REPLY
    assert comment.source_key == f"{CHANNEL};messageid={ROOT}:1764000000100"
    assert comment.created_at == datetime(2026, 12, 8, 9, 18, 0, 250_000, UTC)
    assert outcome.messages == ()
    assert [type(job) for job in company.enqueued.jobs] == [RefreshCard]


async def test_its_html_is_stored_as_text(company: SmallCompany) -> None:
    html = '<p>See <a href="https://example.org">this</a></p><script>x</script><p><b>now</b> 🙂 שלום</p>'
    await company.reply("ignored", attachments=[{"contentType": "text/html", "content": html}])
    [comment] = await company.comments()
    assert comment.text == "See this (https://example.org)\nnow 🙂 שלום"


@pytest.mark.parametrize("changed", [{}, {"id": "1764000000999"}])
async def test_a_redelivery_is_stored_once(company: SmallCompany, changed: dict[str, str]) -> None:
    await company.reply("Well done")
    await company.reply("Well done", **changed)
    assert len(await company.comments()) == 1


async def test_deliveries_at_the_same_time_are_stored_once(company: SmallCompany) -> None:
    ids = ["1764000000100", "1764000000100", "1764000000999", "1764000000998"]
    await asyncio.gather(*(company.reply("Well done", id=one) for one in ids))
    assert len(await company.comments()) == 1


async def test_the_same_words_of_two_people_are_two_comments(company: SmallCompany) -> None:
    await company.reply("+1", "li")
    await company.reply("+1", "amina", id="1764000000101")
    assert len(await company.comments()) == 2


async def test_the_same_words_later_are_another_comment(company: SmallCompany) -> None:
    await company.reply("+1")
    await company.reply("+1", id="1764000000101", timestamp=LATER)
    assert len(await company.comments()) == 2


async def test_a_message_of_another_thread_is_dropped_unread(company: SmallCompany) -> None:
    with capture_logs() as logs:
        await company.reply("private words", **in_thread("1764000000001"))
    assert await company.comments() == []
    assert "private words" not in str(logs)


@pytest.mark.parametrize("who", ["nobody", "left", "gast"])
async def test_who_is_not_ours_or_may_not_see_it_is_not_heard(company: SmallCompany, who: str) -> None:
    outcome = await company.reply("hello", who)
    assert await company.comments() == []
    assert outcome.messages == ()


async def test_a_sender_without_object_id_is_not_heard(company: SmallCompany) -> None:
    await company.reply("hello", **{"from": {"id": "29:li", "name": "Li"}})
    assert await company.comments() == []


async def test_another_tenant_is_not_heard(company: SmallCompany) -> None:
    await company.reply("hello", **in_thread(tenant=OTHER_TENANT))
    assert await company.comments() == []


async def test_a_reply_to_a_deleted_okr_is_dropped(company: SmallCompany) -> None:
    await company.change("o-17", ObjectiveState.DELETED)
    await company.reply("hello")
    assert await company.comments() == []


@pytest.mark.parametrize("nothing", [{"text": " "}, {"value": {"x": 1}}, {"text": "<at>OKR Share</at>"}])
async def test_what_says_nothing_is_no_comment(company: SmallCompany, nothing: dict[str, Any]) -> None:
    await company.reply(**nothing)
    assert await company.comments() == []


async def test_a_message_of_100_kb_is_a_comment(company: SmallCompany) -> None:
    await company.reply("ü" * 50_000)
    [comment] = await company.comments()
    assert len(comment.text) == min(50_000, LONGEST)


async def test_an_edit_is_followed(company: SmallCompany) -> None:
    await company.reply("Well dome")
    await company.send(**edited("Well done"))
    [comment] = await company.comments()
    assert (comment.text, comment.edited_at) == ("Well done", datetime(2026, 12, 8, 9, 20, tzinfo=UTC))


async def test_an_older_edit_that_comes_late_changes_nothing(company: SmallCompany) -> None:
    await company.reply("one")
    await company.send(**edited("three", timestamp="2026-12-08T09:22:00Z"))
    await company.send(**edited("two"))
    [comment] = await company.comments()
    assert comment.text == "three"


async def test_an_edit_that_overtakes_its_message_is_stored_once(company: SmallCompany) -> None:
    await company.send(**edited("as edited"))
    await company.reply("as first written")
    [comment] = await company.comments()
    assert comment.text == "as edited"
    assert comment.created_at == datetime.fromtimestamp(1764000000.1, UTC)


async def test_a_redelivered_edit_under_a_new_id_is_no_new_comment(company: SmallCompany) -> None:
    await company.reply("Well dome")
    await company.send(**edited("Well done"))
    await company.send(**edited("Well done", id="1764000000999"))
    assert len(await company.comments()) == 1


async def test_nobody_edits_the_words_of_others(company: SmallCompany) -> None:
    await company.reply("mine", "li")
    await company.send("amina", **edited("hers"))
    [comment] = await company.comments()
    assert (comment.text, comment.author.name) == ("mine", "Li")


async def test_a_deletion_and_its_undoing_are_followed(company: SmallCompany) -> None:
    await company.reply("Well done")
    await company.send(**deleted())
    [comment] = await company.comments()
    assert comment.deleted_at is not None
    await company.send(**edited("Well done", "undeleteMessage", timestamp="2026-12-08T09:25:00Z"))
    [comment] = await company.comments()
    assert comment.deleted_at is None


async def test_a_deletion_of_what_is_not_ours_does_nothing(company: SmallCompany) -> None:
    await company.send(**deleted(id="1764000000777"))
    assert company.enqueued.jobs == []
