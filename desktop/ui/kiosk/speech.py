"""Reading aloud: a small port, and what Qt offers behind it where ``PySide6.QtTextToSpeech`` is installed."""

from __future__ import annotations

import importlib
import re
from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QLocale, QObject, QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


class Speech(QObject):
    """Says words."""

    @abstractmethod
    def say(self, text: str, language: str) -> bool:
        """Say ``text`` in place of what is being said; tell whether there is a voice for the language.

        Args:
            language: BCP 47 code.
        """

    @abstractmethod
    def stop(self) -> None:
        """Say no more."""


class QtSpeech(Speech):
    """Says words by the voices of the operating system."""

    def __init__(self, engine: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine

    def say(self, text: str, language: str) -> bool:
        self._engine.stop()
        wanted = QLocale(language).language()
        voices = [each for each in self._engine.availableLocales() if each.language() == wanted]
        if not voices:
            return False
        self._engine.setLocale(voices[0])
        self._engine.say(text)
        return True

    def stop(self) -> None:
        self._engine.stop()


def find_speech(parent: QObject) -> Speech | None:
    """Return what says words on this laptop; ``None`` where nothing does, and then no button is offered."""
    try:
        module = importlib.import_module("PySide6.QtTextToSpeech")
    except ImportError:
        return None
    engines = [name for name in module.QTextToSpeech.availableEngines() if name != "mock"]
    if not engines:
        return None
    return QtSpeech(module.QTextToSpeech(engines[0], parent), parent)


def spoken_words(root: QWidget) -> str:
    """Return what stands in ``root`` as it is to be said: the words from top to bottom, choices with them."""
    said: list[tuple[int, str]] = []
    for each in root.findChildren(QWidget):
        if not each.isVisible():
            continue
        if isinstance(each, QLabel):
            text = each.text()
        elif isinstance(each, QAbstractButton) and each.property("choice") is not None:
            text = each.accessibleName()
        else:
            continue
        if text.strip():
            said.append((each.mapTo(root, QPoint(0, 0)).y(), text.strip().rstrip(".")))
    return ". ".join(text for _height, text in sorted(said, key=lambda pair: pair[0]))


def code_of(language: str) -> str:
    """Return the BCP 47 code of a form's language, such as ``ur`` of ``Urdu (ur)``; ``en`` where none is said."""
    found = re.search(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$", language)
    if found:
        return found.group(1)
    return language if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language) else "en"


def own_name(language: str, own_names: dict[str, str]) -> str:
    """Return what a language calls itself.

    Args:
        own_names: code to name, as the programme says them; what it doesn't say is looked up in Qt's tables.
    """
    bare = re.sub(r"\s*\([A-Za-z-]+\)\s*$", "", language).strip()
    if bare == language.strip() and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language):
        return language  # the form names no code: "default", or the name itself
    code = code_of(language)
    said = own_names.get(code) or own_names.get(code.partition("-")[0])
    if said:
        return said
    found = QLocale(code)
    if found.language() in (QLocale.Language.C, QLocale.Language.AnyLanguage):
        return bare or language
    name = found.nativeLanguageName()
    return (name[:1].upper() + name[1:]) or bare
