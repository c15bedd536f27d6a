"""Rooms, weeks of a part of the organization, and why a meeting is when it is"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261125_1"
down_revision = "20261124_2"


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_room_capacity_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("email", name=op.f("uq_room_email")),
        sa.UniqueConstraint("name", name=op.f("uq_room_name")),
    )
    op.add_column("unit", sa.Column("needs_room", sa.Boolean(), nullable=True))
    op.add_column("share_week", sa.Column("root_unit_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_share_week_root_unit_id_unit"), "share_week", "unit", ["root_unit_id"], ["id"]
    )
    _add_filled("share_week", sa.Column("unread_rooms", sa.BigInteger(), nullable=False, server_default="0"))
    empty = sa.text("'{}'::jsonb")
    _add_filled(
        "share_meeting", sa.Column("explanation", postgresql.JSONB(), nullable=False, server_default=empty)
    )
    op.create_foreign_key(
        op.f("fk_share_meeting_room_room"), "share_meeting", "room", ["room"], ["name"], onupdate="CASCADE"
    )


def _add_filled(table: str, column: sa.Column[object]) -> None:
    """A column whose default is for the rows that are there; later ones are given their value."""
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def downgrade() -> None:
    op.drop_constraint(op.f("fk_share_meeting_room_room"), "share_meeting")
    op.drop_column("share_meeting", "explanation")
    op.drop_column("share_week", "unread_rooms")
    op.drop_constraint(op.f("fk_share_week_root_unit_id_unit"), "share_week")
    op.drop_column("share_week", "root_unit_id")
    op.drop_column("unit", "needs_room")
    op.drop_table("room")
