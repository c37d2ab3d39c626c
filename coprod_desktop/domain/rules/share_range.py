"""Least and largest share of the cost: per country, majority, minority, outsiders together, finance-only, company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from coprod_desktop.domain.case import Case, percent
from coprod_desktop.domain.frameworks import Reservation, Rule, Value
from coprod_desktop.domain.plan import Interval
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.verdicts import Country, Finding, Limit, Message, Percent, State, Unit, message

WHO = ("each_country", "each_party", "majority", "minority", "outsiders", "finance_only", "each_partner")


def check(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Compare shares of the total cost, exactly, with the rule's limits; both limits are included.

    ``who`` chooses the shares, ``party`` narrows them to one country (asymmetric treaties). Finance-only bands bind
    minority countries all of whose co-producers are finance-only, with a State's reservation on the maximum taken into
    account. A share is known within bounds while part of the cost is not allocated: the finding is unknown when the
    bounds straddle a limit.
    """
    who = str(rule.options.get("who", "each_country"))
    limit = Limit(percent(value.data, "min"), percent(value.data, "max"))
    if who == "outsiders":
        return _outsiders(rule, value, case, limit)
    if who in ("majority", "minority") and case.majority_open:
        text = message("Which country holds the majority is not known: part of the cost is not allocated yet.")
        state = State.NOTICE if rule.effect == "notice" else State.UNKNOWN
        return [case.find(rule, value, state, text, unit=Unit.PERCENT, limit=_percent_limit(limit))]
    if who == "each_partner":
        return [
            _one(rule, value, case, limit, p.country, case.plan.share(p.key), partner=p.key) for p in case.plan.partners
        ]
    return [
        _one(
            rule,
            value,
            case,
            _own_limit(case, country, limit) if who == "finance_only" else limit,
            country,
            case.share(country),
        )
        for country in _subjects(who, case)
        if rule.options.get("party", country) == country
    ]


def _either(value: Value, key: str, ordinary: Fraction | None) -> Fraction | None:
    widened = percent(value.data, key)
    return ordinary if widened is None else widened


def _subjects(who: str, case: Case) -> tuple[str, ...]:
    if who == "majority":
        return (case.majority,) if case.majority else ()
    if who == "minority":
        return tuple(c for c in case.plan.countries if c != case.majority)
    if who == "finance_only":
        return case.finance_only_minorities
    if who == "each_party":
        return tuple(c for c in case.plan.countries if c not in case.outside)
    return case.plan.countries


def _own_limit(case: Case, country: str, limit: Limit) -> Limit:
    """The finance-only band with the maximum that this State reserved for its own share."""
    party = case.framework.parties.get(country)
    reservation = party.reservation("finance_only_max") if party and country in case.inside else None
    if reservation is None or reservation.maximum is None:
        return limit
    return Limit(limit.low, percent({"max": reservation.maximum}, "max"))


def _open_reservation(case: Case, country: str, side: str) -> tuple[str, Reservation] | None:
    """A reservation without a figure that leaves this side of the band to a State's authority, with that State."""
    for state in case.inside:
        party = case.framework.parties.get(state)
        reservation = party.reservation("finance_only_max") if party else None
        if (
            reservation is not None
            and reservation.maximum is None
            and side in reservation.sides
            and (reservation.scope == "film" or state == country)
        ):
            return state, reservation
    return None


def _one(
    rule: Rule,
    value: Value,
    case: Case,
    limit: Limit,
    country: str,
    share: Interval | None,
    partner: str | None = None,
) -> Finding:
    if share is None:
        return case.find(
            rule,
            value,
            _unknown(rule),
            _why_unknown(case, country),
            country=country,
            partner=partner,
            unit=Unit.PERCENT,
            limit=_percent_limit(limit),
        )
    state, measured = _state_of(limit, share)
    waiver: str | None = None
    extra: dict[str, object] = {}
    if state is State.NOT_MET:
        side = "min" if limit.low is not None and share.high < limit.low else "max"
        consent = Limit(_either(value, "consent_min", limit.low), _either(value, "consent_max", limit.high))
        widened = "consent_min" in value.data or "consent_max" in value.data
        reservation = _open_reservation(case, country, side) if rule.options.get("who") == "finance_only" else None
        if rule.effect == "notice":
            state = State.NOTICE
        elif widened and _state_of(consent, share)[0] is State.UNKNOWN:
            state = State.UNKNOWN
        elif (widened and _state_of(consent, share)[0] is State.MET) or reservation is not None:
            state = State.DISCRETION
            extra["when"] = str(value.data.get("consent_when") or (reservation[1].text if reservation else ""))
            if reservation is not None:
                waiver = case.authority(reservation[0]) or f"the authority of {reservation[0]}"
            else:
                waiver = str(value.data.get("consent_by") or "") or case.authority() or "the competent authorities"
    if (
        state in (State.NOT_MET, State.DISCRETION)
        and rule.options.get("who") == "finance_only"
        and case.majority_open
        and limit.high is not None
        and share.high > limit.high
    ):
        # It may still turn out to be the majority, to which the band does not apply.
        state = State.UNKNOWN
    elif state is State.UNKNOWN and rule.effect == "notice":
        state = State.NOTICE
    margin = limit.margin(measured)
    return case.find(
        rule,
        value,
        state,
        _sentence(state, country, measured, limit, extra, share),
        country=country,
        partner=partner,
        measured=measured * 100,
        limit=_percent_limit(limit),
        unit=Unit.PERCENT,
        margin=None if margin is None else margin * 100,
        margin_money=None if margin is None else case.money_of(margin),
        waiver_by=waiver,
    )


