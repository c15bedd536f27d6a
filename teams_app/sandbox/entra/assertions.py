"""Client credentials: is it the application that asks for a token?

https://learn.microsoft.com/entra/identity-platform/certificate-credentials
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from teams_app.sandbox.entra import refusals
from teams_app.sandbox.entra.federation import check_federated, is_federated
from teams_app.sandbox.keys import LEEWAY
from teams_app.sandbox.tenant import Tenant

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def check_credential(tenant: Tenant, form: Mapping[str, str], token_url: str) -> None:
    """Check the secret or the signed assertion of a token request.

    :raises refusals.Refused: there is none, or it is not the registered one.
    """
    if "client_assertion" in form:
        _check_assertion(tenant, form, token_url)
        return
    if not form.get("client_secret"):
        raise refusals.no_credential()
    if not hmac.compare_digest(form["client_secret"].encode(), tenant.app_secret.encode()):
        raise refusals.wrong_secret(tenant.app_id)


def _check_assertion(tenant: Tenant, form: Mapping[str, str], token_url: str) -> None:
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise refusals.missing_parameter("client_assertion_type")
    assertion = form["client_assertion"]
    if is_federated(_unverified(assertion), tenant):
        check_federated(tenant, assertion)
        return
    claims = _signed_claims(assertion, _registered_key(tenant, _header(assertion)))
    if claims.get("aud") != token_url:
        raise refusals.bad_assertion("The audience in the client assertion is not the token endpoint.")
    if claims.get("iss") != tenant.app_id or claims.get("sub") != tenant.app_id:
        raise refusals.bad_assertion("Issuer and subject of the client assertion must be the application.")
    if not _in_time(claims, tenant.clock()):
        raise refusals.bad_assertion("The client assertion is not within its valid time range.")


def _header(assertion: str) -> Mapping[str, Any]:
    try:
        return jwt.get_unverified_header(assertion)
    except jwt.InvalidTokenError as error:
        raise refusals.bad_assertion("It could not be read.") from error


def _unverified(assertion: str) -> Mapping[str, Any]:
    """Only to see whose key must have signed it."""
    try:
        return jwt.decode(assertion, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        raise refusals.bad_assertion("It could not be read.") from error


def _registered_key(tenant: Tenant, header: Mapping[str, Any]) -> RSAPublicKey:
    """The application's public key, if it is the one that the assertion names by thumbprint."""
    named = str(header.get("x5t#S256") or header.get("x5t") or "")
    if tenant.app_certificate_pem is None:
        raise refusals.unknown_certificate(tenant.app_id, named)
    certificate = x509.load_pem_x509_certificate(tenant.app_certificate_pem.encode())
    algorithm = hashes.SHA256() if "x5t#S256" in header else hashes.SHA1()  # noqa: S303  # a name, no signature
    thumbprint = base64.urlsafe_b64encode(certificate.fingerprint(algorithm)).rstrip(b"=").decode()
    key = certificate.public_key()
    if named.rstrip("=") != thumbprint or not isinstance(key, RSAPublicKey):
        raise refusals.unknown_certificate(tenant.app_id, named)
    return key


def _signed_claims(assertion: str, key: RSAPublicKey) -> Mapping[str, Any]:
    options: Any = {"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False}
    try:
        return jwt.decode(assertion, key, ["RS256", "PS256"], options=options)
    except jwt.InvalidTokenError as error:
        raise refusals.bad_assertion("Its signature is invalid.") from error


def _in_time(claims: Mapping[str, Any], now: datetime) -> bool:
    seconds = now.timestamp()
    return claims.get("nbf", 0) - LEEWAY <= seconds <= claims.get("exp", 0) + LEEWAY
