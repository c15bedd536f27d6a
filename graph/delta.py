"""Delta queries of the directory: what changed since a link was given out.

A link is kept as the part of its address below Graph's, so that it fits wherever Graph is reached.
https://learn.microsoft.com/graph/delta-query-overview
"""

from __future__ import annotations

from typing import cast

from kiota_abstractions.request_information import RequestInformation

from graph.answers import Json
from graph.client import GraphClient
from graph.each import at, elsewhere
from graph.errors import BadRequest, Gone

EXPIRED = ("syncstatenotfound", "resyncrequired", "syncstateinvalid")


async def from_now(client: GraphClient, request: RequestInformation) -> str:
    """The link that will tell what changes from now on, without reading what there is.

    Only the directory's own objects can do that (``$deltatoken=latest``).
    """
    _, link = await _all_pages(client, elsewhere(request, f"{request.url}&$deltatoken=latest"))
    return link


async def changes(client: GraphClient, link: str) -> tuple[list[Json], str]:
    """What changed, in its order, an object perhaps more than once; and the next link.

    :raises Gone: the link has expired, or is not one of this tenant; everything is to be read again.
    """
    try:
        return await _all_pages(client, at(_root(client) + link))
    except BadRequest as error:
        # The directory says 400 where the platform says 410, and a link of another tenant is "badly formed".
        if error.code.lower() in EXPIRED or "token" in str(error).lower():
            raise Gone(str(error), code=error.code, status=error.status) from error
        raise


async def _all_pages(client: GraphClient, request: RequestInformation) -> tuple[list[Json], str]:
    entities: list[Json] = []
    link = ""
    async for page in client.pages(request):
        entities += cast("list[Json]", page.get("value") or [])
        link = str(page.get("@odata.deltaLink") or "")
    if not link:
        raise Gone("Microsoft Graph ended a delta without a link to go on with.")
    return entities, link.removeprefix(_root(client))


def _root(client: GraphClient) -> str:
    return str(client.build.path_parameters["baseurl"])
