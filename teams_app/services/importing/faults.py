"""What is wrong with a file: where, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from teams_app.errors import BadInput


@dataclass(frozen=True, order=True)
class Fault:
    """One cell or line that cannot be used; ``line`` counts from 1 with the header."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}, line {self.line}{column}: {self.reason}"


class ImportFaults(BadInput):
    """Nothing was imported, since something in the files cannot be used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        lines = "\n".join(map(str, self.faults))
        super().__init__(f"{lines}\nNothing was imported: {len(faults)} faults. Please correct them.")
