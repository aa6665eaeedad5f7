"""What was printed, read back: its text, its pictures; and a form in three scripts."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

from desktop.paper.booklet import LaidOut, write_copies
from desktop.questionnaires.definition import FormDefinition, QuestionType
from tests.paper.forms import choices, form, group, question, serials

T = QuestionType
DPI = 200
PX = DPI / 25.4
ARABIC, BENGALI, ENGLISH = "العربية (ar)", "Bengali (bn)", "English (en)"


def texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def pictures(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]


def printed(laid_out: LaidOut, folder: Path, copies: int = 1) -> bytes:
    (path,) = write_copies(laid_out, serials(copies), folder / "copies.pdf")
    return path.read_bytes()


def squeezed(text: str) -> str:
    return " ".join(text.split())


def in_three_scripts() -> FormDefinition:
    def say(english: str, arabic: str, bengali: str) -> dict[str, str]:
        return {ENGLISH: english, ARABIC: arabic, BENGALI: bengali}

    agree = choices(
        say("I agree", "أوافق بشدة", "সম্পূর্ণ একমত"),
        say("I do not agree", "لا أوافق", "একমত নই"),
        say("I do not know", "لا أعرف", "জানি না"),
    )
    return form(
        group(
            "start",
            say("Best start", "أفضل بداية للحياة", "জীবনের সেরা শুরু"),
            question(
                "agree", T.SELECT_ONE, say("Agree?", "هل توافق على هذا الهدف؟", "আপনি কি একমত?"), choices=agree
            ),
            question("day", T.DATE, say("When?", "متى كان ذلك؟", "কখন?")),
            question("hours", T.DECIMAL, say("How long?", "كم ساعة؟", "কত ঘন্টা?")),
        ),
        languages=(ENGLISH, ARABIC, BENGALI),
    )
