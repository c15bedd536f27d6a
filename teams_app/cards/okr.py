"""The card of an OKR, the root of its thread in a channel."""

from __future__ import annotations

from teams_app.cards.elements import (
    Json,
    badge,
    card,
    column,
    columns,
    open_dialog,
    open_url,
    small,
    text,
    title,
)
from teams_app.cards.figures import listed
from teams_app.cards.key_results import STATUS, key_results
from teams_app.cards.links import Links
from teams_app.cards.text import link_label, one_line, unformatted
from teams_app.cards.thread import thread_box, thread_line
from teams_app.cards.units import is_top, unit_name
from teams_app.okr import Objective, ObjectiveState, Status, ThreadSummary

WORST_FIRST = (Status.BEHIND, Status.AT_RISK, Status.ON_TRACK, Status.POSTPONED, Status.NOT_STARTED)
NAMED_CONTRIBUTORS = 5


def okr_card(objective: Objective, thread: ThreadSummary, links: Links) -> Json:
    """An OKR as it is now, with the latest of its thread.

    ``objective`` is loaded as ``storage.queries.goals.shown_on_cards`` does.
    """
    where = f"{one_line(unit_name(objective.unit))} · {one_line(objective.cycle.name)}"
    body = [
        columns(
            column([small(where)], verticalContentAlignment="Center"),
            column([badge(*STATUS[status_of(objective)])], "auto", verticalContentAlignment="Center"),
            spacing="None",
        ),
        title(one_line(objective.title), spacing="Small"),
        text(_people(objective), spacing="Small"),
        small(_alignment(objective, links), spacing="Small"),
        key_results(objective.key_results),
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
    return f"Owner **{one_line(objective.owner.name)}**" + (f", with {listed(shown)}" if shown else "")


def _alignment(objective: Objective, links: Links) -> str:
    result = objective.parent_key_result
    parent = objective.parent or (result.objective if result else None)
    if parent is None:
        return "An OKR of the organization" if is_top(objective.unit) else "▲ Contributes to nothing yet"
    if not may_be_shown(parent):
        return "↑ Contributes to an OKR that is not shared with everybody"
    through = link_label(result.title if result else parent.title)
    address = links.objective(parent.key)
    return f"↑ Contributes to [{through}]({address}) · {one_line(unit_name(parent.unit))}"


def may_be_shown(parent: Objective) -> bool:
    """Whether everybody in a channel may read its title: neither a draft nor of a restricted unit."""
    return parent.state is ObjectiveState.SHARED and not parent.unit.is_restricted


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
    where = f"{unit_name(objective.unit)}, {objective.cycle.name}"
    return (
        f"{unformatted(objective.title)}. {unformatted(where)}, "
        f"owner {unformatted(objective.owner.name)}: {words}. {thread_line(thread)}."
    )
