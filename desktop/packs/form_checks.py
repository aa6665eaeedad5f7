"""What a programme says about its forms, held against the forms themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.engagement.programme import PackForm, Programme
from desktop.foundation.translation import tr
from desktop.packs.problems import PROGRAMME_FILE
from desktop.questionnaires.definition import FormDefinition, Question
from desktop.questionnaires.problems import Problem, Severity

RESPONDENT_TYPE = "respondent_type"
"""Name of the question whose codes are the programme's respondent types, where a form has it."""

ONE_LANGUAGE = "default"
"""What a form without translations calls its language."""

_LANGUAGE_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")


def language_code(name: str) -> str | None:
    """Return the BCP 47 code in a form's language name (``English (en)``), or ``None``."""
    found = _LANGUAGE_CODE.search(name)
    return found.group(1) if found else None


def respondent_codes(definition: FormDefinition) -> tuple[tuple[str, str], ...] | None:
    """Return (code, label) of the form's question ``respondent_type``, or ``None`` when it doesn't ask it."""
    for question in definition.questions():
        if question.name == RESPONDENT_TYPE and question.choices:
            return tuple((choice.value, choice.label(definition.default_language)) for choice in question.choices)
    return None


def compare(programme: Programme, form: PackForm, definition: FormDefinition) -> Iterator[Problem]:
    """Yield every way in which ``form``, as the programme tells it, is not what ``definition`` says."""
    if definition.form_id != form.form_id:
        yield _problem(
            "forms id",
            tr(
                "{file} calls itself {there}, but the programme calls it {here}.",
                file=form.file,
                there=definition.form_id,
                here=form.form_id,
            ),
            tr("Give the form_id of its sheet settings."),
        )
    yield from _equality(form, definition)
    yield from _languages(programme, form, definition)
    yield from _respondents(programme, form, definition)


def _equality(form: PackForm, definition: FormDefinition) -> Iterator[Problem]:
    if not form.equality_group:
        return
    children = definition.root.children
    here = [place for place, child in enumerate(children) if child.name == form.equality_group]
    if not here or isinstance(children[here[0]], Question):
        yield _problem(
            "forms equality_group",
            tr("{file} has no group “{group}” at its top level.", file=form.file, group=form.equality_group),
            tr("Give the name of such a group, or leave equality_group empty."),
        )
        return
    if any(not isinstance(child, Question) or child.visible for child in children[here[0] + 1 :]):
        yield _problem(
            "forms equality_group",
            tr("In {file} the group “{group}” is not the last one.", file=form.file, group=form.equality_group),
            tr(
                "It is asked last all the same, after the answers were checked: put it last, so that paper agrees."
            ),
            Severity.WARNING,
        )


def _languages(programme: Programme, form: PackForm, definition: FormDefinition) -> Iterator[Problem]:
    if definition.languages == (ONE_LANGUAGE,):
        if len(programme.languages) > 1:
            yield _problem(
                "languages",
                tr("{file} is written in one language, but the programme names several.", file=form.file),
                tr("Add columns such as label::English (en), or take the other languages out."),
                Severity.WARNING,
            )
        return
    wanted = {language.code.casefold() for language in programme.languages}
    there = {name: language_code(name) for name in definition.languages}
    for name, code in there.items():
        if code is None or code.casefold() not in wanted:
            yield _problem(
                "languages",
                tr("{file} has the language {name}, which the programme doesn't name.", file=form.file, name=name),
                tr("Add it to the languages, with its code in brackets in the form, such as English (en)."),
                Severity.WARNING,
            )
    for language in programme.languages:
        if language.code.casefold() not in {(code or "").casefold() for code in there.values()}:
            yield _problem(
                "languages",
                tr("{file} is not written in {tongue}.", file=form.file, tongue=language.label),
                tr("Add its columns to the form, or take the language out."),
                Severity.WARNING,
            )


def _respondents(programme: Programme, form: PackForm, definition: FormDefinition) -> Iterator[Problem]:
    asked = respondent_codes(definition)
    if asked is None:
        return
    known = {each.code for each in programme.respondent_types}
    codes = {code for code, _label in asked}
    for code in sorted(codes - known):
        yield _problem(
            "respondent_types",
            tr(
                "{file} offers the respondent type {code}, which the programme doesn't name.",
                file=form.file,
                code=code,
            ),
            tr("Add it to the respondent types, or correct the code; answers would be missing in the tables."),
            Severity.WARNING,
        )
    for code in sorted(known - codes):
        yield _problem(
            "respondent_types",
            tr("{file} doesn't offer the respondent type {code}.", file=form.file, code=code),
            tr("Add it to the choices of respondent_type, or take it out here."),
            Severity.WARNING,
        )


def _problem(column: str, fault: str, remedy: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(severity, PROGRAMME_FILE, None, column, fault, remedy)
