"""Which works an instrument covers: medium, kind, length."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coprod_desktop.domain.case import Case
from coprod_desktop.domain.frameworks import Rule, Value
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.verdicts import Finding, Limit, Listing, State, Unit, message


def check(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test the work's medium, kind and length; a work outside is excluded, which makes the framework not applicable."""
    work = case.plan.work
    findings: list[Finding] = []
    for key, mine in (("media", work.media), ("kinds", (work.kind,) if work.kind else ())):
        raw = value.data.get(key)
        if not isinstance(raw, list | tuple):
            continue
        covered = tuple(str(v) for v in raw)
        if not mine:
            text = (
                message("The way of first exploitation is not entered yet.")
                if key == "media"
                else message("The kind of work is not entered yet.")
            )
            findings.append(case.find(rule, value, State.UNKNOWN, text, limit=", ".join(covered)))
        elif set(mine) & set(covered):
            findings.append(
                case.find(
                    rule,
                    value,
                    State.MET,
                    message("Covers this work."),
                    measured=", ".join(mine),
                    limit=", ".join(covered),
                )
            )
        else:
            findings.append(
                case.find(
                    rule,
                    value,
                    State.NOT_MET,
                    message("Covers {covered} only.", covered=Listing(covered)),
                    measured=", ".join(mine),
                    limit=", ".join(covered),
                    excludes=True,
                )
            )
    minimum = value.data.get("min_minutes")
    if minimum is not None:
        limit = Limit(Fraction(int(str(minimum))))
        if work.minutes is None:
            text = message(
                "The length is not entered yet; at least {minutes} minutes are asked.", minutes=int(str(minimum))
            )
            findings.append(case.find(rule, value, State.UNKNOWN, text, limit=limit, unit=Unit.MINUTES))
        else:
            fits = work.minutes >= int(str(minimum))
            text = message(
                "{measured} minutes; at least {minutes} are asked.", measured=work.minutes, minutes=int(str(minimum))
            )
            findings.append(
                case.find(
                    rule,
                    value,
                    State.MET if fits else State.NOT_MET,
                    text,
                    measured=Fraction(work.minutes),
                    limit=limit,
                    unit=Unit.MINUTES,
                    margin=limit.margin(Fraction(work.minutes)),
                    excludes=not fits,
                )
            )
    return findings


SCOPE = shape(check, figures=("media", "kinds", "min_minutes"))
