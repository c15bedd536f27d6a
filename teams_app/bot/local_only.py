"""Without authentication only a program on this machine may speak to the bot."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from aiohttp import web

from teams_app.config import is_loopback
from teams_app.errors import NotAllowed

FORWARDED = ("forwarded", "x-forwarded-", "x-real-ip", "x-original-", "via", "cf-connecting-ip")


def refuse_strangers(request: web.Request) -> None:
    """Let through what was sent from here to here, by no proxy or tunnel, and by no web page of others.

    :raises NotAllowed: it was not.
    """
    names = [name.lower() for name in request.headers]
    if any(name.startswith(FORWARDED) for name in names):
        raise NotAllowed("OKR_INSECURE_LOCAL is set: requests through a proxy or tunnel are refused.")
    hosts = [_host(f"//{request.headers.get('Host', '')}"), request.remote or ""]
    if "Origin" in request.headers:
        hosts.append(_host(request.headers["Origin"]))
    if not all(map(_is_here, hosts)):
        raise NotAllowed("OKR_INSECURE_LOCAL is set: only this machine may send, to a loopback address.")


@lru_cache(64)  # the same few in every request
def _is_here(host: str) -> bool:
    return is_loopback(host)


@lru_cache(64)
def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
