"""Where the bot's token may go: the service URLs of the settings, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

from yarl import URL

from teams_app.errors import NotAllowed


class ServiceUrls:
    """Compares scheme, host, port and the beginning of the path; a trailing slash makes no difference."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = [_parsed(url) for url in allowed]
        self.first = allowed[0] if allowed else ""

    def allows(self, service_url: str) -> bool:
        try:
            url = _parsed(service_url)
        except ValueError:
            return False
        return any(_is_within(url, allowed) for allowed in self._allowed)

    def base(self, service_url: str) -> str:
        """The service URL without a slash at the end, as paths are appended to it.

        :raises NotAllowed: it is none of ours.
        """
        if not self.allows(service_url):
            raise NotAllowed("The service URL of this message is not one that OKR_SERVICE_URLS names.")
        return service_url.rstrip("/")


@lru_cache(64)  # the same one or two in every turn
def _parsed(service_url: str) -> URL:
    url = URL(service_url)
    odd = url.user or url.password or url.query_string or url.fragment or "\\" in service_url
    if url.scheme not in ("https", "http") or not url.host or odd:
        raise ValueError("not a service URL")
    return url


def _is_within(url: URL, allowed: URL) -> bool:
    same_origin = (url.scheme, url.host, url.port) == (allowed.scheme, allowed.host, allowed.port)
    prefix = allowed.path.rstrip("/") + "/"
    return same_origin and (url.path.rstrip("/") + "/").startswith(prefix)


def path(*parts: str) -> str:
    """A path from parts that other people chose; none of them can leave its segment."""
    return "/".join(_segment(part) for part in parts)


@lru_cache(256)
def _segment(part: str) -> str:
    quoted = quote(part, safe="")
    return quoted.replace(".", "%2E") if not part.strip(".") else quoted
