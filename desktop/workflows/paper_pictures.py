"""Pictures of paper: every edition of a pack on contact sheets, to be looked at before anything is printed.

They show a specimen: no serial, no QR of a copy. The unnumbered master is shown as it goes to the photocopier.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.foundation.assets import resource_path
from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.packs.pack import Pack
from desktop.packs.parts import FormInPack
from desktop.paper.booklet import LaidOut, draw_form, specimen
from desktop.paper.editions import EDITIONS, TINTS
from desktop.paper.page_sizes import A4, PAGE_SIZES, PageSize
from desktop.questionnaires.definition import FormDefinition
from desktop.workflows.check_forms import read_any_pack
from desktop.workflows.form_media import FormMedia, MediaShelf

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_GAP, _CAPTION = 14, 30
_INK, _GROUND, _EDGE = (20, 33, 43), (205, 208, 205), (95, 109, 120)


@dataclass(frozen=True, slots=True)
class PaperWay:
    """One way in which a form is laid out.

    Attributes:
        name: of its contact sheets, ``large-print``, ``standard-a5``, ``standard-english-en-with-urdu-ur``.
        language, second_language: names as in the form; ``None``: its own language, and no other beside it.
        size: name of a page size.
        master: the unnumbered master is shown and not a specimen.
    """

    name: str
    edition: str = "standard"
    language: str | None = None
    second_language: str | None = None
    size: str = "A4"
    tint: str = ""
    duplex: bool = True
    master: bool = False

    @property
    def page_size(self) -> PageSize:
        """The sheet."""
        return PAGE_SIZES[self.size]


@dataclass(frozen=True, slots=True)
class SheetOfPages:
    """How many pages stand on one contact sheet, and how wide each is, in pixels."""

    columns: int = 4
    rows: int = 2
    width: int = 480


def ways_of(definition: FormDefinition) -> Iterator[PaperWay]:
    """Yield every edition, every size, every tint, and every language alone and beside the form's own."""
    for edition in EDITIONS:
        yield PaperWay(edition, edition)
    yield from (PaperWay(f"standard-{tint}", tint=tint) for tint in TINTS)
    for size in PAGE_SIZES:
        if PAGE_SIZES[size] != A4:
            yield PaperWay(f"standard-{size.lower()}", size=size)
    yield PaperWay("one-sided", duplex=False)
    yield PaperWay("master", master=True)
    for language in definition.languages:
        if language != definition.default_language:
            yield PaperWay(f"standard-{_slug(language)}", language=language)
            both = f"standard-{_slug(definition.default_language)}-with-{_slug(language)}"
            yield PaperWay(both, second_language=language)


def take_paper_pictures(
    path: Path,
    out: Path,
    *,
    only: Sequence[str] = (),
    sheet: SheetOfPages = SheetOfPages(),
    done: Callable[[str, int], None] = lambda name, pages: None,
) -> tuple[Path, ...]:
    """Write contact sheets of every edition of every form of a pack, ``FORM-WAY-1.png``…, and return them.

    Args:
        path: a pack's folder, or one form.
        only: names of the ways wanted; all where none is named.
        done: told (name of the way, its pages) as each is finished.

    Raises:
        PackRefused, FormRefused: the pack or the form has errors.
        Refusal: there is nothing at ``path``, or no form has such a way.
        WorldError: a picture can't be written, or a form has characters that can't be printed.
    """
    pack = read_any_pack(path)
    written: list[Path] = []
    there_are: dict[str, None] = {}
    for form in pack.forms:
        media = _media(pack, form).pictures(form.definition)
        for way in ways_of(form.definition):
            there_are[way.name] = None
            if only and way.name not in only:
                continue
            laid_out = draw_form(
                form.definition,
                pack.programme,
                language=way.language,
                second_language=way.second_language,
                edition=way.edition,
                page_size=way.page_size,
                duplex=way.duplex,
                tint=way.tint,
                media=media,
                proof=True,
            )
            pages = page_pictures(_pdf(laid_out, way), sheet.width)
            written += _write(pages, out, f"{_slug(form.definition.form_id)}-{way.name}", sheet)
            done(way.name, len(pages))
    unknown = [name for name in only if name not in there_are]
    if unknown:
        raise Refusal(
            place=str(path),
            fault=tr("No form is laid out in the way “{name}”.", name=unknown[0]),
            remedy=tr("Choose from: {names}.", names=", ".join(there_are)),
        )
    return tuple(written)


def page_pictures(pdf: bytes, width: int) -> list[Image]:
    """Return every page as a picture ``width`` pixels wide."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=width / page.get_width()).to_pil().convert("RGB") for page in document]


def _media(pack: Pack, form: FormInPack) -> FormMedia:
    file = next(each.file for each in pack.programme.forms if each.form_id == form.definition.form_id)
    return FormMedia(MediaShelf(), whose=0, form_file=file, places=pack.files, read=pack.files.get)


def _pdf(laid_out: LaidOut, way: PaperWay) -> bytes:
    from desktop.paper.drawing import draw_master

    return draw_master(laid_out) if way.master else specimen(replace(laid_out, banner=""))


def _write(pages: Sequence[Image], out: Path, name: str, sheet: SheetOfPages) -> Iterator[Path]:
    from PIL import ImageFont

    face = ImageFont.truetype(resource_path("fonts") / "NotoSans-Bold.ttf", 18)
    for old in out.glob(f"{name}-*.png"):
        if old.stem.removeprefix(f"{name}-").isdigit():  # of an earlier, longer run
            old.unlink()
    each = sheet.columns * sheet.rows
    for number, start in enumerate(range(0, len(pages), each), start=1):
        picture = _contact_sheet(pages[start : start + each], start, f"{name}, {number}", sheet, face)
        file = io.BytesIO()
        picture.save(file, format="PNG", optimize=True)
        path = out / f"{name}-{number}.png"
        write_durably(path, file.getvalue())
        yield path


def _contact_sheet(
    pages: Sequence[Image], before: int, title: str, sheet: SheetOfPages, face: FreeTypeFont
) -> Image:
    from PIL import Image, ImageDraw

    high = max(page.height for page in pages)
    rows = -(-len(pages) // sheet.columns)
    size = (_GAP + sheet.columns * (sheet.width + _GAP), _CAPTION + rows * (high + _CAPTION + _GAP))
    whole = Image.new("RGB", size, _GROUND)
    pen = ImageDraw.Draw(whole)
    pen.text((_GAP, 4), title, fill=_INK, font=face)
    for at, page in enumerate(pages):
        left = _GAP + at % sheet.columns * (sheet.width + _GAP)
        top = _CAPTION + at // sheet.columns * (high + _CAPTION + _GAP) + _CAPTION
        pen.text((left, top - _CAPTION + 4), str(before + at + 1), fill=_INK, font=face)
        whole.paste(page, (left, top))
        pen.rectangle((left - 1, top - 1, left + page.width, top + page.height), outline=_EDGE)
    return whole


def _slug(name: str) -> str:
    letters = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
    return "-".join(filter(None, letters.split("-"))) or "form"
