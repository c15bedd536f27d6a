"""The tour of the README by clicks: plan, confirm, see invitations, reply, see the comment in the tab."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.e2e.chromium import CHROMIUM, MISSING
from tests.e2e.tour import tour, walk

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING)


async def test_the_whole_tour_is_walked_by_clicks() -> None:
    with tempfile.TemporaryDirectory(prefix="okr-tour-") as folder:
        async with tour(Path(folder)) as walked:
            await walk(walked)
