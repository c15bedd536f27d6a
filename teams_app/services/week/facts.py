"""What was told of a share week since it was planned; it holds in every later re-plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from teams_app.okr import ChangeKind, ChangeState, Role, ShareMeeting, WeekChange
from teams_app.planning.problem import Span

NOTICE = timedelta(hours=1)  # nobody is moved to a time that is nearer than this
WANTED = (ChangeState.PLANNING, ChangeState.PROPOSED, ChangeState.NOT_NEEDED, ChangeState.CONFIRMED)


@dataclass(frozen=True)
class Facts:
    """At one moment, ``now``.

    ``declined`` are by person, ``by_hand`` are wanted starts by meeting; ``held`` meetings stay where they
    are, whatever that breaks; the rooms of ``refused`` meetings have declined them.
    """

    now: datetime
    declined: dict[int, tuple[Span, ...]]
    by_hand: dict[int, datetime]
    lost_rooms: frozenset[str]
    held: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()

    def fixed_start(self, meeting: ShareMeeting) -> datetime | None:
        """Where a meeting must be: it has begun, was put there by hand, or is too near to be moved."""
        starts = meeting.starts_at
        wanted = self.by_hand.get(meeting.id)
        if starts is None or meeting.id in self.held:
            return starts or wanted
        if starts <= self.now:
            return starts
        is_near = starts < self.earliest and not self.refusers(meeting)
        return wanted or (starts if is_near else None)

    @property
    def earliest(self) -> datetime:
        """The first moment that something can be moved to."""
        return self.now + NOTICE

    def refusers(self, meeting: ShareMeeting, start: datetime | None = None) -> set[int]:
        """Required people who have declined the time of a meeting, or another start of it."""
        begin = start or meeting.starts_at
        if begin is None:
            return set()
        end = begin + timedelta(minutes=meeting.minutes)
        return {
            invitee.person_id
            for invitee in meeting.invitees
            if invitee.role is Role.REQUIRED
            and any(
                span.start < end and begin < span.end for span in self.declined.get(invitee.person_id, ())
            )
        }


def facts_of(changes: Sequence[WeekChange], now: datetime) -> Facts:
    """What holds by all changes of a week, the oldest first.

    A decline holds whatever was decided: a person who cannot come cannot come. A wish for another time holds
    while it is open or once it is confirmed, until somebody declines that meeting. A room is gone unless it
    was decided to keep it; one that has declined a single meeting is gone for that meeting. What was taken
    back does not hold.
    """
    declined: dict[int, list[Span]] = defaultdict(list)
    by_hand: dict[int, datetime] = {}
    lost_rooms: set[str] = set()
    refused: set[int] = set()
    for change in changes:
        state = settled(change, changes)
        if change.state is ChangeState.TAKEN_BACK:
            continue
        if change.kind is ChangeKind.DECLINED and change.declined_from and change.declined_until:
            declined[change.person_id or 0].append(Span(change.declined_from, change.declined_until))
            by_hand.pop(change.meeting_id or 0, None)
        elif change.kind is ChangeKind.MOVED and change.wanted_start and state in WANTED:
            by_hand[change.meeting_id or 0] = change.wanted_start
        elif change.kind is ChangeKind.ROOM and change.meeting_id and state is not ChangeState.KEPT:
            refused.add(change.meeting_id)
        elif change.kind is ChangeKind.ROOM and change.room and state is not ChangeState.KEPT:
            lost_rooms.add(change.room)
    spans = {person_id: tuple(dict.fromkeys(found)) for person_id, found in declined.items()}
    return Facts(now, spans, by_hand, frozenset(lost_rooms), refused=frozenset(refused))


def settled(change: WeekChange, changes: Sequence[WeekChange]) -> ChangeState:
    """What became of a change in the end: the newer one that replaced it was decided for both."""
    by_id = {one.id: one for one in changes}
    while change.state is ChangeState.REPLACED and change.replaced_by_id in by_id:
        change = by_id[change.replaced_by_id]
    return change.state
