"""A single questionnaire, opened without a pack around it, as a programme with one form."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from desktop.engagement.programme import (
    NO_CLOSING_DATE,
    TO_BE_FILLED_IN,
    Coded,
    Language,
    PackForm,
    Programme,
    Statement,
)
from desktop.packs.files import FORM_LIMIT, pack_digest, read_plain_file
from desktop.packs.form_checks import language_code, respondent_codes
from desktop.packs.parts import FormChecker, FormInPack, FormReader, Pack
from desktop.packs.problems import PackRefused, has_errors
from desktop.questionnaires.attachments import attachments_beside, folder_of
from desktop.questionnaires.definition import FormDefinition, Group
from desktop.questionnaires.form_media import media_beside
from desktop.questionnaires.problems import Problem

EQUALITY_GROUP = "equality"
"""A top-level group of this name is taken for the equality block."""

TIME_ZONE = "Europe/London"
NOT_STATED = "not-stated"
"""Version of a wording that nobody gave."""


def pack_of_one_form(path: Path, *, read_form: FormReader, check_form: FormChecker) -> Pack:
    """Return a pack made of the form file at ``path`` alone.

    What the form can't say gets a documented stand-in: no opening date, :data:`NO_CLOSING_DATE`, the time zone
    Europe/London, no areas, events or update list, and :data:`TO_BE_FILLED_IN` for every wording. The serial key
    is worked out from the form, so that laptops that opened the same file recognise each other's paper copies;
    whoever has the file could work it out too, which a pack's own random key rules out.

    Raises:
        FormRefused: the form has errors, or asks for contact details; or the file is no form.
        WorldError: the file can't be read.
    """
    content = read_plain_file(path.parent, path.name, FORM_LIMIT)
    if isinstance(content, Problem):
        raise PackRefused((content,), place=path.name)
    found = check_form(path, equality_group=EQUALITY_GROUP)
    if has_errors(found):
        raise PackRefused(found, place=path.name)
    read = read_form(path)
    beside = folder_of(path).name
    files = {path.name: read.original, **media_beside(path, read.definition).files}
    files.update({f"{beside}/{name}": content for name, content in attachments_beside(path).items()})
    return Pack(_programme(path.name, read), (read,), files, pack_digest(files), found)


def _languages(definition: FormDefinition) -> tuple[str, ...]:
    """Return the names of a form's languages, the one that it is written in first."""
    first = definition.default_language
    return (first, *(name for name in definition.languages if name != first))


def _programme(file: str, form: FormInPack) -> Programme:
    definition = form.definition
    slug = re.sub(r"[^a-z0-9]+", "-", definition.form_id.lower()).strip("-") or "form"
    equality = any(isinstance(child, Group) and child.name == EQUALITY_GROUP for child in definition.root.children)
    unstated = Statement(NOT_STATED, TO_BE_FILLED_IN)
    return Programme(
        programme_id=slug,
        version=definition.version or definition.sha256[:12],
        title=definition.title or definition.form_id,
        organisation=TO_BE_FILLED_IN,
        opens=None,
        closes=NO_CLOSING_DATE,
        time_zone=TIME_ZONE,
        help_line=TO_BE_FILLED_IN,
        email=TO_BE_FILLED_IN,
        website=TO_BE_FILLED_IN,
        return_address=TO_BE_FILLED_IN,
        summary=TO_BE_FILLED_IN,
        privacy=unstated,
        consent=unstated,
        updates_consent=Statement("", ""),
        areas=(),
        respondent_types=tuple(Coded(code, label) for code, label in respondent_codes(definition) or ()),
        languages=tuple(Language(language_code(name) or "und", name) for name in _languages(definition)),
        contact_questions=(),
        events=(),
        forms=(PackForm(definition.form_id, file, EQUALITY_GROUP if equality else ""),),
        made_up=False,
        serial_key=hashlib.sha256(b"sounding-board-one-form-1\n" + form.original).hexdigest(),
    )
