"""A form as it is kept: the XForm that runs, and the file that its author made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredForm:
    """One version of one form.

    Attributes:
        form_id, version: as the XForm says them.
        sha256: hex digest of ``xml``; what a response and a batch name the form by.
        title: as the form says it.
        xml: the XForm, byte for byte.
        original: the file it was made from, byte for byte; equal to ``xml`` for an XForm from a server.
        original_kind: ``xlsx`` or ``xml``.
        programme_id: of the programme whose pack brought it.
        equality_group: name of the top-level group asked after "check your answers"; empty when there is none.
    """

    form_id: str
    version: str
    sha256: str
    title: str
    xml: bytes
    original: bytes
    original_kind: str
    programme_id: str
    equality_group: str
