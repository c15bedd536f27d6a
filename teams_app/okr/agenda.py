"""In which order a session goes through the OKRs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from teams_app.okr.goals import Objective

Parents = dict[int, int | None]


def session_order(objectives: Iterable[Objective], unit_id: int) -> list[Objective]:
    """The unit's OKRs, each followed by those that contribute to it; what contributes to nothing comes last.

    :param objectives: the unit's own and those of the units below it that may contribute, with
        ``key_results`` loaded; what is not the unit's own and contributes to none of them is left out.
    """
    ordered = sorted(objectives, key=lambda objective: (objective.position, objective.id))
    parents = parents_of(ordered)
    below: dict[int, list[Objective]] = defaultdict(list)
    for objective in ordered:
        parent = parents[objective.id]
        if parent is not None:
            below[parent].append(objective)
    roots = [one for one in ordered if one.unit_id == unit_id and parents[one.id] is None]
    aligned = [one for one in roots if one.is_aligned]
    return list(_unfold([*aligned, *(one for one in roots if not one.is_aligned)], below))


def parents_of(objectives: Sequence[Objective]) -> Parents:
    """For each objective's id the objective among them that it contributes to, also through a key result."""
    ids = {objective.id for objective in objectives}
    by_key_result = {result.id: result.objective_id for one in objectives for result in one.key_results}
    parents: Parents = {}
    for objective in objectives:
        parent = objective.parent_id or by_key_result.get(objective.parent_key_result_id or 0)
        parents[objective.id] = parent if parent in ids else None
    return parents


def _unfold(roots: Sequence[Objective], below: dict[int, list[Objective]]) -> Iterator[Objective]:
    for root in roots:
        yield root
        yield from _unfold(below[root.id], below)
