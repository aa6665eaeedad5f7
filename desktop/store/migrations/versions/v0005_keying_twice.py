"""Keying twice: keyings, verification plans, decisions, queries, practice, piles that travel, scanned pages.

Written out in full and never changed once it was released: it must build tomorrow what it built that day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "keyed_sheet",
        sa.Column("keying_id", TEXT, nullable=False),
        sa.Column("which", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("form_version", TEXT, nullable=False),
        sa.Column("form_sha256", TEXT, nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("instance_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("person_name", TEXT, nullable=False),
        sa.Column("person_role", TEXT, nullable=False),
        sa.Column("signed_in", sa.Boolean(), nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("started_utc", TEXT, nullable=False),
        sa.Column("started_offset", sa.Integer(), nullable=False),
        sa.Column("finished_utc", TEXT, nullable=False),
        sa.Column("finished_offset", sa.Integer(), nullable=False),
        sa.Column("answers", TEXT, nullable=False),
        sa.Column("missing", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("efforts", TEXT, nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Float(), nullable=False),
        sa.Column("pile_id", TEXT, nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("keying_id", name=op.f("pk_keyed_sheet")),
    )
    op.create_index(op.f("ix_keyed_sheet_batch_id"), "keyed_sheet", ["batch_id"])
    op.create_index(
        op.f("ix_keyed_sheet_programme_id_form_id_finished_utc"),
        "keyed_sheet",
        ["programme_id", "form_id", "finished_utc"],
    )
    op.create_index(op.f("ix_keyed_sheet_response_id"), "keyed_sheet", ["response_id"])
    op.create_index(op.f("ix_keyed_sheet_serial"), "keyed_sheet", ["serial"])

    op.create_table(
        "verification_plan",
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_utc", TEXT, nullable=False),
        sa.Column("set_offset", sa.Integer(), nullable=False),
        sa.Column("set_by", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("aoql", sa.Float(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("tolerance", TEXT, nullable=False),
        sa.Column("tolerances", TEXT, nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("form_id", "version", "set_utc", name=op.f("pk_verification_plan")),
    )
    op.create_index(op.f("ix_verification_plan_batch_id"), "verification_plan", ["batch_id"])
    op.create_index(op.f("ix_verification_plan_programme_id"), "verification_plan", ["programme_id"])

    op.create_table(
        "keying_decision",
        sa.Column("decision_id", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("first_keying_id", TEXT, nullable=False),
        sa.Column("second_keying_id", TEXT, nullable=False),
        sa.Column("first_value", TEXT, nullable=False),
        sa.Column("first_missing", TEXT, nullable=False),
        sa.Column("second_value", TEXT, nullable=False),
        sa.Column("second_missing", TEXT, nullable=False),
        sa.Column("adopted_value", TEXT, nullable=False),
        sa.Column("adopted_missing", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("exception", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("person_name", TEXT, nullable=False),
        sa.Column("person_role", TEXT, nullable=False),
        sa.Column("signed_in", sa.Boolean(), nullable=False),
        sa.Column("decided_utc", TEXT, nullable=False),
        sa.Column("decided_offset", sa.Integer(), nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_keying_decision")),
    )
    op.create_index(op.f("ix_keying_decision_batch_id"), "keying_decision", ["batch_id"])
    op.create_index(op.f("ix_keying_decision_response_id"), "keying_decision", ["response_id"])
    op.create_index(op.f("ix_keying_decision_serial"), "keying_decision", ["serial"])

    op.create_table(
        "keying_query",
        sa.Column("query_id", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("draft_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("asked_by_id", TEXT, nullable=False),
        sa.Column("asked_utc", TEXT, nullable=False),
        sa.Column("asked_offset", sa.Integer(), nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("answered_by", TEXT, nullable=False),
        sa.Column("answered_utc", TEXT, nullable=False),
        sa.Column("answered_offset", sa.Integer(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("query_id", name=op.f("pk_keying_query")),
    )
    op.create_index(op.f("ix_keying_query_batch_id"), "keying_query", ["batch_id"])
    op.create_index(op.f("ix_keying_query_programme_id_state"), "keying_query", ["programme_id", "state"])
    op.create_index(op.f("ix_keying_query_serial"), "keying_query", ["serial"])

    op.create_table(
        "keying_training",
        sa.Column("attempt_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("form_sha256", TEXT, nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("scores", TEXT, nullable=False),
        sa.Column("most_errors", sa.Float(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("let_in_by", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at_utc", TEXT, nullable=False),
        sa.Column("at_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_keying_training")),
    )
    op.create_index(
        op.f("ix_keying_training_person_id_form_id_at_utc"), "keying_training", ["person_id", "form_id", "at_utc"]
    )

    op.create_table(
        "training_rule",
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("most_errors", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("form_id", name=op.f("pk_training_rule")),
    )

    op.create_table(
        "second_pile",
        sa.Column("pile_id", TEXT, nullable=False),
        sa.Column("way", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("device_key", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("ended_utc", TEXT, nullable=False),
        sa.Column("ended_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pile_id", name=op.f("pk_second_pile")),
    )

    op.create_table(
        "pile_sheet",
        sa.Column("pile_id", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("form_version", TEXT, nullable=False),
        sa.Column("form_sha256", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("received_on", TEXT, nullable=False),
        sa.Column("keyer_mark", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["pile_id"], ["second_pile.pile_id"], name=op.f("fk_pile_sheet_pile_id_second_pile")
        ),
        sa.PrimaryKeyConstraint("pile_id", "serial", name=op.f("pk_pile_sheet")),
    )
    op.create_index(op.f("ix_pile_sheet_serial"), "pile_sheet", ["serial"])

    op.create_table(
        "scan",
        sa.Column("scan_id", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("layout_id", TEXT, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("lie", TEXT, nullable=False),
        sa.Column("attached_by", TEXT, nullable=False),
        sa.Column("attached_utc", TEXT, nullable=False),
        sa.Column("attached_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_scan")),
    )
    op.create_index(op.f("ix_scan_programme_id"), "scan", ["programme_id"])
    op.create_index(op.f("ix_scan_serial_page"), "scan", ["serial", "page"])


def downgrade() -> None:
    raise NotImplementedError("what was keyed a second time is not thrown away")
