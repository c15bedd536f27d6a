"""``GET /`` and the files that it loads; everything else the page asks of ``/sandbox/api/``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from teams_app.sandbox.tenant import TENANT

STATIC = Path(__file__).parent.parent / "static"
NOT_BUILT = "The page is not built yet. In the project's folder run: npm ci && node build.mjs\n"


def add_routes(app: web.Application) -> None:
    """Serve the page; the application must have its tenant already."""
    app.router.add_get("/", _index)
    app.router.add_get("/page/{name}", _file)
    app.on_shutdown.append(_let_go)


async def _index(request: web.Request) -> web.StreamResponse:
    file = STATIC / "index.html"
    if not file.is_file():
        return web.Response(status=503, text=NOT_BUILT, headers=_headers(request))
    return web.FileResponse(file, headers=_headers(request))


async def _file(request: web.Request) -> web.StreamResponse:
    """One of the built files, by its name alone."""
    known = {path.name: path for path in STATIC.iterdir()} if STATIC.is_dir() else {}
    file = known.get(request.match_info["name"])
    if file is None or not file.is_file():
        raise web.HTTPNotFound(text="There is no such file.", headers=_headers(request))
    return web.FileResponse(file, headers=_headers(request))


def _headers(request: web.Request) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy(request.app[TENANT].bot_url),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin",  # the tab learns from it in whose frame it stands
        "Cache-Control": "no-cache",
    }


def policy(bot_url: str) -> str:
    """What the page may load: its own files, pictures inside cards, and the tab in a frame."""
    bot = urlsplit(bot_url)
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "frame-src": f"{bot.scheme}://{bot.netloc}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


async def _let_go(app: web.Application) -> None:
    """Whoever waits for news would hold the server up."""
    app[TENANT].changes.close()
