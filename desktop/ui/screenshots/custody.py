"""Pictures of what is done with the data: batches, the central store, keys, backups, retention; and the guide."""

from __future__ import annotations

from desktop.foundation.assets import packs_path
from desktop.ui.pages.page import Where
from desktop.ui.screenshots.camera import Camera

_PAGES = (
    (Where.BATCHES, "batches"),
    (Where.LEDGER, "ledger"),
    (Where.PAPER_LEDGER, "paper-ledger"),
    (Where.COORDINATOR, "coordinator"),
    (Where.PERSON, "add-person"),
    (Where.WITHDRAW, "withdraw"),
    (Where.BACKUPS, "backups"),
    (Where.KEYS, "keys"),
    (Where.DEBRIEF, "debrief"),
    (Where.BENCHMARKS, "benchmarks"),
    (Where.RETENTION, "retention"),
    (Where.AUDIT, "audit"),
    (Where.PEOPLE, "people"),
    (Where.ERASE_CONTACT, "erase-contact"),
    (Where.PACKS, "packs"),
)


def take_custody(camera: Camera) -> None:
    """Take the pages of custody, then the guide and the preview of a form."""
    for where, name in _PAGES:
        camera.go(where, **({"adding": True} if where is Where.PERSON else {}))
        camera.take(name)
    camera.go(Where.HELP)
    camera.take("help")
    camera.go(Where.PREVIEW, path=str(packs_path() / "leicestershire-jhws"))
    camera.take("preview")
