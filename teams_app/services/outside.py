"""What went wrong outside, as a sentence that says what an administrator can do about it."""

from __future__ import annotations

from graph.errors import Forbidden, GraphError, SignInFailed, Unreachable
from graph.permissions import Operation
from graph.refusals import refused_operation

SETTINGS = "Check OKR_TENANT_ID, OKR_APP_ID, and OKR_APP_SECRET or OKR_APP_CERTIFICATE."
PERMISSIONS = "Check the application permissions and their consent; the README lists them."
ROLL_OUT = "run okr-share rollout"
CONSENT = "add it in Entra under App registrations › API permissions, and grant admin consent"
AWAY = "Check OKR_GRAPH_URL and OKR_LOGIN_URL, and the way there."


def explained(error: GraphError) -> str:
    """The error, and the settings behind it."""
    match error:
        case SignInFailed():
            return f"{error} {SETTINGS}"
        case Forbidden():
            return f"{error} {_granted(refused_operation(error))}"
        case Unreachable():
            return f"{error} {AWAY}"
        case _:
            return str(error)


def _granted(operation: Operation | None) -> str:
    """The permission that is missing, and where it is granted."""
    if operation is None:
        return PERMISSIONS
    if operation.is_resource_specific:
        return (
            f"It needs {operation.permission}, which the team grants when the app is installed: {ROLL_OUT}."
        )
    return f"It needs the application permission {operation.permission}: {CONSENT}."
