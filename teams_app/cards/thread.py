"""The part of a card that shows the latest of a thread."""

from __future__ import annotations

from teams_app.cards.elements import Json, box, emphasis, heading, small, text
from teams_app.cards.figures import counted, day_and_clock
from teams_app.cards.text import one_line, plain
from teams_app.okr import Comment, CommentKind, ThreadSummary

INVITATION = (
    "No comments yet. What would you like to know, or where can you help? Just reply under this card."
)
SHOWN_CHARACTERS = 400
SHOWN_LINES = 3
KINDS = {
    CommentKind.QUESTION: "? question",
    CommentKind.RECOGNITION: "♥ recognition",
    CommentKind.FEEDBACK: "feedback",
    CommentKind.NEED: "need",
    CommentKind.CHALLENGE: "challenge",
}


def thread_line(thread: ThreadSummary) -> str:
    """``6 comments, 1 question``."""
    if not thread.comments:
        return "No comments yet"
    words = counted(thread.comments, "comment", "comments")
    if not thread.open_questions:
        return words
    return f"{words}, {counted(thread.open_questions, 'question', 'questions')}"


def thread_box(thread: ThreadSummary) -> Json:
    """Counts, and the latest comments, oldest first."""
    if not thread.comments:
        return emphasis([text(INVITATION)])
    return emphasis(
        [
            heading(thread_line(thread)),
            *(_comment(comment) for comment in thread.latest if comment.deleted_at is None),
            small("To add yours, just reply under this card.", spacing="Medium"),
        ]
    )


def _comment(comment: Comment) -> Json:
    parts = [
        f"**{one_line(comment.author.name)}**",
        *([KINDS[comment.kind]] if comment.kind in KINDS else ()),
        day_and_clock(comment.created_at),
        *(["edited"] if comment.edited_at else ()),
    ]
    words = plain(comment.text, SHOWN_CHARACTERS, SHOWN_LINES)
    said = text(words, spacing="None", maxLines=SHOWN_LINES)
    return box([small(" · ".join(parts)), said], spacing="Medium")
