"""Ports that nobody uses."""

from __future__ import annotations

import socket


def free_ports() -> tuple[int, int]:
    """The first of two neighbouring ports, and one more."""
    while True:
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            third.bind(("127.0.0.1", 0))
            return port, third.getsockname()[1]
