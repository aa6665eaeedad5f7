"""Custody of paper: what was done with every copy, where its number came from, and where it counts.

Written out in full and never changed once it was released: it must build tomorrow what it built that day.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ISSUER_SYMBOLS = 6


def upgrade() -> None:
    connection = op.get_bind()
    runs = _rows(connection, "SELECT * FROM print_run")
    copies = _rows(connection, "SELECT * FROM paper_copy")
    papers = _rows(
        connection,
        "SELECT response_id, serial, programme_id, form_id, event_id, received_on, recorded_by, device_id,"
        " finalised_utc, finalised_offset FROM response WHERE serial <> '' AND finalised_utc <> ''"
        " ORDER BY finalised_utc, response_id",
    )
    found = connection.execute(sa.text("SELECT value FROM meta WHERE name = 'device_id'")).first()
    device_id = "" if found is None else str(found[0])
    op.drop_table("paper_copy")
    op.drop_table("print_run")
    _make_tables()
    of_run = {each["run_id"]: each for each in runs}
    of_response = {each["response_id"]: each for each in papers}
    _insert("print_run", [_run(each, copies, device_id) for each in runs])
    _insert("paper_copy", [_copy(each, of_run, of_response) for each in copies])
    # a laptop has a copy of each; the centre had none so far, and hears of the sheets from the laptops later
    known = {each["serial"] for each in copies}
    first = {each["serial"]: each for each in reversed(papers) if each["serial"] not in known}
    _insert("paper_copy", [_foreign(each) for each in first.values()])
    keyed = {each["response_id"] for each in copies if each["state"] == "keyed"}
    papers = [each for each in papers if each["response_id"] in keyed or each["serial"] in first]
    _insert("sheet_move", [_keyed(each) for each in papers])
    _insert("moved_copy", [{"move_id": _move_id(each), "serial": each["serial"]} for each in papers])


def _make_tables() -> None:
    op.create_table(
        "paper_copy",
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("run_id", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("form_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("form_sha256", TEXT, nullable=False),
        sa.Column("photocopy_of", TEXT, nullable=False),
        sa.Column("received_on", TEXT, nullable=False),
        sa.Column("received_how", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_paper_copy")),
    )
    op.create_index(op.f("ix_paper_copy_photocopy_of"), "paper_copy", ["photocopy_of"])
    op.create_index(
        op.f("ix_paper_copy_programme_id_event_id_form_id_state"),
        "paper_copy",
        ["programme_id", "event_id", "form_id", "state"],
    )
    op.create_index(op.f("ix_paper_copy_run_id"), "paper_copy", ["run_id"])

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
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("issuer", sa.Integer(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_print_run")),
    )
    op.create_index(op.f("ix_print_run_batch_id"), "print_run", ["batch_id"])
    op.create_index(op.f("ix_print_run_event_id"), "print_run", ["event_id"])

    op.create_table(
        "sheet_move",
        sa.Column("move_id", TEXT, nullable=False),
        sa.Column("programme_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("edition", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("undoes", TEXT, nullable=False),
        sa.Column("response_id", TEXT, nullable=False),
        sa.Column("photocopy_of", TEXT, nullable=False),
        sa.Column("form_sha256", TEXT, nullable=False),
        sa.Column("device_id", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("person_id", TEXT, nullable=False),
        sa.Column("made_utc", TEXT, nullable=False),
        sa.Column("made_offset", sa.Integer(), nullable=False),
        sa.Column("batch_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("move_id", name=op.f("pk_sheet_move")),
    )
    op.create_index(op.f("ix_sheet_move_batch_id"), "sheet_move", ["batch_id"])
    op.create_index(op.f("ix_sheet_move_response_id"), "sheet_move", ["response_id"])
    op.create_index(op.f("ix_sheet_move_undoes"), "sheet_move", ["undoes"])

    op.create_table(
        "moved_copy",
        sa.Column("move_id", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["move_id"], ["sheet_move.move_id"], name=op.f("fk_moved_copy_move_id_sheet_move")
        ),
        sa.PrimaryKeyConstraint("move_id", "serial", name=op.f("pk_moved_copy")),
    )
    op.create_index(op.f("ix_moved_copy_serial"), "moved_copy", ["serial"])


def _run(run: dict[str, Any], copies: list[dict[str, Any]], device_id: str) -> dict[str, Any]:
    """Return a run as it stands from now on. Who issued it is read from a serial: the laptop may be restored."""
    serial = next((each["serial"] for each in copies if each["run_id"] == run["run_id"]), "")
    issuer = 0
    for symbol in serial[:ISSUER_SYMBOLS]:
        issuer = issuer << 5 | max(SYMBOLS.find(symbol), 0)
    return {**run, "kind": "numbered", "device_id": device_id, "issuer": issuer, "batch_id": ""}


def _copy(
    copy: dict[str, Any], runs: dict[str, dict[str, Any]], responses: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    response, run = responses.get(copy["response_id"], {}), runs.get(copy["run_id"], {})
    where = {**dict.fromkeys(("programme_id", "form_id", "event_id"), ""), **run, **response}
    return {
        **copy,
        "programme_id": where["programme_id"],
        "form_id": where["form_id"],
        "event_id": where["event_id"],
        "form_sha256": "",
        "photocopy_of": "",
        "received_on": _day(response) if response else "",
        "received_how": "",
    }


def _day(response: dict[str, Any]) -> str:
    return str(response["received_on"] or response["finalised_utc"][:10])


def _foreign(response: dict[str, Any]) -> dict[str, Any]:
    copy = {"serial": response["serial"], "run_id": "", "state": "keyed", "response_id": response["response_id"]}
    return _copy(copy, {}, {response["response_id"]: response})


def _move_id(response: dict[str, Any]) -> str:
    return f"keyed-{response['response_id']}"  # the same on the laptop and at the centre


def _keyed(response: dict[str, Any]) -> dict[str, Any]:
    return {
        "move_id": _move_id(response),
        "programme_id": response["programme_id"],
        "kind": "key",
        "day": _day(response),
        "how": "",
        "edition": "",
        "event_id": response["event_id"],
        "reason": "",
        "undoes": "",
        "response_id": response["response_id"],
        "photocopy_of": "",
        "form_sha256": "",
        "device_id": response["device_id"],
        "made_by": response["recorded_by"],
        "person_id": "",
        "made_utc": response["finalised_utc"],
        "made_offset": response["finalised_offset"],
        "batch_id": "",
    }


def _rows(connection: sa.Connection, statement: str) -> list[dict[str, Any]]:
    return [dict(each) for each in connection.execute(sa.text(statement)).mappings()]


def _insert(name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        table = sa.table(name, *(sa.column(column) for column in rows[0]))
        op.get_bind().execute(sa.insert(table), rows)


def downgrade() -> None:
    raise NotImplementedError("what was done with paper is not thrown away")
