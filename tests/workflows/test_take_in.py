"""A line of a batch that is not what it should be is set apart alone, and the reason quotes nothing of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from desktop.foundation.ids import new_instance_id
from desktop.responses.batches import ItemResult
from desktop.workflows.batch_records import content_digest, response_record
from desktop.workflows.central_store import open_centre
from desktop.workflows.receive_batches import central_balance
from desktop.workflows.take_in import RecordsOfBatch
from tests.workflows.exchange import CORA, respond, send, take_in

SAID = "what-somebody-said"
NO_TEXT = {
    "xml", "envelope", "content_sha256", "form_sha256", "version", "recorder", "epoch", "print_log_here",
    "started_at", "finalised_at", "offset_minutes", "missing", "forced", "off_route", "made_up",
}  # fmt: skip
"""Parts in which this text is never right."""


def _altered(body: str, name: str, value: object) -> str:
    raw = json.loads(body)
    raw["instance_id"] = new_instance_id()
    outer, _, inner = name.partition(".")
    if inner:
        raw[outer] = json.dumps({**json.loads(raw[outer]), inner: value})
    else:
        raw[outer] = value
    if outer != "content_sha256" and isinstance(raw["envelope"], str) and isinstance(raw["xml"], str):
        raw["content_sha256"] = content_digest(json.dumps(raw))  # somebody who can form a batch can do that
    return json.dumps(raw)


@pytest.mark.parametrize(
    "value", [SAID, [SAID], {SAID: 1}, 5, None], ids=["text", "list", "map", "number", "none"]
)
def test_a_line_with_a_part_of_the_wrong_kind(
    place, officer, event_id, pack, stick, centre, store_url, clock, value
) -> None:
    [revision] = respond(place, officer, event_id, pack, 1)
    send(place, officer, stick)
    take_in(centre, store_url, stick)
    record = response_record(revision)
    parts = json.loads(record.body)
    names = [*parts, *(f"envelope.{name}" for name in json.loads(parts["envelope"]))]
    if value == SAID:
        names = [name for name in names if name.rpartition(".")[2] in NO_TEXT]
    right = {"print_log_here"} if value is None else {"epoch", "offset_minutes"} if value == 5 else set()
    with open_centre(centre, store_url) as opened, opened.store.unit() as unit:
        batch = replace(unit.received.batches()[0].batch, number=2)
        for name in names:
            body = _altered(record.body, name, value)
            identity = str(json.loads(body)["instance_id"])
            taking = RecordsOfBatch(unit, batch, actor=CORA, now=clock.now(), file="f")
            [result], apart = taking.take([replace(record, identity=identity, body=body)])
            last = name.rpartition(".")[2]
            assert last in right or result.result is ItemResult.QUARANTINED, name
            for each in apart:
                assert SAID not in each.reason, name
        unit.commit()
    assert central_balance(centre, store_url=store_url).ledger.balances
