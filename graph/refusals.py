"""What a refusal of Graph means: a policy, a permission that is missing, or something of this one object.

There are no codes for it: Teams answers 403 ``Forbidden`` to both and tells them apart in words.
"""

from __future__ import annotations

import re

from graph.errors import Forbidden, GraphError

BLOCKED = re.compile(r"polic(y|ies)|blocked", re.IGNORECASE)
NOT_PERMITTED = re.compile(
    r"Missing (role|scope)|resource-specific consent|Insufficient privileges|Access is denied", re.IGNORECASE
)
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


def is_blocked(error: GraphError) -> bool:
    """Whether a policy of the tenant forbids it there, which no permission helps against."""
    is_policy = isinstance(error, Forbidden) and BLOCKED.search(said(error))
    return bool(is_policy) and not lacks_permission(error)
