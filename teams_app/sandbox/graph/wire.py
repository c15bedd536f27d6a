"""A Graph request and its answer, apart from HTTP, so that the parts of a ``$batch`` are handled alike.

Errors: https://learn.microsoft.com/graph/errors
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from multidict import CIMultiDict

from teams_app.sandbox.tenant import Tenant

JsonObject = dict[str, Any]


class GraphError(Exception):
    """A request that Graph turns down; ``str(error)`` is the message."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Answer:
    """Status, JSON (None: no body), and headers beyond the usual ones."""

    status: int = 200
    body: JsonObject | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Call:
    """One request to Graph.

    :param path: below /v1.0, still percent-encoded, such as "/users/u1/events".
    :param keys: the variable parts of the path, decoded.
    :param roles: the application permissions in its token; None where a person asks, by their own right.
    """

    tenant: Tenant
    method: str
    path: str
    query: Mapping[str, str]
    headers: CIMultiDict[str]
    body: bytes
    request_id: str
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    roles: frozenset[str] | None = None

    @property
    def client_request_id(self) -> str:
        return self.headers.get("client-request-id", self.request_id)

    @cached_property
    def preferences(self) -> dict[str, str]:
        """The header ``Prefer``, such as outlook.timezone="W. Europe Standard Time"."""
        given = (part.strip().partition("=") for part in self._prefer.split(",") if part.strip())
        return {name.strip().lower(): value.strip().strip('"') for name, _, value in given}

    @property
    def _prefer(self) -> str:
        return ",".join(self.headers.getall("Prefer", []))

    @property
    def zone_name(self) -> str:
        """The time zone in which the client wants to read times."""
        return self.preferences.get("outlook.timezone", "UTC")

    def json(self) -> JsonObject:
        """The body.

        :raises GraphError: it is not a JSON object.
        """
        try:
            content = json.loads(self.body or b"null")
        except ValueError as error:
            raise _unreadable() from error
        if not isinstance(content, dict):
            raise _unreadable()
        return content

    def with_keys(self, keys: Mapping[str, str]) -> Call:
        return replace(self, keys=keys)

    def refused(self, error: GraphError) -> Answer:
        """The answer for an error, with Graph's body."""
        body = {
            "error": {
                "code": error.code,
                "message": str(error),
                "innerError": {
                    "date": f"{self.tenant.clock():%Y-%m-%dT%H:%M:%S}",
                    "request-id": self.request_id,
                    "client-request-id": self.client_request_id,
                },
            }
        }
        return Answer(error.status, body, error.headers)

    def context(self, what: str) -> str:
        """The address that ``@odata.context`` names, such as "users" or "groups/$entity"."""
        return f"{self.tenant.base_url}/v1.0/$metadata#{what}"


def new_request_id() -> str:
    return str(uuid.uuid4())


def _unreadable() -> GraphError:
    return GraphError(
        400,
        "BadRequest",
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of "
        "valid JSON format.",
    )


def bad_request(message: str) -> GraphError:
    return GraphError(400, "BadRequest", message)


def resource_not_found(what: str) -> GraphError:
    """How the directory says that an object is not there."""
    return GraphError(
        404,
        "Request_ResourceNotFound",
        f"Resource '{what}' does not exist or one of its queried reference-property objects are not present.",
    )
