"""Acting as the people of the stand-in tenant, and seeing what they see, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp

from teams_app.errors import Unavailable

Json = dict[str, Any]


@dataclass(frozen=True)
class CardThread:
    """A card of an OKR in a channel, with what people replied."""

    okr: str
    conversation: str
    message_id: str
    replies: tuple[Json, ...]


class StandIn:
    """The acting API of a stand-in tenant."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        self._root = f"{base_url}/sandbox/api"
        self._session = session

    async def get(self, path: str) -> Json:
        return await self._call("GET", path, None)

    async def post(self, path: str, body: Json) -> Json:
        return await self._call("POST", path, body)

    async def personal_chat(self, email: str) -> str:
        """The conversation of a person with the app."""
        found = await self.get(f"conversations?person={quote(email)}")
        return next(str(one["id"]) for one in found["conversations"] if one["kind"] == "personal")

    async def say(self, email: str, conversation: str, text: str, reply_to: str | None = None) -> str:
        body = {"conversation": conversation, "text": text, "reply_to": reply_to}
        answer = await self.post(f"people/{quote(email)}/messages", body)
        return str(answer["id"])

    async def edit(self, email: str, message_id: str, text: str) -> None:
        await self._call("PATCH", f"people/{quote(email)}/messages/{message_id}", {"text": text})

    async def delete(self, email: str, message_id: str) -> None:
        await self._call("DELETE", f"people/{quote(email)}/messages/{message_id}", {})

    async def click(self, email: str, message_id: str, title: str, inputs: Json | None = None) -> Json:
        body = {"message": message_id, "action": title, "inputs": inputs or {}}
        return await self.post(f"people/{quote(email)}/clicks", body)

    async def send_dialog(self, email: str, message_id: str, data: Json) -> Json:
        return await self.post(f"people/{quote(email)}/dialogs", {"message": message_id, "data": data})

    async def messages(self, conversation: str) -> list[Json]:
        """Root messages with their replies, oldest first."""
        found = await self.get(f"conversations/{quote(conversation, safe='')}/messages")
        return list(found["threads"])

    async def card_threads(self) -> dict[str, CardThread]:
        """Every OKR's card in a channel, by the OKR's key.

        :raises Unavailable: an OKR has two cards in one channel.
        """
        found: dict[str, CardThread] = {}
        places = (await self.get("conversations"))["conversations"]
        for place in places:
            if place["kind"] != "channel":
                continue
            for thread in _card_threads(place["id"], await self.messages(place["id"])):
                if thread.okr in found:
                    raise Unavailable(f"{thread.okr} has more than one card.")
                found[thread.okr] = thread
        return found

    async def all_delivered(self) -> Json:
        """Wait until nothing is on its way to the bot."""
        return await self.get("deliveries?wait=idle&timeout=60")

    async def _call(self, method: str, path: str, body: Json | None) -> Json:
        try:
            async with self._session.request(method, f"{self._root}/{path}", json=body) as answer:
                content: Json = await answer.json() if answer.content_length != 0 else {}
        except aiohttp.ClientError as error:
            raise Unavailable(f"The stand-in tenant does not answer: {error}") from error
        if not answer.ok:
            raise Unavailable(f"The stand-in tenant refused {method} {path}: {content.get('error')}")
        return content


def okr_of(card: Json) -> str | None:
    """The key of the OKR that a card shows."""
    actions: list[Json] = card.get("actions") or []
    keys = (str((action.get("data") or {}).get("okr") or "") for action in actions)
    return next(filter(None, keys), None)


def _card_threads(conversation: str, messages: list[Json]) -> Iterator[CardThread]:
    for message in messages:
        okr = next(filter(None, map(okr_of, message["cards"])), None)
        if okr and message["author"]["kind"] == "bot":
            yield CardThread(okr, conversation, message["id"], tuple(message["replies"]))
