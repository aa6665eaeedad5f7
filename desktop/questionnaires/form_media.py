"""Pictures, sounds and films that a form shows with its words (XLSForm ``media::image``, ``audio``, ``video``).

A form ``survey.xlsx`` has them in the folder ``survey-media`` beside it, where ODK's own tools put them too; the
forms of a pack may share the folder ``media``. They are no part of the XForm: a response names by its hash what
was asked, and a clearer picture of the same thing makes no other question of it.

A folder may come from anywhere. Only files that a form names are read: plain files of known kinds, none of them
through a link, and no more of them than a form can use.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.foundation.durable_files import file_fault
from desktop.foundation.translation import tr
from desktop.questionnaires.attachments import KINDS as LIST_KINDS
from desktop.questionnaires.attachments import folder_of
from desktop.questionnaires.definition import FormDefinition, Question, Words
from desktop.questionnaires.problems import Severity

SHARED_FOLDER = "media"
"""Beside the forms of a pack: what several of them show stands there once."""
MEBIBYTE = 1024 * 1024
MOST_FILES = 500
MOST_BYTES = 200 * MEBIBYTE
_ENDINGS = {
    "image": (".png", ".jpg", ".jpeg", ".webp"),
    "audio": (".mp3", ".m4a", ".wav", ".ogg", ".oga", ".aac", ".flac"),
    "video": (".mp4", ".webm", ".m4v", ".mov", ".mkv", ".3gp"),
}
_LARGEST = {"image": 10 * MEBIBYTE, "audio": 20 * MEBIBYTE, "video": 50 * MEBIBYTE}
KINDS = tuple(_ENDINGS)


@dataclass(frozen=True, slots=True)
class Named:
    """A file that a form names.

    Attributes:
        kind: ``image``, ``audio`` or ``video``.
        name: the file's own name, in no folder.
        path: path of the question or group that shows it, itself or through one of its choices.
    """

    kind: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class MediaFault:
    """What is wrong with a file that a form names."""

    named: Named
    fault: str
    remedy: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class MediaBeside:
    """What stands beside a form.

    Attributes:
        files: place below the form's own folder (``media/face.png``) to bytes; only what the form names.
        faults: what the form names and what is not there, or can't be taken.
        unnamed: places of files that the form doesn't name.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    faults: tuple[MediaFault, ...] = ()
    unnamed: tuple[str, ...] = ()


def media_of(words: Words, language: str) -> dict[str, str]:
    """Return kind to file name of the media of ``words`` in ``language``.

    A kind that has no file in that language has the one of another: most forms give one picture for all of them.
    """
    found: dict[str, str] = {}
    own = words.media.get(language, ())
    for kind, name in (*own, *(pair for pairs in words.media.values() for pair in pairs)):
        if kind in KINDS and name:
            found.setdefault(kind, name)
    return found


def named_media(definition: FormDefinition) -> tuple[Named, ...]:
    """Return every file that the form's questions and choices show, each once, in the order of the form."""
    found: dict[tuple[str, str], Named] = {}
    seen: set[int] = set()
    for question in definition.questions():
        if not question.visible:
            continue
        whose = [question.labels]
        if id(question.choices) not in seen:  # a long list that many questions share is looked through once
            seen.add(id(question.choices))
            whose += (choice.labels for choice in question.choices)
            whose += definition.easy_read.choices.get(question.path, {}).values()
        if question.path in definition.easy_read.nodes:
            whose.append(definition.easy_read.nodes[question.path])
        for kind, name in _pairs(whose):
            found.setdefault((kind, name), Named(kind, name, question.path))
    return tuple(found.values())


def _of_groups(definition: FormDefinition) -> Iterator[Named]:
    for node in definition.walk():
        if not isinstance(node, Question):
            yield from (Named(kind, name, node.path) for kind, name in _pairs([node.labels]))


def _pairs(whose: Iterable[Words]) -> Iterator[tuple[str, str]]:
    for words in whose:
        for pairs in words.media.values():
            yield from ((kind, name) for kind, name in pairs if kind in KINDS and name)


def is_kind(kind: str, name: str) -> bool:
    """Tell whether a file of that name can be of that kind."""
    return name.lower().endswith(_ENDINGS[kind])


