"""Pages drawn by reportlab. What all copies share is drawn once, as a form XObject; a copy adds serial and QR."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from desktop.paper.code_cells import RunOfCodes, cells_of
from desktop.paper.furniture import Place, banner, number_frame, qr_place, serial_baseline
from desktop.paper.page_sizes import PageSize
from desktop.paper.placed import LINE, THIN, Answer, Cross, Frame, Item, PageKind, Picture, Rule, Words
from desktop.sheets.copies import BoxKind
from desktop.sheets.print_jobs import CodeCells
from desktop.typesetting.fonts import BASE, register_face
from desktop.typesetting.ink import draw_line_mm
from desktop.typesetting.styles import POINT

if TYPE_CHECKING:
    from desktop.paper.booklet import LaidOut
    from desktop.sheets.serials import Serial

_TICK_STROKE = 0.4


class Volume:
    """One PDF in the making. Holds every page until :meth:`finish`, as reportlab does.

    Args:
        codes: of the volume before it in the same job, which has encoded most of what is needed.
    Attributes:
        copies: how many were added.
    """

    def __init__(self, laid_out: LaidOut, codes: RunOfCodes | None = None) -> None:
        from reportlab.pdfgen.canvas import Canvas

        size = laid_out.page_size
        self.copies = 0
        self._out = BytesIO()
        self._laid_out = laid_out
        self._codes = RunOfCodes(laid_out.page_code) if codes is None else codes
        self._canvas: Any = Canvas(
            self._out,
            pagesize=(size.width / POINT, size.height / POINT),
            pageCompression=1,
            lang=laid_out.language,
            invariant=1,  # no time of the machine in the file: equal copies are equal bytes
        )
        self._canvas.setTitle(laid_out.title)
        self._canvas.setAuthor(laid_out.organisation)
        self._canvas.setSubject(f"{laid_out.layout.form_id} {laid_out.layout.form_version}")
        self._canvas.setCreator("Sounding Board")
        # a print at under 100 % loses the corner marks and shrinks the type
        self._canvas.setViewerPreference("PrintScaling", "None")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge" if laid_out.duplex else "Simplex")
        on_top = (
            banner(laid_out.banner, size, laid_out.edition.styles, laid_out.language) if laid_out.banner else ()
        )
        for place, page in enumerate(laid_out.pages):
            self._canvas.beginForm(form_name(place))
            _draw_ground(self._canvas, laid_out)
            _draw_items(self._canvas, (*page.items, *on_top), size)
            self._canvas.endForm()

    def add_specimen(self) -> None:
        """Add every page once, without serial and QR."""
        for place in range(len(self._laid_out.pages)):
            self._canvas.doForm(form_name(place))
            self._canvas.showPage()

    def add_master(self) -> None:
        """Add every page once for the photocopier: a QR without a serial, and a frame for the number of a copy."""
        for place in range(len(self._laid_out.pages)):
            self.draw_master_page(place)
            self._canvas.showPage()

    def draw_master_page(self, place: int) -> None:
        """Draw one page of the master, by its place in the booklet, and leave it open."""
        laid_out, canvas = self._laid_out, self._canvas
        size, turned, page = laid_out.page_size, laid_out.right_to_left, laid_out.pages[place]
        canvas.doForm(form_name(place))
        if page.kind is PageKind.FORM:
            where = qr_place(size, right_to_left=turned)
            cells = cells_of(laid_out.page_code("", page.number).to_text())
            canvas._code.append(_qr_operators(cells, where, size))
            frame = number_frame(size, laid_out.edition.styles, laid_out.language, right_to_left=turned)
            _draw_items(canvas, frame, size)

    def add_copy(self, serial: Serial) -> None:
        """Add one numbered copy, the slip without number at its end."""
        laid_out = self._laid_out
        size, canvas = laid_out.page_size, self._canvas
        where = qr_place(size, right_to_left=laid_out.right_to_left)
        canonical = serial.canonical
        for place, page in enumerate(laid_out.pages):
            canvas.doForm(form_name(place))
            if page.kind is PageKind.FORM:
                canvas._code.append(_qr_operators(self._codes.cells(canonical, page.number), where, size))
                _draw_serial(canvas, serial.shown, laid_out)
            canvas.showPage()
        self.copies += 1

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.save()
        return self._out.getvalue()


def _draw_ground(canvas: Any, laid_out: LaidOut) -> None:
    """Fill the page with the tint of the edition; none on paper that is tinted itself."""
    if laid_out.tint is None or laid_out.tinted_stock:
        return
    size = laid_out.page_size
    canvas.setFillColorRGB(laid_out.tint.red, laid_out.tint.green, laid_out.tint.blue)
    canvas.rect(0, 0, size.width / POINT, size.height / POINT, stroke=0, fill=1)
    canvas.setFillGray(0.0)


def form_name(place: int) -> str:
    """Return the name under which a page of the booklet is kept in the PDF, by its place."""
    return f"side{place}"


def _draw_serial(canvas: Any, shown: str, laid_out: LaidOut) -> None:
    size, style = laid_out.page_size, laid_out.edition.styles.question
    face = BASE.face(bold=True)
    register_face(face)
    canvas.setFont(face, style.size)
    y = (size.height - serial_baseline(size)) / POINT
    if laid_out.right_to_left:
        canvas.drawRightString((size.width - size.side) / POINT, y, shown)
    else:
        canvas.drawString(size.side / POINT, y, shown)


def _qr_operators(cells: CodeCells, where: Place, size: PageSize) -> str:
    """Return a QR as an inline one-bit image: small, fast, and sharp at every resolution."""
    left, bottom = where.x / POINT, (size.height - where.y - where.height) / POINT
    return (
        f"q 0 g {where.width / POINT:.3f} 0 0 {where.height / POINT:.3f} {left:.3f} {bottom:.3f} cm "
        f"BI /W {cells.side} /H {cells.side} /BPC 1 /IM true /D [1 0] /F /AHx ID {cells.rows.hex()}> EI Q"
    )


def _draw_items(canvas: Any, items: Sequence[Item], size: PageSize) -> None:
    for item in items:
        match item:
            case Words():
                draw_line_mm(canvas, item.line, item.x, item.y, size.height)
            case Answer():
                stroke = LINE if item.kind is BoxKind.WRITING else _TICK_STROKE
                _rectangle(canvas, item.x, item.y, item.width, item.height, stroke, size)
            case Frame():
                _rectangle(
                    canvas, item.x, item.y, item.width, item.height, item.stroke, size,
                    dashed=item.dashed, filled=item.filled,
                )  # fmt: skip
            case Rule():
                _pen(canvas, item.stroke, dashed=item.dashed)
                y = (size.height - item.y) / POINT
                canvas.line(item.x / POINT, y, (item.x + item.width) / POINT, y)
            case Cross():
                _cross(canvas, item, size)
            case Picture():
                _picture(canvas, item, size)


def _pen(canvas: Any, stroke: float, *, dashed: bool = False) -> None:
    canvas.setLineWidth(stroke / POINT)
    canvas.setDash([stroke * 4 / POINT, stroke * 3 / POINT] if dashed else [])
    canvas.setStrokeGray(0.45 if dashed and stroke <= THIN else 0.0)


def _rectangle(
    canvas: Any,
    x: float,
    y: float,
    width: float,
    height: float,
    stroke: float,
    size: PageSize,
    *,
    dashed: bool = False,
    filled: bool = False,
) -> None:
    _pen(canvas, stroke, dashed=dashed)
    canvas.setFillGray(0.0)
    canvas.rect(
        x / POINT,
        (size.height - y - height) / POINT,
        width / POINT,
        height / POINT,
        stroke=0 if filled else 1,
        fill=1 if filled else 0,
    )


def _cross(canvas: Any, cross: Cross, size: PageSize) -> None:
    _pen(canvas, 0.7)
    inset = 0.8
    left, right = (cross.x + inset) / POINT, (cross.x + cross.width - inset) / POINT
    top, bottom = (size.height - cross.y - inset) / POINT, (size.height - cross.y - cross.height + inset) / POINT
    canvas.line(left, top, right, bottom)
    canvas.line(left, bottom, right, top)


def _picture(canvas: Any, picture: Picture, size: PageSize) -> None:
    from reportlab.lib.utils import ImageReader

    # equal pictures, such as the faces of ten questions, are one in the file: reportlab tells them by their bytes
    canvas.drawImage(
        ImageReader(BytesIO(picture.content)),
        picture.x / POINT,
        (size.height - picture.y - picture.height) / POINT,
        width=picture.width / POINT,
        height=picture.height / POINT,
    )


def draw_page(
    items: Sequence[Item],
    size: PageSize,
    *,
    title: str,
    codes: Sequence[tuple[str, Place]] = (),
    language: str = "en",
) -> bytes:
    """Return one page as PDF, for a sheet that is no form: its items, and the QR codes where they stand.

    Neither title nor metadata may hold what the page keeps secret: they are read without opening it.
    """
    return draw_pages([(items, codes)], size, title=title, language=language)


def draw_pages(
    pages: Iterable[tuple[Sequence[Item], Sequence[tuple[str, Place]]]],
    size: PageSize,
    *,
    title: str,
    language: str = "en",
) -> bytes:
    """Return pages as PDF, for sheets that are no form: of each its items, and its QR codes where they stand."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas: Any = Canvas(
        out,
        pagesize=(size.width / POINT, size.height / POINT),
        pageCompression=1,
        lang=language,
        invariant=1,
    )
    canvas.setTitle(title)
    canvas.setCreator("Sounding Board")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("PrintScaling", "None")
    for items, codes in pages:
        _draw_items(canvas, items, size)
        canvas._code.extend(_qr_operators(cells_of(text), place, size) for text, place in codes)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw_master(laid_out: LaidOut) -> bytes:
    """Return the unnumbered master as PDF."""
    volume = Volume(laid_out)
    volume.add_master()
    return volume.finish()


def draw_specimen(laid_out: LaidOut) -> bytes:
    """Return every page once as PDF, without serial and QR."""
    volume = Volume(laid_out)
    volume.add_specimen()
    return volume.finish()
