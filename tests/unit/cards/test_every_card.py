"""What holds for every card, whatever people wrote."""

from __future__ import annotations

import json

import pytest

from tests.unit.cards.every_card import HOSTILE, every_card
from tests.unit.cards.reading import elements, size

LARGEST = 80_000  # bytes as UTF-16; Teams advises at most 80 KB and refuses over 100 KB


@pytest.mark.parametrize("words", HOSTILE)
def test_it_stays_below_what_teams_takes(words: str) -> None:
    sizes = {name: size(card) for name, card in every_card(words).items()}
    assert {name: number for name, number in sizes.items() if number >= LARGEST} == {}


@pytest.mark.parametrize("words", HOSTILE)
def test_it_is_json_and_has_no_half_characters(words: str) -> None:
    for card in every_card(words).values():
        assert json.loads(json.dumps(card, ensure_ascii=False).encode()) == card


@pytest.mark.parametrize("words", ["mention", "function", "html"])
def test_nothing_of_theirs_is_a_mention_or_a_function(words: str) -> None:
    for name, card in every_card(words).items():
        told = json.dumps(
            [one for one in elements(card) if one.get("type") == "TextBlock"], ensure_ascii=False
        )
        assert "<at>" not in told, name
        assert "{{DATE(2000" not in told, name


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_is_empty(words: str) -> None:
    for name, card in every_card(words).items():
        texts = [one["text"] for one in elements(card) if one.get("type") == "TextBlock"]
        assert all(text.strip() for text in texts), name
        assert not any("****" in text for text in texts), name
