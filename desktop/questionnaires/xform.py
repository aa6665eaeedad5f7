"""XForm XML read into a FormDefinition."""

from __future__ import annotations

from desktop.questionnaires.definition import FormDefinition


def read_xform(xml: bytes) -> FormDefinition:
    """Return the definition of the form in ``xml``.

    Raises:
        FormRefused: with every problem that was found.
    """
    raise NotImplementedError
