"""A form as a booklet on paper: laid out once, then printed as many numbered copies as are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from desktop.engagement.programme import Programme
from desktop.engagement.translations import told_in
from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import Refusal, WorldError
from desktop.foundation.translation import Said, tr
from desktop.jobs.executors import Cancelled
from desktop.paper.editions import EDITIONS, TINTS, Edition, Tint
from desktop.paper.front_page import front_blocks
from desktop.paper.furniture import corner_marks, foot
from desktop.paper.languages import refuse_unapproved, spoken_in
from desktop.paper.page_sizes import A4, PageSize
from desktop.paper.placed import Answer, Item, Page, PageKind, Words, mirrored, moved
from desktop.paper.planner import At, fill_pages
from desktop.paper.questions import form_blocks
from desktop.paper.setting import Setting
from desktop.paper.update_slip import slip_blocks
from desktop.paper.words import is_to_fill_in
from desktop.questionnaires.definition import FormDefinition
from desktop.questionnaires.easy_read import has_easy_read, in_easy_words
from desktop.sheets.copies import Box, Layout
from desktop.sheets.layouts import make_layout
from desktop.sheets.page_codes import PageCode
from desktop.sheets.serials import Serial
from desktop.typesetting.fonts import missing_characters
from desktop.typesetting.plain_words import plain_words

NO_MEDIA: Mapping[str, bytes] = MappingProxyType({})
VOLUME = 500
"""Copies in one PDF. Drawing holds all pages of a file in memory until it is written."""


class LanguageNotDrawable(WorldError):
    """The form has characters that no shipped face can draw."""


class UnknownEdition(Refusal):
    """There is no such edition, or the form is not in that language."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A form laid out: every side of every sheet, ready to be drawn.

    Attributes:
        layout: where every box stands, to be kept with the print run.
        pages: the sides in order. The slip comes last, on a sheet of its own, without number.
        language: BCP 47 code.
        title, organisation: for the file's own description.
        banner: words on top of every page, such as that it is practice; empty when there are none.
        duplex: laid out to be printed on both sides.
        tint: the ground of every page; ``None`` for white.
        tinted_stock: the paper has the tint, and no ground is drawn.
        advice: what whoever prints it should know, a sentence each.
    """

    layout: Layout
    pages: tuple[Page, ...]
    page_size: PageSize
    edition: Edition
    language: str
    right_to_left: bool
    title: str
    organisation: str
    banner: str
    duplex: bool
    tint: Tint | None = None
    tinted_stock: bool = False
    advice: tuple[str, ...] = ()

    def page_code(self, serial: str, page: int) -> PageCode:
        """Return what the QR on page ``page`` of the copy ``serial`` says."""
        return PageCode(
            form_id=self.layout.form_id,
            form_version=self.layout.form_version,
            serial=serial,
            page=page,
            pages=self.layout.pages,
            edition=self.layout.edition,
            layout_id=self.layout.layout_id,
        )


def draw_form(
    definition: FormDefinition,
    programme: Programme,
    *,
    language: str | None = None,
    second_language: str | None = None,
    edition: str = "standard",
    page_size: PageSize = A4,
    duplex: bool = True,
    tint: str = "",
    tinted_stock: bool = False,
    media: Mapping[str, bytes] = NO_MEDIA,
    proof: bool = False,
    fillable: bool = False,
) -> LaidOut:
    """Return the form laid out.

    Args:
        language: name of one of the form's languages; the default language when ``None``.
        second_language: name of another, side by side with the first; the boxes stand once.
        duplex: pages are filled up with blank ones, so that the slip never backs a page of answers.
        tint: ``yellow`` or ``cream``; white when it is empty.
        tinted_stock: the paper that will be printed on has that tint already.
        media: file name to content of the form's pictures, drawn within bounds before they come here.
        proof: for whoever checks a translation: in any language, not to be handed out.
        fillable: to be filled in on a screen: the front says how, and where to send the file.

    Raises:
        UnknownEdition: there is no such edition, or the form has no such language.
        LanguageNotDrawable: a label has characters that no shipped face has.
        LanguageNotApproved: a translation is not whole, or nobody has approved it.
    """
    look, name = _choices(definition, edition, language)
    if second_language is not None:
        _choices(definition, edition, second_language)
    spoken = spoken_in(definition, programme, name, second_language)
    if not proof:
        refuse_unapproved(definition, programme, spoken.names)
    look = replace(look, styles=look.styles.tall()) if spoken.tall else look
    advice = tuple(_advice(look, definition))
    if look.easy_words:
        definition = in_easy_words(definition)
    if tint and tint not in TINTS:
        raise _unknown(definition, tr("There is no tint “{tint}”.", tint=tint), TINTS)
    advice += tuple(_gaps(programme))
    programme, code = told_in(programme, spoken.tongue), spoken.tongue
    setting = Setting(look, page_size.content_width, spoken.names, code, media, fillable, page_size.content_height)
    _refuse_what_cannot_be_drawn(definition, programme, spoken.names)
    right_to_left = setting.right_to_left

    front = fill_pages(front_blocks(programme, definition, setting), page_size.content_height)
    body = fill_pages(form_blocks(definition, setting), page_size.content_height)
    sheets = [_placed(page, page_size, right_to_left=right_to_left) for page in (*front, *body)]
    if duplex and len(sheets) % 2:
        sheets.append(_blank(setting, page_size, right_to_left=right_to_left))
    pages = [
        Page(
            number,
            PageKind.FORM,
            (*items, *_furniture(definition, setting, page_size, number, len(sheets), right_to_left)),
        )
        for number, items in enumerate(sheets, start=1)
    ]
    layout = make_layout(
        form_id=definition.form_id,
        form_version=definition.version,
        edition=look.name,
        language=f"{name} / {second_language}" if isinstance(spoken.names, Said) else name,
        page_size=(page_size.width, page_size.height),
        pages=len(pages),
        boxes=[box for page in pages for box in _boxes(page)],
        duplex=duplex,
    )
    for at in fill_pages(slip_blocks(programme, setting), page_size.height - 2 * page_size.top):
        items = _placed(at, page_size, right_to_left=right_to_left)
        pages.append(Page(0, PageKind.SLIP, items))
    if duplex and len(pages) % 2:
        pages.append(Page(0, PageKind.BLANK_BACK, ()))
    return LaidOut(
        layout=layout,
        pages=tuple(pages),
        page_size=page_size,
        edition=look,
        language=code,
        right_to_left=right_to_left,
        title=definition.title or programme.title,
        organisation=programme.organisation,
        banner=tr("Practice – made up", language=code) if programme.made_up else "",
        duplex=duplex,
        tint=TINTS[tint] if tint else None,
        tinted_stock=tinted_stock,
        advice=(*advice, *_too_long(look, layout.pages)),
    )


def write_master(laid_out: LaidOut, out: Path) -> None:
    """Write one unnumbered copy for the photocopier. What comes back gets its number at receipt.

    Raises:
        WorldError: the file cannot be written.
    """
    from desktop.paper.drawing import draw_master

    write_durably(out, draw_master(laid_out))


def plain_copy(laid_out: LaidOut) -> bytes:
    """Return the pages as PDF without serial and QR: what all copies of a job share."""
    from desktop.paper.drawing import draw_specimen

    return draw_specimen(laid_out)


def specimen(laid_out: LaidOut) -> bytes:
    """Return the pages as PDF without serial and QR, each marked as not for use. For the preview."""
    from desktop.paper.drawing import draw_specimen

    words = tr("Specimen – not for use", language=laid_out.language)
    return draw_specimen(replace(laid_out, banner=". ".join(filter(None, (laid_out.banner, words)))))


def write_copies(
    laid_out: LaidOut,
    serials: Sequence[Serial],
    out: Path,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Path, ...]:
    """Write one numbered copy for each serial, and return the files.

    Up to :data:`VOLUME` copies go into ``out``; more into volumes beside it, ``name-1.pdf``, ``name-2.pdf``…, each
    whole and on the disk before the next is begun.

    Args:
        progress: told (copies done, copies in all) after each copy.
        cancelled: asked before each copy.

    Raises:
        Cancelled: ``cancelled`` said so; the volumes that were written are taken away again.
        WorldError: a file cannot be written; the like.
    """
    from desktop.paper.code_cells import RunOfCodes
    from desktop.paper.drawing import Volume

    codes = RunOfCodes(laid_out.page_code)
    written: list[Path] = []
    done = 0
    try:
        for number, start in enumerate(range(0, len(serials), VOLUME), start=1):
            volume = Volume(laid_out, codes)
            for serial in serials[start : start + VOLUME]:
                if cancelled():
                    raise Cancelled("printing was stopped on request")
                volume.add_copy(serial)
                done += 1
                progress(done, len(serials))
            path = out if len(serials) <= VOLUME else out.with_name(f"{out.stem}-{number}{out.suffix}")
            write_durably(path, volume.finish())
            written.append(path)
    except BaseException:  # whatever it is: the caller logs that no copy came out
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return tuple(written)


def _choices(definition: FormDefinition, edition: str, language: str | None) -> tuple[Edition, str]:
    look = EDITIONS.get(edition)
    if look is None:
        raise _unknown(definition, tr("There is no edition “{edition}”.", edition=edition), EDITIONS)
    name = language if language is not None else definition.default_language
    if name not in definition.languages:
        raise _unknown(definition, tr("It is not written in “{tongue}”.", tongue=name), definition.languages)
    return look, name


def _unknown(definition: FormDefinition, fault: str, there_are: Iterable[str]) -> UnknownEdition:
    return UnknownEdition(
        place=tr("Form {form}", form=definition.form_id),
        fault=fault,
        remedy=tr("Choose one of: {names}.", names=", ".join(there_are)),
    )


def _advice(edition: Edition, definition: FormDefinition) -> Iterator[str]:
    if edition.easy_words and not has_easy_read(definition):
        yield tr(
            "This form has no easy read words of its own, and shows the ordinary ones. "
            "Give some in the column “easy_read” of the form."
        )


def _gaps(programme: Programme) -> Iterator[str]:
    told = {
        tr("return address"): programme.return_address,
        tr("help line"): programme.help_line,
        tr("e-mail"): programme.email,
        tr("website"): programme.website,
        tr("privacy notice"): programme.privacy.text,
        tr("consent"): programme.consent.text,
    }
    if names := [name for name, text in told.items() if is_to_fill_in(text)]:
        what = tr("The programme has still to fill in: {names}.", names=", ".join(names))
        yield what + " " + tr("Do not hand copies out before: each gap is printed in a dashed frame.")


def _too_long(edition: Edition, pages: int) -> Iterator[str]:
    if edition.most_pages and pages > edition.most_pages:
        yield tr(
            "This edition has {pages} pages. More than {most} are too many for easy read: "
            "ask fewer questions, or make two forms.",
            pages=pages,
            most=edition.most_pages,
        )


def _refuse_what_cannot_be_drawn(definition: FormDefinition, programme: Programme, language: str) -> None:
    for where, text in _all_words(definition, programme, language):
        said = plain_words(text)
        missing = missing_characters(said + said.second if isinstance(said, Said) else said)
        if missing:
            raise LanguageNotDrawable(
                place=tr("Form {form}, {where}", form=definition.form_id, where=where),
                fault=tr("These characters cannot be printed: {characters}", characters=" ".join(missing)),
                remedy=tr("Change them in the form, or ask for a version of the program with a font for them."),
            )


def _all_words(definition: FormDefinition, programme: Programme, language: str) -> Iterable[tuple[str, str]]:
    for node in definition.walk():
        yield node.path, node.label(language)
    for question in definition.questions():
        yield question.path, question.hint(language)
        for choice in question.choices:
            yield question.path, choice.label(language)
    yield tr("title"), definition.title
    parts = (
        programme.title,
        programme.organisation,
        programme.summary,
        programme.return_address,
        programme.help_line,
    )
    statements = (programme.privacy.text, programme.consent.text, programme.updates_consent.text)
    for text in (*parts, *statements, programme.email, programme.website):
        yield tr("the programme's own words"), text
    for asked in programme.contact_questions:
        for label in (asked.label, *(choice.label for choice in asked.choices)):
            yield tr("the update list"), label


def _placed(page: Sequence[At], size: PageSize, *, right_to_left: bool) -> tuple[Item, ...]:
    """Return the items of a page where they stand on the sheet; boxes at whole tenths of a millimetre."""
    items = (moved(item, size.side, size.top + at.y) for at in page for item in at.part.items)
    turned = (mirrored(item, size.width) if right_to_left else item for item in items)
    return tuple(_to_tenths(item) if isinstance(item, Answer) else item for item in turned)


def _to_tenths(answer: Answer) -> Answer:
    return replace(
        answer,
        x=round(answer.x, 1),
        y=round(answer.y, 1),
        width=round(answer.width, 1),
        height=round(answer.height, 1),
    )


def _boxes(page: Page) -> list[Box]:
    return [
        Box(page.number, item.question, item.value, item.code, item.x, item.y, item.width, item.height, item.kind)
        for item in page.items
        if isinstance(item, Answer)
    ]


def _blank(setting: Setting, size: PageSize, *, right_to_left: bool) -> tuple[Item, ...]:
    text = tr("This page is left blank on purpose.", language=setting.language)
    part = setting.lines(text, setting.edition.styles.body)
    return _placed((At(0.0, part),), size, right_to_left=right_to_left)


def _furniture(
    definition: FormDefinition,
    setting: Setting,
    size: PageSize,
    page: int,
    pages: int,
    right_to_left: bool,
) -> tuple[Item, ...]:
    at_foot = foot(
        size,
        setting.edition.styles,
        page=page,
        pages=pages,
        form_id=definition.form_id,
        form_version=definition.version,
        language=setting.language,
    )
    if right_to_left:
        at_foot = tuple(mirrored(item, size.width) for item in at_foot)
    return (*corner_marks(size), *at_foot)


def words_of(page: Page) -> tuple[str, ...]:
    """Return the lines of text on a page, as they were set, in the order they were placed."""
    return tuple(item.line.text for item in page.items if isinstance(item, Words))
