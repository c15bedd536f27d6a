"""How many calls each mailbox gets at a time; the chat of a share meeting, and who is not invited to it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_3"
down_revision = "20261125_2"


def upgrade() -> None:
    op.create_table(
        "mailbox_turn",
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("taken_until", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "number", name=op.f("pk_mailbox_turn")),
    )
    op.add_column("share_meeting", sa.Column("chat_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_share_meeting_chat_id"), "share_meeting", ["chat_id"])
    op.add_column(
        "share_meeting", sa.Column("not_invited", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.alter_column("share_meeting", "not_invited", server_default=None)


def downgrade() -> None:
    op.drop_column("share_meeting", "not_invited")
    op.drop_column("share_meeting", "chat_id")
    op.drop_table("mailbox_turn")
