"""Every card in every state, with everyday words or with somebody's hostile ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any

from teams_app.cards import (
    comment_dialog,
    error_card,
    help_card,
    message_card,
    okr_card,
    week_card,
    welcome_card,
    why_card,
)
from teams_app.okr import (
    Answer,
    CommentKind,
    Explanation,
    MeetingState,
    OtherStart,
    Status,
    Trouble,
    UnitKind,
    WeekState,
)
from tests.unit.cards.changes import change_cards
from tests.unit.cards.onboarding import (
    LINKS,
    ONBOARDING,
    TIDEWELL,
    WRITTEN,
    busy_thread,
    comment,
    key_result,
    objective,
    person,
    thread,
)
from tests.unit.cards.weeks import MONDAY, invitee, meeting, meetings_of, unplaced, week

Card = dict[str, Any]
ZONE = "Europe/Berlin"
HOSTILE = {
    "nothing": "",
    "white space": " \t\n\u2003 ",
    "markdown": "# **a** _b_ [c](https://tidewell.example) ![d](e) `f` ~~g~~ > h\n- i\n1. j",
    "mention": "<at>Felix Maurer</at>",
    "function": "{{DATE(2000-01-01T09:18:00Z,SHORT)}} {{TIME(2000-01-01T09:18:00Z)}} ${title}",
    "html": "<script>alert(1)</script> &lt;b&gt; <!-- -->",
    "right to left": "\u202eليلى منصور \u2067 שלום",
    "emoji": "👩🏽‍💻🗺️🎉" * 200,
    "control characters": "".join(map(chr, range(32))) + "\x7f\x85\ud800\udfff",
    "quotes": "\"'\\" * 5_000,
    "hundred thousand characters": "x" * 100_000,
    "hundred thousand asterisks": "*" * 100_000,
    "hundred thousand emoji": "🎉" * 100_000,
    "hundred thousand lines": "a\n" * 50_000,
}


def okr_cards(words: str = "Customers see value") -> Iterator[tuple[str, Card]]:
    """By name of the state."""
    name = person(9, words)
    ours: dict[str, Any] = {"title": words, "owner": name}
    through = key_result(words)
    through.objective = objective(title=words)
    said = [comment(words, name, kind=kind, edited_at=WRITTEN) for kind in CommentKind]
    results = [key_result(words, measure=words, status=status) for status in Status]
    new = key_result(words, status=Status.NOT_STARTED, current=9)
    variants: dict[str, Card] = {
        "new": okr_card(objective(**ours, key_results=[new]), thread(), LINKS),
        "with a thread": okr_card(objective(**ours, key_results=results), thread(*said, questions=1), LINKS),
        "unaligned": okr_card(objective(**ours, parent=None), busy_thread(), LINKS),
        "of the organization": okr_card(objective(**ours, parent=None, unit=TIDEWELL), thread(), LINKS),
        "without key results": okr_card(objective(**ours, key_results=[]), thread(), LINKS),
        "to a key result": okr_card(
            objective(**ours, parent=None, parent_key_result=through), thread(), LINKS
        ),
        "many key results": okr_card(objective(**ours, key_results=results * 7), thread(), LINKS),
        "many contributors": okr_card(objective(**ours, contributors=[name] * 300), thread(), LINKS),
        "deleted comment": okr_card(objective(**ours), thread(comment(words, deleted_at=WRITTEN)), LINKS),
    }
    yield from ((f"okr, {state}", card) for state, card in variants.items())


def week_cards(words: str = "Onboarding") -> Iterator[tuple[str, Card]]:
    """By name of the state."""

    def clashing(count: int) -> list[Any]:
        asked = [invitee(person(n, words), trouble=list(Trouble)[n % 4]) for n in range(count)]
        return [meeting(words, invitees=asked, organizer=person(8, words), room=words)]

    def answered(answer: Answer) -> Any:
        asked = [invitee(person(n, words)) for n in range(9)]
        for one in asked:
            one.answer = answer
        state = MeetingState.BOOKED
        return meeting(words, invitees=asked, room=words, room_answer=answer, state=state)

    weeks = {
        "proposed": week(meetings_of(14)),
        "unplaced": week([meeting(words), unplaced(words, words)]),
        "many unplaced": week([unplaced(words, words) for _ in range(30)]),
        "clashes": week([*clashing(30), *meetings_of(3)], unread_mailboxes=3),
        "confirmed": week(meetings_of(14, state=MeetingState.BOOKED), state=WeekState.CONFIRMED),
        "partly booked": week(
            [meeting(words, state=MeetingState.BOOKING, problem=words), *meetings_of(2)],
            state=WeekState.CONFIRMED,
        ),
        "replaced": week(meetings_of(14), state=WeekState.REPLACED),
        "cancelled": week(meetings_of(14, state=MeetingState.CANCELLING), state=WeekState.CANCELLED),
        "bottom-up": week(meetings_of(14), is_bottom_up=True),
        "60 meetings": week(meetings_of(55)),
        "large": week([one for kind in UnitKind for _ in range(20) for one in _clashing_at(kind, words)]),
        "answered": week([answered(one) for one in Answer], state=WeekState.CONFIRMED),
        "deleted": week(
            [meeting(words, state=MeetingState.DELETED) for _ in range(30)], state=WeekState.CONFIRMED
        ),
        "empty": week([]),
    }
    yield from ((f"week, {state}", week_card(one, LINKS, ZONE)) for state, one in weeks.items())


def why_cards(words: str = "not ended by then: Product") -> Iterator[tuple[str, Card]]:
    """By name of the state."""
    starts = tuple(OtherStart(MONDAY, cost, words) for cost in (None, 0, 1, 98, 1_219) for _ in range(9))
    clashing = [invitee(person(n, words), trouble=list(Trouble)[n % 4]) for n in range(30)]
    why: dict[str, Any] = {"explanation": Explanation(starts, (words,) * 30).to_json()}
    meetings = {
        "good": meeting(words),
        "bad": meeting(words, invitees=clashing, **why),
        "moved": meeting(words, invitees=clashing),
        "unplaced": unplaced(words, words, **why),
    }
    for state, one in meetings.items():
        one.week = week([])
        yield f"why, {state}", why_card(one, ZONE)


def _clashing_at(kind: UnitKind, words: str) -> list[Any]:
    asked = [invitee(person(n, words), trouble=Trouble.TENTATIVE) for n in range(4)]
    return [meeting(words, kind, invitees=asked, room=words)]


def small_cards(words: str = "Which plans come first?") -> Iterator[tuple[str, Card]]:
    """Dialogs and messages."""
    ours = objective(title=words, unit=ONBOARDING)
    for kind in CommentKind:
        yield f"dialog, {kind}", comment_dialog(ours, kind=kind, nonce="n-1")
    kept = comment_dialog(ours, kind=CommentKind.QUESTION, nonce="n-1", text=words, problem=words)
    yield "dialog, with a problem", kept
    yield (
        "error",
        error_card(words, {"okr": "ONB-1", "nonce": "n-1"}, about=words, reason=words, number="7F3A"),
    )
    yield "message", message_card(words, words)
    for is_organizer in (True, False):
        yield f"welcome, {is_organizer}", welcome_card(words, is_organizer=is_organizer)
        yield f"help, {is_organizer}", help_card(is_organizer=is_organizer)


@cache
def every_card(hostile: str = "") -> dict[str, Card]:
    """All of them by name; the words of that name in HOSTILE stand wherever somebody's words do."""
    given = (HOSTILE[hostile],) if hostile else ()
    groups = okr_cards, week_cards, change_cards, why_cards, small_cards
    return dict(chain.from_iterable(cards_of(*given) for cards_of in groups))


def changed_cards(hostile: str) -> dict[str, Card]:
    """Those that are not as with everyday words."""
    everyday = every_card()
    return {name: card for name, card in every_card(hostile).items() if card != everyday[name]}
