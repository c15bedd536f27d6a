"""Whether the process lives, whether it can work, and what it counts."""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from teams_app.config import is_loopback
from teams_app.services.world import World


def add_routes(app: web.Application, world: World) -> None:
    """``/healthz``, ``/readyz`` and, for callers on this machine, ``/metrics``."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_: web.Request) -> web.Response:
        try:
            async with world.database.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except (DBAPIError, OSError):
            return web.json_response({"status": "the database is away"}, status=503)
        return web.json_response({"status": "ok"})

    async def metrics(request: web.Request) -> web.Response:
        if not is_loopback(request.remote or ""):
            raise web.HTTPNotFound
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)
