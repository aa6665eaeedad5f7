"""A process that interviews until it is killed, and says what it was told is saved. Run by test_killed."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from desktop.foundation.clock import SystemClock
from desktop.questionnaires.definition import QuestionType
from desktop.workflows.interview import Interview
from desktop.workflows.manage_staff import named
from desktop.workflows.set_up import open_workplace

WORDS = ("More buses", "A bench at the stop", "Nobody rang back", "Ask the carers", "Longer hours")


def _say(*words: str) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def main(folder: str, passphrase: str, event_id: str, form_id: str, seed: str) -> None:
    """Interview made-up respondents, one after the other; print each thing once it is acknowledged."""
    chance = random.Random(seed)
    place = open_workplace(Path(folder), clock=SystemClock(), passphrase=passphrase)
    actor = named(place, "Olu")
    for _ in range(500):
        asked = Interview.begin(place, actor=actor, form_id=form_id, event_id=event_id)
        _say("begun", asked.draft_id)
        done: set[str] = set()
        while True:
            screens = (*asked.subject_screens(), *asked.equality_screens())
            waiting = [path for screen in screens for path in screen.paths if path not in done]
            if not waiting:
                break
            path = waiting[0]
            done.add(path)
            node = asked.entry.node(path)
            if node.type is QuestionType.NOTE:
                continue
            values = [value for value, _ in node.choices]
            value = chance.choice(values) if values else chance.choice(WORDS)
            if "postcode" in f"{node.label} {node.hint}".lower():
                value = "LE3 5"
            asked.answer(path, value)
            _say("answered", asked.draft_id, path, value)
        revision = asked.finalise()
        _say("finalised", asked.draft_id, revision.instance_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
