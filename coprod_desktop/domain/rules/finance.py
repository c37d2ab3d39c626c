"""Rules on the money itself: confirmed finance, money from outside, caps on support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from coprod_desktop.domain.case import Case, figure, percent
from coprod_desktop.domain.financing import PUBLIC, Source, Status, confirmed_on
from coprod_desktop.domain.frameworks import Rule, Truth, Value
from coprod_desktop.domain.money import Money, digits_of
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.verdicts import Country, Finding, Limit, Percent, State, Unit, message


def check_confirmed(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test that each co-producing country's part of the cost is covered by confirmed finance to at least ``min``.

    A source counts for its partner's country when confirmed in writing by a letter dated on or before the day asked
    about and not older than ``letter_months``. Confirmed sources without a letter's date leave the answer unknown
    where they would decide it; a plan without any source has an unknown financing.
    """
    minimum = percent(value.data, "min") or Fraction(0)
    months = value.data.get("letter_months")
    limit = Limit(minimum * 100)
    plan = case.plan
    findings = []
    for country in plan.countries:
        partners = {p.key for p in plan.partners_in(country)}
        share = case.share(country)
        if plan.sources is None or share is None or share.exact is None or plan.total is None or not share.exact:
            text = (
                message("The financing is not entered yet.")
                if plan.sources is None
                else message("The share of {country} is not known.", country=Country(country))
            )
            findings.append(
                case.find(rule, value, State.UNKNOWN, text, country=country, limit=limit, unit=Unit.PERCENT)
            )
            continue
        part = share.exact * plan.total.minor
        own = [s for s in plan.sources if s.partner in partners]
        confirmed = confirmed_on(own, plan.rates, plan.currency, case.on, None if months is None else int(str(months)))
        sure, at_most = confirmed.sure / part, confirmed.at_most / part
        unrated = [
            s for s in own if s.status is Status.CONFIRMED and plan.rates.convert(s.amount, plan.currency) is None
        ]
        figures = {"country": Country(country), "measured": Percent(sure * 100), "low": Percent(minimum * 100)}
        if sure >= minimum:
            state = State.MET
            text = message("{measured} of the part of {country} is confirmed; at least {low} is asked.", **figures)
        elif at_most >= minimum or unrated:
            state = State.UNKNOWN
            text = message(
                "{measured} of the part of {country} is confirmed by dated letters; a letter or a rate is missing.",
                **figures,
            )
        else:
            state = State.NOT_MET
            text = message("{measured} of the part of {country} is confirmed; at least {low} is asked.", **figures)
        margin = sure - minimum
        findings.append(
            case.find(
                rule,
                value,
                state,
                text,
                country=country,
                measured=sure * 100,
                limit=limit,
                unit=Unit.PERCENT,
                margin=margin * 100,
                margin_money=Money(round(margin * part), plan.currency),
            )
        )
    return findings


def _side(source: Source, case: Case) -> str:
    partner = case.plan.partner(source.partner)
    return source.country or (partner.country if partner else "")


