"""Lists that stand in files of their own beside a form: CSV, XML and GeoJSON (ODK XForms, "External secondary
instances").

A form ``survey.xlsx`` has its files in the folder ``survey-media`` beside it. They become part of the XForm that
is kept, so that a response names by one hash both the questions and the lists they were asked with.
"""

from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from desktop.foundation.durable_files import file_fault
from desktop.foundation.translation import tr
from desktop.questionnaires.older_lists import mentions, renewed
from desktop.questionnaires.problems import FormRefused, Problem, Severity
from desktop.questionnaires.xform_parts import XFORMS, kids

KINDS = (".csv", ".xml", ".geojson")
LAST_SAVED = "jr://instance/last-saved"
MAX_FILE = 20 * 1024 * 1024
MAX_FILES = 50
MAX_CELLS = 1_000_000
"""Values of one list. An honest list of every ward or practice of a country is far below it."""
_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHAPES = {"Point": "", "LineString": ";", "Polygon": ";"}


def folder_of(form: Path) -> Path:
    """Return the folder for the files of the form at ``form``: ``survey-media`` for ``survey.xlsx``."""
    return form.with_name(f"{form.stem}-media")


def attachments_beside(form: Path) -> dict[str, bytes]:
    """Return name to bytes of the lists in the folder beside the form; nothing where there is no folder.

    Only plain files are read, no links and nothing below; pictures and sounds are none of ours.

    Raises:
        FormRefused: a file is too big, or there are too many.
        WorldError: a file can't be read.
    """
    folder = folder_of(form)
    try:
        if not stat.S_ISDIR(folder.lstat().st_mode):
            return {}
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS)
        if len(found) > MAX_FILES:
            raise list_refused(
                folder.name, tr("There are more than {count} lists in it.", count=MAX_FILES), tr("Use fewer.")
            )
        contents: dict[str, bytes] = {}
        for path in found:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode):
                continue
            if status.st_size > MAX_FILE:
                raise _too_large(path.name)
            contents[path.name] = path.read_bytes()
        return contents
    except FileNotFoundError:
        return {}
    except OSError as fault:
        raise file_fault(folder, fault) from fault


def list_refused(file: str, fault: str, remedy: str) -> FormRefused:
    """Return the refusal of a list's file."""
    return FormRefused([Problem(Severity.ERROR, file, None, "", fault, remedy)])


def _too_large(name: str) -> FormRefused:
    return list_refused(
        name,
        tr("The list is larger than a list can be."),
        tr("Take out the rows and columns that the form doesn't use."),
    )


def file_of(source: str) -> str:
    """Return the file's name in a reference such as ``jr://file-csv/wards.csv``; empty for another one."""
    scheme, _, name = source.rpartition("/")
    return name if scheme in ("jr://file", "jr://file-csv") else ""


def find(attachments: Mapping[str, bytes], name: str) -> bytes | None:
    """Return the file called ``name``, in whatever case: some systems change it."""
    if name in attachments:
        return attachments[name]
    return next((content for other, content in attachments.items() if other.casefold() == name.casefold()), None)


def list_element(name: str, content: bytes) -> Any:
    """Return the lxml root of the list in a file, its items below it.

    Raises:
        FormRefused: the file is too big, damaged, or no list.
    """
    if len(content) > MAX_FILE:
        raise _too_large(name)
    suffix = name.lower().rpartition(".")[2]
    if suffix == "csv":
        return _from_csv(name, content)
    if suffix == "geojson":
        return _from_geojson(name, content)
    from desktop.questionnaires.xform import parse_xml

    try:
        return parse_xml(content)
    except FormRefused as fault:
        first = fault.problems[0]
        raise list_refused(name, first.fault, first.remedy) from fault


def embedded(xform: bytes, attachments: Mapping[str, bytes]) -> bytes:
    """Return the XForm with the lists it refers to put into it; the same bytes where it refers to none of them.

    Raises:
        FormRefused: the XML or a list is damaged or too big.
    """
    from lxml import etree

    from desktop.questionnaires.xform import parse_xml

    if not attachments or not (b"jr://file" in xform or mentions(xform)):
        return xform
    document = parse_xml(xform)
    changed = renewed(document, attachments)
    for instance in document.iter(f"{{{XFORMS}}}instance"):
        name = file_of(instance.get("src") or "")
        content = find(attachments, name) if name and not kids(instance) else None
        if content is None:
            continue
        instance.append(list_element(name, content))
        del instance.attrib["src"]
        changed = True
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8")) if changed else xform


def _text_of(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise list_refused(name, tr("The file is not in UTF-8."), tr("Save it again as “CSV UTF-8”.")) from fault
    if _FORBIDDEN.search(text):
        raise list_refused(
            name, tr("The file holds characters that no list has."), tr("Save it again as “CSV UTF-8”.")
        )
    return text


def _from_csv(name: str, content: bytes) -> Any:
    text = _text_of(name, content)
    first = text.partition("\n")[0]
    # the standard's other clients take a semicolon too, which spreadsheets write in many countries
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        headers = [header.strip() for header in next(rows, [])]
        if not any(headers):
            raise list_refused(
                name, tr("The file is empty."), tr("Give it a row of names, then a row for each item.")
            )
        return _items(name, (list(zip(headers, row, strict=False)) for row in rows if any(row)))
    except csv.Error as fault:
        raise list_refused(
            name, tr("It is no CSV file ({reason}).", reason=str(fault)), tr("Save it again as “CSV UTF-8”.")
        ) from fault


def _items(name: str, rows: Iterable[Iterable[tuple[str, str]]]) -> Any:
    from lxml import etree

    root = etree.Element("root")
    count = 0
    usable: dict[str, bool] = {}
    for row in rows:
        item = etree.SubElement(root, "item")
        for header, cell in row:
            if header not in usable:
                usable[header] = bool(_NAME.match(header))
            if not usable[header]:
                continue  # no expression can name it
            count += 1
            if count > MAX_CELLS:
                raise _too_large(name)
            etree.SubElement(item, header).text = cell
    return root


def _from_geojson(name: str, content: bytes) -> Any:
    """A feature is an item: its properties, its id, and its place as ODK text, called ``geometry``."""
    try:
        loaded = json.loads(_text_of(name, content))
        features = loaded["features"]
        rows = [[*_properties(feature), ("geometry", _place(feature["geometry"]))] for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise list_refused(
            name, tr("It is no GeoJSON list of features."), tr("Export it again as a FeatureCollection.")
        ) from fault
    return _items(name, rows)


def _properties(feature: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [(key, "" if value is None else str(value)) for key, value in feature["properties"].items()]
    own = feature.get("id")
    return found if own is None or any(key == "id" for key, _ in found) else [("id", str(own)), *found]


def _place(geometry: Mapping[str, Any]) -> str:
    joint = _SHAPES[geometry["type"]]
    places = geometry["coordinates"]
    if geometry["type"] == "Point":
        places = [places]
    elif geometry["type"] == "Polygon":
        places = places[0]
    return f"{joint} ".join(f"{float(place[1])} {float(place[0])} 0 0" for place in places) if places else ""
