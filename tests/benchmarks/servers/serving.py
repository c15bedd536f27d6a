"""What the servers under measurement have in common; runs in their throw-away environments, too."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from aiohttp import web


async def serve(app: web.Application) -> None:
    """Listen on a free loopback port, say which on stdout, and go on until the process is ended."""
    logging.disable(logging.CRITICAL)  # some write lines in every turn, which is not what is measured
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [(_, port)] = runner.addresses
    print(port, flush=True)
    with suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    await runner.cleanup()
