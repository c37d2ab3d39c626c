"""Co-producers from countries outside an agreement: admitted or not, their caps and floors, case by case."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from coprod_desktop.domain.case import Case, percent
from coprod_desktop.domain.frameworks import Rule, Value
from coprod_desktop.domain.plan import Interval
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.verdicts import Country, Finding, Limit, Listing, Message, Percent, State, Unit, message


def check(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test co-producers from countries outside the agreement.

    ``allowed = false`` admits none. ``min`` and ``cap`` bound their shares together, ``each_min`` and ``each_max`` the
    share of each of these countries, and with ``cap_smallest`` none may hold more than the smallest share of a country
    of the agreement. ``case_by_case`` leaves the admission itself to the authorities. Whether ``link`` (an agreement of
    the third country with one or both) is given decides which instrument governs, see ``governing.linked``.
    """
    if not case.outside:
        if not case.open_countries:
            return ()
        open_ones = Listing(tuple(Country(c) for c in case.open_countries))
        text = message("Whether these are bound on that day is not known: {countries}.", countries=open_ones)
        return [case.find(rule, value, State.UNKNOWN if rule.effect == "test" else State.NOTICE, text)]
    listed = Listing(tuple(Country(c) for c in case.outside))
    if value.data.get("allowed") is False:
        text = message("Co-producers from outside are not admitted: {countries}.", countries=listed)
        return [case.find(rule, value, State.NOT_MET, text)]
    findings = [*_together(rule, value, case, listed), *_each(rule, value, case)]
    if value.data.get("case_by_case") is True:
        findings.append(
            case.find(
                rule,
                value,
                State.DISCRETION,
                message("Co-producers from {countries} are admitted case by case.", countries=listed),
                waiver_by=case.authority() or "the competent authorities",
            )
        )
    if not findings:
        text = message("Co-producers from {countries} are admitted.", countries=listed)
        findings.append(case.find(rule, value, State.MET, text))
    return findings


def _together(rule: Rule, value: Value, case: Case, listed: Listing) -> list[Finding]:
    limit = Limit(percent(value.data, "min"), percent(value.data, "cap"))
    if limit == Limit():
        return []
    shares = [case.share(country) for country in case.outside]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        text = message("The share of {countries} is not known.", countries=listed)
        return [case.find(rule, value, State.UNKNOWN, text, unit=Unit.PERCENT)]
    total = sum((share.low for share in known), Fraction(0))
    # What is not allocated can go to them once, not once to each.
    most = total + max(share.high - share.low for share in known)
    text = message("Co-producers from outside hold {measured} together.", measured=Percent(total * 100))
    return [_measured(rule, value, case, limit, Interval(total, most), text)]


def _each(rule: Rule, value: Value, case: Case) -> list[Finding]:
    """Return one finding for each country outside, where the rule bounds each of them."""
    low, high = percent(value.data, "each_min"), percent(value.data, "each_max")
    if value.data.get("cap_smallest") is not True and low is None and high is None:
        return []
    findings = []
    for country in case.outside:
        share = case.share(country)
        most = high
        if value.data.get("cap_smallest") is True:
            # A party whose day of entry is open is still a party of the text.
            own = [case.share(c) for c in case.plan.countries if c not in case.outside]
            if share is not None and any(o is None or o.exact is None for o in own):
                share = None
            smallest = min((o.low for o in own if o is not None), default=None)
            most = smallest if most is None or (smallest is not None and smallest < most) else most
        if share is None:
            text = message("The share of {countries} is not known.", countries=Country(country))
            findings.append(case.find(rule, value, State.UNKNOWN, text, country=country, unit=Unit.PERCENT))
            continue
        text = message(
            "The share of {country}, outside the agreement, is {measured}.",
            country=Country(country),
            measured=Percent(share.low * 100),
        )
        findings.append(_measured(rule, value, case, Limit(low, most), share, text, country))
    return findings


def _measured(
    rule: Rule, value: Value, case: Case, limit: Limit, share: Interval, text: Message, country: str | None = None
) -> Finding:
    """Compare a share known exactly or within bounds with its limit; bounds that straddle it are unknown."""
    if limit.holds(share.low) and limit.holds(share.high):
        state = State.MET
    elif (limit.high is not None and share.low > limit.high) or (limit.low is not None and share.high < limit.low):
        state = State.NOT_MET
    else:
        state = State.UNKNOWN
    margin = limit.margin(share.low)
    return case.find(
        rule,
        value,
        state,
        text,
        country=country,
        measured=share.low * 100,
        limit=Limit(None if limit.low is None else limit.low * 100, None if limit.high is None else limit.high * 100),
        unit=Unit.PERCENT,
        margin=None if margin is None else margin * 100,
        margin_money=None if margin is None else case.money_of(margin),
    )


THIRD_PARTY = shape(
    check,
    figures=("allowed", "link", "case_by_case", "cap_smallest"),
    percentages=("cap", "min", "each_min", "each_max"),
)
