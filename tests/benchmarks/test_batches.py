"""Forming, writing and receiving a batch of 1,000 responses, against writing the same bytes to the disk once."""

from __future__ import annotations

import random

import pytest

from desktop.foundation.durable_files import write_durably
from desktop.foundation.ids import new_instance_id
from desktop.responses.response import Revision
from desktop.staff.people import Actor, Role
from desktop.workflows.central_keys import init_central
from desktop.workflows.receive_batches import Outcome, receive, trust_device
from desktop.workflows.record_response import add_response
from desktop.workflows.send_batches import device_key, make_batch, send_batch, trust_coordinator
from tests.respondents import made_up_answers
from tests.workplaces import FORM, keep_sheet

CORA = Actor(person_id="", name="Cora", role=Role.COORDINATOR, signed_in=True)
RESPONSES = 1000


@pytest.fixture
def thousand(place, officer, event_id, pack, tmp_path):
    """Fill the store with 1,000 finalised responses: fifty made-up respondents, twenty times each."""
    chance = random.Random(3)
    definition = pack.forms[0].definition
    first = [
        add_response(
            place,
            actor=officer,
            form_id=FORM,
            event_id=event_id,
            channel="interview",
            answers=made_up_answers(definition, chance, place.clock),
        )
        for _ in range(50)
    ]
    with place.unit() as unit:
        unit.responses.add_revisions([again(each) for each in first for _ in range(RESPONSES // 50 - 1)])
        unit.commit()
    public = init_central(place, actor=CORA, store_url=str(tmp_path / "central.db"), keep_sheet=keep_sheet)
    trust_coordinator(place, actor=officer, key=public.to_text())
    trust_device(place, actor=CORA, key=device_key(place))
    stick = tmp_path / "stick"
    stick.mkdir()
    return place, officer, tmp_path, stick


def again(revision: Revision) -> Revision:
    """Return the same answers as another response."""
    made = new_instance_id()
    return Revision(
        instance_id=made,
        response_id=made,
        deprecated_id="",
        form_id=revision.form_id,
        form_version=revision.form_version,
        form_sha256=revision.form_sha256,
        xml=revision.xml.replace(revision.instance_id.encode(), made.encode()),
        envelope=revision.envelope,
        answers=revision.answers,
        reason="",
    )


@pytest.mark.benchmark(group="1,000 responses")
def test_batch_and_receive(benchmark, thousand) -> None:
    place, officer, folder, stick = thousand

    def there_and_taken_in():
        batch = make_batch(place, actor=officer)[0]
        send_batch(place, actor=officer, batch_id=batch.batch_id, target=f"folder:{stick}")
        return receive(place, actor=CORA, store_url=str(folder / "central.db"), source=f"folder:{stick}")

    received = benchmark.pedantic(there_and_taken_in, rounds=1)
    assert [(each.outcome, each.accepted) for each in received] == [(Outcome.RECEIVED, RESPONSES)]


@pytest.mark.benchmark(group="1,000 responses")
def test_baseline_the_same_bytes_written_once(benchmark, thousand) -> None:
    place, _, folder, _ = thousand
    with place.reading() as unit:
        ids = unit.responses.ids()
        content = b"".join(each.xml for each in unit.responses.newest_revisions(ids))
    benchmark.pedantic(lambda: write_durably(folder / "baseline", content), rounds=5)
