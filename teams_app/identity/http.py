"""The one HTTP client of a process: its trust, its limits, and no cookies."""

from __future__ import annotations

import ssl
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

CALL_SECONDS = 12  # under the 15 s after which Teams gives up on an activity and sends it again
CONNECT_SECONDS = 4


def open_http(ca_file: Path | None = None, *, call_seconds: float = CALL_SECONDS) -> ClientSession:
    """A client session for the Bot connector and the OpenID documents; close it at the end.

    :param ca_file: a root certificate to trust besides the system's.
    """
    trust = ssl.create_default_context()
    if ca_file is not None:
        trust.load_verify_locations(ca_file)
    return ClientSession(
        connector=TCPConnector(ssl=trust, limit=200, limit_per_host=100),
        timeout=ClientTimeout(total=call_seconds, sock_connect=CONNECT_SECONDS),
        cookie_jar=DummyCookieJar(),
    )
