"""The first tables.

Written out in full and never changed: it must build tomorrow what it built the day it was released.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER change_no_update BEFORE UPDATE ON change"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
        "CREATE TRIGGER change_no_delete BEFORE DELETE ON change"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION change_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
        "CREATE TRIGGER change_no_update BEFORE UPDATE OR DELETE ON change"
        " FOR EACH ROW EXECUTE FUNCTION change_append_only()",
        "CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON change"
        " FOR EACH STATEMENT EXECUTE FUNCTION change_append_only()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous_digest", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("formed_utc", TEXT, nullable=False),
        sa.Column("formed_offset", sa.Integer(), nullable=False),
        sa.Column("formed_by", TEXT, nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_batch")),
        sa.UniqueConstraint("device_id", "epoch", "number", name=op.f("uq_batch_device_id_epoch_number")),
    )
    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at_utc", TEXT, nullable=False),
        sa.Column("at_offset", sa.Integer(), nullable=False),
        sa.Column("actor_id", TEXT, nullable=False),
        sa.Column("actor_name", TEXT, nullable=False),
        sa.Column("signed_in", sa.Boolean(), nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("about_id", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_about_id"), "change", ["about_id"])

    op.create_table(
        "contact",
        sa.Column("contact_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_contact")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft",
        sa.Column("draft_id", TEXT, nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("form_version", TEXT, nullable=False),
        sa.Column("form_sha256", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("person_name", TEXT, nullable=False),
        sa.Column("person_role", TEXT, nullable=False),
        sa.Column("signed_in", sa.Boolean(), nullable=False),
        sa.Column("started_utc", TEXT, nullable=False),
        sa.Column("started_offset", sa.Integer(), nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("print_log_here", sa.Boolean(), nullable=True),
        sa.Column("received_on", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("ended", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_ended"), "draft", ["ended"])
    op.create_index(op.f("ix_draft_response_id"), "draft", ["response_id"])

    op.create_table(
        "event",
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("venue", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("area", TEXT, nullable=False),
        sa.Column("partner", TEXT, nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "revision", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_day"), "event", ["day"])
    op.create_index(op.f("ix_event_programme_id"), "event", ["programme_id"])

    op.create_table(
        "form",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("original_kind", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("equality_group", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_form")),
        sa.UniqueConstraint("sha256", name=op.f("uq_form_sha256")),
    )
    op.create_index(op.f("ix_form_form_id_version"), "form", ["form_id", "version"])

    op.create_table(
        "layout",
        sa.Column("layout_id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("layout_json", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("layout_id", name=op.f("pk_layout")),
    )
    op.create_table(
        "meta",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "paper_copy",
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("run_id", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_paper_copy")),
    )
    op.create_index(op.f("ix_paper_copy_run_id"), "paper_copy", ["run_id"])

    op.create_table(
        "person",
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("name_folded", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("pin_hash", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person")),
        sa.UniqueConstraint("name_folded", name=op.f("uq_person_name_folded")),
    )
    op.create_table(
        "print_run",
        sa.Column("run_id", TEXT, nullable=False),
        sa.Column("run_number", sa.Integer(), nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("form_version", TEXT, nullable=False),
        sa.Column("form_sha256", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("edition", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("layout_id", TEXT, nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("printed_by", TEXT, nullable=False),
        sa.Column("printed_utc", TEXT, nullable=False),
        sa.Column("printed_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_print_run")),
    )
    op.create_index(op.f("ix_print_run_event_id"), "print_run", ["event_id"])

    op.create_table(
        "programme",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("pack_sha256", TEXT, nullable=False),
        sa.Column("programme_json", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_programme")),
        sa.UniqueConstraint("programme_id", "pack_sha256", name=op.f("uq_programme_programme_id_pack_sha256")),
    )
    op.create_table(
        "quarantined_record",
        sa.Column("quarantine_id", TEXT, nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at_utc", TEXT, nullable=False),
        sa.Column("at_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarantine_id", name=op.f("pk_quarantined_record")),
    )
    op.create_index(op.f("ix_quarantined_record_batch_id"), "quarantined_record", ["batch_id"])
    op.create_index(op.f("ix_quarantined_record_identity"), "quarantined_record", ["identity"])

    op.create_table(
        "receipt",
        sa.Column("receipt_id", TEXT, nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("batch_digest", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("central_id", TEXT, nullable=False),
        sa.Column("received_utc", TEXT, nullable=False),
        sa.Column("received_offset", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_batch_id"), "receipt", ["batch_id"])

    op.create_table(
        "received_batch",
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous_digest", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("formed_utc", TEXT, nullable=False),
        sa.Column("formed_offset", sa.Integer(), nullable=False),
        sa.Column("formed_by", TEXT, nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.Column("file_sha256", TEXT, nullable=False),
        sa.Column("received_utc", TEXT, nullable=False),
        sa.Column("received_offset", sa.Integer(), nullable=False),
        sa.Column("received_by", TEXT, nullable=False),
        sa.Column("receipt_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_received_batch")),
    )
    op.create_index(
        op.f("ix_received_batch_device_id_epoch_number"), "received_batch", ["device_id", "epoch", "number"]
    )
    op.create_index(op.f("ix_received_batch_file_sha256"), "received_batch", ["file_sha256"])

    op.create_table(
        "response",
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("instance_id", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("form_version", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("print_log_here", sa.Boolean(), nullable=True),
        sa.Column("recorded_by", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("started_utc", TEXT, nullable=False),
        sa.Column("started_offset", sa.Integer(), nullable=False),
        sa.Column("finalised_utc", TEXT, nullable=False),
        sa.Column("finalised_offset", sa.Integer(), nullable=False),
        sa.Column("received_on", TEXT, nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_response")),
    )
    op.create_index(op.f("ix_response_batch_id"), "response", ["batch_id"])
    op.create_index(
        op.f("ix_response_channel_started_utc_response_id"), "response", ["channel", "started_utc", "response_id"]
    )
    op.create_index(
        op.f("ix_response_event_id_started_utc_response_id"),
        "response",
        ["event_id", "started_utc", "response_id"],
    )
    op.create_index(
        op.f("ix_response_programme_id_started_utc_response_id"),
        "response",
        ["programme_id", "started_utc", "response_id"],
    )
    op.create_index(op.f("ix_response_serial"), "response", ["serial"])
    op.create_index(op.f("ix_response_started_utc_response_id"), "response", ["started_utc", "response_id"])
    op.create_index(
        op.f("ix_response_state_started_utc_response_id"), "response", ["state", "started_utc", "response_id"]
    )

    op.create_table(
        "secret",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )
    op.create_table(
        "trusted_coordinator",
        sa.Column("central_id", TEXT, nullable=False),
        sa.Column("key_text", TEXT, nullable=False),
        sa.Column("added_by", TEXT, nullable=False),
        sa.Column("added_utc", TEXT, nullable=False),
        sa.Column("added_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("central_id", name=op.f("pk_trusted_coordinator")),
    )
    op.create_table(
        "trusted_device",
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("key_text", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("added_by", TEXT, nullable=False),
        sa.Column("added_utc", TEXT, nullable=False),
        sa.Column("added_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_trusted_device")),
    )
    op.create_table(
        "batch_item",
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_batch_item_batch_id_batch")),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_batch_item")),
    )
    op.create_index(op.f("ix_batch_item_identity"), "batch_item", ["identity"])

    op.create_table(
        "delivery",
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("file_name", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("at_utc", TEXT, nullable=False),
        sa.Column("at_offset", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_delivery_batch_id_batch")),
        sa.PrimaryKeyConstraint("batch_id", "target", name=op.f("pk_delivery")),
    )
    op.create_table(
        "journal_step",
        sa.Column("draft_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.draft_id"], name=op.f("fk_journal_step_draft_id_draft")),
        sa.PrimaryKeyConstraint("draft_id", "number", name=op.f("pk_journal_step")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pack_file",
        sa.Column("programme_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_number"], ["programme.number"], name=op.f("fk_pack_file_programme_number_programme")
        ),
        sa.PrimaryKeyConstraint("programme_number", "name", name=op.f("pk_pack_file")),
    )
    op.create_table(
        "receipt_result",
        sa.Column("receipt_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipt.receipt_id"], name=op.f("fk_receipt_result_receipt_id_receipt")
        ),
        sa.PrimaryKeyConstraint("receipt_id", "position", name=op.f("pk_receipt_result")),
    )
    op.create_index(op.f("ix_receipt_result_identity"), "receipt_result", ["identity"])

    op.create_table(
        "record_result",
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["received_batch.batch_id"], name=op.f("fk_record_result_batch_id_received_batch")
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_record_result")),
    )
    op.create_index(op.f("ix_record_result_identity"), "record_result", ["identity"])

    op.create_table(
        "response_ending",
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("move", TEXT, nullable=False),
        sa.Column("at_utc", TEXT, nullable=False),
        sa.Column("at_offset", sa.Integer(), nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("person_name", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.response_id"], name=op.f("fk_response_ending_response_id_response")
        ),
        sa.PrimaryKeyConstraint("response_id", "move", name=op.f("pk_response_ending")),
    )
    op.create_table(
        "revision",
        sa.Column("instance_id", TEXT, nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("deprecated_id", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("form_version", TEXT, nullable=False),
        sa.Column("form_sha256", TEXT, nullable=False),
        sa.Column("finalised_utc", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("content_sha256", TEXT, nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("envelope", TEXT, nullable=False),
        sa.Column("answers", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.response_id"], name=op.f("fk_revision_response_id_response")
        ),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_revision")),
    )
    op.create_index(
        op.f("ix_revision_response_id_instance_id_deprecated_id"),
        "revision",
        ["response_id", "instance_id", "deprecated_id"],
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("there is no schema before the first")
