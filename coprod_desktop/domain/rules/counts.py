"""How many co-producers from how many different Parties or members take part."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coprod_desktop.domain.case import Case
from coprod_desktop.domain.frameworks import Rule, Value
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.verdicts import Country, Finding, Limit, Listing, Message, State, Unit, message


def check(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Count the co-producing countries that are bound on the day against ``min``.

    Membership is three-valued: too few even with every open one is not met; enough only with open ones is unknown.
    """
    needed = int(str(value.data["min"]))
    sure, possible = len(case.inside), len(case.inside) + len(case.open_countries)
    if sure >= needed:
        state = State.MET
        text = _counted(sure, needed)
    elif possible >= needed:
        state = State.UNKNOWN
        text = message(
            "{needed} are needed; whether these are bound on the day is not known: {countries}.",
            needed=needed,
            countries=Listing(tuple(Country(c) for c in case.open_countries)),
        )
    else:
        state = State.NOT_MET
        text = _counted(sure, needed)
    limit = Limit(Fraction(needed))
    return [
        case.find(
            rule,
            value,
            state,
            text,
            measured=Fraction(sure),
            limit=limit,
            unit=Unit.COUNT,
            margin=limit.margin(Fraction(sure)),
        )
    ]


def _counted(bound: int, needed: int) -> Message:
    if bound == 1:
        return message("One co-producing country is bound by it; {needed} are needed.", needed=needed)
    return message("{count} co-producing countries are bound by it; {needed} are needed.", count=bound, needed=needed)


PARTIES_COUNT = shape(check, options=("of",), figures=("min",))
