"""A laptop and a centre that know one another, and a stick between them."""

from __future__ import annotations

import random

import pytest

from desktop.staff.people import Actor, Role
from desktop.workflows.central_keys import init_central
from desktop.workflows.central_store import open_centre
from desktop.workflows.receive_batches import receive, trust_device
from desktop.workflows.record_response import add_response, responses
from desktop.workflows.send_batches import (
    device_key,
    make_batch,
    send_batch,
    trust_coordinator,
)
from desktop.workflows.set_up import create
from tests.respondents import made_up_answers
from tests.workplaces import FORM, PASSPHRASE, keep_sheet

CORA = Actor(person_id="", name="Cora", role=Role.COORDINATOR, signed_in=True)


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def centre(tmp_path, clock):
    """Give the coordinator's workplace."""
    place = create(tmp_path / "centre", clock=clock, passphrase=PASSPHRASE, keep_sheet=keep_sheet)
    yield place
    place.close()


@pytest.fixture
def store_url(tmp_path, centre, place, officer) -> str:
    """Give a central store whose keys laptop and coordinator have exchanged."""
    url = str(tmp_path / "central.db")
    public = init_central(centre, actor=CORA, store_url=url, keep_sheet=keep_sheet)
    trust_coordinator(place, actor=officer, key=public.to_text())
    trust_device(centre, actor=CORA, key=device_key(place))
    return url


def respond(place, actor, event_id, pack, count, seed=1):
    chance = random.Random(seed)
    definition = pack.forms[0].definition
    return [
        add_response(
            place,
            actor=actor,
            form_id=FORM,
            event_id=event_id,
            channel="interview",
            answers=made_up_answers(definition, chance, place.clock),
        )
        for _ in range(count)
    ]


def send(place, actor, stick):
    batch = make_batch(place, actor=actor)[0]
    send_batch(place, actor=actor, batch_id=batch.batch_id, target=f"folder:{stick}")
    return batch


def take_in(centre, store_url, stick):
    return receive(centre, actor=CORA, store_url=store_url, source=f"folder:{stick}")


def states(place):
    return {each.state for each in responses(place)}


def everything(centre, store_url):
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        return (
            {each.response_id: each for each in unit.responses.summaries()},
            len(unit.received.batches()),
            len(unit.received.quarantined()),
        )
