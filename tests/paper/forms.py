"""Small forms and a programme, built as plain data: paper needs no spreadsheet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from desktop.engagement.programme import (
    TO_BE_FILLED_IN,
    Coded,
    ContactQuestion,
    Language,
    Programme,
    Statement,
)
from desktop.questionnaires.definition import Choice, FormDefinition, Group, Question, QuestionType, Repeat, Words
from desktop.sheets.serials import Serial, issue_run

T = QuestionType
KEY = "5b" * 32
DEFAULT = "default"
LONG = (
    "Every child should start life well. This part is about babies, children and young people up to 19. "
    "It goes up to 25 for those with special educational needs or a disability."
)


def words(text: str | Mapping[str, str]) -> Words:
    by_language = {DEFAULT: text} if isinstance(text, str) else text
    return Words({language: (said,) for language, said in by_language.items() if said})


def choices(*labels: str | Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{number}", words(label)) for number, label in enumerate(labels, start=1))


def question(name: str, kind: T, label: str | Mapping[str, str] = "", *, hint: str = "", **more: Any) -> Question:
    return Question(
        ref=f"/data/{name}", path=name, name=name, type=kind,
        labels=words(label or f"What about {name}?"), hints=words(hint), **more,
    )  # fmt: skip


def group(name: str, label: str | Mapping[str, str], *children: Any, **more: Any) -> Group:
    return Group(f"/data/{name}", name, name, _below(name, children), labels=words(label), **more)


def repeat(name: str, label: str, *children: Any, **more: Any) -> Repeat:
    return Repeat(f"/data/{name}", name, name, _below(name, children), labels=words(label), **more)


def _below(prefix: str, children: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        replace(
            child,
            ref=f"/data/{prefix}/{child.path}",
            path=f"{prefix}/{child.path}",
            **({"children": _below(prefix, child.children)} if hasattr(child, "children") else {}),
        )
        for child in children
    )


def form(*children: Any, languages: tuple[str, ...] = (DEFAULT,), title: str = "A small form") -> FormDefinition:
    return FormDefinition(
        form_id="small-form",
        version="2022010101",
        title=title,
        languages=languages,
        default_language=languages[0],
        root=Group("/data", "", "data", tuple(children)),
        xml=b"",
        sha256=hashlib.sha256(repr(children).encode()).hexdigest(),
        plan=cast(Any, None),
    )


AGREE = choices(
    "Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree", "Don't know"
)


def every_type() -> FormDefinition:
    """A form with every type of question, two levels of groups and a repeat."""
    return form(
        group(
            "start",
            "Best start for life",
            question("intro", T.NOTE, LONG),
            question("agree", T.SELECT_ONE, "Do you agree with this aim?", choices=AGREE, hint="One is enough."),
            question("comment", T.TEXT, "What would you like to say?", appearances=frozenset({"multiline"})),
            group(
                "inner",
                "What the plan would do first",
                question("todo", T.NOTE, f"Priorities: {TO_BE_FILLED_IN}"),
                question("heard", T.SELECT_MULTIPLE, "How did you hear about this?", choices=AGREE[:4]),
            ),
        ),
        question("name_of_group", T.TEXT, "Which organisation is it?"),
        question("rows", T.TEXT, "Tell us more", parameters={"rows": "9"}),
        question("age", T.INTEGER, "How old are you?"),
        question("hours", T.DECIMAL, "How many hours a day?"),
        question("satisfied", T.RANGE, "How satisfied are you?", parameters={"start": "0", "end": "10"}),
        question("day", T.DATE, "Which day was it?"),
        question("month", T.DATE, "Which month was it?", appearances=frozenset({"month-year"})),
        question("at", T.TIME, "At what time?"),
        question("when", T.DATETIME, "When exactly?"),
        question("order", T.RANK, "What matters most?", choices=choices("Home", "Work", "Health")),
        question("ok", T.ACKNOWLEDGE, "I have read this"),
        question("photo", T.IMAGE, "Take a photograph"),
        question("code", T.BARCODE, "Code on your letter"),
        question(
            "long", T.SELECT_ONE, "Which place do you live in?",
            choices=choices(*(f"Place number {number}" for number in range(1, 46))),
        ),
        question("hidden", T.CALCULATE),
        repeat("child", "Child", question("child_age", T.INTEGER, "How old is the child?")),
    )  # fmt: skip


def programme(**changes: Any) -> Programme:
    made = Programme(
        programme_id="small",
        version="1",
        title="Health and wellbeing strategy: have your say",
        organisation="The Health and Wellbeing Board",
        opens=date(2021, 11, 29),
        closes=date(2022, 1, 23),
        time_zone="Europe/London",
        help_line="0116 000 0000",
        email=TO_BE_FILLED_IN,
        website="www.example.org",
        return_address="Freepost HEALTH\n1 High Street\nTown",
        summary="The draft is a ten-year plan.\nTell us what you think.",
        privacy=Statement("2021-11-29", "We collect your answers.\n\nYou choose\nwhether to take part."),
        consent=Statement("2021-11-30", "I agree that my answers are used."),
        updates_consent=Statement("2021-12-01", "Please send me news. It is used for nothing else."),
        areas=(),
        respondent_types=(),
        languages=(Language("en", "English"),),
        contact_questions=(
            ContactQuestion("email", "Your e-mail address", "email"),
            ContactQuestion(
                "topics", "What about?", "choices", (Coded("a", "Children"), Coded("b", "Older people"))
            ),
        ),
        events=(),
        forms=(),
        made_up=False,
        serial_key=KEY,
    )
    return replace(made, **changes)


def serials(copies: int = 1, run: int = 1) -> list[Serial]:
    return list(issue_run(device_id="laptop", run=run, copies=copies, serial_key=KEY, form_id="small-form"))