def check_outside(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test the money that comes from States outside: all together (``max``), and from any one of them (``single_max``).

    Measured on the sources as a share of the total cost; a source counts for the country it comes from.
    """
    plan = case.plan
    if plan.sources is None or plan.total is None or not plan.total.minor:
        return [case.find(rule, value, State.UNKNOWN, message("The financing is not entered yet."), unit=Unit.PERCENT)]
    by_country: dict[str, int] = {}
    perhaps: dict[str, int] = {}
    unrated: set[str] = set()
    for source in plan.sources:
        if source.status is Status.REFUSED:
            continue
        country = _side(source, case)
        bound = case.counts_as_party(country) if country else Truth.YES
        if bound in (Truth.NO, Truth.OPEN):
            amount = plan.rates.convert(source.amount, plan.currency)
            if amount is None:
                unrated.add(country)
            elif bound is Truth.OPEN:
                perhaps[country] = perhaps.get(country, 0) + amount.minor
            else:
                by_country[country] = by_country.get(country, 0) + amount.minor
    findings = []
    total = plan.total.minor
    tests: list[tuple[str | None, Fraction, Fraction]] = []
    if (top := percent(value.data, "max")) is not None:
        tests.append((None, Fraction(sum(by_country.values()), total), top))
    if (single := percent(value.data, "single_max")) is not None:
        seen = dict.fromkeys((*by_country, *perhaps, *sorted(unrated)))
        tests.extend((country, Fraction(by_country.get(country, 0), total), single) for country in seen)
    for origin, measured, most in tests:
        limit = Limit(None, most)
        more = sum(perhaps.values()) if origin is None else perhaps.get(origin, 0)
        unclear = bool(unrated) if origin is None else origin in unrated
        if not limit.holds(measured):
            state = State.NOT_MET
        elif unclear or not limit.holds(measured + Fraction(more, total)):
            state = State.UNKNOWN
        else:
            state = State.MET
        figures = {"measured": Percent(measured * 100), "high": Percent(most * 100)}
        text = (
            message("{measured} of the cost is financed from outside; at most {high} is allowed.", **figures)
            if origin is None
            else message(
                "{measured} of the cost comes from {country}; at most {high} is allowed.",
                country=Country(origin),
                **figures,
            )
        )
        findings.append(
            case.find(
                rule,
                value,
                state,
                text,
                country=origin,
                measured=measured * 100,
                limit=Limit(None, most * 100),
                unit=Unit.PERCENT,
                margin=(most - measured) * 100,
                margin_money=Money(round((most - measured) * total), plan.currency),
            )
        )
    return findings


def check_intensity(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test all public aid together, planned and applied for too, as a share of the total cost against ``max``.

    Public are funds and regional funds, incentives and tax shelters (``financing.PUBLIC``). With ``group`` only aid of
    that group's States counts. Beyond it lies at the discretion of ``consent_by`` where named. Source: Cinema Communication 2013/C 332/01, paragraph 52(2).
    """
    plan = case.plan
    most = percent(value.data, "max") or Fraction(0)
    limit = Limit(None, most * 100)
    if plan.sources is None or plan.total is None or not plan.total.minor:
        text = message("The financing is not entered yet.")
        return [case.find(rule, value, State.UNKNOWN, text, unit=Unit.PERCENT, limit=limit)]
    group = rule.options.get("group")
    aid = [
        s
        for s in plan.sources
        if s.type in PUBLIC
        and s.status is not Status.REFUSED
        and (group is None or case.book.in_group(_side(s, case), str(group), case.on))
    ]
    amounts = [plan.rates.convert(s.amount, plan.currency) for s in aid]
    measured = Fraction(sum(a.minor for a in amounts if a is not None), plan.total.minor)
    waiver = str(value.data.get("consent_by", "")) or None
    # What is not financed yet may still be aid.
    gap = max(
        Fraction(plan.total.minor - (plan.financing.counted if plan.financing else 0), plan.total.minor), Fraction(0)
    )
    if measured > most:
        state = State.NOT_MET if waiver is None else State.DISCRETION
    else:
        state = State.UNKNOWN if any(a is None for a in amounts) or measured + gap > most else State.MET
    text = message(
        "Public aid makes up {measured} of the cost; at most {high} is allowed.",
        measured=Percent(measured * 100),
        high=Percent(most * 100),
    )
    return [
        case.find(
            rule,
            value,
            state,
            text,
            measured=measured * 100,
            limit=limit,
            unit=Unit.PERCENT,
            margin=(most - measured) * 100,
            margin_money=case.money_of(most - measured),
            waiver_by=waiver if state is State.DISCRETION else None,
        )
    ]


def check_cap(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Test the support asked from this very fund (sources whose ``scheme`` is the fund) against its caps.

    ``amount`` in ``currency`` and ``percent`` of the total cost; ``percent_with`` names a fact that raises the
    percentage. Where nothing is asked from the fund, the caps stand as a notice.
    """
    plan = case.plan
    asked = [s for s in plan.sources or () if s.scheme == case.framework.id and s.status is not Status.REFUSED]
    share = percent(value.data, "percent")
    raised = value.data.get("percent_with")
    asks: tuple[str, ...] = ()
    higher: Fraction | None = None
    if isinstance(raised, Mapping):
        key = str(raised["fact"])
        asks = (key,)
        if case.fact(key) is True:
            share = percent(raised, "percent")
        elif case.fact(key) is None:
            higher = percent(raised, "percent")
    cap, currency = figure(value.data, "amount"), str(value.data.get("currency", plan.currency))
    if plan.sources is None:
        return [case.find(rule, value, State.UNKNOWN, message("The financing is not entered yet."), asks=asks)]
    if not asked:
        return [
            case.find(rule, value, State.NOTICE, message("Nothing is asked from this fund in the plan."), asks=asks)
        ]
    findings = []
    minor = [plan.rates.convert(s.amount, plan.currency) for s in asked]
    total = None if any(m is None for m in minor) else sum(m.minor for m in minor if m is not None)
    if cap is not None:
        # Each amount straight into the fund's own currency, unrounded: a grant asked at its cap meets it.
        own = [
            plan.rates.exactly(
                Fraction(s.amount.minor, 10 ** digits_of(s.amount.currency)), s.amount.currency, currency
            )
            for s in asked
        ]
        in_cap = None if any(part is None for part in own) else sum((p for p in own if p is not None), Fraction(0))
        if in_cap is None:
            findings.append(
                case.find(
                    rule,
                    value,
                    State.UNKNOWN,
                    message("No rate to {currency}.", currency=currency),
                    unit=Unit.MONEY,
                    currency=currency,
                    limit=Limit(None, cap),
                )
            )
        else:
            text = message(
                "Asked: {measured} {currency}; at most {high} {currency}.", measured=in_cap, high=cap, currency=currency
            )
            findings.append(
                case.find(
                    rule,
                    value,
                    State.MET if in_cap <= cap else State.NOT_MET,
                    text,
                    measured=in_cap,
                    limit=Limit(None, cap),
                    unit=Unit.MONEY,
                    margin=cap - in_cap,
                    currency=currency,
                )
            )
    if share is not None:
        if total is None or plan.total is None or not plan.total.minor:
            findings.append(
                case.find(
                    rule,
                    value,
                    State.UNKNOWN,
                    message("The total cost is not known."),
                    unit=Unit.PERCENT,
                    limit=Limit(None, share * 100),
                )
            )
        else:
            measured = Fraction(total, plan.total.minor)
            text = message(
                "Asked: {measured} of the cost; at most {high}.",
                measured=Percent(measured * 100),
                high=Percent(share * 100),
            )
            findings.append(
                case.find(
                    rule,
                    value,
                    _under_cap(measured, share, higher),
                    text,
                    measured=measured * 100,
                    limit=Limit(None, share * 100),
                    unit=Unit.PERCENT,
                    margin=(share - measured) * 100,
                    margin_money=case.money_of(share - measured),
                    asks=asks,
                )
            )
    return findings


def _under_cap(measured: Fraction, share: Fraction, higher: Fraction | None) -> State:
    """Unknown between the ordinary cap and the higher one whose condition nobody has answered yet."""
    if measured <= share:
        return State.MET
    return State.UNKNOWN if higher is not None and measured <= higher else State.NOT_MET


CONFIRMED_FINANCE = shape(check_confirmed, figures=("letter_months",), percentages=("min",))
FINANCE_FROM_OUTSIDE = shape(check_outside, percentages=("max", "single_max"))
AID_INTENSITY = shape(check_intensity, options=("group",), figures=("consent_by",), percentages=("max",))
SUPPORT_CAP = shape(check_cap, figures=("amount", "currency", "percent_with"), percentages=("percent",))
