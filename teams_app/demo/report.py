"""What came of it, counted from the far side's calendars and channels and from PostgreSQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from teams_app.demo.stand_in import Json, StandIn
from teams_app.okr import Comment, CommentSource, MeetingState, Objective, Person, Thread, Unit, UnitKind
from teams_app.services import share_week
from teams_app.storage.database import Database

Said = tuple[str, str, str]  # OKR, author's e-mail, text


@dataclass(frozen=True)
class Report:
    """The fields of ``demo --once --report``."""

    people: int
    units: int
    objectives: int
    meetings_planned: int
    events_created: int
    invitations: int
    double_bookings: int
    order_violations: int
    cards_posted: int
    replies_sent: int
    comments_stored: int
    comments_missing: int
    comments_duplicated: int
    contract_violations: int | None
    plan_gap: float
    seconds: float
    objectives_without_card: int

    @property
    def is_good(self) -> bool:
        """Whether all of it happened, once and in order."""
        wrong = (
            self.double_bookings,
            self.order_violations,
            self.comments_missing,
            self.comments_duplicated,
            self.contract_violations or 0,
            self.objectives_without_card,
        )
        all_booked = self.events_created == self.meetings_planned > 0
        return not any(wrong) and all_booked and self.cards_posted == self.objectives


@dataclass(frozen=True)
class BookedEvent:
    """A share meeting as it stands in its organizer's calendar."""

    organizer: str
    subject: str
    start: datetime
    end: datetime
    required: frozenset[str]  # organizer included
    attendees: int


async def counts(database: Database, stand_in: StandIn, events: list[BookedEvent]) -> dict[str, Any]:
    """Everything but seconds and contract violations."""
    async with database.transaction() as session:
        models = {"people": Person, "units": Unit, "objectives": Objective}
        stored = {k: await session.scalar(select(func.count()).select_from(m)) for k, m in models.items()}
        week = await share_week.current(session)
        units = (await session.scalars(select(Unit).options(joinedload(Unit.parent)))).all()
        channels = await session.execute(select(Objective.key, Unit.channel_name).join(Objective.unit))
        keys = {key for key, _ in channels}
        comments_stored = await session.scalar(select(func.count()).select_from(Comment))
    comments = await _comments(database)
    threads = await stand_in.card_threads()
    said = list(_said(threads.values()))
    parents = {_in_subject(unit): _in_subject(unit.parent) for unit in units if unit.parent}
    planned = [m for m in week.meetings if m.state is not MeetingState.UNPLACED] if week else []
    return {
        **stored,
        "meetings_planned": len(planned),
        "events_created": len(events),
        "invitations": sum(event.attendees for event in events),
        "double_bookings": double_bookings(events),
        "order_violations": order_violations(events, parents),
        "cards_posted": len(threads),
        "objectives_without_card": len(keys - threads.keys()),
        "replies_sent": sum(len(thread.replies) for thread in threads.values()),
        "comments_stored": comments_stored or 0,
        "comments_missing": (Counter(said) - comments).total(),
        "comments_duplicated": (comments - Counter(said)).total(),
        "plan_gap": round(week.gap, 5) if week else 0.0,
    }


def double_bookings(events: Iterable[BookedEvent]) -> int:
    """How often a required person has two share meetings at once."""
    by_person: dict[str, list[BookedEvent]] = defaultdict(list)
    for event in events:
        for email in event.required:
            by_person[email].append(event)
    pairs = (pair for mine in by_person.values() for pair in combinations(mine, 2))
    return sum(one.start < other.end and other.start < one.end for one, other in pairs)


def order_violations(events: Iterable[BookedEvent], parents: dict[str, str]) -> int:
    """How many meetings begin before their parent unit's has ended; units are told by the subject."""
    by_unit = {unit_of(event.subject): event for event in events}
    found = 0
    for child, parent in parents.items():
        first, then = by_unit.get(parent), by_unit.get(child)
        found += first is not None and then is not None and then.start < first.end
    return found


def _in_subject(unit: Unit) -> str:
    return "Leadership" if unit.kind is UnitKind.ORGANIZATION else unit.name


def unit_of(subject: str) -> str:
    """What an event's subject calls its unit."""
    return subject.rsplit(" share meeting", 1)[0]


async def _comments(database: Database) -> Counter[Said]:
    """The living comments in PostgreSQL that came from replies."""
    async with database.transaction() as session:
        rows = await session.execute(
            select(Objective.key, Person.email, Comment.text)
            .select_from(Comment)
            .join(Comment.thread)
            .join(Thread.objective)
            .join(Comment.author)
            .where(Comment.source == CommentSource.REPLY, Comment.deleted_at.is_(None))
        )
        return Counter((key, email, _plain(text)) for key, email, text in rows)


def _said(threads: Iterable[Any]) -> Iterable[Said]:
    """What stands under the cards in Teams now."""
    for thread in threads:
        for reply in thread.replies:
            if not reply["deleted"]:
                yield thread.okr, reply["author"]["email"], _plain(reply["text"])


def _plain(text: str) -> str:
    return " ".join(text.split())


def booked_event(event: Json, organizer: str) -> BookedEvent:
    """An event of Graph's; times are UTC, as asked for."""
    required = {a["emailAddress"]["address"] for a in event["attendees"] if a["type"] == "required"}
    return BookedEvent(
        organizer,
        event["subject"],
        _moment(event["start"]),
        _moment(event["end"]),
        frozenset(required | {organizer}),
        len(event["attendees"]),
    )


def _moment(value: Json) -> datetime:
    return datetime.fromisoformat(value["dateTime"][:19] + "+00:00")
