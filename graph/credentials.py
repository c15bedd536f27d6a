"""What the application proves with that it is itself: a certificate, a secret, or another identity's token.

https://learn.microsoft.com/entra/workload-id/workload-identity-federation
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msal
import requests

from graph.errors import SignInFailed, Unreachable

# Microsoft's name for "a token to be exchanged for one of an application".
EXCHANGE = "api://AzureADTokenExchange"

MsalCredential = str | dict[str, str] | dict[str, Callable[[], str]]


@dataclass(frozen=True)
class Secret:
    """A client secret; it expires after two years at the latest, so a certificate is better."""

    value: str = field(repr=False)

    def for_msal(self) -> MsalCredential:
        """:raises SignInFailed: it is empty."""
        if not self.value:
            raise SignInFailed(
                "There is no credential: give the app a certificate, a federated credential or a client "
                "secret."
            )
        return self.value


@dataclass(frozen=True)
class Certificate:
    """Private key and certificate, one after another, as PEM."""

    pem: str = field(repr=False)

    def for_msal(self) -> MsalCredential:
        """:raises SignInFailed: one of the two is missing."""
        return {
            "private_key": _pem_block(self.pem, "PRIVATE KEY"),
            "public_certificate": _pem_block(self.pem, "CERTIFICATE"),
        }


@dataclass(frozen=True)
class TokenFile:
    """A file that the platform keeps filled with a short-lived token, as Kubernetes and GitHub do.

    It is read for each sign-in, since the platform replaces it about hourly.
    """

    path: Path

    def for_msal(self) -> MsalCredential:
        return {"client_assertion": self._read}

    def _read(self) -> str:
        try:
            token = self.path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            raise SignInFailed(f"The federated token in {self.path} cannot be read: {reason}.") from error
        if not token:
            raise SignInFailed(f"The federated token in {self.path} is empty: does the platform fill it?")
        return token


@dataclass(frozen=True)
class ManagedIdentity:
    """A user-assigned managed identity of Azure, named by its client id, which the app registration trusts.

    https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
    """

    client_id: str

    def for_msal(self) -> MsalCredential:
        session = requests.Session()
        session.trust_env = False  # the address is the machine's own; a proxy must not see the answer
        identity = msal.ManagedIdentityClient(
            msal.UserAssignedManagedIdentity(client_id=self.client_id), http_client=session
        )
        return {"client_assertion": lambda: self._ask(identity)}

    def _ask(self, identity: msal.ManagedIdentityClient) -> str:
        try:
            answer: dict[str, Any] = identity.acquire_token_for_client(resource=EXCHANGE)
        except requests.RequestException as error:
            raise Unreachable(f"The managed identity of this machine did not answer ({error}).") from error
        except ValueError as error:  # it answered something else than JSON
            raise SignInFailed(f"The managed identity of this machine cannot be used: {error}") from error
        if "access_token" not in answer:
            reason = answer.get("error_description") or answer.get("error") or "no reason given"
            raise SignInFailed(
                f"The managed identity {self.client_id} gave no token: {reason} "
                "Is it assigned to this machine?"
            )
        return str(answer["access_token"])


Credential = Secret | Certificate | TokenFile | ManagedIdentity


def _pem_block(pem: str, label: str) -> str:
    found = re.search(rf"-----BEGIN ([A-Z0-9 ]*{label})-----.*?-----END \1-----", pem, re.DOTALL)
    if found is None:
        raise SignInFailed(f"The certificate file holds no {label.lower()} in PEM form.")
    return found.group(0)
