"""RSA keys that sign tokens, as the JSON Web Key Set that their readers fetch.

The stand-in has two sets: Entra's, and the one of the Bot Framework's channel service.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ALGORITHM = "RS256"
LEEWAY = 300  # seconds of difference between clocks, as Microsoft's services allow

Claims = dict[str, Any]


class BadToken(Exception):
    """A token that is refused; ``str(error)`` is the reason in Microsoft Graph's words."""


@dataclass(frozen=True)
class SigningKey:
    """One private key; ``kid`` is derived from its public half."""

    kid: str
    private: rsa.RSAPrivateKey

    @classmethod
    def of(cls, private: rsa.RSAPrivateKey) -> Self:
        der = private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return cls(_base64url(hashlib.sha256(der).digest()[:20]), private)

    @classmethod
    def new(cls) -> Self:
        return cls.of(rsa.generate_private_key(public_exponent=65537, key_size=2048))

    @property
    def pem(self) -> str:
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @property
    def jwk(self) -> dict[str, Any]:
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": _base64url_int(numbers.n),
            "e": _base64url_int(numbers.e),
        }


class SigningKeys:
    """The keys of one issuer; the last one signs, all of them are published.

    :param endorsements: channels that a key may speak for, such as "msteams"; for the Bot Framework's keys.
    """

    def __init__(self, keys: list[SigningKey], endorsements: tuple[str, ...] = ()) -> None:
        self._keys = keys
        self._endorsements = endorsements

    @classmethod
    def new(cls, endorsements: tuple[str, ...] = ()) -> Self:
        return cls([SigningKey.new()], endorsements)

    @property
    def kid(self) -> str:
        """The id of the key that signs now."""
        return self._keys[-1].kid

    def rotate(self, *, retire: bool = False) -> str:
        """Sign with a new key from now on; ``retire`` takes the older ones out of the published set.

        :return: the new key's id.
        """
        self._keys = [*([] if retire else self._keys), SigningKey.new()]
        return self.kid

    def jwks(self) -> dict[str, Any]:
        """The document of public keys (RFC 7517), with ``endorsements`` where the issuer has any."""
        extra = {"endorsements": list(self._endorsements)} if self._endorsements else {}
        return {"keys": [{**key.jwk, **extra} for key in self._keys]}

    def sign(self, claims: Claims, *, kid: str | None = None) -> str:
        """A signed token; with an older key when ``kid`` names one.

        :raises KeyError: there is no such key.
        """
        key = self._key(kid or self.kid)
        return jwt.encode(claims, key.private, ALGORITHM, headers={"kid": key.kid, "x5t": key.kid})

    def verify(self, token: str, *, audiences: tuple[str, ...], now: datetime) -> Claims:
        """The claims of a token that one of these keys signed, for one of ``audiences``, valid ``now``.

        :raises BadToken: it is malformed, not ours, for somebody else, expired or not valid yet.
        """
        claims = self._signed_claims(token)
        if claims.get("aud") not in audiences:
            raise BadToken("Access token validation failure. Invalid audience.")
        seconds = now.timestamp()
        if claims.get("exp", 0) + LEEWAY < seconds:
            raise BadToken("Lifetime validation failed, the token is expired.")
        if claims.get("nbf", 0) - LEEWAY > seconds:
            raise BadToken("Lifetime validation failed, the token is not yet valid.")
        return claims

    def dump(self) -> list[str]:
        """The private keys as PEM, oldest first."""
        return [key.pem for key in self._keys]

    @classmethod
    def load(cls, pems: list[str], endorsements: tuple[str, ...] = ()) -> Self:
        return cls([SigningKey.of(_private_key(pem)) for pem in pems], endorsements)

    def _signed_claims(self, token: str) -> Claims:
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError as error:
            raise BadToken("IDX14100: JWT is not well formed, there are no dots (.).") from error
        try:
            key = self._key(str(header.get("kid", "")))
            options: Any = {
                "verify_aud": False,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            }
            return jwt.decode(token, key.private.public_key(), [ALGORITHM], options=options)
        except (KeyError, jwt.InvalidTokenError) as error:
            raise BadToken("Access token validation failure. Signature is invalid.") from error

    def _key(self, kid: str) -> SigningKey:
        found: Mapping[str, SigningKey] = {key.kid: key for key in self._keys}
        return found[kid]


def _private_key(pem: str) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("a signing key is not an RSA key")
    return key


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _base64url_int(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
