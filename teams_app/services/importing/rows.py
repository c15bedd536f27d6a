"""CSV files as rows: which of the four kinds each is, and where each row stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from teams_app.services.importing.faults import Fault

COLUMNS = {
    "people": tuple(
        "email name job_title manager units time_zone work_days work_start work_end kind".split()  # noqa: SIM905
    ),
    "units": ("key", "name", "kind", "parent", "leader", "teams_team", "channel"),
    "okrs": tuple(
        "key type objective title owner unit cycle contributes_to contributors "  # noqa: SIM905
        "start current target measure status external".split()
    ),
    "rooms": ("email", "name", "capacity"),
}
# These may be left out of a file; then they count as empty.
OPTIONAL_COLUMNS = {"units": ("needs_room",), "rooms": ("site", "time_zone")}
LARGEST_FILE = 50_000_000  # bytes; an OKR file of 10,000 people has 10


@dataclass(frozen=True)
class Row:
    """One line of a file; all columns of its kind are there, perhaps empty."""

    file: str
    line: int
    values: dict[str, str]

    def fault(self, column: str, reason: str) -> Fault:
        return Fault(self.file, self.line, column, reason)


@dataclass(frozen=True)
class Rows:
    """The rows of all files by kind, and what could not be read at all."""

    people: tuple[Row, ...]
    units: tuple[Row, ...]
    okrs: tuple[Row, ...]
    rooms: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read_rows(paths: Iterable[Path]) -> Rows:
    """Read files, telling their kind by their header."""
    found: dict[str, list[Row]] = {kind: [] for kind in COLUMNS}
    faults: list[Fault] = []
    for path in paths:
        kind, rows = _read(path, faults)
        if kind:
            found[kind] += rows
    return Rows(**{kind: tuple(rows) for kind, rows in found.items()}, faults=tuple(faults))


def _read(path: Path, faults: list[Fault]) -> tuple[str | None, list[Row]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            faults.append(Fault(path.name, 1, "", f"is larger than {LARGEST_FILE // 1_000_000} MB"))
            return None, []
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault(path.name, 1, "", "is not UTF-8: please save it as CSV UTF-8"))
        return None, []
    except OSError as error:
        faults.append(Fault(path.name, 1, "", f"cannot be read: {error.strerror}"))
        return None, []
    return _parse(path.name, text, faults)


def _parse(name: str, text: str, faults: list[Fault]) -> tuple[str | None, list[Row]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    header = [column.strip().lower() for column in reader.fieldnames or ()]
    kind = next((kind for kind, columns in COLUMNS.items() if set(columns) <= set(header)), None)
    if kind is None:
        faults.append(Fault(name, 1, "", _unknown_kind(header)))
        return None, []
    reader.fieldnames = header
    missing = dict.fromkeys(set(OPTIONAL_COLUMNS.get(kind, ())) - set(header), "")
    rows: list[Row] = []
    try:
        for values in reader:
            _add(rows, Row(name, reader.line_num, missing | values), faults)  # pyright: ignore[reportArgumentType]
    except csv.Error as error:
        faults.append(Fault(name, reader.line_num, "", f"is not CSV: {error}"))
    return kind, rows


def _add(rows: list[Row], row: Row, faults: list[Fault]) -> None:
    """A row has as many cells as the header; csv marks more by the key None, fewer by the value None."""
    if any(key is None or value is None for key, value in row.values.items()):  # pyright: ignore[reportUnnecessaryComparison]
        faults.append(row.fault("", "has another number of cells than the header"))
        return
    rows.append(Row(row.file, row.line, {key: value.strip() for key, value in row.values.items()}))


def _unknown_kind(header: list[str]) -> str:
    best = max(COLUMNS, key=lambda kind: len(set(COLUMNS[kind]) & set(header)))
    missing = [column for column in COLUMNS[best] if column not in header]
    if len(missing) == len(COLUMNS[best]):
        return "is not one of ours: the header is that of neither people, units, OKRs nor rooms"
    return f"looks like {best}, but lacks the columns {', '.join(missing)}"