def place_of(places: Iterable[str], form_file: str, name: str) -> str | None:
    """Return where the file called ``name`` of the form in ``form_file`` stands; ``None`` where it doesn't.

    The form's own folder comes before the shared one. Some systems change the case of names.
    """
    known = list(places)
    if not known:
        return None
    for folder in (folder_of(Path(form_file)).name, SHARED_FOLDER):
        wanted = f"{folder}/{name}"
        if wanted in known:
            return wanted
        for place in known:
            if place.casefold() == wanted.casefold():
                return place
    return None


def media_beside(form: Path, definition: FormDefinition) -> MediaBeside:
    """Return the media of the form in the file at ``form``.

    Raises:
        WorldError: a folder can't be read.
    """
    there = {
        f"{folder.name}/{path.name}": path
        for folder in (folder_of(form), form.with_name(SHARED_FOLDER))
        for path in _plain_files(folder)
    }
    files: dict[str, bytes] = {}
    faults: list[MediaFault] = []
    wanted = named_media(definition)
    used: set[str] = set()
    room = MOST_BYTES
    for named in wanted:
        place = place_of(there, form.name, named.name)
        if place is None:
            faults.append(_missing(form, named))
            continue
        used.add(place)
        if place in files:
            continue
        if not is_kind(named.kind, named.name):
            faults.append(_other_kind(named))
            continue
        if len(files) >= MOST_FILES:
            faults.append(_too_many(named))
            break
        content = _read(there[place], min(_LARGEST[named.kind], room))
        if content is None:
            faults.append(_too_large(named, room))
            continue
        room -= len(content)
        files[place] = content
    faults += (_at_a_group(named) for named in _of_groups(definition))
    lists = tuple(place for place in there if Path(place).suffix.lower() in LIST_KINDS)
    unnamed = tuple(sorted(set(there) - used - set(lists)))
    return MediaBeside(files, tuple(faults), unnamed)


def _plain_files(folder: Path) -> list[Path]:
    """Return the files of a folder by name: no links, nothing hidden, nothing below."""
    try:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            return []
        found = []
        for path in folder.iterdir():
            if path.name.startswith((".", "~$")) or not path.name.isprintable():
                continue
            if stat.S_ISREG(path.lstat().st_mode):
                found.append(path)
        return sorted(found)
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def _read(path: Path, limit: int) -> bytes | None:
    """Return what is in a file, ``None`` where it is more than ``limit``."""
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as fault:
        raise file_fault(path, fault) from fault
    return None if len(content) > limit else content


def _missing(form: Path, named: Named) -> MediaFault:
    return MediaFault(
        named,
        tr("The form shows “{name}”, and there is no such file.", name=named.name),
        tr(
            "Put it into the folder “{own}” beside the form, or into the pack's folder “{shared}”.",
            own=folder_of(form).name,
            shared=SHARED_FOLDER,
        ),
    )


def _at_a_group(named: Named) -> MediaFault:
    return MediaFault(
        named,
        tr("“{name}” belongs to a group, whose heading shows only words.", name=named.name),
        tr("Give it to a note at the beginning of the group."),
    )


def _other_kind(named: Named) -> MediaFault:
    return MediaFault(
        named,
        tr("“{name}” is of a kind that can't be shown here.", name=named.name),
        tr("Save it as one of these: {endings}.", endings=", ".join(_ENDINGS[named.kind])),
    )


def _too_many(named: Named) -> MediaFault:
    return MediaFault(
        named,
        tr("The form names more than {count} files.", count=MOST_FILES),
        tr("Use fewer: each of them is carried by every laptop."),
        Severity.ERROR,
    )


def _too_large(named: Named, room: int) -> MediaFault:
    largest = _LARGEST[named.kind]
    if room < largest:
        fault = tr("The form's files are larger than {limit} MB together.", limit=MOST_BYTES // MEBIBYTE)
    else:
        fault = tr("“{name}” is larger than {limit} MB.", name=named.name, limit=largest // MEBIBYTE)
    return MediaFault(named, fault, tr("Save it smaller, and put that in its place."), Severity.ERROR)


def picture_names(definition: FormDefinition) -> tuple[str, ...]:
    """Return the names of the pictures of a form, each once."""
    return tuple(named.name for named in named_media(definition) if named.kind == "image")


def picture_of(words: Words, language: str) -> str:
    """Return the name of the picture of ``words`` in ``language``; empty where there is none."""
    return media_of(words, language).get("image", "")
