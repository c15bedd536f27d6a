"""Links to where something was said."""

from __future__ import annotations

import pytest

from teams_app.okr import Card, Comment, CommentSource, Place
from teams_app.tab.message_links import MessageLinks

CHANNEL = "19:onboarding@thread.tacv2"
LINKS = MessageLinks("tenant-1")
KEY = f"{CHANNEL};messageid=1764000000042:1764000000100"


def card(**values: object) -> Card:
    place = Place(conversation_id=CHANNEL, team_id="group-1")
    return Card(**{"activity_id": "1764000000042", "place_id": 7, "place": place, **values})


def comment(**values: object) -> Comment:
    return Comment(**{"source": CommentSource.REPLY, "source_key": KEY, "place_id": 7, **values})


def test_a_reply_is_linked_with_its_root() -> None:
    assert LINKS.comment(comment(), {7: card()}) == (
        "https://teams.microsoft.com/l/message/19%3Aonboarding%40thread.tacv2/1764000000100"
        "?tenantId=tenant-1&groupId=group-1&parentMessageId=1764000000042"
    )


@pytest.mark.parametrize(
    "values",
    [
        {"source": CommentSource.DIALOG},
        {"source_key": "dialog:7:abc"},
        {"source_key": ""},
        {"place_id": None},
        {"place_id": 8},
    ],
)
def test_what_was_not_said_in_a_channel_of_the_card_has_no_link(values: dict[str, object]) -> None:
    assert LINKS.comment(comment(**values), {7: card()}) is None


def test_a_card_that_is_not_posted_has_no_link() -> None:
    assert LINKS.card(card(activity_id=None)) is None
