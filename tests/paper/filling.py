"""A respondent who fills a form in on a screen: in another library than the one that reads it back."""

from __future__ import annotations

import random
from collections.abc import Mapping
from io import BytesIO

import pikepdf

from desktop.paper.booklet import draw_form
from desktop.paper.fillable import draw_fillable
from desktop.questionnaires.definition import FormDefinition, QuestionType
from desktop.sheets.codes import choice_codes
from desktop.sheets.fillable_marks import FieldName, FillableMark, state_of

T = QuestionType
SOMETHING = ("More buses to the clinic", "two\nlines", "Ærøskøbing café, “quoted”", "مرحبا", "ধন্যবাদ", "(a) \\ b")


def mark_for(definition: FormDefinition) -> FillableMark:
    return FillableMark(
        definition.form_id, definition.version, definition.sha256, "small", definition.default_language,
        "standard", "",
    )  # fmt: skip


def fillable(definition: FormDefinition, programme, **how) -> bytes:
    laid_out = draw_form(definition, programme, duplex=False, fillable=True, **how)
    return draw_fillable(laid_out, definition, mark_for(definition))


def filled(pdf: bytes, typed: Mapping[str, str]) -> bytes:
    """Return the form filled in: field name to what is typed, or to the state that is ticked."""
    done = set()
    with pikepdf.open(BytesIO(pdf)) as document:
        for field in document.Root.AcroForm.Fields:
            name = str(field.T)
            if name not in typed:
                continue
            done.add(name)
            if field.FT == "/Tx":
                field.V = pikepdf.String(typed[name])
                continue
            state = pikepdf.Name("/" + typed[name])
            field.V = state
            for widget in field.get("/Kids", [field]):
                shown = state if str(state) in widget.AP.N else pikepdf.Name("/Off")
                widget.AS = shown
            assert any(str(state) in widget.AP.N for widget in field.get("/Kids", [field])), name
        out = BytesIO()
        document.save(out)
    assert done == set(typed)
    return out.getvalue()


def fields_of(pdf: bytes) -> dict[str, int]:
    """Return the name of every field with how many letters it takes, in order; 0 for boxes to tick."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {str(field.T): int(field.get("/MaxLen", 0)) for field in document.Root.AcroForm.Fields}


def by_chance(
    pdf: bytes, definition: FormDefinition, chance: random.Random
) -> tuple[dict[str, str], dict[str, str]]:
    """Answer every question that has a field; return what is typed, and the answers that it stands for."""
    typed: dict[str, str] = {}
    meant: dict[str, str] = {}
    names: dict[str, dict[FieldName, int]] = {}
    for text, letters in fields_of(pdf).items():
        name = FieldName.from_text(text)
        if text != "sounding-board-form" and name is not None:
            names.setdefault(name.path, {})[name] = letters
    for path, fields in names.items():
        question = definition.question("/".join(part.partition("[")[0] for part in path.split("/")))
        given = _given(question, fields, chance)
        typed |= {name.to_text(): value for name, value in given[0].items()}
        meant[path] = given[1]
    return typed, meant


def _given(question, fields: dict[FieldName, int], chance: random.Random) -> tuple[dict[FieldName, str], str]:
    values = [choice.value for choice in question.choices]
    first = next(iter(fields))
    if first.group and question.type in (T.SELECT_ONE, T.SELECT_MULTIPLE):
        chosen = chance.sample(values, k=chance.randint(1, len(fields)))
        codes = choice_codes(values)
        chosen.sort(key=values.index)
        return {name: codes[value] for name, value in zip(fields, chosen, strict=False)}, " ".join(chosen)
    match question.type:
        case T.SELECT_ONE:
            value = chance.choice(values)
            return {first: state_of(value)}, value
        case T.RANGE if not first.group:
            start, end = int(question.parameters.get("start", "0")), int(question.parameters.get("end", "10"))
            value = str(chance.randrange(start, end + 1, int(question.parameters.get("step", "1"))))
            return {first: state_of(value)}, value
        case T.SELECT_MULTIPLE:
            chosen = chance.sample(values, k=chance.randint(1, min(3, len(values))))
            ticked = {FieldName(first.path, value): state_of(value) for value in chosen}
            return ticked, " ".join(value for value in values if value in chosen)
        case T.RANK:
            order = chance.sample(values, k=len(values))
            return {FieldName(first.path, value): str(at) for at, value in enumerate(order, 1)}, " ".join(order)
        case T.ACKNOWLEDGE:
            return {first: state_of("OK")}, "OK"
        case T.DATE if len(fields) == 3:
            return dict(zip(fields, ("07", "2", "1985"), strict=True)), "1985-02-07"
        case T.DATE if len(fields) == 2:
            return dict(zip(fields, ("11", "2021"), strict=True)), "2021-11-01"
        case T.DATE:
            return {first: "2019"}, "2019-01-01"
        case T.TIME:
            return dict(zip(fields, ("9", "05"), strict=True)), "09:05:00.000"
        case T.DATETIME:
            return dict(zip(fields, ("24", "12", "2021", "18", "30"), strict=True)), "2021-12-24T18:30:00.000"
        case T.DECIMAL:
            return dict(zip(fields, ("7", "25"), strict=True)), "7.25"
        case T.INTEGER | T.RANGE:
            value = str(chance.randint(1, 9))
            return {first: value}, value
        case _:
            text = chance.choice(SOMETHING)
            return {first: text}, text
