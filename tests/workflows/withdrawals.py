"""What the tests of withdrawal and erasure share: an answer with its code, and looks at what is left of it."""

from __future__ import annotations

import random

from desktop.workflows.central_store import open_centre
from desktop.workflows.collect_receipts import collect_receipts
from desktop.workflows.record_response import add_response
from tests.respondents import made_up_answers
from tests.workplaces import FORM


def answered(place, actor, event_id, pack, seed=1, channel="interview", **more):
    """Record one made-up response; return its id and the code that the respondent was given."""
    codes = []
    revision = add_response(
        place,
        actor=actor,
        form_id=FORM,
        event_id=event_id,
        channel=channel,
        answers=made_up_answers(pack.forms[0].definition, random.Random(seed), place.clock),
        hand_over_code=codes.append,
        **more,
    )
    return revision.response_id, (codes[0] if codes else "")


def at_centre(centre, store_url):
    with open_centre(centre, store_url) as opened, opened.store.reading() as unit:
        return {each.response_id: each.state for each in unit.responses.summaries()}


def collect(place, actor, stick):
    return collect_receipts(place, actor=actor, source=f"folder:{stick}")


def is_tombstone(unit, response_id) -> bool:
    stored = unit.responses.get(response_id)
    digests = unit.responses.content_digests(stored.revisions)
    return stored.revision is None and set(digests.values()) == {""}
