"""Easy read words of a form: short sentences with a picture beside them, for its easy read edition.

XLSForm has no place for them. An author gives them in columns of their own on the sheets survey and choices:
``easy_read`` (or ``easy_read::Polish (pl)``, one for each language) and ``easy_read_image``, the name of a picture
that stands with the form's other media. They can't be a language of the form: an easy read edition is wanted in
Polish, too.

In the XForm they stand in an element of the head that other clients pass over::

    <easy-read xmlns="urn:sounding-board:easy-read">
      <words path="about/age" language="English (en)" picture="cake.png">How old are you?</words>
      <uses path="about/age" list="ages"/>
      <choice list="ages" value="1" language="English (en)">Under 16.</choice>
    </easy-read>
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.questionnaires.definition import (
    OUTPUT_UNKNOWN,
    Choice,
    EasyRead,
    FormDefinition,
    Group,
    Question,
    Repeat,
    Words,
)
from desktop.questionnaires.xform_parts import kids, local

NAMESPACE = "urn:sounding-board:easy-read"
_TAG = "easy-read"


@dataclass(frozen=True, slots=True)
class EasyWords:
    """What an author gives for one question, group or choice.

    Attributes:
        by_language: language to words; may be empty where there is a picture alone.
        pictures: language to file name.
    """

    by_language: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EasyRows:
    """The easy read columns of a spreadsheet.

    Attributes:
        nodes: by path.
        lists: path of a question to the name of its list of choices.
        choices: by name of the list, then by value.
    """

    nodes: Mapping[str, EasyWords] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, EasyWords]] = field(default_factory=dict)


def with_easy_read(xform: bytes, rows: EasyRows) -> bytes:
    """Return the XForm with the easy read words in its head; the same bytes where there are none."""
    from lxml import etree

    from desktop.questionnaires.xform import parse_xml

    if not rows.nodes and not rows.choices:
        return xform
    document = parse_xml(xform)
    (head, *_) = kids(document, "head")
    section = etree.SubElement(head, f"{{{NAMESPACE}}}{_TAG}", nsmap={None: NAMESPACE})
    for path, words in rows.nodes.items():
        _write(section, "words", {"path": path}, words)
    for path, name in rows.lists.items():
        if name in rows.choices:
            etree.SubElement(section, f"{{{NAMESPACE}}}uses", {"path": path, "list": name})
    for name, choices in rows.choices.items():
        for value, words in choices.items():
            _write(section, "choice", {"list": name, "value": value}, words)
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8"))


def _write(section: Any, tag: str, names: dict[str, str], words: EasyWords) -> None:
    from lxml import etree

    for language in dict.fromkeys((*words.by_language, *words.pictures)):
        attributes = {**names, "language": language}
        if words.pictures.get(language):
            attributes["picture"] = words.pictures[language]
        element = etree.SubElement(section, f"{{{NAMESPACE}}}{tag}", attributes)
        element.text = words.by_language.get(language, "")


def read_easy_read(heads: Iterable[Any]) -> EasyRead:
    """Return the easy read words in the heads of an XForm."""
    sections = [section for head in heads for section in kids(head, _TAG)]
    nodes: dict[str, list[Any]] = defaultdict(list)
    choices: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    uses: dict[str, str] = {}
    for element in (kid for section in sections for kid in kids(section)):
        match local(element):
            case "words":
                nodes[element.get("path", "")].append(element)
            case "choice":
                choices[element.get("list", "")][element.get("value", "")].append(element)
            case "uses":
                uses[element.get("path", "")] = element.get("list", "")
    read = {
        name: {value: _words(elements) for value, elements in values.items()} for name, values in choices.items()
    }
    return EasyRead(
        {path: _words(elements) for path, elements in nodes.items()},
        {path: read[name] for path, name in uses.items() if name in read},
    )


def _words(elements: Iterable[Any]) -> Words:
    by_language: dict[str, tuple[str, ...]] = {}
    media: dict[str, tuple[tuple[str, str], ...]] = {}
    for element in elements:
        language = element.get("language", "")
        text = "".join(element.itertext()).strip()
        if text:
            by_language[language] = (text,)
        if element.get("picture"):
            media[language] = (("image", element.get("picture")),)
    return Words(by_language, media)


def has_easy_read(definition: FormDefinition) -> bool:
    """Tell whether the author gives any easy read words or pictures."""
    return bool(definition.easy_read.nodes or definition.easy_read.choices)


def in_easy_words(definition: FormDefinition) -> FormDefinition:
    """Return the form with its easy read words in place of the ordinary ones, where it has any.

    A hint stays: it says what the answer space takes. So do the words of a language that has no easy ones.
    """
    if not has_easy_read(definition):
        return definition
    easy = definition.easy_read

    def group(node: Group) -> Group:
        return replace(node, labels=_easier(node.labels, easy.nodes.get(node.path)), children=children(node))

    def children(parent: Group | Repeat) -> tuple[Question | Group | Repeat, ...]:
        return tuple(each(child) for child in parent.children)

    def each(node: Question | Group | Repeat) -> Question | Group | Repeat:
        if isinstance(node, Group):
            return group(node)
        labels = _easier(node.labels, easy.nodes.get(node.path))
        if isinstance(node, Repeat):
            return replace(node, labels=labels, children=children(node))
        choices = easy.choices.get(node.path)
        if choices is None:
            return node if labels is node.labels else replace(node, labels=labels)
        easier = tuple(
            Choice(choice.value, _easier(choice.labels, choices.get(choice.value))) for choice in node.choices
        )
        return replace(node, labels=labels, choices=easier)

    return replace(definition, root=group(definition.root))


def _easier(words: Words, easy: Words | None) -> Words:
    if easy is None:
        return words
    languages = dict.fromkeys((*words.by_language, *easy.by_language))
    media = dict(words.media)
    for language, pairs in easy.media.items():
        media[language] = (*pairs, *(pair for pair in words.media.get(language, ()) if pair[0] != "image"))
    return Words(
        {language: easy.by_language.get(language) or words.by_language[language] for language in languages}, media
    )


def without_references(text: str) -> str:
    """Return an author's words with :data:`OUTPUT_UNKNOWN` for what only an entry can fill in (``${name}``)."""
    import re

    return re.sub(r"\$\{[^{}]*\}", OUTPUT_UNKNOWN, text)
