"""A process whose files may not grow: an interview meets a full disk, then room is made. Run by test_disk_full."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from desktop.foundation.clock import SystemClock
from desktop.foundation.errors import WorldError
from desktop.workflows.interview import Interview
from desktop.workflows.manage_staff import named
from desktop.workflows.set_up import open_workplace

COMMENT = "best_start/best_start_outcome/best_start_comment"


def main(folder: str, passphrase: str, event_id: str, form_id: str) -> None:
    """Answer until the disk is full, say the fault, make room, answer again, and finalise."""
    place = open_workplace(Path(folder), clock=SystemClock(), passphrase=passphrase)
    asked = Interview.begin(place, actor=named(place, "Olu"), form_id=form_id, event_id=event_id)
    asked.answer("about_you/respondent_type", "resident")
    largest = max(path.stat().st_size for path in Path(folder).iterdir() if path.is_file())
    # SIGXFSZ is ignored by Python, so that writing past the limit fails as it does on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 64 * 1024, resource.RLIM_INFINITY))
    saved, fault = "", None
    for number in range(2000):
        words = f"answer {number} " + "of somebody who has a lot to say " * 20
        try:
            asked.answer(COMMENT, words)
        except WorldError as full:
            fault = full
            break
        saved = words
    assert fault is not None, "the disk never filled up"
    before = Interview.resume(place, actor=named(place, "Olu"), draft_id=asked.draft_id).entry.node(COMMENT).value
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))  # room is made
    asked = Interview.resume(place, actor=named(place, "Olu"), draft_id=asked.draft_id)
    asked.answer(COMMENT, "the last answer once more")
    for part in ("best_start", "staying_healthy", "living_supported"):
        asked.answer(f"{part}/{part}_outcome/{part}_agree", "strongly_agree")
    asked.answer("dying_well/dying_well_start/dying_well_offer", "no")
    revision = asked.finalise()
    place.close()
    sys.stdout.write(
        json.dumps(
            {
                "kind": type(fault).__name__,
                "fault": fault.fault,
                "remedy": fault.remedy,
                "kept": before == saved,
                "answers": dict(revision.answers),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
