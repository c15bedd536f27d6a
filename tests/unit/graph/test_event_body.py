"""Our part of an event's body is replaced; what Teams and people have written stays."""

from __future__ import annotations

import pytest

from graph.event_body import marked, with_ours
from graph.online_meetings import chat_in_link

TEAMS = '<div class="me-email-text"><p>____</p><a href="https://x.example/?a=1&amp;b=2">Join</a></div>'
HEAD = "<html><head>\r\n<meta charset=utf-8></head><body>"


def document(ours: str, *, before: str = "", after: str = TEAMS) -> str:
    return f"{HEAD}{before}{ours}{after}</body></html>"


@pytest.mark.parametrize("before", ["", "<p>Bring a &lt;laptop&gt; 🚀</p>\n", "<div><div>a</div>\r\n</div>"])
def test_only_our_part_changes(before: str) -> None:
    body = document(marked("<p>old</p>\n<div>nested <div>twice</div></div>"), before=before)
    assert with_ours(body, "<p>new</p>") == document(marked("<p>new</p>"), before=before)


def test_outlook_may_rename_our_mark_and_break_lines() -> None:
    body = document('<div\n id="x_client-body"\r\n class="y">old</div>')
    assert with_ours(body, "new") == document('<div\n id="x_client-body"\r\n class="y">new</div>')


def test_what_is_as_wanted_is_left_alone() -> None:
    assert with_ours(document(marked("<p>the\r\n same</p>")), "<p>the same</p>") is None


@pytest.mark.parametrize("body", ["", TEAMS, document(""), document('<div id="client-body">never closed')])
def test_a_body_without_our_part_is_left_alone(body: str) -> None:
    assert with_ours(body, "new") is None


@pytest.mark.parametrize(
    ("link", "chat"),
    [
        (
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Ab-1%40thread.v2/0?context=%7b%7d",
            "19:meeting_Ab-1@thread.v2",
        ),
        (
            "https://teams.microsoft.com/l/meetup-join/19:meeting_Ab-1@thread.v2/0",
            "19:meeting_Ab-1@thread.v2",
        ),
        ("https://teams.microsoft.com/meet/2345678901234?p=abc", None),
        ("https://elsewhere.example/?u=19:meeting_x", None),
    ],
)
def test_a_long_join_link_carries_the_chat(link: str, chat: str | None) -> None:
    assert chat_in_link(link) == chat
