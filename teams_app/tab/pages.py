"""The tab's page and its files, as ``build.mjs`` has bundled them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from teams_app.config import Settings, is_loopback

STATIC = Path(__file__).parent / "static"
PAGES = ("/tab", "/tab/", "/tab/config")
FOREVER = "public, max-age=31536000, immutable"
NOT_BUILT = "The tab has not been built yet: run `make setup`, or `npm ci` and `node build.mjs`."

# Where Teams, Outlook and Microsoft 365 show a tab.
# https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements
HOSTS = (
    "https://*.cloud.microsoft",
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.microsoft365.com",
    "https://*.office.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://outlook-sdf.office.com",
    "https://outlook-sdf.office365.com",
)
LOOPBACK_HOSTS = ("http://127.0.0.1:*", "http://localhost:*")


@dataclass(frozen=True)
class StaticFile:
    """A file kept in memory, also compressed; ``version`` changes with what is in it."""

    body: bytes
    packed: bytes
    content_type: str
    version: str

    @classmethod
    def of(cls, name: str, body: bytes) -> StaticFile:
        kind = guess_type(name)[0] or "application/octet-stream"
        return cls(body, gzip.compress(body, mtime=0), kind, sha256(body).hexdigest()[:16])


def add_routes(app: web.Application, settings: Settings, folder: Path = STATIC) -> None:
    """Serve the page at ``/tab/`` and ``/tab/config``, and what it needs beside it."""
    pages = TabPages(settings, folder)
    for path in PAGES:
        app.router.add_get(path, pages.page)
    app.router.add_get("/tab/{name}", pages.file)


class TabPages:
    """The page names its files with their versions, so that these may be kept for good."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        found = [path for path in sorted(folder.glob("*")) if path.suffix in (".js", ".css", ".map", ".txt")]
        self._files = {path.name: StaticFile.of(path.name, path.read_bytes()) for path in found}
        index = folder / "index.html"
        self._page = self._versioned(index.read_text("utf-8")) if index.exists() else None
        self._policy = content_policy(settings)

    async def page(self, request: web.Request) -> web.Response:
        """Holds nothing about anybody; what it shows is asked of the API with a token."""
        if self._page is None:
            return web.Response(status=503, text=NOT_BUILT)
        headers = {
            "Content-Security-Policy": self._policy,
            "Referrer-Policy": "strict-origin",
            "Cache-Control": "no-cache",
        }
        return _response(request, self._page, headers)

    async def file(self, request: web.Request) -> web.Response:
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound(text="There is no such file.")
        is_named = request.query.get("v") == file.version
        return _response(request, file, {"Cache-Control": FOREVER if is_named else "no-cache"})

    def _versioned(self, html: str) -> StaticFile:
        for name, file in self._files.items():
            html = html.replace(f'"/tab/{name}"', f'"/tab/{name}?v={file.version}"')
        return StaticFile.of("index.html", html.encode())


def content_policy(settings: Settings) -> str:
    """Everything comes from our own origin; only Microsoft's hosts may show the page.

    Where people sign in on this machine, Teams is on this machine, too.
    """
    is_local = is_loopback(urlsplit(settings.login_url).hostname or "")
    hosts = (*HOSTS, *LOOPBACK_HOSTS) if is_local else HOSTS
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {' '.join(hosts)}",
        )
    )


def _response(request: web.Request, file: StaticFile, headers: dict[str, str]) -> web.Response:
    headers = {
        **headers,
        "ETag": f'"{file.version}"',
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if any(known.value == file.version for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    charset = "utf-8" if file.content_type.startswith("text/") else None
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return web.Response(body=file.body, content_type=file.content_type, charset=charset, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return web.Response(body=file.packed, content_type=file.content_type, charset=charset, headers=headers)
