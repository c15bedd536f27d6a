"""The key results of an OKR: from where to where, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence

from teams_app.cards.elements import Json, box, column, columns, heading, progress, small, text
from teams_app.cards.figures import counted, number
from teams_app.cards.text import NO_BREAK, one_line
from teams_app.okr import KeyResult, Status

# words, mark, icon and style of the badge; never told by colour alone
STATUS: dict[Status, tuple[str, str, str, str]] = {
    Status.ON_TRACK: ("On track", "●", "CheckmarkCircle", "Good"),
    Status.AT_RISK: ("At risk", "▲", "Warning", "Warning"),
    Status.BEHIND: ("Behind", "▼", "ArrowTrendingDown", "Attention"),
    Status.NOT_STARTED: ("Not started", "○", "Circle", "Subtle"),
    Status.CLOSED: ("Closed", "✓", "Checkmark", "Subtle"),
    Status.POSTPONED: ("Postponed", "»", "Clock", "Subtle"),
}
MOST_SHOWN = 10
LONGEST_MEASURE = 30
SHORT_MEASURE = 8  # characters; leaves most of a phone to the title


def key_results(results: Sequence[KeyResult]) -> Json:
    """A line each before the start, then a bar each."""
    if not results:
        return box([text("▲ Not ready: no key results yet")], spacing="Large")
    is_new = all(one.status is Status.NOT_STARTED and one.current == one.start for one in results)
    is_narrow = all(len(one.measure) <= SHORT_MEASURE for one in results)
    shown = [_planned(one, beside=is_narrow) if is_new else _running(one) for one in results[:MOST_SHOWN]]
    if len(results) > MOST_SHOWN:
        more = counted(len(results) - MOST_SHOWN, "more key result", "more key results")
        shown.append(small(f"and {more}", spacing="Medium"))
    return box([heading("Key results"), *shown] if is_new else shown, spacing="Large")


def _planned(result: KeyResult, *, beside: bool) -> Json:
    """From where to where: beside the title, or under it where there is no room on a phone."""
    start, target = number(result.start, result.measure), number(result.target, result.measure)
    way = f"{start}{NO_BREAK}→{NO_BREAK}**{target}**{_measure(result)}"
    words = text(one_line(result.title))
    if beside:
        return columns(column([words]), column([text(way)], "auto"), spacing="Small")
    return box([words, small(way, spacing="None")], spacing="Small")


def _running(result: KeyResult) -> Json:
    words, mark, *_ = STATUS[result.status]
    bar = column([progress(result.progress)], "116px", verticalContentAlignment="Center")
    state = column(
        [text(f"**{result.progress}{NO_BREAK}%** · {mark} {words}")],
        verticalContentAlignment="Center",
        spacing="Small",
    )
    return box(
        [
            text(one_line(result.title)),
            columns(bar, state, spacing="None"),
            small(_way(result), spacing="None"),
        ],
        spacing="Medium",
    )


def _way(result: KeyResult) -> str:
    start, now, target = (number(v, result.measure) for v in (result.start, result.current, result.target))
    return f"Start {start} → now **{now}** → target {target}{_measure(result)}"


def _measure(result: KeyResult) -> str:
    """Named once; per cents stand with each number."""
    return "" if result.measure in ("", "%") else f"{NO_BREAK}{one_line(result.measure, LONGEST_MEASURE)}"
