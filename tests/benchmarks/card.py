"""CPU of making the card of an OKR: ``python -m tests.benchmarks card``.

From the loaded objective to the JSON that is sent; the baseline is writing that JSON alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from statistics import median
from time import process_time

from teams_app.cards import okr_card
from tests.benchmarks.figures import Figure
from tests.unit.cards.onboarding import LINKS, busy_thread, key_result, objective

ROUNDS = 7
CARDS = 500  # in a round
LONGEST_MS = 1.0  # for a card


def run() -> list[Figure]:
    """A card with three key results and a thread."""
    shown, said = objective(key_results=[key_result() for _ in range(3)]), busy_thread()
    card = okr_card(shown, said, LINKS)
    ours = _milliseconds(lambda: json.dumps(okr_card(shown, said, LINKS)))
    return [
        Figure("the card of an OKR", "ms", ours, "its JSON alone", _milliseconds(lambda: json.dumps(card))),
        Figure("the card of an OKR", "ms", ours, "ms allowed", LONGEST_MS, target=1),
    ]


def _milliseconds(make: Callable[[], str]) -> float:
    return median(_round(make) for _ in range(ROUNDS))


def _round(make: Callable[[], str]) -> float:
    begun = process_time()
    for _ in range(CARDS):
        make()
    return (process_time() - begun) / CARDS * 1000
