"""The directory as it was last read, and what comes from it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261125_4"
down_revision = "20261125_3"

MAILBOX_STATES = ("unknown", "person", "shared", "room", "equipment", "none", "unreadable")


def upgrade() -> None:
    op.create_table(
        "directory_account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("principal_name", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("has_mail", sa.Boolean(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("manager_id", sa.String(), nullable=True),
        sa.Column("mailbox", _mailbox_state(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("work_days", postgresql.ARRAY(sa.SmallInteger()), nullable=True),
        sa.Column("work_start", sa.Time(), nullable=True),
        sa.Column("work_end", sa.Time(), nullable=True),
        sa.Column("unknown_zone", sa.String(), nullable=False),
        sa.Column("mailbox_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_account")),
    )
    op.create_table(
        "directory_group",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_team", sa.Boolean(), nullable=False),
        sa.Column("members", postgresql.ARRAY(sa.String()), nullable=True),
        sa.Column("owners", postgresql.ARRAY(sa.String()), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_group")),
    )
    op.create_table(
        "directory_link",
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("collection", name=op.f("pk_directory_link")),
    )
    op.create_table(
        "directory_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("report", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_run")),
    )
    op.add_column("unit", sa.Column("directory_source", sa.String(), nullable=True))
    op.create_unique_constraint(op.f("uq_unit_directory_source"), "unit", ["directory_source"])
    _add_filled("person", sa.Column("mailbox", _mailbox_state(), nullable=False, server_default="unknown"))
    _add_filled(
        "room", sa.Column("is_from_directory", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def _mailbox_state() -> sa.Enum:
    return sa.Enum(*MAILBOX_STATES, name="mailboxstate", native_enum=False, length=24)


def _add_filled(table: str, column: sa.Column[object]) -> None:
    """A column whose default is for the rows that are there; later ones are given their value."""
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def downgrade() -> None:
    op.drop_column("room", "is_from_directory")
    op.drop_column("person", "mailbox")
    op.drop_constraint(op.f("uq_unit_directory_source"), "unit")
    op.drop_column("unit", "directory_source")
    for table in ("directory_run", "directory_link", "directory_group", "directory_account"):
        op.drop_table(table)
