"""Lead times: how long before shooting an application or its papers must be with the authorities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from coprod_desktop.domain.calendar import months_before
from coprod_desktop.domain.case import Case
from coprod_desktop.domain.frameworks import Rule, Value
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.terms import DAY_WORDS
from coprod_desktop.domain.verdicts import Finding, Limit, State, Unit, message


def check(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test that the application day leaves the asked time before the milestone (first shooting day by default).

    Months are counted as calendar months, weeks and days exactly. Without both dates the answer is unknown. Lead times
    of the papers run from the application day too. The figures are days: measured, asked, margin.
    """
    milestone = str(rule.options.get("before", "shooting"))
    filed, start = case.plan.dates.get("application"), case.plan.dates.get(milestone)
    if filed is None or start is None:
        text = (
            message("The day of application is not entered yet.")
            if filed is None
            else message("The first day of shooting is not entered yet.")
            if milestone == "shooting"
            else message("This day is not entered yet: {milestone}.", milestone=DAY_WORDS.get(milestone, milestone))
        )
        return [case.find(rule, value, State.UNKNOWN if rule.effect == "test" else State.NOTICE, text, unit=Unit.DAYS)]
    latest = deadline(value, start)
    held = filed <= latest
    asked = (start - latest).days
    given = (start - filed).days
    state = State.MET if held else (State.NOT_MET if rule.effect == "test" else State.NOTICE)
    text = (
        message("Filed {days} days before; {latest} is the last day.", days=given, latest=latest)
        if held
        else message("The day of application lies after it: {day}.", day=start, latest=latest)
        if given < 0
        else message("Filed {days} days before; it had to be filed by {latest}.", days=given, latest=latest)
    )
    return [
        case.find(
            rule,
            value,
            state,
            text,
            measured=Fraction(given),
            limit=Limit(Fraction(asked)),
            unit=Unit.DAYS,
            margin=Fraction(given - asked),
        )
    ]


def deadline(value: Value, start: date) -> date:
    """Return the last day to file for a milestone on ``start``."""
    data = value.data
    if "months" in data:
        return months_before(start, int(str(data["months"])))
    days = int(str(data.get("days", 0))) + 7 * int(str(data.get("weeks", 0)))
    return date.fromordinal(max(start.toordinal() - days, 1))


LEAD_TIME = shape(check, options=("before", "step"), figures=("months", "weeks", "days"))
