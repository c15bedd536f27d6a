"""First share week"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261124_1"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cycle",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "planning",
                "sharing",
                "execution",
                "review",
                "closed",
                name="phase",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("key", name=op.f("uq_cycle_key")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("member", "guest", "external", name="personkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("object_id", sa.String(), nullable=True),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("is_organizer", sa.Boolean(), nullable=False),
        sa.Column("manager_id", sa.BigInteger(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("work_days", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("work_start", sa.Time(), nullable=False),
        sa.Column("work_end", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_person_manager_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("object_id", name=op.f("uq_person_object_id")),
    )
    op.create_index(op.f("ix_person_manager_id"), "person", ["manager_id"], unique=False)
    op.create_table(
        "rate_limit",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("full_until", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limit")),
    )
    op.create_table(
        "share_week",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "replaced",
                "confirmed",
                "cancelled",
                name="weekstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("is_bottom_up", sa.Boolean(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("lower_bound", sa.BigInteger(), nullable=False),
        sa.Column("unread_mailboxes", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_share_week_cycle_id_cycle")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_share_week_proposed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_week")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_share_week_cycle_id_number")),
    )
    op.create_index(op.f("ix_share_week_cycle_id"), "share_week", ["cycle_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("organization", "department", "team", name="unitkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("leader_id", sa.BigInteger(), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("teams_team", sa.String(), nullable=False),
        sa.Column("channel_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_unit_leader_id_person")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("key", name=op.f("uq_unit_key")),
    )
    op.create_index(op.f("ix_unit_leader_id"), "unit", ["leader_id"], unique=False)
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_membership_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "person_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_table(
        "objective",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "shared", "deleted", name="objectivestate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("parent_key_result_id", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_objective_not_its_own_parent")),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_key_result_id IS NULL", name=op.f("ck_objective_one_parent")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_objective_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_objective_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["objective.id"], name=op.f("fk_objective_parent_id_objective")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_objective_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
        sa.UniqueConstraint("key", name=op.f("uq_objective_key")),
    )
    op.create_index(op.f("ix_objective_cycle_id"), "objective", ["cycle_id"], unique=False)
    op.create_index(op.f("ix_objective_owner_id"), "objective", ["owner_id"], unique=False)
    op.create_index(op.f("ix_objective_parent_id"), "objective", ["parent_id"], unique=False)
    op.create_index(
        op.f("ix_objective_parent_key_result_id"), "objective", ["parent_key_result_id"], unique=False
    )
    op.create_index(op.f("ix_objective_unit_id"), "objective", ["unit_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "channel",
                "group_chat",
                "meeting_chat",
                "personal",
                name="placekind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'personal' OR person_id IS NOT NULL", name=op.f("ck_place_personal_has_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_place_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_place_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_place_conversation_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_place_person_id")),
    )
    op.create_index(op.f("ix_place_unit_id"), "place", ["unit_id"], unique=False)
    op.create_table(
        "share_meeting",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("week_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("organizer_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "unplaced",
                "booking",
                "booked",
                "cancelling",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unplaced_reason", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("join_url", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state = 'unplaced' OR starts_at < ends_at", name=op.f("ck_share_meeting_placed_or_unplaced")
        ),
        sa.ForeignKeyConstraint(
            ["organizer_id"], ["person.id"], name=op.f("fk_share_meeting_organizer_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_share_meeting_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["week_id"], ["share_week.id"], name=op.f("fk_share_meeting_week_id_share_week")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_meeting")),
        sa.UniqueConstraint("week_id", "unit_id", name=op.f("uq_share_meeting_week_id_unit_id")),
    )
    op.create_index(op.f("ix_share_meeting_event_id"), "share_meeting", ["event_id"], unique=False)
    op.create_index(op.f("ix_share_meeting_unit_id"), "share_meeting", ["unit_id"], unique=False)
    op.create_index(op.f("ix_share_meeting_week_id"), "share_meeting", ["week_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("objective_id", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=True),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["objective.id"], name=op.f("fk_card_objective_id_objective")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_card_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("objective_id", "place_id", name=op.f("uq_card_objective_id_place_id")),
    )
    op.create_index("ix_card_place_activity", "card", ["place_id", "activity_id"], unique=True)
    op.create_table(
        "contributor",
        sa.Column("objective_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["objective.id"], name=op.f("fk_contributor_objective_id_objective")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contributor_person_id_person")),
        sa.PrimaryKeyConstraint("objective_id", "person_id", name=op.f("pk_contributor")),
    )
    op.create_index(op.f("ix_contributor_person_id"), "contributor", ["person_id"], unique=False)
    op.create_table(
        "invitee",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role", sa.Enum("required", "optional", name="role", native_enum=False, length=24), nullable=False
        ),
        sa.Column(
            "trouble",
            sa.Enum(
                "busy",
                "tentative",
                "out_of_office",
                "outside_working_hours",
                name="trouble",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["share_meeting.id"], name=op.f("fk_invitee_meeting_id_share_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitee_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_invitee")),
    )
    op.create_index(op.f("ix_invitee_person_id"), "invitee", ["person_id"], unique=False)
    op.create_table(
        "key_result",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("objective_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("start", sa.Numeric(), nullable=False),
        sa.Column("current", sa.Numeric(), nullable=False),
        sa.Column("target", sa.Numeric(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "on_track",
                "at_risk",
                "behind",
                "not_started",
                "closed",
                "postponed",
                name="status",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["objective.id"], name=op.f("fk_key_result_objective_id_objective")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_key_result_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_result")),
        sa.UniqueConstraint("key", name=op.f("uq_key_result_key")),
    )
    op.create_index(op.f("ix_key_result_objective_id"), "key_result", ["objective_id"], unique=False)
    op.create_table(
        "objective_guest",
        sa.Column("objective_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["objective.id"], name=op.f("fk_objective_guest_objective_id_objective")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_objective_guest_person_id_person")
        ),
        sa.PrimaryKeyConstraint("objective_id", "person_id", name=op.f("pk_objective_guest")),
    )
    op.create_index(op.f("ix_objective_guest_person_id"), "objective_guest", ["person_id"], unique=False)
    op.create_table(
        "thread",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("objective_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["objective.id"], name=op.f("fk_thread_objective_id_objective")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("objective_id", name=op.f("uq_thread_objective_id")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "conversation",
                "feedback",
                "recognition",
                "question",
                "need",
                "challenge",
                name="commentkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum("reply", "dialog", "api", name="commentsource", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_comment_place_id_place")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_comment_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("source_key", name=op.f("uq_comment_source_key")),
    )
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"], unique=False)
    op.create_index("ix_comment_thread_created", "comment", ["thread_id", "created_at", "id"], unique=False)
    # Objectives and key results point at each other, so this one comes when both are there.
    op.create_foreign_key(
        "fk_objective_parent_key_result_id_key_result",
        "objective",
        "key_result",
        ["parent_key_result_id"],
        ["id"],
    )


def downgrade() -> None:
    op.drop_constraint("fk_objective_parent_key_result_id_key_result", "objective")
    op.drop_index("ix_comment_thread_created", table_name="comment")
    op.drop_index(op.f("ix_comment_author_id"), table_name="comment")
    op.drop_table("comment")
    op.drop_table("thread")
    op.drop_index(op.f("ix_objective_guest_person_id"), table_name="objective_guest")
    op.drop_table("objective_guest")
    op.drop_index(op.f("ix_key_result_objective_id"), table_name="key_result")
    op.drop_table("key_result")
    op.drop_index(op.f("ix_invitee_person_id"), table_name="invitee")
    op.drop_table("invitee")
    op.drop_index(op.f("ix_contributor_person_id"), table_name="contributor")
    op.drop_table("contributor")
    op.drop_index("ix_card_place_activity", table_name="card")
    op.drop_table("card")
    op.drop_index(op.f("ix_share_meeting_week_id"), table_name="share_meeting")
    op.drop_index(op.f("ix_share_meeting_unit_id"), table_name="share_meeting")
    op.drop_index(op.f("ix_share_meeting_event_id"), table_name="share_meeting")
    op.drop_table("share_meeting")
    op.drop_index(op.f("ix_place_unit_id"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_objective_unit_id"), table_name="objective")
    op.drop_index(op.f("ix_objective_parent_key_result_id"), table_name="objective")
    op.drop_index(op.f("ix_objective_parent_id"), table_name="objective")
    op.drop_index(op.f("ix_objective_owner_id"), table_name="objective")
    op.drop_index(op.f("ix_objective_cycle_id"), table_name="objective")
    op.drop_table("objective")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_unit_parent_id"), table_name="unit")
    op.drop_index(op.f("ix_unit_leader_id"), table_name="unit")
    op.drop_table("unit")
    op.drop_index(op.f("ix_share_week_cycle_id"), table_name="share_week")
    op.drop_table("share_week")
    op.drop_table("rate_limit")
    op.drop_index(op.f("ix_person_manager_id"), table_name="person")
    op.drop_table("person")
    op.drop_table("cycle")
