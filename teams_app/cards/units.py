"""How a unit is named on a card."""

from __future__ import annotations

from teams_app.okr import Unit, UnitKind


def is_top(unit: Unit) -> bool:
    return unit.kind is UnitKind.ORGANIZATION


def unit_name(unit: Unit) -> str:
    """``Customer department``; the organization's name alone, and no word twice."""
    kind = unit.kind.value
    return unit.name if is_top(unit) or unit.name.lower().endswith(kind) else f"{unit.name} {kind}"
