"""What everybody answered in Outlook, and the mailboxes that are watched for it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_6"
down_revision = "20261125_5"

ANSWERS = ("none", "accepted", "tentative", "declined")
STATES = ("wanted", "active", "challenged", "ending")


def upgrade() -> None:
    answer = sa.Enum(*ANSWERS, name="answer", native_enum=False, length=24)
    op.add_column("invitee", sa.Column("answer", answer, nullable=False, server_default="none"))
    op.add_column("invitee", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("invitee", sa.Column("proposed_start", sa.DateTime(timezone=True), nullable=True))
    op.add_column("invitee", sa.Column("proposed_end", sa.DateTime(timezone=True), nullable=True))
    op.add_column("share_meeting", sa.Column("room_answer", answer, nullable=False, server_default="none"))
    op.add_column("share_meeting", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "watched_mailbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="watchstate", native_enum=False, length=24),
            nullable=False,
            server_default="wanted",
        ),
        sa.Column("client_state", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False, server_default=""),
        sa.Column("subscription_id", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("delta_link", sa.String(), nullable=True),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_watched_mailbox_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_mailbox")),
        sa.UniqueConstraint("person_id", name=op.f("uq_watched_mailbox_person_id")),
        sa.UniqueConstraint("subscription_id", name=op.f("uq_watched_mailbox_subscription_id")),
    )


def downgrade() -> None:
    op.drop_table("watched_mailbox")
    op.drop_column("share_meeting", "looked_at")
    op.drop_column("share_meeting", "room_answer")
    for name in ("proposed_end", "proposed_start", "answered_at", "answer"):
        op.drop_column("invitee", name)
