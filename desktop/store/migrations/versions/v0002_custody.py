"""Custody of the data: the log becomes a chain; withdrawal, lost devices, copies out of reach, retention.

Written out in full and never changed once it was released: it must build tomorrow what it built that day.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER change_no_update BEFORE UPDATE ON change"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
        "CREATE TRIGGER change_no_delete BEFORE DELETE ON change"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
        # INSERT OR REPLACE deletes without a delete trigger; PostgreSQL has no such way round
        "CREATE TRIGGER change_no_replace BEFORE INSERT ON change"
        " WHEN NEW.number <= coalesce((SELECT max(number) FROM change), 0)"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER change_no_update BEFORE UPDATE OR DELETE ON change"
        " FOR EACH ROW EXECUTE FUNCTION change_append_only()",
        "CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON change"
        " FOR EACH STATEMENT EXECUTE FUNCTION change_append_only()",
    ),
}


def upgrade() -> None:
    _chain_the_log()
    op.create_table(
        "backup_made",
        sa.Column("backup_id", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("taken_utc", TEXT, nullable=False),
        sa.Column("taken_offset", sa.Integer(), nullable=False),
        sa.Column("removed_utc", TEXT, nullable=False),
        sa.Column("removed_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("backup_id", name=op.f("pk_backup_made")),
    )
    op.create_table(
        "batch_ending",
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at_utc", TEXT, nullable=False),
        sa.Column("at_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_batch_ending")),
    )
    op.create_table(
        "contact_slot",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_contact_slot")),
    )
    op.create_table(
        "device_ledger",
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("formed_utc", TEXT, nullable=False),
        sa.Column("formed_offset", sa.Integer(), nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "epoch", "number", name=op.f("pk_device_ledger")),
    )
    op.create_table(
        "export_made",
        sa.Column("export_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("export_id", name=op.f("pk_export_made")),
    )
    op.create_table(
        "instruction",
        sa.Column("instruction_id", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("applied_utc", TEXT, nullable=False),
        sa.Column("applied_offset", sa.Integer(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("instruction_id", name=op.f("pk_instruction")),
    )
    op.create_index(op.f("ix_instruction_batch_id"), "instruction", ["batch_id"])
    op.create_index(op.f("ix_instruction_subject"), "instruction", ["subject"])

    op.create_table(
        "out_of_reach",
        sa.Column("copy_id", TEXT, nullable=False),
        sa.Column("instruction_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("expires", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("done_by", TEXT, nullable=False),
        sa.Column("done_utc", TEXT, nullable=False),
        sa.Column("done_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("copy_id", name=op.f("pk_out_of_reach")),
    )
    op.create_index(op.f("ix_out_of_reach_instruction_id"), "out_of_reach", ["instruction_id"])

    op.create_table(
        "pin_attempt",
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_utc", TEXT, nullable=False),
        sa.Column("last_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pin_attempt")),
    )
    op.create_table(
        "retention_done",
        sa.Column("certificate_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("due", TEXT, nullable=False),
        sa.Column("done_by", TEXT, nullable=False),
        sa.Column("done_utc", TEXT, nullable=False),
        sa.Column("done_offset", sa.Integer(), nullable=False),
        sa.Column("counts", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_retention_done")),
    )
    op.create_table(
        "revoked_device",
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("from_utc", TEXT, nullable=False),
        sa.Column("from_offset", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("revoked_by", TEXT, nullable=False),
        sa.Column("at_utc", TEXT, nullable=False),
        sa.Column("at_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_revoked_device")),
    )
    op.create_table(
        "withdrawal_code",
        sa.Column("code_hash", TEXT, nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_withdrawal_code")),
    )
    op.create_index(op.f("ix_withdrawal_code_response_id"), "withdrawal_code", ["response_id"])


def _chain_the_log() -> None:
    """Make the table of the log anew, with the hashes of the lines that are there.

    Made anew rather than added to: SQLite adds no column that must not be null, and numbers are given by the
    program from now on, since they are part of what is hashed. The triggers go with the old table.
    """
    connection = op.get_bind()
    lines = connection.execute(sa.text("SELECT * FROM change ORDER BY number")).mappings().all()
    op.drop_table("change")
    log = op.create_table(
        "change",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_utc", TEXT, nullable=False),
        sa.Column("at_offset", sa.Integer(), nullable=False),
        sa.Column("actor_id", TEXT, nullable=False),
        sa.Column("actor_name", TEXT, nullable=False),
        sa.Column("signed_in", sa.Boolean(), nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("about_id", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("previous_hash", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_about_id"), "change", ["about_id"])
    if lines:
        connection.execute(sa.insert(log), _chained(lines))
    for statement in TRIGGERS[connection.dialect.name]:
        op.execute(statement)


def _chained(lines: Any) -> list[dict[str, Any]]:
    previous = "0" * 64
    chained = []
    # numbered anew: PostgreSQL left a number out where a transaction was rolled back
    for number, line in enumerate(lines, start=1):
        row = {**line, "number": number, "signed_in": bool(line["signed_in"]), "previous_hash": previous}
        fields = [
            previous, number, row["at_utc"], row["at_offset"], row["actor_id"], row["actor_name"],
            row["signed_in"], row["what"], row["about_id"], row["why"],
        ]  # fmt: skip
        canonical = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
        previous = row["hash"] = hashlib.sha256(canonical.encode("ascii")).hexdigest()
        chained.append(row)
    return chained


def downgrade() -> None:
    raise NotImplementedError("a chain that was begun is not taken apart")
