"""How many calls each mailbox gets at a time"""

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


def downgrade() -> None:
    op.drop_table("mailbox_turn")
