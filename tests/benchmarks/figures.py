"""What a benchmark finds, and the table of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One comparison: less is better in all of them.

    :param unit: of ``ours`` and ``baseline``.
    :param baseline: None where it is not at hand; ``note`` says why.
    :param target: what ``ours / baseline`` may be at most; None: shown for information.
    """

    what: str
    unit: str
    ours: float
    against: str = ""
    baseline: float | None = None
    target: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.baseline if self.baseline else None

    @property
    def is_met(self) -> bool | None:
        """None where there is nothing to meet."""
        if self.target is None or self.baseline is None:
            return None
        return self.ours <= self.target * self.baseline

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "is_met": self.is_met}


def table_of(figures: list[Figure]) -> Table:
    table = Table(title="Less is better; CPU time of the process that is measured, median, unless named else")
    for column in ("what", "ours", "baseline", "ratio", "target", ""):
        table.add_column(column, justify="left" if column in ("what", "") else "right")
    for figure in figures:
        table.add_row(*_cells(figure))
    return table


def _cells(figure: Figure) -> tuple[str, ...]:
    there = "not at hand:" if figure.baseline is None else shown(figure.baseline)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    target = "" if figure.target is None else f"≤ {figure.target:g}"
    verdict = {True: "met", False: "MISSED", None: ""}[figure.is_met]
    words = "  ".join(part for part in (verdict, figure.note) if part)
    return (
        figure.what,
        f"{shown(figure.ours)} {figure.unit}",
        f"{there} {figure.against}",
        ratio,
        target,
        words,
    )


def shown(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
