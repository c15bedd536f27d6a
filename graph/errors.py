"""What Microsoft Graph can answer besides success, in our own words; imports no SDK.

GraphError
├── SignInFailed      no token: wrong secret, tenant or application; says which
├── Unauthorized      401  the token was refused
├── Forbidden         403  a permission or consent is missing, or a policy forbids it
├── NotFound          404
├── Gone              410  a delta link has expired: start over
├── BadRequest        400 and other 4xx: we asked for something wrong
├── Throttled         429  with ``retry_after`` in seconds
├── Unreachable       no connection, or the answer was lost: the call may have been carried out
│   └── Paused        nothing was sent, since nothing but failures came back; with ``retry_after``
└── ServerFault       5xx
"""

from __future__ import annotations


class GraphError(Exception):
    """A call to Graph that did not succeed.

    ``code`` is Graph's own word for it, ``status`` the HTTP status (0: none came).
    """

    def __init__(self, message: str, *, code: str = "", status: int = 0, request_id: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.request_id = request_id

    @property
    def may_have_worked(self) -> bool:
        """Whether the call may have been carried out all the same."""
        if isinstance(self, Unreachable):
            return self.may_have_arrived
        return isinstance(self, ServerFault) and self.retry_after is None

    @property
    def is_transient(self) -> bool:
        """Whether the same call may succeed later."""
        return isinstance(self, Throttled | Unreachable | ServerFault)


class SignInFailed(GraphError):
    """The app could not get a token."""


class Unauthorized(GraphError):
    """The token was refused."""


class Forbidden(GraphError):
    """A permission is missing, or a policy forbids it; ``permission`` is the one that the call needs."""

    permission = ""


class NotFound(GraphError):
    """It is not there."""


class Gone(GraphError):
    """A delta link has expired."""


class BadRequest(GraphError):
    """Graph did not understand or accept the call."""


class Throttled(GraphError):
    """Too many calls; ``retry_after`` is in seconds."""

    def __init__(self, message: str, *, retry_after: float, code: str = "", request_id: str = "") -> None:
        super().__init__(message, code=code, status=429, request_id=request_id)
        self.retry_after = retry_after


class Unreachable(GraphError):
    """No answer came; ``may_have_arrived`` unless not even a connection was made."""

    def __init__(self, message: str, *, may_have_arrived: bool = True) -> None:
        super().__init__(message)
        self.may_have_arrived = may_have_arrived


class Paused(Unreachable):
    """Nothing was sent; ``retry_after`` is in seconds."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message, may_have_arrived=False)
        self.retry_after = retry_after


class ServerFault(GraphError):
    """Graph itself failed; ``retry_after`` in seconds where it said so, which means nothing was done."""

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        code: str = "",
        status: int = 500,
        request_id: str = "",
    ) -> None:
        super().__init__(message, code=code, status=status, request_id=request_id)
        self.retry_after = retry_after
