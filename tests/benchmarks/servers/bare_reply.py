"""The floor of storing a reply: aiohttp and psycopg alone, with the statements that the product makes.

It checks nothing, reads no HTML, and makes no objects: what our layers add shows as the difference.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime
from typing import Any

from aiohttp import web
from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg_pool import AsyncConnectionPool
from serving import serve

Json = dict[str, Any]
Connection = AsyncConnection[tuple[Any, ...]]

CARD = """
SELECT card.*, objective.*, place.*, owner.*, unit.* FROM card
JOIN place ON place.id = card.place_id JOIN objective ON objective.id = card.objective_id
JOIN person owner ON owner.id = objective.owner_id JOIN unit ON unit.id = objective.unit_id
WHERE place.conversation_id = %(place)s AND card.activity_id = %(root)s
"""
PERSON = "SELECT id, kind, is_enabled FROM person WHERE object_id = %(sender)s"
REACH = """
WITH RECURSIVE below(id) AS (
  SELECT id FROM unit WHERE parent_id IN (SELECT id FROM unit WHERE leader_id = %(author)s)
  UNION SELECT unit.id FROM unit JOIN below ON unit.parent_id = below.id)
SELECT
  array(SELECT objective_id FROM contributor WHERE person_id = %(author)s AND objective_id = %(objective)s),
  array(SELECT objective_id FROM objective_guest
        WHERE person_id = %(author)s AND objective_id = %(objective)s),
  array(SELECT unit_id FROM membership WHERE person_id = %(author)s),
  array(SELECT id FROM below)
"""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%(lock)s, 0))"
KNOWN = """
SELECT comment.id FROM comment JOIN thread ON thread.id = comment.thread_id
WHERE thread.objective_id = %(objective)s AND comment.author_id = %(author)s AND comment.source = 'reply'
AND comment.text = %(text)s AND (comment.created_at = %(at)s OR comment.edited_at = %(at)s) LIMIT 1
"""
THREAD = """
INSERT INTO thread (objective_id) VALUES (%(objective)s)
ON CONFLICT (objective_id) DO UPDATE SET objective_id = excluded.objective_id RETURNING id
"""
COMMENT = """
INSERT INTO comment (thread_id, author_id, kind, source, source_key, place_id, text, created_at)
VALUES (%(thread)s, %(author)s, 'conversation', 'reply', %(key)s, %(place_id)s, %(text)s, %(at)s)
ON CONFLICT (source_key) DO NOTHING RETURNING id
"""
CARDS = "SELECT id, place_id FROM card WHERE objective_id = %(objective)s ORDER BY id"
JOB = """
SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[ROW(
  'default', 'cards:refresh_card', 0, %(lock)s, %(once)s, %(arguments)s::jsonb, NULL
)::procrastinate_job_to_defer_v1]))
"""


async def row(connection: Connection, statement: str, values: Json) -> tuple[Any, ...]:
    """The first row; () where there is none."""
    cursor = await connection.execute(statement.encode(), values)
    return await cursor.fetchone() or ()


async def store(connection: Connection, activity: Json) -> None:
    place, _, root = activity["conversation"]["id"].partition(";messageid=")
    values: Json = {
        "place": place,
        "root": root,
        "sender": activity["from"]["aadObjectId"],
        "text": activity["text"],
        "at": datetime.fromisoformat(activity["timestamp"]),
        "key": f"{activity['conversation']['id']}:{activity['id']}",
    }
    _, values["objective"], values["place_id"], *_ = await row(connection, CARD, values)
    values["author"], *_ = await row(connection, PERSON, values)
    await row(connection, REACH, values)
    values["lock"] = f"reply:{values['objective']}:{values['author']}"
    await row(connection, LOCK, values)
    await row(connection, KNOWN, values)
    [values["thread"]] = await row(connection, THREAD, values)
    await row(connection, COMMENT, values)
    for card_id, place_id in await (await connection.execute(CARDS.encode(), values)).fetchall():
        await enqueue(connection, card_id, place_id)


async def enqueue(connection: Connection, card_id: int, place_id: int) -> None:
    job = {
        "lock": f"place-{place_id}",
        "once": f"refresh-{card_id}",
        "arguments": json.dumps({"card_id": card_id}),
    }
    try:
        async with connection.transaction():
            await row(connection, JOB, job)
    except UniqueViolation:
        return


async def main(database_url: str) -> None:
    async with AsyncConnectionPool(
        database_url, min_size=4, check=AsyncConnectionPool.check_connection
    ) as pool:

        async def handle(request: web.Request) -> web.Response:
            activity = json.loads(await request.read())
            async with pool.connection() as connection:
                await store(connection, activity)
            return web.Response()

        app = web.Application()
        app.router.add_post("/api/messages", handle)
        await serve(app)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
