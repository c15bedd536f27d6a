"""Run by Alembic: migrate on the connection that ``migrate`` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from teams_app.okr import Base
from teams_app.storage import mailbox_turns, rate_limits

LOCK_SECONDS = 10

connection = context.config.attributes["connection"]
# All tables are compared, those without a class too.
assert {rate_limits.RATE_LIMIT.metadata, mailbox_turns.MAILBOX_TURN.metadata} == {Base.metadata}  # noqa: S101
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    include_name=lambda name, kind, _: kind != "table" or not str(name).startswith("procrastinate_"),
)
with context.begin_transaction():
    # Better to fail and be run again than to keep everybody else waiting behind a lock.
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
    context.run_migrations()
