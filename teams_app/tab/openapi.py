"""The OpenAPI document of ``/api/v1``; a test holds every answer against it.

https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from teams_app.okr import (
    ChangeKind,
    ChangeState,
    CommentKind,
    CommentSource,
    MeetingState,
    ObjectiveState,
    Phase,
    Role,
    Status,
    UnitKind,
)
from teams_app.okr.readiness import Missing

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
MAYBE_TEXT: Json = {"type": ["string", "null"]}
WHOLE: Json = {"type": "integer", "minimum": 0}
PER_CENT: Json = {"type": "integer", "minimum": 0, "maximum": 100}
NUMBER: Json = {"type": "number"}
TRUTH: Json = {"type": "boolean"}
MOMENT: Json = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Json = {"type": ["string", "null"], "format": "date-time"}
DAY: Json = {"type": "string", "format": "date"}


def _object(**properties: Json) -> Json:
    """All of its properties are always there."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}


def _one_of(names: type[StrEnum]) -> Json:
    return {"type": "string", "enum": [each.value for each in names]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _maybe(name: str) -> Json:
    return {"oneOf": [_ref(name), {"type": "null"}]}


NAMED = _object(id=TEXT, name=TEXT)
HEAD: Json = {
    "id": TEXT,
    "title": TEXT,
    "state": _one_of(ObjectiveState),
    "status": _one_of(Status),
    "progress": PER_CENT,
    "owner": _ref("Person"),
    "contributors": _list(_ref("Person")),
    "key_results": _list(_ref("KeyResult")),
    "is_aligned": TRUTH,
    "not_ready": _list(_one_of(Missing)),
    "contributes_to": _maybe("Parent"),
}
UNIT: Json = {"id": TEXT, "name": TEXT, "kind": _one_of(UnitKind), "parents": _list(NAMED)}
SCHEMAS: Json = {
    "Error": _object(error={"type": "string", "description": "a sentence for a person"}),
    "Person": _object(name=TEXT, email=TEXT),
    "Viewer": _object(name=TEXT, email=TEXT, time_zone={"type": "string", "description": "IANA name"}),
    "Cycle": _object(id=TEXT, name=TEXT, phase=_one_of(Phase), starts_on=DAY, ends_on=DAY),
    "KeyResult": _object(
        id=TEXT,
        title=TEXT,
        start=NUMBER,
        current=NUMBER,
        target=NUMBER,
        measure=TEXT,
        status=_one_of(Status),
        progress=PER_CENT,
    ),
    "Parent": _object(id=TEXT, title=TEXT, objective=TEXT, unit=TEXT),
    "Answers": _object(accepted=WHOLE, tentative=WHOLE, declined=WHOLE),
    "Meeting": _object(
        starts_at=MAYBE_MOMENT,
        ends_at=MAYBE_MOMENT,
        state=_one_of(MeetingState),
        room=MAYBE_TEXT,
        invited=WHOLE,
        is_invited=TRUTH,
        answers=_ref("Answers"),
        join_url=MAYBE_TEXT,
    ),
    "Latest": _object(author=_ref("Person"), kind=_one_of(CommentKind), text=TEXT, created_at=MOMENT),
    "ThreadState": _object(comments=WHOLE, questions=WHOLE, latest=_maybe("Latest")),
    "Comment": _object(
        id=WHOLE,
        author=_ref("Person"),
        kind=_one_of(CommentKind),
        source=_one_of(CommentSource),
        text=MAYBE_TEXT,
        created_at=MOMENT,
        edited_at=MAYBE_MOMENT,
        is_deleted=TRUTH,
        url=MAYBE_TEXT,
    ),
    "Board": _object(
        viewer=_ref("Viewer"),
        unit=_object(**UNIT, leader=_ref("Person")),
        cycle=_ref("Cycle"),
        cycles=_list(NAMED),
        meeting=_maybe("Meeting"),
        objectives=_list(_object(**HEAD, unit=NAMED, thread=_ref("ThreadState"))),
    ),
    "Objective": _object(
        **HEAD,
        viewer=_ref("Viewer"),
        unit=_object(**UNIT),
        cycle=_ref("Cycle"),
        path=_list(_object(id=TEXT, title=TEXT, unit=TEXT)),
        contributing=_list(
            _object(
                id=TEXT,
                title=TEXT,
                state=_one_of(ObjectiveState),
                owner=_ref("Person"),
                unit=TEXT,
                progress=PER_CENT,
                key_result=MAYBE_TEXT,
            )
        ),
        meeting=_maybe("Meeting"),
        cards=_list(_object(place=TEXT, url=MAYBE_TEXT)),
        thread=_list(_ref("Comment")),
    ),
    "NewChange": {
        "type": "object",
        "description": "declined needs unit and person; moved unit and start; room its room. Units by id or "
        "name, people by e-mail or name",
        "properties": {
            "kind": _one_of(ChangeKind),
            "unit": TEXT,
            "person": TEXT,
            "note": TEXT,
            "start": MOMENT,
            "room": TEXT,
        },
        "required": ["kind"],
        "additionalProperties": False,
    },
    "Slot": _object(starts_at=MAYBE_MOMENT, ends_at=MAYBE_MOMENT, room=MAYBE_TEXT),
    "Move": _object(
        **{"from": _ref("Slot"), "to": _ref("Slot")},
        unit=NAMED,
        required=WHOLE,
        bad_before=WHOLE,
        bad_after=WHOLE,
        affected=_list(_ref("Person")),
        people=_list(_object(name=TEXT, email=TEXT, role={"oneOf": [_one_of(Role), {"type": "null"}]})),
    ),
    "Change": _object(
        id=WHOLE,
        kind=_one_of(ChangeKind),
        state=_one_of(ChangeState),
        unit={"oneOf": [NAMED, {"type": "null"}]},
        person=_maybe("Person"),
        note=TEXT,
        start=MAYBE_MOMENT,
        room=MAYBE_TEXT,
        reason=TEXT,
        is_fewest=TRUTH,
        moves=_list(_ref("Move")),
        asked_by=_maybe("Person"),
        asked_at=MOMENT,
        decided_by=_maybe("Person"),
        decided_at=MAYBE_MOMENT,
    ),
    "Changes": _object(changes=_list(_ref("Change"))),
    "Units": _object(
        units=_list(
            _object(id=TEXT, name=TEXT, kind=_one_of(UnitKind), parent=MAYBE_TEXT, channel=MAYBE_TEXT)
        )
    ),
}
FAILURES = {
    "400": "what was sent cannot be used",
    "401": "the token is missing, expired or not ours",
    "403": "signed in, but not one of our people",
    "404": "it is not there, or not for this person",
    "503": "something that is needed is away",
}


def _content(schema: str) -> Json:
    return {"application/json": {"schema": _ref(schema)}}


def _query(name: str, description: str) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": TEXT}


def _read(summary: str, schema: str, *parameters: Json) -> Json:
    answers: Json = {"200": {"description": "as it is now", "content": _content(schema)}}
    answers["304"] = {"description": "as the entity tag in If-None-Match says"}
    for status, told in FAILURES.items():
        answers[status] = {"description": told, "content": _content("Error")}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _path(name: str, description: str, schema: Json = TEXT) -> Json:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _act(summary: str, status: str, told: str, *parameters: Json, body: str = "") -> Json:
    """Something that is changed; the answer is the change of the share week."""
    answers: Json = {status: {"description": told, "content": _content("Change")}}
    for failure, words in (FAILURES | CONFLICT).items():
        answers[failure] = {"description": words, "content": _content("Error")}
    wanted = {"requestBody": {"required": True, "content": _content(body)}} if body else {}
    return {"post": {"summary": summary, "parameters": list(parameters), "responses": answers, **wanted}}


CONFLICT = {"409": "it was decided or changed in the meantime"}
OF_WEEK = (_path("cycle", "id of the cycle"), _path("number", "number of the proposal", WHOLE))
OF_CHANGE = (*OF_WEEK, _path("change", "id of the change", WHOLE))
CHANGES = "/api/v1/weeks/{cycle}/{number}/changes"
DOCUMENT: Json = {
    "openapi": "3.1.0",
    "info": {
        "title": "OKR Share",
        "version": "1",
        "description": "What the tab shows. Each answer holds only what the signed-in person may see.",
    },
    "security": [{"signIn": []}],
    "paths": {
        "/api/v1/board": _read(
            "A unit's OKRs in the order of its share meeting; without channel and unit, one's own unit's",
            "Board",
            _query("channel", "id of the Teams channel in which the unit's OKRs are shown"),
            _query("unit", "id of the unit"),
            _query("cycle", "id of the cycle; without it the one that runs or comes next"),
        ),
        "/api/v1/objectives/{id}": _read(
            "An OKR with its thread",
            "Objective",
            {"name": "id", "in": "path", "required": True, "schema": TEXT},
        ),
        "/api/v1/units": _read("The units whose boards one may open", "Units"),
        CHANGES: _read("What happened to a share week, the oldest first", "Changes", *OF_WEEK)
        | _act("Tell what happened; a worker plans the moves", "202", "noted", *OF_WEEK, body="NewChange"),
        f"{CHANGES}/{{change}}": _read("One change with its moves", "Change", *OF_CHANGE),
        f"{CHANGES}/{{change}}/confirm": _act("Move the meetings", "200", "they are moving", *OF_CHANGE),
        f"{CHANGES}/{{change}}/keep": _act("Keep all as it is", "200", "nothing moves", *OF_CHANGE),
        "/api/v1/openapi.json": {
            "get": {
                "summary": "This document",
                "security": [],
                "responses": {"200": {"description": "OpenAPI 3.1"}},
            }
        },
    },
    "components": {
        "schemas": SCHEMAS,
        "securitySchemes": {
            "signIn": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": "the token of Teams' single sign-on, with the scope access_as_user",
            }
        },
    },
}
