"""Figures of findings as people read them: one place for screen and paper, language by language."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from coprod_desktop.domain.shares import percent_digits
from coprod_desktop.domain.terms import ONE_WORDS, SEVERAL_WORDS, WORK_OR_MEDIUM_WORDS
from coprod_desktop.domain.verdicts import Finding, Limit, Outcome, State, Unit, Verdict

STATE_OF_OUTCOME = {
    Outcome.NOT_APPLICABLE: State.NOTICE,
    Outcome.NOT_OFFICIAL: State.NOT_MET,
    Outcome.UNDETERMINED: State.UNKNOWN,
    Outcome.OFFICIAL_WITH_CONSENT: State.DISCRETION,
    Outcome.OFFICIAL: State.MET,
    Outcome.NOT_ELIGIBLE: State.NOT_MET,
    Outcome.ELIGIBLE_WITH_CONSENT: State.DISCRETION,
    Outcome.ELIGIBLE: State.MET,
}


class Numbers(Protocol):
    """What is needed of a language to write figures (``wording.Words`` fits)."""

    def __call__(self, msgid: str, **parameters: object) -> str: ...
    def decimal(self, value: Decimal, *, grouped: bool = True) -> str: ...
    def number(self, value: Fraction | int) -> str: ...


def measured_text(finding: Finding, said: Numbers) -> str:
    """Return the measured figure with its unit, empty where there is none."""
    value = finding.measured
    if value is None:
        return ""
    if isinstance(value, bool):
        return said("yes") if value else said("no")
    if isinstance(value, str):
        return _keys(value, said)
    return _figure(value, finding.unit, said)


def limit_text(finding: Finding, said: Numbers) -> str:
    """Return the limit as a comparison: at least, at most, or a range."""
    limit = finding.limit
    if limit is None:
        return ""
    if isinstance(limit, bool):
        return said("yes") if limit else said("no")
    if isinstance(limit, str):
        return _keys(limit, said)
    return _limit(limit, finding.unit, said)


def _keys(text: str, said: Numbers) -> str:
    """Return a list of kinds or media (their keys, with commas) in words."""
    return ", ".join(said(WORK_OR_MEDIUM_WORDS.get(key, key)) for key in text.split(", "))


def _limit(limit: Limit, unit: Unit | None, said: Numbers) -> str:
    low = None if limit.low is None else _plain(limit.low, unit, said)
    high = None if limit.high is None else _plain(limit.high, unit, said)
    if low is not None and high is not None:
        return low if low == high else f"{low} – {high}"
    return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else ""


def margin_text(finding: Finding, said: Numbers) -> str:
    """Return the margin, signed, in the unit's own figures."""
    return "" if finding.margin is None else _plain(finding.margin, finding.unit, said)


def _plain(value: Fraction, unit: Unit | None, said: Numbers) -> str:
    if unit is Unit.PERCENT:
        return said.decimal(percent_digits(value))
    if unit is Unit.MONEY:
        return said.decimal(Decimal(round(value * 100)).scaleb(-2))
    return said.number(value)


def _figure(value: Fraction, unit: Unit | None, said: Numbers) -> str:
    text = _plain(value, unit, said)
    if unit is Unit.PERCENT:
        return f"{text} %"
    if unit is Unit.DAYS:
        return said("{days} days", days=text)
    if unit is Unit.MINUTES:
        return said("{minutes} min", minutes=text)
    return text


def article_text(finding: Finding, said: Numbers) -> str:
    """Return the article, or that it was not read."""
    return finding.article or said("article not read")


def summary(verdict: Verdict, said: Numbers) -> str:
    """Return one line that counts a verdict's findings: rules met, failing, open, duties."""
    parts = []
    for state, many in SEVERAL_WORDS.items():
        count = verdict.count(state)
        if count:
            parts.append(said(ONE_WORDS[state] if count == 1 else many, n=count))
    return ", ".join(parts)


def decisive(verdict: Verdict) -> Finding | None:
    """Return the finding that decides a verdict: the first that fails, else is unknown, else needs consent."""
    for state in (State.NOT_MET, State.UNKNOWN, State.DISCRETION):
        for finding in verdict.findings:
            if finding.state is state:
                return finding
    return None
