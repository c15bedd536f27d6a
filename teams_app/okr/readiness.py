"""What keeps an OKR from being shared."""

from __future__ import annotations

from enum import StrEnum

from teams_app.okr.goals import Objective
from teams_app.okr.org import UnitKind


class Missing(StrEnum):
    """What an OKR lacks, in the order in which it is best mended."""

    OWNER = "owner"
    KEY_RESULTS = "key_results"
    PARENT = "parent"


def missing(objective: Objective) -> list[Missing]:
    """``owner``, ``unit`` and ``key_results`` are loaded; the organization's own OKRs need no parent."""
    lacks: list[Missing] = []
    if not objective.owner.is_enabled:
        lacks.append(Missing.OWNER)
    if not objective.key_results:
        lacks.append(Missing.KEY_RESULTS)
    if not objective.is_aligned and objective.unit.kind is not UnitKind.ORGANIZATION:
        lacks.append(Missing.PARENT)
    return lacks
