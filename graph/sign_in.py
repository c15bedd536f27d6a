"""Why signing in failed, as a sentence that says what to change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.errors import GraphError, ServerFault, SignInFailed

# https://learn.microsoft.com/entra/identity-platform/reference-error-codes
SENTENCES = {
    "7000215": "The client secret is wrong: use the secret's value, not its id, from the app registration.",
    "7000222": "The client secret has expired: make a new one in the app registration and use its value.",
    "7000218": "No credential was sent: give the app a client secret or a certificate.",
    "7000216": "No credential was sent: give the app a client secret or a certificate.",
    "700027": "The certificate is not one of the app registration's, or has expired: upload its public part.",
    "700016": "The application is not in this tenant: check the application (client) id and the tenant id.",
    "700213": "The federated credential does not match the one of the app registration.",
    "700024": "The signed assertion is outside its time: check this machine's clock.",
    "90002": "The tenant does not exist: check the directory (tenant) id.",
    "900023": "The tenant id is neither a GUID nor a domain name: check the directory (tenant) id.",
    "90003": "The tenant id is missing: check the directory (tenant) id.",
    "65001": "Consent is missing: let an administrator grant the application permissions.",
    "500011": "The service that a token was asked for is not in this tenant: check its scope.",
    "501051": "The application is not assigned to this service: assign it, or lift the requirement.",
    "70011": "The scope is not one that can be asked for.",
    "1002012": "The scope is not one that an application can ask for: it must end in /.default.",
    "7000112": "The application is disabled in this tenant: enable it under Enterprise applications.",
    "53003": "A Conditional Access policy refuses the application: let workload identities sign in.",
}
TRANSIENT = {"90033", "90006", "50196", "90055"}  # "try again", a loop guard, and too many requests


def sign_in_fault(result: Mapping[str, Any]) -> GraphError:
    """The error behind an answer of the token endpoint that has no token.

    :param result: ``error``, ``error_description`` (RFC 6749), ``error_codes``, ``correlation_id`` (Entra).
    """
    described = str(result.get("error_description") or result.get("error") or "no reason given")
    found = re.search(r"AADSTS(\d+)", described)
    number = found.group(1) if found else next(iter(map(str, result.get("error_codes") or [])), "")
    code = f"AADSTS{number}" if number else str(result.get("error") or "")
    request_id = str(result.get("correlation_id") or "")
    first_line = described.splitlines()[0][:300]
    if number in TRANSIENT or result.get("error") == "temporarily_unavailable":
        text = f"Sign-in is not available at the moment: {first_line}"
        return ServerFault(text, code=code, status=503, request_id=request_id)
    sentence = SENTENCES.get(number)
    text = f"Sign-in failed. {sentence} ({code})" if sentence else f"Sign-in failed: {first_line}"
    return SignInFailed(text, code=code, request_id=request_id)
