"""A form to be filled in on a screen and sent by e-mail: the pages of the booklet, with fields over the boxes.

The boxes are drawn too, so that a viewer that shows no fields shows where to mark. No copy has a number, and the
update list is not in the file: it would be sent together with the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from desktop.foundation.translation import tr
from desktop.paper.answer_space import figure_words, needs_code_sheet
from desktop.paper.booklet import LaidOut
from desktop.paper.drawing import Volume
from desktop.paper.figure_groups import groups_of
from desktop.paper.placed import Answer, PageKind
from desktop.questionnaires.definition import FormDefinition, Question, QuestionType
from desktop.questionnaires.numbering import question_numbers
from desktop.sheets.copies import BoxKind
from desktop.sheets.fillable_marks import MARK_FIELD, FieldName, FillableMark, state_of
from desktop.typesetting.plain_words import plain_words
from desktop.typesetting.styles import POINT

_RADIO, _MULTILINE, _COMB, _READ_ONLY = 1 << 15, 1 << 12, 1 << 24, 1
_PRINT, _HIDDEN = 4, 2
_PADDING = 2.0
"""Points of an edge that is not drawn: viewers begin words at twice its width."""
MOST_LETTERS = 10_000
"""That a field for text takes."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, or one button of several that are one field.

    Attributes:
        told: the question's words, and those of the choice, for whoever hears the form read out.
        about: the question's words alone.
        box: where it stands, in millimetres from the page's top left corner.
        state: of a box to tick; empty for what is typed.
        one_of: only one of the buttons with this name can be chosen.
        figures: how many boxes for one figure each it covers; 0 for none.
        lines: whether more than one line can be typed.
    """

    name: FieldName
    told: str
    about: str
    x: float
    y: float
    width: float
    height: float
    state: str = ""
    one_of: bool = False
    figures: int = 0
    lines: bool = False


def fields_of(answers: Sequence[Answer], definition: FormDefinition, laid_out: LaidOut) -> Iterator[Field]:
    """Yield the fields over the boxes of one page, in the order in which they are read."""
    namer = _Namer(definition, laid_out)
    for path, group in groupby(answers, key=lambda answer: answer.question):
        yield from namer.fields(path, list(group))


def draw_fillable(laid_out: LaidOut, definition: FormDefinition, mark: FillableMark) -> bytes:
    """Return the form as PDF with a field for every answer; the values are empty."""
    volume = _FillableVolume(laid_out)
    volume.add_fields(definition, mark)
    return volume.finish()


class _Namer:
    """Names fields and says their words."""

    def __init__(self, definition: FormDefinition, laid_out: LaidOut) -> None:
        self._definition = definition
        self._numbers = question_numbers(definition)
        # of two languages side by side the first is read out
        language = laid_out.layout.language
        self._language = next((name for name in definition.languages if name == language), "")
        self._language = self._language or next(
            (name for name in definition.languages if language.startswith(f"{name} / ")),
            definition.default_language,
        )
        self._tongue = str(laid_out.language)

    def fields(self, path: str, answers: list[Answer]) -> Iterator[Field]:
        question = self._definition.question(_plain(path))
        told = self._told(path, question)
        labels = {choice.value: plain_words(choice.label(self._language)) for choice in question.choices}
        number = 0
        for group in groups_of(answers):
            first, last = group[0], group[-1]
            if first.kind is BoxKind.TICK:
                one_of = question.type in (QuestionType.SELECT_ONE, QuestionType.RANGE)
                label = labels.get(first.value) or (
                    "" if question.type is QuestionType.ACKNOWLEDGE else first.value
                )
                yield Field(
                    FieldName(path) if one_of else FieldName(path, first.value),
                    _joined(told, label), told, first.x, first.y, first.width, first.height,
                    state=state_of(first.value), one_of=one_of,
                )  # fmt: skip
            elif first.kind is BoxKind.WRITING:
                yield Field(
                    FieldName(path), told, told, first.x, first.y, first.width, first.height,
                    lines=question.type is QuestionType.TEXT,
                )  # fmt: skip
            else:
                number += 1
                ranked = question.type is QuestionType.RANK
                name = FieldName(path, first.value) if ranked else FieldName(path, group=number)
                about = labels.get(first.value, "") if ranked else self._about(question, number)
                left = min(first.x, last.x)
                between = _between(group)
                yield Field(
                    name, _joined(told, about), told, left - between / 2, first.y,
                    max(first.x, last.x) + last.width - left + between, first.height, figures=len(group),
                )  # fmt: skip

    def _told(self, path: str, question: Question) -> str:
        number = self._numbers.get(question.path, "")
        label = plain_words(question.label(self._language))
        block = "".join(f" ({part[:-1]})" for part in path.split("[")[1:] for part in [part.partition("/")[0]])
        where = tr("Question {number}", language=self._tongue, number=number) + block if number else ""
        return ": ".join(filter(None, (where, " ".join(label.split()))))

    def _about(self, question: Question, number: int) -> str:
        if needs_code_sheet(question):
            return str(number)
        said = figure_words(question, self._tongue)
        return said[number - 1] if number <= len(said) else ""


def _joined(*parts: str) -> str:
    return " – ".join(" ".join(part.split()) for part in parts if part)


def _plain(path: str) -> str:
    return "/".join(part.partition("[")[0] for part in path.split("/"))


def _between(group: Sequence[Answer]) -> float:
    return abs(group[1].x - group[0].x) - group[0].width if len(group) > 1 else 0.0


class _FillableVolume(Volume):
    """The pages with their fields."""

    def add_fields(self, definition: FormDefinition, mark: FillableMark) -> None:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        self._fields: list[Any] = []
        self._parents: dict[str, tuple[Any, Any]] = {}
        self._drawn: dict[tuple[str, float, float], Any] = {}
        for place, page in enumerate(self._laid_out.pages):
            if page.kind is not PageKind.FORM:
                continue
            self.draw_master_page(place)
            if not self._fields:
                self._mark(mark)
            for field in fields_of(
                [item for item in page.items if isinstance(item, Answer)], definition, self._laid_out
            ):
                self._field(field)
            self._canvas.showPage()
            drawn = self._canvas._doc.Pages.pages[-1]
            # the tabulator goes through the fields in the order of this file, which is the order of reading
            drawn.__NoDefault__ = [*drawn.__NoDefault__, "Tabs"]
            drawn.Tabs = PDFName("W")
        font = {"Type": PDFName("Font"), "Subtype": PDFName("Type1"), "BaseFont": PDFName("Helvetica"),
                "Encoding": PDFName("WinAnsiEncoding")}  # fmt: skip
        self._canvas._doc._catalog.AcroForm = PDFDictionary({
            "Fields": PDFArray(self._fields),
            "NeedAppearances": "true",
            "DA": PDFString(f"/Helv {self._laid_out.edition.styles.body.size:g} Tf 0 g"),
            "DR": PDFDictionary({"Font": PDFDictionary({"Helv": self._reference(PDFDictionary(font))})}),
        })  # fmt: skip

    def _mark(self, mark: FillableMark) -> None:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFName, PDFString

        hidden = {
            "FT": PDFName("Tx"), "T": PDFString(MARK_FIELD), "V": PDFString(mark.to_text()),
            "Ff": _READ_ONLY, "F": _HIDDEN, "Rect": PDFArray([0, 0, 0, 0]), "AP": self._looks("", 0.0, 0.0),
        }  # fmt: skip
        self._fields.append(self._widget(hidden))

    def _field(self, field: Field) -> None:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        height = self._laid_out.page_size.height
        rect = (
            field.x / POINT, (height - field.y - field.height) / POINT,
            (field.x + field.width) / POINT, (height - field.y) / POINT,
        )  # fmt: skip
        name = field.name.to_text()
        entries: dict[str, Any] = {
            "Rect": PDFArray([round(edge, 3) for edge in rect]),
            "F": _PRINT,
            "TU": PDFString(field.told),
        }
        wide, high = rect[2] - rect[0], rect[3] - rect[1]
        if field.state:
            entries |= {
                "AS": PDFName("Off"),
                "AP": self._looks(field.state, wide, high),
                "MK": PDFDictionary({"CA": PDFString("8")}),  # a cross, of the dingbats
            }
        if field.one_of:
            if name not in self._parents:
                kids = PDFArray([])
                parent = PDFDictionary({
                    "FT": PDFName("Btn"), "Ff": _RADIO, "T": PDFString(name), "V": PDFName("Off"),
                    "TU": PDFString(field.about), "Kids": kids,
                })  # fmt: skip
                self._parents[name] = self._reference(parent), kids
                self._fields.append(self._parents[name][0])
            entries["Parent"], kids = self._parents[name]
            kids.sequence.append(self._widget(entries))
            return
        entries["T"] = PDFString(name)
        if field.state:
            entries |= {"FT": PDFName("Btn"), "V": PDFName("Off")}
        else:
            size = round(high * 0.6, 1) if field.figures else self._laid_out.edition.styles.body.size
            entries |= {
                "FT": PDFName("Tx"),
                "DA": PDFString(f"/Helv {size:g} Tf 0 g"),
                "MaxLen": field.figures or MOST_LETTERS,
                "AP": self._looks("", wide, high),
            }
            flags = (_COMB if field.figures else 0) | (_MULTILINE if field.lines else 0)
            if flags:
                entries["Ff"] = flags
            if not field.figures:
                entries["BS"] = PDFDictionary({"W": _PADDING})
                if self._laid_out.right_to_left:
                    entries["Q"] = 2  # what is typed stands at the right
        self._fields.append(self._widget(entries))

    def _widget(self, entries: dict[str, Any]) -> Any:
        """Add a field's place to the page, and return a reference to it."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName

        canvas = self._canvas
        canvas._addAnnotation(PDFDictionary({"Type": PDFName("Annot"), "Subtype": PDFName("Widget"), **entries}))
        return canvas._annotationrefs[-1]

    def _looks(self, state: str, wide: float, high: float) -> Any:
        """Return what a field looks like, ticked and not; an empty text field looks like nothing."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary

        off = self._picture("", wide, high)
        if not state:
            return PDFDictionary({"N": off})
        inset = min(wide, high) * 0.17
        cross = (
            f"q 2 w 1 J 0 G {inset:.2f} {inset:.2f} m {wide - inset:.2f} {high - inset:.2f} l "
            f"{inset:.2f} {high - inset:.2f} m {wide - inset:.2f} {inset:.2f} l S Q"
        )
        return PDFDictionary({"N": PDFDictionary({state: self._picture(cross, wide, high), "Off": off})})

    def _picture(self, code: str, wide: float, high: float) -> Any:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream

        key = (code, round(wide, 2), round(high, 2))
        if key not in self._drawn:
            about = {
                "Type": PDFName("XObject"), "Subtype": PDFName("Form"), "BBox": PDFArray([0, 0, *key[1:]]),
                "Resources": PDFDictionary({}),
            }  # fmt: skip
            self._drawn[key] = self._reference(PDFStream(PDFDictionary(about), code))
        return self._drawn[key]

    def _reference(self, thing: Any) -> Any:
        return self._canvas._doc.Reference(thing)
