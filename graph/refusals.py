"""What a refusal of Graph means: a policy, a permission that is missing, or something of this one object.

There are no codes for it: Teams answers 403 ``Forbidden`` to both and tells them apart in words.
"""

from __future__ import annotations

import re

from graph.errors import Forbidden, GraphError
from graph.permissions import Operation, operation_of

BLOCKED = re.compile(r"polic(y|ies)|blocked", re.IGNORECASE)
NOT_PERMITTED = re.compile(
    r"Missing (role|scope)|resource-specific consent|Insufficient privileges|Access is denied", re.IGNORECASE
)
CALLED = re.compile(r"Microsoft Graph answered \d+ \S* ?to ([A-Z]+) ([^:\s]+)")
TOLD = re.compile(
    r"Microsoft Graph answered \d+ \S* ?to [A-Z]+ \S+: (.*?)(?: \(request id [^)]*\))?", re.DOTALL
)


def said(error: GraphError) -> str:
    """What Graph itself said, without method, path and request id."""
    found = TOLD.fullmatch(str(error))
    return found[1] if found else str(error)


def lacks_permission(error: GraphError) -> bool:
    """Whether the application may not ask at all, whatever the object is."""
    return isinstance(error, Forbidden) and bool(NOT_PERMITTED.search(said(error)))


def refused_operation(error: GraphError) -> Operation | None:
    """What was asked for when a permission was missing; None for other errors, and where it is not told."""
    found = CALLED.match(str(error)) if lacks_permission(error) else None
    if found is None:
        return None
    try:
        return operation_of(found[1], found[2])
    except GraphError:
        return None


def is_blocked(error: GraphError) -> bool:
    """Whether a policy of the tenant forbids it there, which no permission helps against."""
    is_policy = isinstance(error, Forbidden) and BLOCKED.search(said(error))
    return bool(is_policy) and not lacks_permission(error)
