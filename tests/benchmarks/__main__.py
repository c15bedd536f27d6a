"""``python -m tests.benchmarks [NAME …] [--json FILE]``: what costs how much, as a table.

Without names all are run. Each compares with a baseline in the same run, so that the ratios mean the same on
every machine. The exit status is 0 even where a target is missed: the table says so.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from tests.benchmarks import calendars, card, directory, planner, reply, turn
from tests.benchmarks.figures import Figure, table_of

BENCHMARKS: dict[str, Callable[[], list[Figure]]] = {
    "turn": turn.run,
    "reply": reply.run,
    "planner": planner.run,
    "card": card.run,
    "directory": directory.run,
    "calendars": calendars.run,
}

FILE_WIDTH = 160  # columns where the table is not shown on a terminal


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(BENCHMARKS)}; else all")
    parser.add_argument("--json", type=Path, help="gets the figures")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    err, out = Console(stderr=True), Console()
    if not out.is_terminal:
        out = Console(width=FILE_WIDTH)
    figures: list[Figure] = []
    for name in options.names or BENCHMARKS:
        with err.status(f"Measuring: {name}"):
            figures += BENCHMARKS[name]()
    out.print(table_of(figures))
    if options.json:
        found = [figure.as_json() for figure in figures]
        options.json.write_text(json.dumps({"figures": found}, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
