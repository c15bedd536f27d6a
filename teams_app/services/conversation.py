"""The thread of an OKR, to be read."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from teams_app.okr import Comment, KeyResult, Objective
from teams_app.storage.queries import threads


async def thread_of(session: AsyncSession, objective: Objective) -> list[Comment]:
    """All comments in their one order; deleted ones without their text are kept in place."""
    return list(await threads.comments_of(session, objective.id))


def objective_json(objective: Objective, comments: list[Comment]) -> dict[str, Any]:
    """An OKR with its thread, as ``GET /api/v1/objectives/{id}`` gives it."""
    return {
        "id": objective.key,
        "title": objective.title,
        "state": objective.state.value,
        "unit": {"id": objective.unit.key, "name": objective.unit.name},
        "cycle": {"id": objective.cycle.key, "name": objective.cycle.name},
        "owner": _person(objective.owner.name, objective.owner.email),
        "contributors": [_person(person.name, person.email) for person in objective.contributors],
        "contributes_to": _parent(objective),
        "key_results": [_key_result(result) for result in objective.key_results],
        "thread": [_comment(comment) for comment in comments],
    }


def _person(name: str, email: str) -> dict[str, str]:
    return {"name": name, "email": email}


def _parent(objective: Objective) -> dict[str, str] | None:
    parent = objective.parent or objective.parent_key_result
    return {"id": parent.key, "title": parent.title} if parent else None


def _key_result(result: KeyResult) -> dict[str, Any]:
    return {
        "id": result.key,
        "title": result.title,
        "start": float(result.start),
        "current": float(result.current),
        "target": float(result.target),
        "measure": result.measure,
        "status": result.status.value,
        "progress": result.progress,
    }


def _comment(comment: Comment) -> dict[str, Any]:
    is_deleted = comment.deleted_at is not None
    return {
        "id": comment.id,
        "author": _person(comment.author.name, comment.author.email),
        "kind": comment.kind.value,
        "source": comment.source.value,
        "text": None if is_deleted else comment.text,
        "created_at": comment.created_at.isoformat(),
        "edited_at": comment.edited_at.isoformat() if comment.edited_at else None,
        "is_deleted": is_deleted,
    }
