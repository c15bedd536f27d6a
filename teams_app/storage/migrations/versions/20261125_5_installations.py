"""Where the app is installed in Teams"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_5"
down_revision = "20261125_4"


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("team", "chat", "person", name="homekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "installed",
                "old",
                "missing",
                "blocked",
                "failed",
                name="installstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
        sa.UniqueConstraint("kind", "target", name=op.f("uq_installation_kind_target")),
    )


def downgrade() -> None:
    op.drop_table("installation")
