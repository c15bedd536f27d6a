"""What went wrong outside, as a sentence that says what an administrator can do about it."""

from __future__ import annotations

from graph.errors import Forbidden, GraphError, SignInFailed, Unreachable

SETTINGS = "Check OKR_TENANT_ID, OKR_APP_ID, and OKR_APP_SECRET or OKR_APP_CERTIFICATE."
PERMISSIONS = "Check the application permissions and their consent; the README lists them."
AWAY = "Check OKR_GRAPH_URL and OKR_LOGIN_URL, and the way there."


def explained(error: GraphError) -> str:
    """The error, and the settings behind it."""
    match error:
        case SignInFailed():
            return f"{error} {SETTINGS}"
        case Forbidden():
            return f"{error} {PERMISSIONS}"
        case Unreachable():
            return f"{error} {AWAY}"
        case _:
            return str(error)
