"""OKRs and threads of the sample company's onboarding team, made in memory as queries would load them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from teams_app.cards import Links
from teams_app.okr import (
    Comment,
    CommentKind,
    CommentSource,
    Cycle,
    KeyResult,
    Objective,
    ObjectiveState,
    Person,
    Status,
    ThreadSummary,
    Unit,
    UnitKind,
)

LINKS = Links("5f0c1d52-8a1e-4c0e-9c53-0d7a54f1b2aa")
WRITTEN = datetime(2027, 2, 5, 14, 5, tzinfo=UTC)


def person(number: int, name: str) -> Person:
    return Person(id=number, name=name, email=f"{number}@tidewell.example", time_zone="Europe/Berlin")


HELENA, IBRAHIM = person(1, "Helena Brandt"), person(2, "Ibrahim Sahin")
AMINA, FELIX, NOOR = person(3, "Amina Diallo"), person(4, "Felix Maurer"), person(5, "Noor Haddad")
CYCLE = Cycle(id=1, key="2027-Q1", name="Q1 2027")
TIDEWELL = Unit(id=1, key="tidewell", name="Tidewell", kind=UnitKind.ORGANIZATION, leader=HELENA)
PRODUCT = Unit(id=2, key="product", name="Product", kind=UnitKind.DEPARTMENT, leader=IBRAHIM)
ONBOARDING = Unit(id=3, key="onboarding", name="Onboarding", kind=UnitKind.TEAM, leader=AMINA)


def key_result(title: str = "Days from contract to the first job", **values: Any) -> KeyResult:
    given: dict[str, Any] = {"start": 9, "current": "4.1", "target": 2, "measure": "days"}
    given |= {"status": Status.ON_TRACK} | values
    numbers = {name: Decimal(str(given[name])) for name in ("start", "current", "target")}
    return KeyResult(id=1, key="ONB-1-KR1", title=title, **(given | numbers))


def objective(**values: Any) -> Objective:
    """An OKR of the onboarding team that contributes to one of the Product department."""
    title = "Customers see value in their first week"
    parent = Objective(id=4, key="PRD-1", title=title, unit=PRODUCT, state=ObjectiveState.SHARED)
    contributors = values.pop("contributors", [AMINA, FELIX, NOOR])
    given: dict[str, Any] = {
        "state": ObjectiveState.SHARED,
        "title": "A new customer's first job is done on day two",
        "owner": AMINA,
        "unit": ONBOARDING,
        "cycle": CYCLE,
        "parent": parent,
        "parent_key_result": None,
        "key_results": [
            key_result(),
            key_result("Setups that need no call", measure="%", start=52, current=63, target=80),
        ],
    } | values
    made = Objective(id=17, key="ONB-1", owner_id=given["owner"].id, **given)
    set_committed_value(made, "contributors", contributors)
    return made


def comment(text: str, author: Person = FELIX, **values: Any) -> Comment:
    given: dict[str, Any] = {"kind": CommentKind.CONVERSATION, "created_at": WRITTEN} | values
    return Comment(id=1, author=author, source=CommentSource.REPLY, source_key="m:1", text=text, **given)


def thread(*comments: Comment, questions: int = 0) -> ThreadSummary:
    return ThreadSummary(len(comments), questions, comments)


def busy_thread() -> ThreadSummary:
    """One comment of each kind that a card marks, the last one edited."""
    return thread(
        comment("Which plans get the guided setup first?", kind=CommentKind.QUESTION),
        comment("Thank you, Felix!", NOOR, kind=CommentKind.RECOGNITION),
        comment("I can call the first ten.", AMINA, edited_at=WRITTEN + timedelta(hours=1)),
        questions=1,
    )