def _unknown(rule: Rule) -> State:
    """A notice is never unknown: it changes no outcome, with a figure or without."""
    return State.NOTICE if rule.effect == "notice" else State.UNKNOWN


def _state_of(limit: Limit, share: Interval) -> tuple[State, Fraction]:
    """Return how bounds of a share stand to a limit, and the figure to show (the nearer bound outside)."""
    if limit.holds(share.low) and limit.holds(share.high):
        return State.MET, share.low
    if limit.low is not None and share.high < limit.low:
        return State.NOT_MET, share.low
    if limit.high is not None and share.low > limit.high:
        return State.NOT_MET, share.low
    return State.UNKNOWN, share.low


def _percent_limit(limit: Limit) -> Limit:
    return Limit(None if limit.low is None else limit.low * 100, None if limit.high is None else limit.high * 100)


def _why_unknown(case: Case, country: str) -> Message:
    if case.plan.missing_rates:
        return message(
            "The share of {country} cannot be computed: no rate for {currencies}.",
            country=Country(country),
            currencies=", ".join(case.plan.missing_rates),
        )
    return message("The share of {country} cannot be computed: no cost is entered yet.", country=Country(country))


def _sentence(
    state: State,
    country: str,
    measured: Fraction,
    limit: Limit,
    extra: Mapping[str, object],
    share: Interval,
) -> Message:
    figures: dict[str, object] = {"country": Country(country), "measured": Percent(measured * 100)}
    if limit.low is not None:
        figures["low"] = Percent(limit.low * 100)
    if limit.high is not None:
        figures["high"] = Percent(limit.high * 100)
    if state is State.UNKNOWN:
        return message(
            "The share of {country} lies between {measured} and {upper}: part of the cost is not allocated yet.",
            upper=Percent(share.high * 100),
            **figures,
        )
    if state is State.DISCRETION:
        return message(
            "The share of {country} is {measured}, outside the ordinary limit; the authorities may accept it. {when}",
            when=message("({condition})", condition=extra["when"]) if extra.get("when") else "",
            **figures,
        )
    if limit.low is not None and share.high < limit.low:
        if state is State.NOTICE:
            return message("The share of {country} is {measured}, below {low}.", **figures)
        return message("The share of {country} is {measured}; at least {low} is asked.", **figures)
    if limit.high is not None and share.low > limit.high:
        if state is State.NOTICE:
            return message("The share of {country} is {measured}, above {high}.", **figures)
        return message("The share of {country} is {measured}; at most {high} is allowed.", **figures)
    if share.exact is None:
        return message(
            "The share of {country} lies between {measured} and {upper}, within the limit.",
            upper=Percent(share.high * 100),
            **figures,
        )
    return message("The share of {country} is {measured}, within the limit.", **figures)


def _outsiders(rule: Rule, value: Value, case: Case, limit: Limit) -> Sequence[Finding]:
    """All co-producers of countries that are not bound, tested together (Art. 2(2)(b) of both conventions)."""
    if not case.outside and not case.open_countries:
        return ()
    shares = {country: case.share(country) for country in (*case.outside, *case.open_countries)}
    for country, share in shares.items():
        if share is None:
            return [
                case.find(
                    rule,
                    value,
                    _unknown(rule),
                    _why_unknown(case, country),
                    unit=Unit.PERCENT,
                    limit=_percent_limit(limit),
                )
            ]
    low = sum((share.low for c, share in shares.items() if share and c in case.outside), Fraction(0))
    # What is not allocated can go to outsiders once, not once to each of them.
    slack = max((share.high - share.low for share in shares.values() if share), default=Fraction(0))
    high = sum((share.low for share in shares.values() if share), slack)
    state, measured = _state_of(limit, Interval(low, high))
    if state in (State.NOT_MET, State.UNKNOWN) and rule.effect == "notice":
        state = State.NOTICE
    margin = limit.margin(measured)
    figures = {"measured": Percent(measured * 100), "high": Percent((limit.high or Fraction(0)) * 100)}
    sentences = {
        State.MET: message("Co-producers from outside hold {measured} together; at most {high} is allowed.", **figures),
        State.NOT_MET: message(
            "Co-producers from outside hold {measured} together; at most {high} is allowed.", **figures
        ),
        State.NOTICE: message("Co-producers from outside hold {measured} together; {high} is the limit.", **figures),
        State.UNKNOWN: message(
            "Co-producers from outside hold at least {measured} together; not all is known.", **figures
        ),
    }
    return [
        case.find(
            rule,
            value,
            state,
            sentences[state],
            measured=measured * 100,
            limit=_percent_limit(limit),
            unit=Unit.PERCENT,
            margin=None if margin is None else margin * 100,
            margin_money=None if margin is None else case.money_of(margin),
        )
    ]


SHARE_RANGE = shape(
    check,
    options=("who", "of", "party"),
    figures=("consent_by", "consent_when"),
    percentages=("min", "max", "consent_min", "consent_max"),
)
