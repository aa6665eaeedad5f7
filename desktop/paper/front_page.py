"""The front of a form, from the programme: what for, how to fill it in and give it back, what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.engagement.programme import Programme, Statement
from desktop.foundation.translation import in_each, parts_of, tr
from desktop.paper.placed import Block, Cross, Frame, Item, Part
from desktop.paper.setting import Setting, beside
from desktop.paper.words import day_in_words, in_one_line, left_to_right
from desktop.questionnaires.definition import FormDefinition

_CLOSER = 0.7
"""Of the distances between questions: plain text needs less to be told apart."""


def front_blocks(programme: Programme, definition: FormDefinition, setting: Setting) -> tuple[Block, ...]:
    """Return the blocks of the front page or pages."""
    return tuple(_front(programme, definition, setting))


def _front(programme: Programme, definition: FormDefinition, setting: Setting) -> Iterator[Block]:
    styles = setting.edition.styles
    yield setting.heading(programme.organisation, styles.subheading, gap=0.0)
    yield setting.heading(programme.title, styles.title, gap=2.0)
    if definition.title and definition.title != programme.title:
        yield setting.heading(definition.title, styles.subheading, gap=3.0)
    yield from _paragraphs(programme.summary, setting, gap=setting.edition.gap)
    yield from _returning(programme, setting)
    yield from _help(programme, setting)
    yield from _marking(setting)
    language = setting.language
    yield from _statement(tr("How we use your answers", language=language), programme.privacy, setting)
    yield from _statement(tr("Taking part", language=language), programme.consent, setting)


def _returning(programme: Programme, setting: Setting) -> Iterator[Block]:
    language = setting.language
    yield _heading(tr("When and where to return it", language=language), setting)
    if programme.last_day is not None:
        closes = day_in_words(programme.last_day, language)
        text = tr("Please return this form by {day}.", language=language, day=closes)
        yield _paragraph(text, setting, keep=True)
    if setting.fillable:
        address = left_to_right(programme.email, language)
        text = tr("Save the file when you have finished, and send it by e-mail to: {value}", language=language,
                  value=address)  # fmt: skip
        yield _paragraph(text, setting)
        said = tr("Or print it, and give it to a helper at the event, or send it to:", language=language)
    else:
        said = tr("Give it to a helper at the event, or send it to:", language=language)
    yield _paragraph(said, setting, keep=True)
    yield from _paragraphs(programme.return_address, setting, gap=1.5, keep_lines=True)


def _help(programme: Programme, setting: Setting) -> Iterator[Block]:
    language = setting.language
    yield _heading(tr("Help, and other formats", language=language), setting)
    yield _paragraph(
        tr(
            "Ask us if you want help, or this form in large print, easy read, another language or another format.",
            language=language,
        ),
        setting,
        keep=True,
    )
    told = (language, setting.second)
    others = [other.label for other in programme.languages if other.code not in told]
    if others:
        text = tr("Languages: {languages}.", language=language, languages=", ".join(others))
        yield _paragraph(text, setting, keep=True)
    yield _paragraph(
        tr("Telephone: {value}", language=language, value=left_to_right(programme.help_line, language)),
        setting,
        keep=True,
    )
    yield _paragraph(
        tr("E-mail: {value}", language=language, value=left_to_right(programme.email, language)),
        setting,
        keep=True,
    )
    yield _paragraph(
        tr("Website: {value}", language=language, value=left_to_right(programme.website, language)), setting
    )


def _marking(setting: Setting) -> Iterator[Block]:
    language = setting.language
    yield _heading(tr("How to fill in this form", language=language), setting)
    if setting.fillable:
        yield from _typing(setting)
    else:
        yield from _by_pen(setting)
    yield _paragraph(
        tr(
            "Some questions are not for everybody. The words in front of them say whom they are for. "
            "The small numbers beside the boxes are for our staff.",
            language=language,
        ),
        setting,
    )


def _by_pen(setting: Setting) -> Iterator[Block]:
    language = setting.language
    yield _paragraph(tr("Use a black or blue pen.", language=language), setting, keep=True)
    yield _example(tr("Put a cross in the box, like this.", language=language), setting, cancelled=False)
    yield _example(
        tr("If you made a mistake, fill in the whole box. Then put a cross in the right one.", language=language),
        setting,
        cancelled=True,
    )


def _typing(setting: Setting) -> Iterator[Block]:
    language = setting.language
    how = tr(
        "Open this file in a program for PDF forms. Click in a box to put a cross in it, and once more to take it "
        "away. Click in a space for words or figures, and type.",
        language=language,
    )
    yield _paragraph(how, setting, keep=True)
    moving = tr(
        "You can also use the keyboard: Tab goes to the next box, and the space bar puts the cross.",
        language=language,
    )
    yield _paragraph(moving, setting, keep=True)


def _close(setting: Setting) -> float:
    """Return the distance between paragraphs: nearer than questions stand, so that the front takes two pages."""
    return setting.edition.gap * _CLOSER


def _heading(text: str, setting: Setting) -> Block:
    return setting.heading(text, setting.edition.styles.heading, gap=setting.edition.question_gap * _CLOSER)


def _paragraph(text: str, setting: Setting, *, keep: bool = False) -> Block:
    return setting.paragraph(text, setting.edition.styles.body, gap=_close(setting), keep_with_next=keep)


def _paragraphs(text: str, setting: Setting, *, gap: float, keep_lines: bool = False) -> Iterator[Block]:
    """Yield the paragraphs of a programme's text: an empty line parts them."""
    for number, paragraph in enumerate(
        part for part in parts_of(in_each(text, str.strip), "\n\n") if part.strip()
    ):
        whole = in_each(paragraph, str.strip if keep_lines else in_one_line)
        yield setting.paragraph(whole, setting.edition.styles.body, gap=gap if number == 0 else _close(setting))


def _statement(title: str, statement: Statement, setting: Setting) -> Iterator[Block]:
    edition = setting.edition
    told = left_to_right(statement.version, setting.language)  # most are dates
    version = tr("Version {version}", language=setting.language, version=told)
    yield setting.statement_heading(title, version, edition.styles.heading, gap=edition.question_gap * _CLOSER)
    yield from _paragraphs(statement.text, setting, gap=_close(setting))


def _example(text: str, setting: Setting, *, cancelled: bool) -> Block:
    """Return an example of a mark: a crossed box, or a filled box and a crossed one."""
    edition = setting.edition
    side, line = edition.box, max(edition.styles.body.line_height, edition.box)
    top = (edition.styles.body.line_height - side) / 2
    left = 4.0
    boxes: list[Item] = []
    if cancelled:
        boxes.append(Frame(left, top, side, side, filled=True))
        left += side + edition.box_gap
    boxes += [Frame(left, top, side, side), Cross(left, top, side, side)]
    words = setting.lines(text, edition.styles.body, x=4.0 + 2 * (side + edition.box_gap) + 2.0)
    return Block((beside(words, Part(line, tuple(boxes)), gap=_close(setting)),), keep_with_next=True)
