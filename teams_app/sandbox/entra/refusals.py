"""Entra's error answers.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any


class Refused(Exception):
    """A request for a token that is turned down; ``code`` is the number after AADSTS."""

    def __init__(self, status: int, error: str, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.code = code

    def body(self, now: datetime, correlation_id: str | None, host: str) -> dict[str, Any]:
        """The JSON that Entra answers, for a request made ``now``."""
        trace, correlation = str(uuid.uuid4()), correlation_id or str(uuid.uuid4())
        stamp = f"{now:%Y-%m-%d %H:%M:%SZ}"
        return {
            "error": self.error,
            "error_description": f"AADSTS{self.code}: {self} Trace ID: {trace} "
            f"Correlation ID: {correlation} Timestamp: {stamp}",
            "error_codes": [self.code],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"{host}/error?code={self.code}",
        }


def unknown_tenant(tenant: str) -> Refused:
    return Refused(
        400,
        "invalid_request",
        90002,
        f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing "
        "into the correct cloud. Check with your subscription administrator, this may happen if there are no "
        "active subscriptions for the tenant.",
    )


def unknown_app(app_id: str, directory: str) -> Refused:
    return Refused(
        400,
        "unauthorized_client",
        700016,
        f"Application with identifier '{app_id}' was not found in the directory '{directory}'. This can "
        "happen if the application has not been installed by the administrator of the tenant or consented "
        "to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    )


def wrong_secret(app_id: str) -> Refused:
    return Refused(
        401,
        "invalid_client",
        7000215,
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
        f"value, not the client secret ID, for a secret added to app '{app_id}'.",
    )


def no_credential() -> Refused:
    message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
    return Refused(401, "invalid_client", 7000218, message)


def unknown_certificate(app_id: str, thumbprint: str) -> Refused:
    return Refused(
        401,
        "invalid_client",
        700027,
        "The certificate with identifier used to sign the client assertion is not registered on application. "
        f"[Reason - The key was not found., Thumbprint of key used by client: '{thumbprint}', "
        f"application '{app_id}'].",
    )


def bad_assertion(reason: str) -> Refused:
    return Refused(401, "invalid_client", 50027, f"JWT token is invalid or malformed. {reason}")


def missing_parameter(name: str) -> Refused:
    message = f"The request body must contain the following parameter: '{name}'."
    return Refused(400, "invalid_request", 900144, message)


def unsupported_grant(grant: str) -> Refused:
    message = f"The app requested an unsupported grant type '{grant}'."
    return Refused(400, "unsupported_grant_type", 70003, message)


def bad_scope(scope: str) -> Refused:
    return Refused(
        400,
        "invalid_scope",
        1002012,
        f"The provided value for scope {scope} is not valid. Client credential flows must have a scope value "
        "with /.default suffixed to the resource identifier (application ID URI).",
    )


def unknown_resource(resource: str, directory: str) -> Refused:
    return Refused(
        400,
        "invalid_resource",
        500011,
        f"The resource principal named {resource} was not found in the tenant named {directory}. This can "
        "happen if the application has not been installed by the administrator of the tenant or consented to "
        "by any user in the tenant. You might have sent your authentication request to the wrong tenant.",
    )


def unknown_federation(reason: str) -> Refused:
    return Refused(
        401,
        "invalid_client",
        700213,
        "No matching federated identity record found for presented assertion. Please check your federated "
        f"identity credential Subject, Audience and Issuer against the presented assertion. {reason}",
    )


def assertion_out_of_time() -> Refused:
    return Refused(401, "invalid_client", 700024, "Client assertion is not within its valid time range.")
