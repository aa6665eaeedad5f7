"""Translations as translators keep them: gettext's PO files, read into a :class:`Catalogue`.

A file comes with a programme pack, so nothing in it is trusted: its words are filled in by name only, and a
translation whose ``{places}`` are not those of the English is left out and told.

See https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

PO_LIMIT = 512 * 1024
"""Bytes of a file. All fixed words of paper take about 30,000 in English."""
MOST_WORDS = 5_000
PLACE = re.compile(r"\{(\w*)\}")
_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+)?("(?:[^"\\]|\\.)*")\s*')
_PLURALS = re.compile(r"^Plural-Forms:\s*nplurals\s*=\s*(\d)\s*;\s*plural\s*=\s*([^;]{1,300});?", re.MULTILINE)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
ENGLISH_PLURAL = "n != 1"


class CatalogueFault(ValueError):
    """A PO file can't be read.

    Attributes:
        line: counted from one.
    """

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not as gettext writes it")
        self.line = line


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Words of one language.

    Attributes:
        words: English to the forms of its translation: one, or as many as ``plural`` tells apart.
        plural: gettext's expression that gives the form for the count ``n``.
    """

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plural: str = ENGLISH_PLURAL

    def one(self, message: str) -> str:
        """Return the translation of ``message``, else ``message``."""
        forms = self.words.get(message)
        return forms[0] if forms else message

    def counted(self, singular: str, plural: str, count: int) -> str:
        """Return the form of the message for ``count``, else the English one."""
        forms = self.words.get(singular)
        if not forms:
            return singular if count == 1 else plural
        try:
            return forms[max(0, min(_rule(self.plural)(count), len(forms) - 1))]
        except ZeroDivisionError:  # a rule that was tried with other counts
            return forms[-1]


@dataclass(frozen=True, slots=True)
class ReadCatalogue:
    """What stands in a PO file.

    Attributes:
        unfit: English whose translation lacks a place such as ``{number}`` or has one that is not its own, or has
            fewer or more forms than the file's rule for plurals.
    """

    catalogue: Catalogue
    unfit: tuple[str, ...]


@dataclass(slots=True)
class _Entry:
    line: int
    fuzzy: bool = False
    parts: dict[str, str] = field(default_factory=dict)


def read_po(content: bytes) -> ReadCatalogue:
    """Return the words of a PO file. Entries marked fuzzy, and empty ones, are not translated.

    Raises:
        CatalogueFault: the file is not UTF-8, too large, or no PO file.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CatalogueFault(content[: fault.start].count(b"\n") + 1) from fault
    if len(content) > PO_LIMIT:
        raise CatalogueFault(text[:PO_LIMIT].count("\n") + 1)
    words: dict[str, tuple[str, ...]] = {}
    unfit: list[str] = []
    plural, count = ENGLISH_PLURAL, 2
    for entry in _entries(text):
        message = entry.parts.get("msgid")
        if message is None or len(words) >= MOST_WORDS:
            raise CatalogueFault(entry.line)
        if not message:
            plural, count = _plural(entry)
            continue
        forms = _forms(entry)
        if entry.fuzzy or not forms or not all(form.strip() for form in forms):
            continue
        whole = len(forms) == (count if "msgid_plural" in entry.parts else 1)
        if whole and all(_fits(form, message, entry.parts.get("msgid_plural", message)) for form in forms):
            words[message] = forms
        else:
            unfit.append(message)
    return ReadCatalogue(Catalogue(words, plural), tuple(unfit))


def messages_of(content: bytes) -> tuple[tuple[str, str], ...]:
    """Return the English of a PO file in its order, translated or not: (singular, plural or empty).

    Raises:
        CatalogueFault: the file is no PO file.
    """
    parts = (entry.parts for entry in _entries(content.decode("utf-8-sig")))
    return tuple((each["msgid"], each.get("msgid_plural", "")) for each in parts if each.get("msgid"))


def write_po(entries: Iterable[tuple[str, str, str]], *, language: str, known: Catalogue) -> str:
    """Return a PO file to be filled in by a translator.

    Args:
        entries: (English, its plural or empty, what it is for).
        known: what is translated already.
    """
    count = max([2, *map(len, known.words.values())])
    header = (
        f"Language: {language}\nContent-Type: text/plain; charset=UTF-8\n"
        f"Plural-Forms: nplurals={count}; plural={known.plural};\n"
    )
    out = ['msgid ""', f"msgstr {_quoted(header)}", ""]
    for message, plural, where in entries:
        forms = known.words.get(message, ())
        out += [f"#. {line}" for line in where.splitlines() if line]
        out.append(f"msgid {_quoted(message)}")
        if plural:
            out.append(f"msgid_plural {_quoted(plural)}")
            out += [f"msgstr[{at}] {_quoted(form)}" for at, form in enumerate(forms or ("",) * count)]
        else:
            out.append(f"msgstr {_quoted(forms[0] if forms else '')}")
        out.append("")
    return "\n".join(out)


def _entries(text: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    key = ""
    fuzzy = False
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            if entry is not None and any(part.startswith("msgstr") for part in entry.parts):
                yield entry
                entry = None
            fuzzy = (fuzzy and bool(line)) or (line.startswith("#,") and "fuzzy" in line)
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise CatalogueFault(number)
        word, form, quoted = found.groups()
        if word in ("msgid", "msgctxt") and entry is not None and "msgstr" in " ".join(entry.parts):
            yield entry
            entry = None
        if entry is None:
            if word not in ("msgid", "msgctxt"):
                raise CatalogueFault(number)
            entry, fuzzy = _Entry(number, fuzzy), False
        if word:
            key = f"msgstr{form or 0}" if word.startswith("msgstr") else word
            entry.parts[key] = ""
        entry.parts[key] += _unquoted(quoted, number)
    if entry is not None:
        yield entry


def _forms(entry: _Entry) -> tuple[str, ...]:
    return tuple(entry.parts[key] for key in sorted(entry.parts) if key.startswith("msgstr"))


def _plural(entry: _Entry) -> tuple[str, int]:
    """Return the rule in a file's header, and how many forms it tells apart."""
    found = _PLURALS.search(entry.parts.get("msgstr0", ""))
    if found is None:
        return ENGLISH_PLURAL, 2
    try:
        _rule(found.group(2).strip())(1)
    except (ValueError, ZeroDivisionError) as fault:
        raise CatalogueFault(entry.line) from fault
    return found.group(2).strip(), int(found.group(1))


@lru_cache(maxsize=32)
def _rule(plural: str) -> Callable[[int], int]:
    """Return gettext's own reading of a plural rule: it takes figures, n and signs, and nothing else."""
    rule: Callable[[int], int] = gettext.c2py(plural)
    return rule


def _fits(form: str, message: str, plural: str) -> bool:
    """Tell whether the places in a form are those of the English; a singular may leave out its count."""
    there, wanted = set(PLACE.findall(form)), set(PLACE.findall(plural))
    if set("{}") & set(PLACE.sub("", form)):
        return False
    return there == wanted or (plural != message and there == set(PLACE.findall(message)))


def _unquoted(quoted: str, number: int) -> str:
    try:
        return re.sub(r"\\(.)", lambda found: _ESCAPES[found.group(1)], quoted[1:-1])
    except KeyError as fault:
        raise CatalogueFault(number) from fault


def _quoted(text: str) -> str:
    escaped = {ord(sign): f"\\{letter}" for letter, sign in _ESCAPES.items()}
    return f'"{text.translate(escaped)}"'
