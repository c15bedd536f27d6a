"""``thread``: the conversation of an OKR."""

from __future__ import annotations

import typer

from teams_app.cli.console import out
from teams_app.cli.running import with_database
from teams_app.okr import Comment, Objective
from teams_app.services import conversation, objectives
from teams_app.storage.database import Database


def add_commands(app: typer.Typer) -> None:
    app.command()(thread)


def thread(objective: str) -> None:
    """Show the thread of an OKR, named by its key."""

    async def act(database: Database) -> tuple[Objective, list[Comment]]:
        async with database.transaction() as session:
            found = await objectives.by_key(session, objective)
            return found, await conversation.thread_of(session, found)

    found, comments = with_database(act)
    out.print(f"{found.key}  {found.title}", style="bold", markup=False, highlight=False)
    out.print(f"{found.owner.name}, {found.unit.name}, {found.cycle.name}", markup=False, highlight=False)
    if not comments:
        out.print("No comments yet.")
    for comment in comments:
        out.print(_line(comment), markup=False, highlight=False)


def _line(comment: Comment) -> str:
    changed = ", edited" if comment.edited_at and not comment.deleted_at else ""
    head = f"{comment.created_at:%Y-%m-%d %H:%M} {comment.author.name} · {comment.kind.value}{changed}"
    text = "(deleted)" if comment.deleted_at else comment.text.replace("\n", "\n  ")
    return f"\n{head}\n  {text}"
