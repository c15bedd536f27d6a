"""Changes of a share week that stands, and the moves that mend it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261125_2"
down_revision = "20261125_1"


def upgrade() -> None:
    op.create_table(
        "week_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("week_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "declined",
                "moved",
                "people",
                "room",
                "look_again",
                name="changekind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "planning",
                "proposed",
                "not_needed",
                "impossible",
                "failed",
                "replaced",
                "confirmed",
                "kept",
                name="changestate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("declined_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("is_fewest", sa.Boolean(), nullable=False),
        sa.Column("added_cost", sa.BigInteger(), nullable=False),
        sa.Column("troubles", postgresql.JSONB(), nullable=False),
        sa.Column("replaced_by_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["week_id"], ["share_week.id"], name=op.f("fk_week_change_week_id_share_week")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["share_meeting.id"], name=op.f("fk_week_change_meeting_id_share_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_week_change_person_id_person")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["week_change.id"], name=op.f("fk_week_change_replaced_by_id_week_change")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_week_change_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_week_change_decided_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_change")),
        sa.UniqueConstraint("week_id", "number", name=op.f("uq_week_change_week_id_number")),
    )
    op.create_index(op.f("ix_week_change_week_id"), "week_change", ["week_id"], unique=False)
    op.create_index(op.f("ix_week_change_meeting_id"), "week_change", ["meeting_id"], unique=False)
    op.create_table(
        "week_move",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("from_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("from_room", sa.String(), nullable=True),
        sa.Column("to_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_room", sa.String(), nullable=True),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("bad_before", sa.BigInteger(), nullable=False),
        sa.Column("bad_after", sa.BigInteger(), nullable=False),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["week_change.id"], name=op.f("fk_week_move_change_id_week_change")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["share_meeting.id"], name=op.f("fk_week_move_meeting_id_share_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_move")),
    )
    op.create_index(op.f("ix_week_move_change_id"), "week_move", ["change_id"], unique=False)
    op.create_index(op.f("ix_week_move_meeting_id"), "week_move", ["meeting_id"], unique=False)
    op.create_table(
        "week_move_person",
        sa.Column("move_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role", sa.Enum("required", "optional", name="role", native_enum=False, length=24), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["move_id"], ["week_move.id"], name=op.f("fk_week_move_person_move_id_week_move")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_week_move_person_person_id_person")
        ),
        sa.PrimaryKeyConstraint("move_id", "person_id", name=op.f("pk_week_move_person")),
    )


def downgrade() -> None:
    op.drop_table("week_move_person")
    op.drop_index(op.f("ix_week_move_meeting_id"), table_name="week_move")
    op.drop_index(op.f("ix_week_move_change_id"), table_name="week_move")
    op.drop_table("week_move")
    op.drop_index(op.f("ix_week_change_meeting_id"), table_name="week_change")
    op.drop_index(op.f("ix_week_change_week_id"), table_name="week_change")
    op.drop_table("week_change")
