"""The slip with the withdrawal code, for whoever was interviewed to take home."""

from __future__ import annotations

from desktop.keys.withdrawal_codes import read_code
from desktop.workflows.workplace import Workplace, the_programme


def slip_pdf(place: Workplace, *, code: str, programme_id: str, language: str = "en") -> bytes:
    """Return the slip as PDF, one page A5; nothing of it is kept.

    Args:
        language: BCP 47 code of the words around the code.

    Raises:
        MistypedCode: it is no withdrawal code.
        Refusal: the programme is not on this device.
    """
    from desktop.paper.withdrawal_slip import draw_withdrawal_slip

    with place.reading() as unit:
        programme = the_programme(unit, programme_id)
    return draw_withdrawal_slip(code=read_code(code), programme=programme, language=language)
