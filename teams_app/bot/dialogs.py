"""The dialog in which a comment is written (the invokes ``task/fetch`` and ``task/submit``).

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.bot import wording
from teams_app.bot.fields import LONGEST_KEY, needed_key, part, text
from teams_app.bot.incoming import Incoming
from teams_app.bot.outcome import DONE, Outcome, dialog, dialog_message
from teams_app.bot.reply_text import tidy
from teams_app.bot.senders import sender
from teams_app.bot.turn import Turn
from teams_app.cards import comment_dialog, error_card
from teams_app.errors import BadInput, Unavailable
from teams_app.okr import CommentKind, CommentSource, Objective, Person
from teams_app.services import comments, objectives
from teams_app.services.comments import NewComment
from teams_app.services.ports import Json

TITLES = {CommentKind.QUESTION: "Ask a question", CommentKind.RECOGNITION: "Recognise"}
KINDS = {kind.value: kind for kind in CommentKind}


@dataclass(frozen=True)
class Draft:
    """What stands in the dialog; ``nonce`` is given when it is opened, so that it is sent once."""

    okr: str
    kind: CommentKind
    text: str
    nonce: str


async def fetch(turn: Turn, incoming: Incoming) -> Outcome:
    """Open the dialog that a button asks for.

    :raises NotFound: the OKR was deleted, or is not for this person.
    """
    data = part(incoming.value, "data")
    if text(data, "dialog_id") != "comment":
        return dialog_message(wording.UNKNOWN_BUTTON)
    draft = Draft(needed_key(data, "okr"), _kind(data), "", secrets.token_urlsafe(12))
    async with turn.world.database.transaction() as session:
        person = await sender(session, incoming, turn.world.settings)
        objective = await objectives.visible(session, person, draft.okr)
    return _shown(objective, draft)


async def submit(turn: Turn, incoming: Incoming) -> Outcome:
    """Take what the dialog sends; it closes when all is well.

    :raises OkrError: its sentence is shown.
    """
    data = part(incoming.value, "data")
    verb = text(data, "verb")
    if verb == "dialog.close":
        return DONE
    if verb != "comment.add":
        return dialog_message(wording.UNKNOWN_BUTTON)
    return await _add(turn, incoming, _draft(data, incoming))


async def _add(turn: Turn, incoming: Incoming, draft: Draft) -> Outcome:
    try:
        async with turn.world.database.transaction() as session:
            person = await sender(session, incoming, turn.world.settings)
            objective = await objectives.visible(session, person, draft.okr)
            return await _record(turn, session, objective, person, draft)
    except Unavailable:
        data = {"okr": draft.okr, "kind": draft.kind.value, "nonce": draft.nonce}
        return dialog("Comment", error_card(draft.text, data))


async def _record(
    turn: Turn, session: AsyncSession, objective: Objective, person: Person, draft: Draft
) -> Outcome:
    """The dialog closes, or says what is wrong with the words and keeps them."""
    try:
        await comments.record(session, turn.world.jobs, _comment(turn, objective, person, draft))
    except BadInput as error:
        return _shown(objective, draft, problem=str(error))
    return DONE


def _comment(turn: Turn, objective: Objective, person: Person, draft: Draft) -> NewComment:
    return NewComment(
        objective_id=objective.id,
        author_id=person.id,
        text=draft.text,
        source=CommentSource.DIALOG,
        source_key=f"dialog:{person.id}:{draft.nonce}",
        created_at=turn.world.clock(),
        kind=draft.kind,
    )


def _draft(data: Json, incoming: Incoming) -> Draft:
    """Where the dialog has no nonce, the activity's own id has to do."""
    nonce = text(data, "nonce")[:LONGEST_KEY] or incoming.source_key
    return Draft(needed_key(data, "okr"), _kind(data), tidy(text(data, "text")), nonce)


def _kind(data: Json) -> CommentKind:
    return KINDS.get(text(data, "kind"), CommentKind.CONVERSATION)


def _shown(objective: Objective, draft: Draft, problem: str = "") -> Outcome:
    card = comment_dialog(objective, kind=draft.kind, nonce=draft.nonce, text=draft.text, problem=problem)
    return dialog(TITLES.get(draft.kind, "Comment"), card)
