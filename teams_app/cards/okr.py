"""The card of an OKR, the root of its thread in a channel."""

from __future__ import annotations

from teams_app.cards.elements import (
    Json,
    badge,
    box,
    card,
    column,
    columns,
    heading,
    open_dialog,
    open_url,
    progress,
    small,
    text,
    title,
)
from teams_app.cards.links import Links
from teams_app.cards.text import number, one_line, plain
from teams_app.cards.thread import thread_box, thread_line
from teams_app.okr import KeyResult, Objective, Status, ThreadSummary, UnitKind

# words, mark, icon and style of the badge; never told by colour alone
STATUS: dict[Status, tuple[str, str, str, str]] = {
    Status.ON_TRACK: ("On track", "●", "CheckmarkCircle", "Good"),
    Status.AT_RISK: ("At risk", "▲", "Warning", "Warning"),
    Status.BEHIND: ("Behind", "▼", "ArrowTrendingDown", "Attention"),
    Status.NOT_STARTED: ("Not started", "○", "Circle", "Subtle"),
    Status.CLOSED: ("Closed", "✓", "Checkmark", "Subtle"),
    Status.POSTPONED: ("Postponed", "»", "Clock", "Subtle"),
}
WORST_FIRST = (Status.BEHIND, Status.AT_RISK, Status.ON_TRACK, Status.POSTPONED, Status.NOT_STARTED)
MOST_KEY_RESULTS = 10
NAMED_CONTRIBUTORS = 5


def okr_card(objective: Objective, thread: ThreadSummary, links: Links) -> Json:
    """An OKR as it is now, with the latest of its thread.

    ``objective`` is loaded as ``storage.queries.goals.shown_on_cards`` does.
    """
    where = f"{one_line(_unit_name(objective))} · {one_line(objective.cycle.name)}"
    body = [
        columns(
            column([small(where)], verticalContentAlignment="Center"),
            column([badge(*STATUS[status_of(objective)])], "auto", verticalContentAlignment="Center"),
            spacing="None",
        ),
        title(one_line(objective.title), spacing="Small"),
        text(_people(objective), spacing="Small"),
        small(_alignment(objective, links), spacing="Small"),
        _key_results(objective),
        thread_box(thread),
    ]
    return card(body, _actions(objective, links), fallback=_fallback(objective, thread), is_wide=True)


def status_of(objective: Objective) -> Status:
    """That of the key result that is worst off; closed when all are."""
    there = {result.status for result in objective.key_results}
    return next(
        (status for status in WORST_FIRST if status in there), Status.CLOSED if there else Status.NOT_STARTED
    )


def _people(objective: Objective) -> str:
    names = [one_line(person.name) for person in objective.contributors if person.id != objective.owner_id]
    shown, more = names[:NAMED_CONTRIBUTORS], len(names) - NAMED_CONTRIBUTORS
    if more > 0:
        shown.append(f"{more} more")
    return f"Owner **{one_line(objective.owner.name)}**" + (f", with {_listed(shown)}" if shown else "")


def _alignment(objective: Objective, links: Links) -> str:
    result = objective.parent_key_result
    parent = objective.parent or (result.objective if result else None)
    if parent is None:
        return "Contributes to the organization" if _is_top(objective) else "▲ Contributes to nothing yet"
    through = one_line(result.title if result else parent.title)
    return f"↑ Contributes to [{through}]({links.objective(parent.key)}) · {one_line(parent.unit.name)}"


def _is_top(objective: Objective) -> bool:
    return objective.unit.kind is UnitKind.ORGANIZATION


def _key_results(objective: Objective) -> Json:
    results = objective.key_results
    if not results:
        return box([text("▲ Not ready: no key results yet")], spacing="Large")
    shown = [_key_result(result) for result in results[:MOST_KEY_RESULTS]]
    if len(results) > MOST_KEY_RESULTS:
        shown.append(small(f"and {len(results) - MOST_KEY_RESULTS} more key results"))
    return box([heading("Key results"), *shown] if _is_new(objective) else shown, spacing="Large")


def _is_new(objective: Objective) -> bool:
    return all(result.current == result.start for result in objective.key_results)


def _key_result(result: KeyResult) -> Json:
    words, mark, *_ = STATUS[result.status]
    measure = "" if result.measure in ("", "%") else f" {one_line(result.measure)}"
    start, now, target = (number(v, result.measure) for v in (result.start, result.current, result.target))
    return box(
        [
            text(one_line(result.title)),
            columns(
                column([progress(result.progress)], "116px", verticalContentAlignment="Center"),
                column(
                    [text(f"**{result.progress}\u00a0%** · {mark} {words}")],
                    verticalContentAlignment="Center",
                    spacing="Small",
                ),
                spacing="None",
            ),
            small(f"Start {start} → now **{now}** → target {target}{measure}", spacing="None"),
        ],
        spacing="Medium",
    )


def _actions(objective: Objective, links: Links) -> list[Json]:
    okr = {"okr": objective.key}
    return [
        open_dialog("Comment", "comment", {**okr, "kind": "conversation"}, style="positive"),
        open_dialog("Ask", "comment", {**okr, "kind": "question"}),
        open_dialog("Recognise", "comment", {**okr, "kind": "recognition"}),
        open_url("Open", links.objective(objective.key)),
    ]


def _fallback(objective: Objective, thread: ThreadSummary) -> str:
    words = STATUS[status_of(objective)][0].lower()
    return plain(
        f"{objective.title}. {_unit_name(objective)}, {objective.cycle.name}, owner {objective.owner.name}: "
        f"{words}. {thread_line(thread)}."
    )


def _unit_name(objective: Objective) -> str:
    kind = "" if _is_top(objective) else f" {objective.unit.kind.value}"
    return f"{objective.unit.name}{kind}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
