"""What a store knew of paper before custody was kept: its keyed sheets have an act, and count where they did."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from desktop.sheets.copies import CopyState
from desktop.sheets.serials import issue_serial, issuer_of
from desktop.store import schema
from desktop.store.engine import make_engine
from desktop.store.opening import open_store
from desktop.store.target import StoreTarget
from tests.conftest import STORE_KEY

GIVEN = {
    "run_id": "run-1", "run_number": 1, "form_id": "survey", "programme_id": "p", "event_id": "event-1",
    "copies": 2, "first_number": 1, "last_number": 2, "printed_utc": "2026-03-02T10:00:00.000000Z",
    "finalised_utc": "2026-03-03T10:00:00.000000Z", "started_utc": "2026-03-03T09:00:00.000000Z",
    "received_on": "2026-03-01", "recorded_by": "Ann", "device_id": "laptop", "channel": "paper",
}  # fmt: skip


def test_keyed_sheets_are_carried_over(tmp_path: Path) -> None:
    target = StoreTarget.file(tmp_path / "store.db")
    engine = make_engine(target, STORE_KEY)
    schema.bring_up_to_date(engine, place=target.words, revision="0003")
    key = {"device_id": "laptop", "run": 1, "serial_key": "ab" * 32, "form_id": "survey"}
    keyed, left, foreign = (issue_serial(number=number, **key).canonical for number in (1, 2, 3))
    with engine.begin() as connection:

        def put(table: str, **given: object) -> None:
            row = {
                column["name"]: {**GIVEN, **given}.get(
                    column["name"], 0 if "INT" in str(column["type"]) or "BOOL" in str(column["type"]) else ""
                )
                for column in inspect(connection).get_columns(table)
            }
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)

        put("meta", name="device_id", value="laptop")
        put("print_run")
        put("response", response_id="r1", instance_id="r1", serial=keyed, state="finalised")
        put("response", response_id="r2", instance_id="r2", serial=foreign, state="synced")
        put("paper_copy", serial=keyed, state="keyed", response_id="r1")
        put("paper_copy", serial=left, state="printed", response_id="")
    engine.dispose()
    store = open_store(target, key=STORE_KEY)
    try:
        with store.unit() as unit:
            before = unit.copies.list()
            assert {each.serial: (each.state, each.run_id, each.event_id) for each in before} == {
                keyed: (CopyState.KEYED, "run-1", "event-1"),
                left: (CopyState.PRINTED, "run-1", "event-1"),
                foreign: (CopyState.KEYED, "", "event-1"),
            }
            assert unit.copies.runs()[0].issuer == issuer_of("laptop")
            assert [each.move_id for each in unit.sheet_moves.history(keyed)] == ["keyed-r1"]
            unit.sheet_moves.settle(each.serial for each in before)
            assert unit.copies.list() == before  # the act says what the copy says
    finally:
        store.close()
