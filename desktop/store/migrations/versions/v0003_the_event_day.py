"""What an event has beside its questionnaires, requests and concerns, and the words to find responses by.

Written out in full and never changed once it was released: it must build tomorrow what it built that day.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INDEXING = {
    "sqlite": (
        "CREATE VIRTUAL TABLE response_search USING fts5(words, content='response_words', content_rowid='number',"
        " tokenize='ascii', detail=none, prefix='1 2 3')",
        "INSERT INTO response_search (response_search, rank) VALUES ('secure-delete', 1)",
        "CREATE TRIGGER response_words_insert AFTER INSERT ON response_words BEGIN"
        " INSERT INTO response_search (rowid, words) VALUES (new.number, new.words); END",
        "CREATE TRIGGER response_words_delete AFTER DELETE ON response_words BEGIN"
        " INSERT INTO response_search (response_search, rowid, words)"
        " VALUES ('delete', old.number, old.words); END",
        "CREATE TRIGGER response_words_update AFTER UPDATE ON response_words BEGIN"
        " INSERT INTO response_search (response_search, rowid, words)"
        " VALUES ('delete', old.number, old.words);"
        " INSERT INTO response_search (rowid, words) VALUES (new.number, new.words); END",
    ),
    "postgresql": (
        "CREATE INDEX ix_response_words_words ON response_words"
        " USING gin (array_to_tsvector(string_to_array(words, ' ')))",
    ),
}
ASCII_WORD = re.compile(r"[a-z0-9]+")
UNSPACED = re.compile("([\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")


def upgrade() -> None:
    op.create_table(
        "attendance_mark",
        sa.Column("mark_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("undoes", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("pk_attendance_mark")),
    )
    op.create_index(op.f("ix_attendance_mark_batch_id"), "attendance_mark", ["batch_id"])
    op.create_index(
        op.f("ix_attendance_mark_event_id_made_utc_mark_id"),
        "attendance_mark",
        ["event_id", "made_utc", "mark_id"],
    )
    op.create_index(op.f("ix_attendance_mark_undoes"), "attendance_mark", ["undoes"])

    op.create_table(
        "benchmark",
        sa.Column("dimension", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("table_name", TEXT, nullable=False),
        sa.Column("published", TEXT, nullable=False),
        sa.Column("licence", TEXT, nullable=False),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.Column("measure", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("dimension", "programme_id", name=op.f("pk_benchmark")),
    )

    op.create_table(
        "benchmark_group",
        sa.Column("dimension", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("figure", sa.Float(), nullable=False),
        sa.Column("answers", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("dimension", "programme_id", "position", name=op.f("pk_benchmark_group")),
    )

    op.create_table(
        "board",
        sa.Column("board_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("options", TEXT, nullable=False),
        sa.Column("dots_each", sa.Integer(), nullable=False),
        sa.Column("picture_id", TEXT, nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("board_id", "revision", name=op.f("pk_board")),
    )
    op.create_index(op.f("ix_board_batch_id"), "board", ["batch_id"])
    op.create_index(op.f("ix_board_event_id"), "board", ["event_id"])

    op.create_table(
        "concern",
        sa.Column("concern_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("noted_by", TEXT, nullable=False),
        sa.Column("noted_utc", TEXT, nullable=False),
        sa.Column("noted_offset", sa.Integer(), nullable=False),
        sa.Column("referred_to", TEXT, nullable=False),
        sa.Column("referred_utc", TEXT, nullable=False),
        sa.Column("referred_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("concern_id", name=op.f("pk_concern")),
    )
    op.create_index(op.f("ix_concern_event_id"), "concern", ["event_id"])

    op.create_table(
        "debrief",
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("costs", TEXT, nullable=False),
        sa.Column("publicity", TEXT, nullable=False),
        sa.Column("weather", TEXT, nullable=False),
        sa.Column("reach", TEXT, nullable=False),
        sa.Column("went_well", TEXT, nullable=False),
        sa.Column("to_change", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "device_id", "revision", name=op.f("pk_debrief")),
    )
    op.create_index(op.f("ix_debrief_batch_id"), "debrief", ["batch_id"])

    op.create_table(
        "event_merge",
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("into_id", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "device_id", "revision", name=op.f("pk_event_merge")),
    )
    op.create_index(op.f("ix_event_merge_batch_id"), "event_merge", ["batch_id"])

    op.create_table(
        "follow_up_slot",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_follow_up_slot")),
    )

    op.create_table(
        "note",
        sa.Column("note_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("reflection", TEXT, nullable=False),
        sa.Column("area", TEXT, nullable=False),
        sa.Column("sentiment", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("respondent_type", TEXT, nullable=False),
        sa.Column("neighbourhood", TEXT, nullable=False),
        sa.Column("codes", TEXT, nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.Column("found_by", TEXT, nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("note_id", "revision", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_batch_id"), "note", ["batch_id"])
    op.create_index(op.f("ix_note_event_id_note_id_revision"), "note", ["event_id", "note_id", "revision"])
    op.create_index(op.f("ix_note_programme_id"), "note", ["programme_id"])

    op.create_table(
        "note_draft",
        sa.Column("draft_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_note_draft")),
    )

    op.create_table(
        "picture",
        sa.Column("picture_id", TEXT, nullable=False),
        sa.Column("owner_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("picture_id", name=op.f("pk_picture")),
    )
    op.create_index(op.f("ix_picture_batch_id"), "picture", ["batch_id"])
    op.create_index(op.f("ix_picture_owner_id"), "picture", ["owner_id"])

    op.create_table(
        "response_words",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("started_utc", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.response_id"], name=op.f("fk_response_words_response_id_response")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_response_words")),
        sa.UniqueConstraint("response_id", name=op.f("uq_response_words_response_id")),
    )
    op.create_index(
        op.f("ix_response_words_programme_id_started_utc_response_id"),
        "response_words",
        ["programme_id", "started_utc", "response_id"],
    )
    for statement in INDEXING[op.get_bind().dialect.name]:
        op.execute(statement)
    _find_words()


def _find_words() -> None:
    """Fill the words of the responses that are there: of the newest revision of each that was not erased."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT response.response_id, response.programme_id, response.started_utc, response.serial,"
            " response.recorded_by, revision.answers FROM response"
            " JOIN revision ON revision.instance_id = response.instance_id WHERE revision.answers <> ''"
            " ORDER BY response.started_utc, response.response_id"
        )
    )
    columns = ("response_id", "programme_id", "started_utc", "words")
    words = sa.table("response_words", *(sa.column(name) for name in columns))
    rows = [
        {
            "response_id": row.response_id,
            "programme_id": row.programme_id,
            "started_utc": row.started_utc,
            "words": _folded(row.serial, row.recorded_by, *_texts(row.answers)),
        }
        for row in found
    ]
    if rows:
        connection.execute(sa.insert(words), rows)


def _texts(answers: str) -> Iterator[str]:
    waiting: list[Any] = [json.loads(answers)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif value is not None:
            yield str(value)


def _folded(*texts: str) -> str:
    found: set[str] = set()
    for text in texts:
        small = text.casefold()
        if small.isascii():
            words = ASCII_WORD.findall(small)
        else:
            plain = "".join(
                each for each in unicodedata.normalize("NFKD", small) if not unicodedata.combining(each)
            )
            composed = unicodedata.normalize("NFC", plain).casefold()
            letters = "".join(each if unicodedata.category(each)[0] in "LNM" else " " for each in composed)
            words = UNSPACED.sub(r" \1 ", letters).split()
        found.update(word[:64] for word in words[:20_000])
    return " ".join(sorted(found))


def downgrade() -> None:
    raise NotImplementedError("what was counted and noted is not thrown away")
