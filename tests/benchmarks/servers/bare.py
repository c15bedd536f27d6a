"""The floor: the same turn in aiohttp alone, JSON in and JSON out, nothing checked."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import quote

from aiohttp import ClientSession, web
from serving import serve


async def answer(http: ClientSession, request: web.Request) -> web.Response:
    activity: dict[str, Any] = json.loads(await request.read())
    place, message = (quote(one["id"], safe="") for one in (activity["conversation"], activity))
    url = f"{activity['serviceUrl']}v3/conversations/{place}/activities/{message}"
    reply = {
        "type": "message",
        "text": f"You said: {activity['text']}",
        "from": activity["recipient"],
        "recipient": activity["from"],
        "conversation": activity["conversation"],
        "replyToId": activity["id"],
    }
    async with http.post(url, json=reply) as response:
        await response.json()
    return web.Response()


async def main() -> None:
    async with ClientSession() as http:
        app = web.Application()

        async def handle(request: web.Request) -> web.Response:
            return await answer(http, request)

        app.router.add_post("/api/messages", handle)
        await serve(app)


if __name__ == "__main__":
    asyncio.run(main())
