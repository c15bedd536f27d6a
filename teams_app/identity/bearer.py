"""A bearer token, read and verified against an issuer's keys: what channel and sign-in tokens share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jwt

from teams_app.errors import NotSignedIn
from teams_app.identity.open_id import OpenIdKeys, SigningKey

ALGORITHM = "RS256"
LEEWAY = 300  # seconds that a token may come too early; clocks differ
LONGEST = 16_384  # characters

Claims = dict[str, Any]


async def verified_claims(
    authorization: str | None,
    keys: OpenIdKeys,
    *,
    audiences: Sequence[str],
    issuers: Sequence[str],
    now: float,
) -> tuple[Claims, SigningKey]:
    """The claims of a token, and the key that signed it.

    :param authorization: the header's value, ``Bearer …``.
    :param now: seconds since 1970.
    :raises NotSignedIn: whatever is wrong with it.
    :raises Unavailable: the issuer's keys could not be fetched.
    """
    token = _token(authorization)
    key = await keys.key(_key_id(token))
    try:
        claims = jwt.decode(
            token,
            key.public,
            algorithms=[ALGORITHM],
            audience=audiences,
            issuer=issuers,
            options={"require": ["exp", "iss", "aud"], "verify_nbf": False, "verify_iat": False},
        )
    except jwt.ExpiredSignatureError as error:
        raise NotSignedIn("The token has expired.") from error
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise NotSignedIn("The token is not valid here.") from error
    _refuse_early(claims, now)
    return claims, key


def _token(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("There is no bearer token.")
    if not token.isascii() or len(token) > LONGEST:
        raise NotSignedIn("The token cannot be read.")
    return token


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise NotSignedIn("The token cannot be read.") from error
    if header.get("alg") != ALGORITHM:
        raise NotSignedIn("The token is not signed as it should be.")
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise NotSignedIn("The token does not name its key.")
    return kid


def _refuse_early(claims: Claims, now: float) -> None:
    starts = claims.get("nbf", 0)
    if not isinstance(starts, int | float) or starts > now + LEEWAY:
        raise NotSignedIn("The token is not valid yet.")
