"""Programme packs: a folder with ``programme.toml`` and the questionnaires that it names.

Reading a pack trusts nothing in its folder: see :mod:`desktop.packs.files`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop.engagement.programme import PackForm, Programme
from desktop.foundation.errors import WorldError
from desktop.foundation.translation import tr
from desktop.packs.description import parse_programme
from desktop.packs.files import (
    FORM_LIMIT,
    PROGRAMME_LIMIT,
    is_plain_name,
    pack_digest,
    read_plain_file,
    require_folder,
)
from desktop.packs.form_checks import compare
from desktop.packs.one_form import pack_of_one_form
from desktop.packs.parts import FormChecker, FormInPack, FormReader, Pack
from desktop.packs.problems import PROGRAMME_FILE, PackRefused, file_problem, has_errors
from desktop.packs.rule_checks import compare_rules
from desktop.packs.translations import with_translations
from desktop.questionnaires.attachments import attachments_beside as _lists
from desktop.questionnaires.attachments import folder_of
from desktop.questionnaires.form_media import SHARED_FOLDER, media_beside
from desktop.questionnaires.problems import FormRefused, Problem, Severity

__all__ = ["Pack", "check_pack", "pack_of_one_form", "read_pack", "read_programme"]


def read_programme(folder: Path) -> Programme:
    """Return the programme of the pack in ``folder`` without reading its forms: enough to offer the pack.

    Raises:
        PackRefused: ``programme.toml`` has errors.
        WorldError: there is no such folder.
    """
    _files, programme, problems = _describe(folder)
    if programme is None:
        raise PackRefused(problems, place=folder.name)
    return programme


def read_pack(folder: Path, *, read_form: FormReader, check_form: FormChecker) -> Pack:
    """Return the pack in ``folder``.

    Raises:
        PackRefused: with every problem of the programme and of its forms.
        WorldError: there is no such folder.
    """
    files, programme, described = _describe(folder)
    problems = list(described)
    forms: list[FormInPack] = []
    if programme is not None:
        for form in programme.forms:
            read, found = _form(folder, programme, form, read_form, check_form)
            problems.extend(found)
            if read is not None:
                forms.append(read)
        if len(forms) == len(programme.forms):  # what stands in a form that can't be read is not known
            problems.extend(compare_rules(programme, [read.definition for read in forms]))
        problems.extend(_left_over(folder, programme))
    if programme is None or has_errors(problems):
        raise PackRefused(problems, place=folder.name)
    unnamed: set[str] | None = None
    for form, read in zip(programme.forms, forms, strict=True):
        files[form.file] = read.original
        media = media_beside(folder / form.file, read.definition)
        files.update(media.files)
        shared = {place for place in media.unnamed if place.startswith(f"{SHARED_FOLDER}/")}
        problems.extend(_shown_by_none(place) for place in media.unnamed if place not in shared)
        unnamed = shared if unnamed is None else unnamed & shared
        beside = folder_of(folder / form.file)
        files.update({f"{beside.name}/{name}": content for name, content in _lists(folder / form.file).items()})
    problems.extend(_shown_by_none(place) for place in sorted(unnamed or ()))
    return Pack(programme, tuple(forms), files, pack_digest(files), tuple(problems))


def check_pack(folder: Path, *, read_form: FormReader, check_form: FormChecker) -> tuple[Problem, ...]:
    """Return every problem of the pack in ``folder``: errors, warnings and what is to be filled in.

    Raises:
        WorldError: there is no such folder.
    """
    try:
        return read_pack(folder, read_form=read_form, check_form=check_form).problems
    except PackRefused as refused:
        return refused.problems


def _describe(folder: Path) -> tuple[dict[str, bytes], Programme | None, tuple[Problem, ...]]:
    """Return the files that describe the pack, the programme in them, ``None`` when it has errors, and these."""
    require_folder(folder)
    content = read_plain_file(folder, PROGRAMME_FILE, PROGRAMME_LIMIT)
    if isinstance(content, Problem):
        return {}, None, (content,)
    programme, problems = parse_programme(content)
    if programme is None:
        return {}, None, problems
    translated = with_translations(folder, programme)
    problems += translated.problems
    files = {PROGRAMME_FILE: content, **translated.files}
    return files, None if has_errors(problems) else translated.programme, problems


def _form(
    folder: Path, programme: Programme, form: PackForm, read_form: FormReader, check_form: FormChecker
) -> tuple[FormInPack | None, tuple[Problem, ...]]:
    # looked at before another program's code opens it: a link or a giant file must not get that far
    content = read_plain_file(folder, form.file, FORM_LIMIT)
    if isinstance(content, Problem):
        return None, (content,)
    path = folder / form.file
    try:
        found = check_form(path, equality_group=form.equality_group)
        read = None if has_errors(found) else read_form(path)
    except FormRefused as refused:
        return None, tuple(_in_file(programme, form, refused.problems))
    except WorldError as fault:
        return None, (file_problem(form.file, fault.fault, fault.remedy),)
    problems = list(_in_file(programme, form, found))
    if read is None:
        return None, tuple(problems)
    if read.original != content:
        problems.append(
            file_problem(form.file, tr("The file was changed while it was read."), tr("Close it and try again."))
        )
    problems.extend(compare(programme, form, read.definition))
    return read, tuple(problems)


def _in_file(programme: Programme, form: PackForm, problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """Yield ``problems`` with the file's name before the sheet's, where the pack has several forms."""
    for problem in problems:
        several = len(programme.forms) > 1 and problem.sheet != form.file
        yield replace(problem, sheet=f"{form.file} {problem.sheet}") if several else problem


def _shown_by_none(place: str) -> Problem:
    return file_problem(
        place,
        tr("No form of the pack shows this file, so it is left out."),
        tr("Name it in a column such as media::image, or take it out of the folder."),
        Severity.WARNING,
    )


def _left_over(folder: Path, programme: Programme) -> Iterator[Problem]:
    """Yield a warning for each questionnaire in the folder that the programme doesn't name."""
    named = {form.file.casefold() for form in programme.forms}
    for path in sorted(folder.iterdir()):
        # "~$survey.xlsx" is what a spreadsheet program leaves while the file is open
        if not is_plain_name(path.name) or path.name.startswith("~$") or path.name.casefold() in named:
            continue
        if path.suffix.lower() in (".xlsx", ".xls"):
            yield file_problem(
                path.name,
                tr("The programme doesn't name this file, so it is left out."),
                tr("Add it under [[forms]], or take it out of the folder."),
                Severity.WARNING,
            )
