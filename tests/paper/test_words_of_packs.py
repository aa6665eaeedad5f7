"""The text of a PDF says every word that a pack asks, in every edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.paper.booklet import draw_form
from desktop.paper.editions import EDITIONS
from desktop.typesetting.plain_words import plain_words
from tests.packs.shipped import FIVE, form_of, shipped
from tests.paper.reading import printed, texts


def letters(text: str) -> str:
    """Return the words without spaces: where a line ends, and before a hyphen, nothing is to be said."""
    return "".join(text.replace("\ufffe", "-").split())


@pytest.mark.parametrize("edition", sorted(EDITIONS))
@pytest.mark.parametrize("name", FIVE)
def test_text_extracted_equals_the_labels(name: str, edition: str, tmp_path: Path) -> None:
    definition = form_of(name)
    laid_out = draw_form(definition, shipped(name).programme, edition=edition)
    said = letters(" ".join(texts(printed(laid_out, tmp_path))))
    for asked in definition.questions():
        if not asked.visible:
            continue
        for text in (asked.label(), asked.hint(), *(choice.label() for choice in asked.choices)):
            for paragraph in str(plain_words(text)).split("\n\n"):
                assert letters(paragraph) in said, paragraph
