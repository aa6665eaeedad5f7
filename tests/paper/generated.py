"""Forms as hypothesis makes them up: every type of question, in groups and repeats, with words of any length."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from desktop.paper.editions import EDITIONS, TINTS
from desktop.paper.page_sizes import PAGE_SIZES
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType
from desktop.questionnaires.expressions.parser import parse
from tests.paper.forms import choices, form, group, question, repeat
from tests.paper.languages import ARTICLE_1, ENGLISH, LANGUAGES, piece

T = QuestionType
WRITTEN = (T.TEXT, T.INTEGER, T.DECIMAL, T.DATE, T.TIME, T.DATETIME, T.BARCODE, T.RANGE, T.ACKNOWLEDGE, T.IMAGE)
CHOSEN = (T.SELECT_ONE, T.SELECT_MULTIPLE, T.RANK)
LOOKS: dict[T, tuple[str, ...]] = {
    T.TEXT: ("multiline", "numbers", "url"),
    T.DATE: ("month-year", "year"),
    T.SELECT_ONE: ("likert", "list-nolabel", "minimal"),
}


@st.composite
def labels(draw: Any, longest: int = 3) -> dict[str, str]:
    """Draw a label: from a few words to several times the article."""
    parts = draw(st.lists(st.integers(0, 40), min_size=1, max_size=longest))
    label = {name: " ".join(piece(number)[name] for number in parts) for name in LANGUAGES}
    if draw(st.integers(0, 11)) == 0:
        label = {name: " ".join([ARTICLE_1[name]] * draw(st.integers(1, 3))) for name in LANGUAGES}
    return label


@st.composite
def questions(draw: Any, name: str) -> Question:
    """Draw a question of any type."""
    kind = draw(st.sampled_from((T.NOTE, *WRITTEN, *CHOSEN, T.SELECT_ONE)))
    more: dict[str, Any] = {}
    if kind in CHOSEN:
        count = draw(st.sampled_from((1, 2, 3, 5, 5, 7, 12, 29, 33)))
        start = draw(st.integers(0, 20))
        wordy = draw(st.booleans())
        more["choices"] = choices(
            *(
                piece(start + number) if wordy else {n: w.split()[0] for n, w in piece(start + number).items()}
                for number in range(count)
            )
        )
    looks = LOOKS.get(kind, ())
    if looks and draw(st.booleans()):
        more["appearances"] = frozenset({draw(st.sampled_from(looks))})
    if kind is T.RANGE:
        start, end, step = draw(st.sampled_from((("0", "10", "1"), ("1", "5", "1"), ("-50", "150", "0.5"))))
        more["parameters"] = {"start": start, "end": end, "step": step}
    if kind is T.TEXT and draw(st.booleans()):
        more["parameters"] = {"rows": str(draw(st.integers(1, 25)))}
    if draw(st.integers(0, 4)) == 0:
        more["required"] = parse("true()")
    made = question(name, kind, draw(labels()), **more)
    hint = draw(st.one_of(st.none(), labels(1)))
    return made if hint is None else replace(made, hints=question("x", T.TEXT, hint).labels)


@st.composite
def forms(draw: Any) -> FormDefinition:
    """Draw a form in seven languages: English and six more."""
    names = iter(f"q{number}" for number in range(1000))

    def some(most: int) -> list[Question]:
        return [draw(questions(next(names))) for _ in range(draw(st.integers(1, most)))]

    children: list[Any] = []
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(("plain", "group", "nested", "repeat")))
        if kind == "plain":
            children += some(4)
        elif kind == "repeat":
            children.append(replace(repeat(f"g{number}", "", *some(2)), labels=_said(draw(labels(1)))))
        else:
            inner = some(3)
            if kind == "nested":
                inner.append(group(f"n{number}", draw(labels(1)), *some(2)))
            children.append(group(f"g{number}", draw(labels(1)), *inner))
    return form(*children, languages=LANGUAGES)


def _said(label: dict[str, str]) -> Any:
    return question("x", T.TEXT, label).labels


ways = st.fixed_dictionaries(
    {
        "language": st.sampled_from((ENGLISH, ENGLISH, *LANGUAGES)),
        "second_language": st.one_of(st.none(), st.none(), st.sampled_from(LANGUAGES)),
        "edition": st.sampled_from(sorted(EDITIONS)),
        "page_size": st.sampled_from([PAGE_SIZES[name] for name in sorted(PAGE_SIZES)]),
        "tint": st.sampled_from(("", *sorted(TINTS))),
        "duplex": st.booleans(),
    }
)
"""How a form is laid out: the arguments of :func:`desktop.paper.booklet.draw_form`."""
