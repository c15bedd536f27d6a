"""Reading what was sent as JSON, so that whatever is read can be kept as JSON."""

from __future__ import annotations

import json
from typing import Any, cast

from aiohttp import web

from teams_app.sandbox.message_values import Json


async def read_object(request: web.Request) -> Json:
    """The JSON object in the body.

    :raises ValueError: it is no JSON object, or not Unicode (half a surrogate pair); says which.
    """
    try:
        body: Any = await request.json()
        json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("The body has characters that are not Unicode.") from error
    except (ValueError, LookupError, RecursionError) as error:
        raise ValueError("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise ValueError("The body must be a JSON object.")  # noqa: TRY004  # its content is wrong, not our type
    return cast("Json", body)
