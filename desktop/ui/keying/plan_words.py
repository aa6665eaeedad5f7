"""What the rules of second keying mean and cost, in plain words. No Qt."""

from __future__ import annotations

from desktop.foundation.translation import tr
from desktop.responses.sampling import inspected, share_for
from desktop.responses.verification_plan import QuestionScope, SheetRule

RULES = (SheetRule.NONE, SheetRule.ALL, SheetRule.SAMPLE, SheetRule.RISK)
SCOPES = (QuestionScope.AS_SHEET, QuestionScope.ALWAYS, QuestionScope.NEVER)
_SHOWN = (0.0, 0.01, 0.03, 0.10)
"""Shares of sheets with an error for which the cost of the rule is told."""


def rule_words(rule: SheetRule) -> str:
    """Return a rule in one line."""
    return {
        SheetRule.NONE: tr("No sheet"),
        SheetRule.ALL: tr("Every sheet"),
        SheetRule.SAMPLE: tr("A share of every keyer's sheets, drawn by lot"),
        SheetRule.RISK: tr("As a keyer's errors show: every sheet at first, then a share while no error comes"),
    }[rule]


def scope_words(scope: QuestionScope) -> str:
    """Return in a few words whether a question is keyed a second time."""
    return {
        QuestionScope.AS_SHEET: tr("with its sheet"),
        QuestionScope.ALWAYS: tr("on every sheet"),
        QuestionScope.NEVER: tr("left out"),
    }[scope]


def cost_words(rule: SheetRule, *, share: float | None, aoql: float | None, run: int | None) -> tuple[str, str]:
    """Return what a rule costs, and what it means; a number that is ``None`` is not a number yet."""
    match rule:
        case SheetRule.NONE:
            return (
                tr("0 of 100 sheets are keyed a second time."),
                tr(
                    "Errors of the keying stay, and nobody knows how many there are. Checks of the form find few"
                    " of them: most wrong codes are codes that exist."
                ),
            )
        case SheetRule.ALL:
            return (
                tr("100 of 100 sheets are keyed a second time."),
                tr(
                    "It takes twice the keys. What stays is where both keyers read the same wrong thing, and where"
                    " a decision is wrong."
                ),
            )
        case SheetRule.SAMPLE:
            if share is None:
                return "", ""
            return (
                tr("About {count} of 100 sheets are keyed a second time.", count=_figure(share * 100)),
                tr(
                    "It tells how many errors a keyer makes. It takes them out of the sheets that are drawn, and"
                    " leaves them in all others."
                ),
            )
    if aoql is None or run is None:
        return "", ""
    of_share = share_for(run=run, aoql=aoql)
    lines = [
        tr(
            "an error on {errors} of 100 sheets: {count} of 100",
            errors=_figure(p * 100),
            count=_figure(inspected(p, run=run, share=of_share) * 100),
        )
        for p in _SHOWN
    ]
    return (
        tr(
            "From {least} to 100 of 100 sheets are keyed a second time, as a keyer's errors show.",
            least=_figure(of_share * 100),
        ),
        tr("In the long run, of a keyer with")
        + "\n"
        + "\n".join(f"– {each}" for each in lines)
        + "\n"
        + tr(
            "Every sheet of a keyer is keyed a second time until {run} in a row have no error of theirs; from"
            " then on {share} of 100, drawn by lot, until one has an error. However many errors they make, on"
            " average at most {limit} of 100 of their sheets keep one in the long run. That does not hold for"
            " errors that both keyers make, nor for a wrong decision. (Dodge's plan CSP-1, Annals of"
            " Mathematical Statistics, 1943.)",
            run=run,
            share=_figure(of_share * 100),
            limit=_figure(aoql * 100),
        ),
    )


def hundredths(text: str) -> float | None:
    """Return what was typed of a hundred, ``2.5`` or ``2,5 %``, as a share; ``None`` where it is no number."""
    kept = text.strip().rstrip("%").strip().replace(",", ".")
    try:
        found = float(kept)
    except ValueError:
        return None
    return found / 100 if 0 < found <= 100 else None


def whole(text: str) -> int | None:
    """Return a whole number from 1; ``None`` where it is none."""
    kept = text.strip()
    return int(kept) if kept.isascii() and kept.isdigit() and 0 < len(kept) < 7 and int(kept) else None


def shown_hundredths(share: float) -> str:
    """Return a share as it is typed."""
    return f"{share * 100:.4g}"


def _figure(value: float) -> str:
    """Return a figure as it is told: whole from ten on, else with one place."""
    return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"
