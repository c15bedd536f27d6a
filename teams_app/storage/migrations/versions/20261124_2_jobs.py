"""The queue's own tables

The schema is that of the installed procrastinate (3.10 when this was written). A later version of it that
changes tables ships migrations of its own; they become a migration of ours when the version is raised.
"""

from __future__ import annotations

from importlib.resources import files

from alembic import op

revision = "20261124_2"
down_revision = "20261124_1"


def upgrade() -> None:
    schema = files("procrastinate.sql").joinpath("schema.sql").read_text("utf-8")
    # Straight to the driver and without parameters: the schema holds colons and percent signs.
    driver = op.get_bind().connection.dbapi_connection
    assert driver is not None  # noqa: S101 - the migration runs on this connection
    driver.cursor().execute(schema)


def downgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS procrastinate_notify_queue_job_inserted_v1() CASCADE")
    op.execute(
        """
        DO $$ DECLARE thing record; BEGIN
            FOR thing IN SELECT oid::regprocedure AS name FROM pg_proc
                WHERE proname LIKE 'procrastinate\\_%' LOOP
                EXECUTE 'DROP FUNCTION IF EXISTS ' || thing.name || ' CASCADE';
            END LOOP;
            FOR thing IN SELECT tablename AS name FROM pg_tables WHERE tablename LIKE 'procrastinate\\_%' LOOP
                EXECUTE 'DROP TABLE IF EXISTS ' || thing.name || ' CASCADE';
            END LOOP;
            FOR thing IN SELECT typname AS name FROM pg_type
                WHERE typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c') LOOP
                EXECUTE 'DROP TYPE IF EXISTS ' || thing.name || ' CASCADE';
            END LOOP;
        END $$
        """
    )
