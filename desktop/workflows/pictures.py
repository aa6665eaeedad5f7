"""Pictures of responses and boards: taken in, drawn anew, and kept in the encrypted store itself.

What was chosen is read once and never copied: neither the file's name nor a temporary file of it stays anywhere.
"""

from __future__ import annotations

from pathlib import Path

from desktop.engagement.pictures import Picture
from desktop.foundation.errors import Refusal
from desktop.foundation.ids import new_id
from desktop.foundation.translation import tr
from desktop.staff.people import Action, Actor
from desktop.store.unit import UnitOfWork
from desktop.workflows.picture_drawing import MEDIA_TYPE, draw_anew, read_picture_file
from desktop.workflows.workplace import Workplace, require


def take_picture(
    place: Workplace,
    *,
    actor: Actor,
    owner_id: str,
    path: Path | None = None,
    content: bytes | None = None,
) -> Picture:
    """Keep a picture, drawn anew: upright, without place, camera or comment; on disk when this returns.

    Args:
        owner_id: response id (of a draft too) or board id. The picture goes when the response does.
        path: the file that was chosen; or
        content: what a camera or a drawing gave.

    Returns:
        The picture; its ``name`` is what the question's answer is to be.

    Raises:
        Refusal: it is no JPEG, PNG or WebP, is damaged, or is larger or thinner than any photograph; the role does
            not allow it.
        WorldError: the file could not be read, or the disk refuses.
    """
    require(actor, Action.INTERVIEW)
    if content is None:
        if path is None:
            raise ValueError("a picture is taken from a path or from content")
        content = read_picture_file(Path(path))
    drawn = draw_anew(content)
    made = Picture(
        picture_id=new_id(),
        owner_id=owner_id,
        name=f"{new_id()}.jpg",
        media_type=MEDIA_TYPE,
        width=drawn.width,
        height=drawn.height,
        sha256=drawn.sha256,
        content=drawn.content,
    )
    with place.unit() as unit:
        unit.pictures.put(made)
        unit.changes.add(actor=actor, what="picture added", about_id=made.picture_id, at=place.clock.now())
        unit.commit()
    return made


def picture_bytes(place: Workplace, *, owner_id: str, name: str) -> bytes:
    """Return the JPEG that a response or a board names so.

    Raises:
        Refusal: it is not on this device.
    """
    with place.reading() as unit:
        found = unit.pictures.by_name(owner_id, name)
    if found is None:
        raise _not_here()
    return found.content


def picture(place: Workplace, picture_id: str) -> Picture:
    """Return one picture.

    Raises:
        Refusal: it is not on this device.
    """
    with place.reading() as unit:
        found = unit.pictures.get(picture_id)
    if found is None:
        raise _not_here()
    return found


def drop_picture(place: Workplace, *, actor: Actor, owner_id: str, name: str) -> None:
    """Delete a picture that was taken for another one, before anything that counts names it.

    Nothing happens where it has gone already, or where a frozen revision or a board names it: while a response is
    being changed, the revision that stands keeps its picture.

    Raises:
        Refusal: the role does not allow it.
    """
    require(actor, Action.INTERVIEW)
    with place.unit() as unit:
        found = unit.pictures.by_name(owner_id, name)
        if found is None or _is_named(unit, found):
            return
        unit.pictures.remove(found.picture_id)
        unit.changes.add(actor=actor, what="picture removed", about_id=found.picture_id, at=place.clock.now())
        unit.commit()


def _is_named(unit: UnitOfWork, picture: Picture) -> bool:
    """Tell whether a frozen response or a board names the picture, in whichever revision."""
    if any(board.picture_id == picture.picture_id for board in unit.boards.history(picture.owner_id)):
        return True
    response = unit.responses.get(picture.owner_id)
    if response is None:
        return False
    revisions = (unit.responses.revision(instance_id) for instance_id in response.revisions)
    return any(each is not None and picture.name in each.answers.values() for each in revisions)


def _not_here() -> Refusal:
    return Refusal(
        place=tr("The picture"),
        fault=tr("It is not on this device."),
        remedy=tr("Look at the laptop where it was taken, or at the centre."),
    )
