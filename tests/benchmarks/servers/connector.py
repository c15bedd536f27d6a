"""The far side of every bot that is measured: takes whatever is sent and names a message id."""

from __future__ import annotations

import asyncio
from itertools import count

from aiohttp import web
from serving import serve

ids = count(1)


async def take(request: web.Request) -> web.Response:
    await request.read()
    return web.json_response({"id": f"sent-{next(ids)}"}, status=201)


async def main() -> None:
    app = web.Application()
    app.router.add_post("/connector/{rest:.*}", take)
    await serve(app)


if __name__ == "__main__":
    asyncio.run(main())
