"""The keys that an issuer signs its tokens with, fetched from its OpenID document and kept.

https://openid.net/specs/openid-connect-discovery-1_0.html, RFC 7517
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import InvalidKeyError
from jwt.algorithms import RSAAlgorithm

from teams_app.errors import NotSignedIn, Unavailable

FETCH_SECONDS = 5
MAX_AGE = 24 * 3600.0  # as Microsoft asks: refresh the keys at least once a day
BURST = 5  # refetches for unknown keys in a row; a rotation needs one
REFILL_SECONDS = 30.0  # then one more each half minute, however many unknown keys come
SMALLEST_KEY = 2048  # bits

log = structlog.get_logger()


@dataclass(frozen=True)
class SigningKey:
    """A public key, and the channels it may speak for (Bot Framework's keys only)."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class OpenIdKeys:
    """One issuer's keys by their id; fetched once for all who wait, never blocking the loop.

    A key we do not know is looked up at once, so that a rotation is never noticed; a flood of invented
    ids does not become a flood at the issuer. While the issuer is away, the keys we have are used on.

    :param clock: monotonic seconds.
    """

    def __init__(
        self, metadata_url: str, http: ClientSession, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._metadata_url = metadata_url
        self._http = http
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: float | None = None
        self._fetches = 0
        self._allowance = float(BURST)
        self._counted_at = clock()
        self._fetching = asyncio.Lock()

    async def key(self, kid: str) -> SigningKey:
        """The key with this id.

        :raises NotSignedIn: the issuer has no such key.
        :raises Unavailable: the issuer did not answer, and we have no keys of it.
        """
        if kid not in self._keys or self._is_old():
            await self._refresh()
        found = self._keys.get(kid)
        if found is None:
            raise NotSignedIn("The token is signed with a key that its issuer does not have.")
        return found

    def _is_old(self) -> bool:
        return self._fetched_at is None or self._clock() - self._fetched_at > MAX_AGE

    async def _refresh(self) -> None:
        """Fetch the keys, unless somebody else did so while we waited, or it was done too often."""
        seen = self._fetches
        async with self._fetching:
            if self._fetches == seen and self._may_fetch():
                await self._fetch()
        if self._fetched_at is None:
            raise Unavailable("Tokens cannot be checked: their issuer's keys could not be fetched.")

    def _may_fetch(self) -> bool:
        now = self._clock()
        self._allowance = min(BURST, self._allowance + (now - self._counted_at) / REFILL_SECONDS)
        self._counted_at = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True

    async def _fetch(self) -> None:
        try:
            document = await self._json(self._metadata_url)
            keys = dict(_read_keys(await self._json(str(document["jwks_uri"]))))
        except (ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            log.warning("openid keys not fetched", url=self._metadata_url, error=type(error).__name__)
        else:
            self._keys, self._fetched_at = keys, self._clock()
        finally:
            self._fetches += 1

    async def _json(self, url: str) -> dict[str, Any]:
        timeout = ClientTimeout(total=FETCH_SECONDS)
        async with self._http.get(url, timeout=timeout, raise_for_status=True) as response:
            body = await response.json(content_type=None)
        if not isinstance(body, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004  # what came is wrong, not our type
        return cast("dict[str, Any]", body)


def _read_keys(jwks: dict[str, Any]) -> Iterator[tuple[str, SigningKey]]:
    """The RSA keys of a key set; what is of another kind or too short is left out."""
    for jwk in jwks["keys"]:
        try:
            public = RSAAlgorithm.from_jwk(jwk)
        except (InvalidKeyError, ValueError, KeyError, TypeError):
            continue
        if isinstance(public, RSAPublicKey) and public.key_size >= SMALLEST_KEY:
            yield str(jwk.get("kid")), SigningKey(public, frozenset(jwk.get("endorsements") or ()))
