"""The update list as a slip on its own sheet: no serial, no QR, so that it cannot be joined to answers."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.engagement.programme import ContactQuestion, Programme
from desktop.foundation.translation import in_each, parts_of, tr
from desktop.paper.placed import THICK, Block, Frame, Item, Part, Rule
from desktop.paper.setting import Setting, beside, stacked
from desktop.paper.words import in_one_line, left_to_right

_CLOSER, _NEAREST = 0.55, 5.0
"""Of the distances between questions: a slip is one sheet, in large print too where its words let it be."""


def slip_blocks(programme: Programme, setting: Setting) -> tuple[Block, ...]:
    """Return the blocks of the slip; none when the programme keeps no update list."""
    return tuple(_slip(programme, setting)) if programme.contact_questions else ()


def _slip(programme: Programme, setting: Setting) -> Iterator[Block]:
    edition, styles, language = setting.edition, setting.edition.styles, setting.language
    yield setting.paragraph(
        tr(
            "Take this sheet off the form, and give it in or send it by itself. It has no number: "
            "nobody can tell which answers are yours.",
            language=language,
        ),
        styles.body,
    )
    cut = Part(1.0, (Rule(0.0, 0.5, setting.width, THICK, dashed=True),), gap=4.0)
    yield Block((cut,), keep_with_next=True)
    told = left_to_right(programme.updates_consent.version, language)
    version = tr("Version {version}", language=language, version=told)
    asked = tr("Would you like to hear how it goes on?", language=language)
    yield setting.statement_heading(asked, version, styles.heading, gap=_gap(setting))
    yield setting.paragraph(programme.title, styles.body, gap=edition.gap)
    for question in programme.contact_questions:
        yield Block(tuple(_contact_question(question, setting)))
    for number, paragraph in enumerate(parts_of(in_each(programme.updates_consent.text, str.strip), "\n\n")):
        gap = _gap(setting) if number == 0 else edition.gap
        # where it goes never stands alone on the back: what is agreed to goes over with it
        yield setting.paragraph(in_each(paragraph, in_one_line), styles.body, gap=gap, keep_with_next=True)
    where = tr("Give this slip to a helper, or send it to:", language=language)
    yield setting.paragraph(where, styles.body, gap=_gap(setting), keep_with_next=True)
    yield setting.paragraph(programme.return_address.strip(), styles.body, gap=1.5)


def _gap(setting: Setting) -> float:
    return max(setting.edition.question_gap * _CLOSER, _NEAREST)


def _contact_question(question: ContactQuestion, setting: Setting) -> Iterator[Part]:
    edition, styles = setting.edition, setting.edition.styles
    asked = setting.lines(question.label, styles.question)
    if question.kind != "choices":
        height = edition.row * 1.2
        line = Part(height, (Frame(0.0, 0.0, setting.width, height),), gap=edition.gap)
        yield stacked(asked, line, gap=_gap(setting))
        return
    yield Part(asked.height, asked.items, gap=_gap(setting), glued=True)
    for number, choice in enumerate(question.choices):
        body = styles.body
        box: Item = Frame(0.0, (body.line_height - edition.box) / 2, edition.box, edition.box)
        label = setting.lines(choice.label, body, x=edition.box + edition.box_gap)
        yield beside(label, Part(body.line_height, (box,)), gap=edition.option_gap if number else edition.gap)
