"""Access tokens of the application itself, through MSAL, without blocking the event loop."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msal
import requests
from msal.exceptions import MsalServiceError

from graph.credentials import Credential
from graph.errors import GraphError, ServerFault, SignInFailed, Unreachable
from graph.sign_in import sign_in_fault

PUBLIC_LOGIN_HOST = "login.microsoftonline.com"
RENEW_EARLY = 300.0  # seconds before a token expires
ROUND_TRIP_SECONDS = 20.0

# what `requests` and MSAL raise for an answer that is no answer
NO_ANSWER = (requests.RequestException, MsalServiceError, RuntimeError)


class TokenSource:
    """Tokens of one application in one tenant, for any service.

    MSAL is given a session of our own: ``requests`` would let REQUESTS_CA_BUNDLE and proxy variables of the
    environment override the certificates given here.

    :param authority: the tenant's address, such as ``https://login.microsoftonline.com/<tenant id>``.
    :param credential: what the application proves itself with.
    :param ca_file: root certificates to trust instead of the usual ones.
    :param instance_discovery: whether MSAL asks Microsoft's public host about the authority; unless told,
        only where the authority is that host.
    """

    def __init__(
        self,
        authority: str,
        client_id: str,
        credential: Credential,
        *,
        ca_file: Path | None = None,
        instance_discovery: bool | None = None,
    ) -> None:
        self._authority, self._client_id = authority, client_id
        self._host = urlsplit(authority).hostname or authority
        self._credential, self._ca_file = credential, ca_file
        is_public = self._host == PUBLIC_LOGIN_HOST
        self._instance_discovery = is_public if instance_discovery is None else instance_discovery
        self._application: msal.ConfidentialClientApplication | None = None
        self._building = asyncio.Lock()
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._held: dict[str, _Held] = {}

    async def token(self, scope: str, *, refused: str = "") -> str:
        """A token for a scope such as ``https://graph.microsoft.com/.default``.

        However many ask at once, the tenant is asked once; a token is renewed five minutes before it expires.

        :param refused: a token that its service did not accept; it is not handed out again.
        :raises SignInFailed: says what to change.
        :raises Unreachable: the sign-in service did not answer.
        :raises ServerFault: it failed; later it may not.
        """
        held = self._held.get(scope)
        if held and held.is_good(refused):
            return held.token
        async with self._asking[scope]:
            held = self._held.get(scope)
            if held is None or not held.is_good(refused):
                held = self._held[scope] = await self._ask(scope, forget=bool(refused))
            return held.token

    async def _ask(self, scope: str, *, forget: bool) -> _Held:
        async with self._building:
            if self._application is None:
                self._application = await asyncio.to_thread(self._build)
        result = await asyncio.to_thread(self._acquire, self._application, scope, forget)
        if "access_token" not in result:
            raise sign_in_fault(result)
        lifetime = float(result.get("expires_in") or 0)
        return _Held(str(result["access_token"]), time.monotonic() + lifetime - RENEW_EARLY)

    def _build(self) -> msal.ConfidentialClientApplication:
        """Blocks: MSAL reads the tenant's OpenID document here."""
        credential = self._credential.for_msal()
        try:
            return msal.ConfidentialClientApplication(
                self._client_id,
                client_credential=credential,
                authority=self._authority,
                http_client=_session(self._ca_file),
                instance_discovery=self._instance_discovery,
            )
        except ValueError as error:
            raise self._unusable(error) from error
        except NO_ANSWER as error:
            raise self._no_answer(error) from error

    def _acquire(
        self, application: msal.ConfidentialClientApplication, scope: str, forget: bool
    ) -> Mapping[str, Any]:
        """Blocks: MSAL asks for a token unless it holds one."""
        if forget:
            application.remove_tokens_for_client()
        try:
            return application.acquire_token_for_client([scope]) or {}
        except NO_ANSWER as error:
            raise self._no_answer(error) from error

    def _unusable(self, error: ValueError) -> GraphError:
        """MSAL makes a wrong authority or credential a ValueError; Entra's reason is in the one before it."""
        fault = sign_in_fault({"error_description": f"{error.__context__ or ''} {error}"})
        if fault.code:
            return fault
        return SignInFailed(f"Sign-in at {self._authority} is not possible: {error}")

    def _no_answer(self, error: Exception) -> GraphError:
        if isinstance(error, requests.exceptions.SSLError):
            reason = "its certificate is not trusted; check the extra root certificate"
            return SignInFailed(f"Sign-in at {self._host} is not possible: {reason} ({error}).")
        if isinstance(error, requests.RequestException):
            return Unreachable(f"The sign-in service at {self._host} did not answer ({error}).")
        return ServerFault(f"The sign-in service at {self._host} failed ({error}).", status=503)


@dataclass(frozen=True)
class _Held:
    token: str
    renew_at: float  # by the monotonic clock

    def is_good(self, refused: str) -> bool:
        return self.token != refused and time.monotonic() < self.renew_at


class _Session(requests.Session):
    """Gives up instead of waiting for ever, as ``requests`` does unless each call says otherwise."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", ROUND_TRIP_SECONDS)
        return super().request(*args, **kwargs)


def _session(ca_file: Path | None) -> requests.Session:
    session = _Session()
    session.trust_env = False
    session.verify = str(ca_file) if ca_file else True
    session.headers["Connection"] = "close"  # the next question comes in an hour
    return session
