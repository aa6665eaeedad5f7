"""What a translator is sent: every word that a language of a pack needs beside the form itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.engagement.programme import Programme
from desktop.engagement.translations import fixed_words, is_original, lacking, language_of, own_words
from desktop.foundation.catalogues import Catalogue, write_po
from desktop.foundation.durable_files import write_durably
from desktop.foundation.errors import Refusal
from desktop.foundation.translation import tr
from desktop.packs.pack import read_programme


@dataclass(frozen=True, slots=True)
class WordsToTranslate:
    """A file for a translator.

    Attributes:
        words: how many stand in it.
        missing: how many of them are not translated.
    """

    words: int
    missing: int


def write_words(folder: Path, *, language: str, out: Path) -> WordsToTranslate:
    """Write the words of the pack in ``folder`` for a translator into ``language``, as a PO file.

    What the pack has translated already is filled in, so that only what is new is left.

    Args:
        language: BCP 47 code, one of the pack's languages.

    Raises:
        PackRefused: the pack has errors.
        Refusal: the pack has no such language, or it is English in which the program and the pack are written.
        WorldError: the file can't be written.
    """
    programme = read_programme(folder)
    there = language_of(programme, language)
    if there is None:
        raise Refusal(
            place=programme.title,
            fault=tr("The programme has no language “{code}”.", code=language),
            remedy=tr(
                "Add it to programme.toml under [[languages]]; there are: {codes}.",
                codes=", ".join(each.code for each in programme.languages),
            ),
        )
    entries = tuple(_entries(programme, there.code))
    if not entries:
        raise Refusal(
            place=programme.title,
            fault=tr("Nothing needs to be translated into “{code}”.", code=language),
            remedy=tr("Choose another of its languages."),
        )
    known = there.catalogue if there.words else Catalogue()
    write_durably(out, write_po(entries, language=there.code, known=known).encode())
    found = lacking(programme, there.code)
    return WordsToTranslate(len(entries), len(found.fixed) + len(found.own))


def _entries(programme: Programme, code: str) -> Iterator[tuple[str, str, str]]:
    """Yield (English, its plural, what it is), each once."""
    wanted = lacking(programme, code)
    language = language_of(programme, code)
    translated = dict(language.words) if language is not None else {}
    needed = {*wanted.fixed, *translated}
    fixed = [each for each in fixed_words() if each[0] in needed]
    for message, plural in fixed:
        yield message, plural, tr("On every form. Take over each word between { and } as it stands.")
    if not is_original(programme, code):
        done = {message for message, _ in fixed}
        yield from ((text, "", tr("Of this programme.")) for text in own_words(programme) if text not in done)
