"""What ``/api/v1`` answers: use cases' values as JSON. ``openapi`` describes the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from teams_app.cards.okr import status_of
from teams_app.okr import Comment, Cycle, KeyResult, Objective, Person, Unit
from teams_app.okr.readiness import missing
from teams_app.services.board import Board, Row
from teams_app.services.objective_page import ObjectivePage
from teams_app.services.objectives import progress_of
from teams_app.storage.queries.boards import MeetingSummary, ThreadState
from teams_app.tab.message_links import MessageLinks

Json = dict[str, Any]


def board_json(board: Board) -> Json:
    return {
        "viewer": viewer_json(board.person),
        "unit": {**unit_json(board.unit, board.above), "leader": person_json(board.unit.leader)},
        "cycle": cycle_json(board.cycle),
        "cycles": [{"id": cycle.key, "name": cycle.name} for cycle in board.cycles],
        "meeting": meeting_json(board.meeting),
        "objectives": [_row(row) for row in board.rows],
    }


def objective_json(page: ObjectivePage, links: MessageLinks) -> Json:
    """An OKR with its thread, in the thread's one order."""
    objective = page.objective
    cards = {card.place_id: card for card in page.cards}
    return {
        "viewer": viewer_json(page.person),
        **_head(objective),
        "unit": unit_json(objective.unit, page.above),
        "cycle": cycle_json(objective.cycle),
        "contributes_to": _parent(objective, page.path[-1] if page.path else None),
        "path": [{"id": one.key, "title": one.title, "unit": one.unit.name} for one in page.path],
        "contributing": [_contributing(one, objective) for one in page.contributing],
        "meeting": meeting_json(page.meeting),
        "cards": [
            {"place": card.place.unit.name if card.place.unit else "", "url": links.card(card)}
            for card in page.cards
        ],
        "thread": [_comment(comment, links.comment(comment, cards)) for comment in page.comments],
    }


def units_json(units: Sequence[Unit]) -> Json:
    by_id = {unit.id: unit for unit in units}
    return {"units": [_listed_unit(unit, by_id.get(unit.parent_id or 0)) for unit in units]}


def viewer_json(person: Person) -> Json:
    return {**person_json(person), "time_zone": person.time_zone}


def person_json(person: Person) -> Json:
    return {"name": person.name, "email": person.email}


def unit_json(unit: Unit, above: Sequence[Unit]) -> Json:
    """``parents`` from the organization down: those that the person may open."""
    parents = [{"id": one.key, "name": one.name} for one in above]
    return {"id": unit.key, "name": unit.name, "kind": unit.kind.value, "parents": parents}


def cycle_json(cycle: Cycle) -> Json:
    return {
        "id": cycle.key,
        "name": cycle.name,
        "phase": cycle.phase.value,
        "starts_on": cycle.starts_on.isoformat(),
        "ends_on": cycle.ends_on.isoformat(),
    }


def meeting_json(summary: MeetingSummary | None) -> Json | None:
    """Only who is invited gets the link to join."""
    if summary is None:
        return None
    meeting = summary.meeting
    return {
        "starts_at": _moment(meeting.starts_at),
        "ends_at": _moment(meeting.ends_at),
        "state": meeting.state.value,
        "room": meeting.room,
        "invited": summary.invited,
        "is_invited": summary.is_invited,
        "answers": {
            "accepted": summary.accepted,
            "tentative": summary.tentative,
            "declined": summary.declined,
        },
        "join_url": meeting.join_url if summary.is_invited else None,
    }


def _listed_unit(unit: Unit, parent: Unit | None) -> Json:
    channel = unit.channel.conversation_id if unit.channel else None
    return {
        "id": unit.key,
        "name": unit.name,
        "kind": unit.kind.value,
        "parent": parent.key if parent else None,
        "channel": channel,
    }


def _row(row: Row) -> Json:
    return {
        **_head(row.objective),
        "unit": {"id": row.objective.unit.key, "name": row.objective.unit.name},
        "contributes_to": _parent(row.objective, row.parent),
        "thread": _thread(row.thread),
    }


def _head(objective: Objective) -> Json:
    return {
        "id": objective.key,
        "title": objective.title,
        "state": objective.state.value,
        "status": status_of(objective).value,
        "progress": progress_of(objective),
        "owner": person_json(objective.owner),
        "contributors": [person_json(p) for p in objective.contributors if p.id != objective.owner_id],
        "key_results": [_key_result(result) for result in objective.key_results],
        "is_aligned": objective.is_aligned,
        "not_ready": [reason.value for reason in missing(objective)],
    }


def _parent(objective: Objective, parent: Objective | None) -> Json | None:
    """None also where there is a parent that the person may not see; ``is_aligned`` tells these apart."""
    if parent is None:
        return None
    result = objective.parent_key_result
    return {
        "id": result.key if result else parent.key,
        "title": result.title if result else parent.title,
        "objective": parent.key,
        "unit": parent.unit.name,
    }


def _contributing(lower: Objective, objective: Objective) -> Json:
    keys = {result.id: result.key for result in objective.key_results}
    return {
        "id": lower.key,
        "title": lower.title,
        "state": lower.state.value,
        "owner": person_json(lower.owner),
        "unit": lower.unit.name,
        "progress": progress_of(lower),
        "key_result": keys.get(lower.parent_key_result_id or 0),
    }


def _key_result(result: KeyResult) -> Json:
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


def _thread(state: ThreadState) -> Json:
    latest = state.latest and {
        "author": person_json(state.latest.author),
        "kind": state.latest.kind.value,
        "text": state.latest.excerpt,
        "created_at": _moment(state.latest.created_at),
    }
    return {"comments": state.comments, "questions": state.questions, "latest": latest}


def _comment(comment: Comment, url: str | None) -> Json:
    """Of a deleted comment nothing is told but that it was there, and whose it was."""
    is_deleted = comment.deleted_at is not None
    return {
        "id": comment.id,
        "author": person_json(comment.author),
        "kind": comment.kind.value,
        "source": comment.source.value,
        "text": None if is_deleted else comment.text,
        "created_at": _moment(comment.created_at),
        "edited_at": _moment(comment.edited_at),
        "is_deleted": is_deleted,
        "url": None if is_deleted else url,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
