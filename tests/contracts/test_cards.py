"""Every card in every state keeps Microsoft's schema of Adaptive Cards and the rules of Teams."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.cards.every_card import HOSTILE, changed_cards, every_card

CONTRACTS = Path(__file__).parents[3] / "shared" / "contracts" / "teams"
NO_CONTRACTS = "Microsoft's published card schema is not beside this repository (../shared/contracts/teams)"

pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason=NO_CONTRACTS)


def findings(card: dict[str, Any]) -> list[str]:
    from validate_card import check_card  # noqa: PLC0415  # absent where the contracts are

    return [str(finding) for finding in check_card(card)]


@pytest.mark.parametrize("name", every_card())
def test_a_card_keeps_the_schema_and_the_rules(name: str) -> None:
    assert findings(every_card()[name]) == []


@pytest.mark.parametrize(
    "words", [name for name in HOSTILE if "thousand" not in name]
)  # sizes are checked alone
def test_whatever_people_wrote_a_card_keeps_them(words: str) -> None:
    found = {name: findings(card) for name, card in changed_cards(words).items()}
    assert {name: what for name, what in found.items() if what} == {}
