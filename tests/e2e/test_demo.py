"""The whole share week by real processes, as `okr-share demo --once` runs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psutil
import pytest

from teams_app.demo.contracts import are_at_hand
from tests.e2e.free_ports import free_ports

SECONDS = 300


def demo(*arguments: str) -> list[str]:
    tenant, bot = free_ports()
    ports = ["--port", str(tenant), "--bot-port", str(bot)]
    return [sys.executable, "-m", "teams_app", "demo", *ports, *arguments]


def run_once(folder: Path, report: Path) -> dict[str, Any]:
    environment = os.environ | {"OKR_DATA_DIR": str(folder)}
    command = demo("--once", "--report", str(report))
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(json.loads(report.read_text()))


def run_until_ctrl_c(folder: Path, report: Path) -> dict[str, Any]:
    """A demo that stays; at the end nothing that it started may be left."""
    environment = os.environ | {"OKR_DATA_DIR": str(folder)}
    command = demo("--report", str(report))
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdout is not None
        assert any("until you press Ctrl-C" in line for line in running.stdout)
        children = psutil.Process(running.pid).children(recursive=True)
        assert len(children) >= 3
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
    assert not [child for child in children if child.is_running()]
    return dict(json.loads(report.read_text()))


@pytest.fixture(scope="module")
def reports() -> Generator[list[dict[str, Any]]]:
    """What two runs on the same data reported; the second stays until Ctrl-C."""
    folder = Path(tempfile.mkdtemp(prefix="okr-demo-"))
    yield [
        run_once(folder / "data", folder / "first.json"),
        run_until_ctrl_c(folder / "data", folder / "second.json"),
    ]
    shutil.rmtree(folder, ignore_errors=True)


def test_everything_happened_once_and_in_order(reports: list[dict[str, Any]]) -> None:
    report = reports[0]
    wrong = ("double_bookings", "order_violations", "comments_missing", "comments_duplicated")
    assert {name: report[name] for name in wrong} == dict.fromkeys(wrong, 0)
    assert report["meetings_planned"] == report["events_created"] == 19
    assert report["cards_posted"] == report["objectives"] == 74
    assert report["objectives_without_card"] == 0
    assert report["replies_sent"] >= 30
    assert report["comments_stored"] == report["replies_sent"] + 1  # and a question from a dialog


def test_every_call_and_card_keeps_microsofts_contracts(reports: list[dict[str, Any]]) -> None:
    if not are_at_hand():
        pytest.skip("the contracts' checkers are not beside this repository (../shared/contracts)")
    assert [report["contract_violations"] for report in reports] == [0, 0]


def test_a_second_run_creates_nothing_anew_and_ctrl_c_ends_it(
    reports: list[dict[str, Any]],
) -> None:
    first, second = ({k: v for k, v in report.items() if k != "seconds"} for report in reports)
    assert first == second


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = os.environ | {"OKR_DATA_DIR": str(tmp_path / "data")}
        command = [sys.executable, "-m", "teams_app", "demo", "--once", "--port", str(port)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
