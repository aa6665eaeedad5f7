"""Labels as plain words: XLSForm lets authors style them with Markdown and HTML, which paper does without."""

from __future__ import annotations

import html
import re

from desktop.foundation.translation import Said, in_each

# https://xlsform.org/en/#styling-prompts
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)"), r"\1 (\2)"),
    (re.compile(r"^#{1,6}\s+", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\w*\\])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_\\])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
)


def plain_words(label: str) -> str:
    """Return ``label`` without Markdown emphasis, headings and HTML tags; a link keeps its address in brackets."""
    if isinstance(label, Said):
        return in_each(label, plain_words)
    for pattern, instead in _RULES:
        label = pattern.sub(instead, label)
    return html.unescape(label).replace("\\*", "*").replace("\\_", "_").replace("\\#", "#")
