"""The translations of a pack: ``translations/<code>.po`` in its folder, one file a language."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.engagement.programme import Language, Programme
from desktop.engagement.translations import lacking
from desktop.foundation.catalogues import PO_LIMIT, CatalogueFault, ReadCatalogue, read_po
from desktop.foundation.durable_files import file_fault
from desktop.foundation.translation import tr
from desktop.packs.files import read_plain_file
from desktop.packs.problems import PROGRAMME_FILE, file_problem
from desktop.questionnaires.problems import Problem, Severity

FOLDER = "translations"


@dataclass(frozen=True, slots=True)
class Translated:
    """A programme with the words of its languages.

    Attributes:
        files: name in the pack to bytes.
    """

    programme: Programme
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def with_translations(folder: Path, programme: Programme) -> Translated:
    """Return the programme with the words that the folder of translations holds for its languages.

    Raises:
        WorldError: the folder can't be read.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    there = _names(folder / FOLDER)
    languages: list[Language] = []
    for language in programme.languages:
        name = f"{language.code}.po"
        if name in there:
            there.remove(name)
            content = read_plain_file(folder / FOLDER, name, PO_LIMIT)
            read = content if isinstance(content, Problem) else _read(f"{FOLDER}/{name}", content)
            if isinstance(read, Problem):
                problems.append(read)
            elif isinstance(content, bytes):
                files[f"{FOLDER}/{name}"] = content
                problems.extend(_unfit(f"{FOLDER}/{name}", read))
                catalogue = read.catalogue
                language = replace(language, words=tuple(catalogue.words.items()), plural=catalogue.plural)
        languages.append(language)
    problems.extend(_not_named(f"{FOLDER}/{name}") for name in there)
    translated = replace(programme, languages=tuple(languages))
    problems.extend(_lacking(translated))
    return Translated(translated, files, tuple(problems))


def _names(folder: Path) -> list[str]:
    try:
        # a link is not followed
        if not stat.S_ISDIR(folder.lstat().st_mode):
            return []
        return sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".po")
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _read(name: str, content: bytes) -> ReadCatalogue | Problem:
    try:
        return read_po(content)
    except CatalogueFault as fault:
        return Problem(
            Severity.ERROR,
            name,
            fault.line,
            "",
            tr("This is not as a translator's program writes it."),
            tr("Save it again in such a program as a PO file in UTF-8, or take it out."),
        )


def _unfit(name: str, read: ReadCatalogue) -> Iterator[Problem]:
    for english in read.unfit:
        yield file_problem(
            name,
            tr(
                "The translation of “{words}” hasn't the places in {{}} or the plurals that it needs.",
                words=english[:60],
            ),
            tr("Take over each word between { and } as it stands, give all plurals; until then it is left out."),
            Severity.WARNING,
        )


def _not_named(name: str) -> Problem:
    return file_problem(
        name,
        tr("The programme doesn't name this language, so the file is left out."),
        tr("Add it under [[languages]], or take the file out; its name is the language's code and .po."),
        Severity.WARNING,
    )


def _lacking(programme: Programme) -> Iterator[Problem]:
    for number, language in enumerate(programme.languages, start=1):
        for sentence in lacking(programme, language.code).sentences():
            yield Problem(
                Severity.WARNING,
                PROGRAMME_FILE,
                None,
                f"languages {number}",
                tr("{name} can't be printed outside practice. {why}", name=language.label, why=sentence),
                tr(
                    "Give {file} its words, and approved_by and approved_on once a person has approved them.",
                    file=f"{FOLDER}/{language.code}.po",
                ),
            )
