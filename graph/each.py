"""The same request for many objects: the SDK builds it once, and each id is put into its place.

Building a request takes the SDK 0.65 ms of CPU, which would be seven seconds for 10,000 people.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation

ID = "11111111-2222-4333-8444-555555555555"  # stands for the id while the request is built


def for_each(request: RequestInformation, ids: Sequence[str]) -> list[RequestInformation]:
    """A GET for each of the ids, in their order, from one that was built for ``ID``."""
    url = request.url
    return [elsewhere(request, url.replace(ID, quote(one, safe=""))) for one in ids]


def at(url: str) -> RequestInformation:
    """A GET of an address that Graph gave out."""
    request = RequestInformation(Method.GET)
    request.url = url
    request.headers.try_add("Accept", "application/json")
    return request


def elsewhere(model: RequestInformation, url: str, content: bytes | None = None) -> RequestInformation:
    """The same request to another address, with another body if it has one.

    Never give an address to a request that the SDK built: that empties a mapping which all builders share.
    """
    request = RequestInformation(model.http_method or Method.GET)
    request.url, request.content = url, content
    request.headers = model.headers
    return request
