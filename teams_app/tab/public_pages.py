"""What anybody may read without signing in: what OKR Share is, what it keeps, and on what terms.

The app package names these pages, as Teams asks of every app.
https://learn.microsoft.com/microsoftteams/platform/concepts/deploy-and-publish/appsource/prepare/teams-store-validation-guidelines
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

FOLDER = Path(__file__).parent / "public"
PAGES = {"/": ("about", "About"), "/privacy": ("privacy", "Privacy"), "/terms": ("terms", "Terms of use")}


def add_routes(app: web.Application) -> None:
    """Serve the pages at ``/``, ``/privacy`` and ``/terms``."""
    style = (FOLDER / "page.css").read_text("utf-8")
    headers = {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=3600",
    }
    for path in PAGES:
        app.router.add_get(path, _page(_html(path, style), headers))


def _page(html: str, headers: dict[str, str]) -> Handler:
    async def show(_: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html", headers=headers)

    return show


def _html(path: str, style: str) -> str:
    name, title = PAGES[path]
    links = "".join(
        f'<a href="{other}"{" aria-current=page" if other == path else ""}>{word}</a>'
        for other, (_, word) in PAGES.items()
    )
    text = (FOLDER / f"{name}.html").read_text("utf-8")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} · OKR Share</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head>"
        f'<body><nav aria-label="Pages">{links}</nav><main>{text}</main></body></html>'
    )


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
