from __future__ import annotations

import pytest

from desktop.typesetting.plain_words import plain_words


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("How old are you?", "How old are you?"),
        ("Do you **strongly** agree?", "Do you strongly agree?"),
        ("Do you *really* agree?", "Do you really agree?"),
        ("__Read__ this _well_", "Read this well"),
        ("## Part two", "Part two"),
        ('<span style="color:red">Stop</span> here<br>now', "Stop here\nnow"),
        ("See [our page](https://example.org)", "See our page (https://example.org)"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("file_name_here", "file_name_here"),
        ("Q&amp;A", "Q&A"),
        ("under 5 < over 5", "under 5 < over 5"),
        (r"\*starred\*", "*starred*"),
    ],
)
def test_emphasis_goes_and_words_stay(label: str, plain: str) -> None:
    assert plain_words(label) == plain
