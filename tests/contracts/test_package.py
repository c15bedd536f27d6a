"""The app package keeps Microsoft's manifest schema and the rules for icons, tabs and permissions."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from teams_app.config import load_settings
from teams_app.package import FOLDER, filled, read_template
from tests.contracts.draw_icons import color_icon, outline_icon

CONTRACTS = Path(__file__).parents[3] / "shared" / "contracts" / "teams"
NO_CONTRACTS = (
    "Microsoft's published manifest schema is not beside this repository (../shared/contracts/teams)"
)
SETTINGS = {"app_id": "0d5c1f2a-7b3e-4d7c-9a52-aaaaaaaaaaaa", "public_url": "https://okr.example.org"}


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason=NO_CONTRACTS)
def test_the_package_keeps_the_schema_and_the_rules() -> None:
    from validate_package import check_package  # noqa: PLC0415  # absent where the contracts are

    files = filled(read_template(), load_settings(**SETTINGS), "0.1.0")
    assert [str(finding) for finding in check_package(files)] == []


@pytest.mark.parametrize(("name", "drawn"), [("color.png", color_icon()), ("outline.png", outline_icon())])
def test_the_icons_are_as_they_are_drawn(name: str, drawn: Image.Image) -> None:
    with Image.open(FOLDER / name) as kept:
        assert kept.size == drawn.size
        difference = ImageChops.difference(kept.convert("RGBA"), drawn.convert("RGBA"))
    assert max(difference.tobytes()) <= 8  # versions of Pillow round differently
