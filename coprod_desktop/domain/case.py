"""One plan before one framework on one day: what the rules look at, and how they phrase what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from coprod_desktop.domain.frameworks import Framework, Rule, RuleBook, Truth, Value
from coprod_desktop.domain.governing import Ground
from coprod_desktop.domain.money import EURO_FROM, EURO_RATES, Money, digits_of, exact, round_half_even
from coprod_desktop.domain.partners import PartnerRole
from coprod_desktop.domain.plan import FactValue, Interval, Plan
from coprod_desktop.domain.verdicts import Finding, Limit, Message, State, Unit


@dataclass(frozen=True)
class Case:
    """A plan, a framework and a day, with everything about them that rules ask for."""

    plan: Plan
    framework: Framework
    book: RuleBook
    on: date
    ground: Ground

    @cached_property
    def truths(self) -> Mapping[str, Truth]:
        """For each co-producing country, whether the framework binds it on the day."""
        return {country: self.framework.bound(country, self.on) for country in self.plan.countries}

    @property
    def inside(self) -> tuple[str, ...]:
        """The co-producing countries that are bound, certainly or presumably."""
        return tuple(c for c, truth in self.truths.items() if truth in (Truth.YES, Truth.PRESUMED))

    @property
    def open_countries(self) -> tuple[str, ...]:
        """The co-producing countries of which it is open whether they are bound."""
        return tuple(c for c, truth in self.truths.items() if truth is Truth.OPEN)

    @property
    def outside(self) -> tuple[str, ...]:
        """The co-producing countries that are not bound."""
        return tuple(c for c, truth in self.truths.items() if truth is Truth.NO)

    def counts_as_party(self, country: str) -> Truth:
        """Whether any country of the world (not only a co-producing one) is bound by the framework on the day."""
        return self.framework.bound(country, self.on)

    def share(self, country: str) -> Interval | None:
        """Return the country's share of the total cost."""
        return self.plan.share_of_country(country)

    def finance_only(self, country: str) -> bool:
        """Whether all co-producers of the country take part with money only."""
        partners = self.plan.partners_in(country)
        return bool(partners) and all(p.role is PartnerRole.FINANCIAL for p in partners)

    @cached_property
    def majority(self) -> str | None:
        """The country of the largest national share; None when two are equal or shares are not known."""
        shares = [(interval.low, c) for c in self.plan.countries if (interval := self.share(c)) is not None]
        if len(shares) < len(self.plan.countries) or not shares:
            return None
        shares.sort(reverse=True)
        return None if len(shares) > 1 and shares[0][0] == shares[1][0] else shares[0][1]

    @cached_property
    def majority_open(self) -> bool:
        """Whether what is not allocated yet could still make another country the majority."""
        shares = [interval for c in self.plan.countries if (interval := self.share(c)) is not None]
        if len(shares) < len(self.plan.countries) or len(shares) < 2:
            return not shares
        shares.sort(key=lambda s: s.low, reverse=True)
        return any(s.high >= shares[0].low and s.low != s.high for s in shares[1:])

    @cached_property
    def finance_only_minorities(self) -> tuple[str, ...]:
        """The finance-only countries that are minority; with equal largest shares none of them is the majority."""
        majority = None if self.majority_open else self.majority
        return tuple(c for c in self.plan.countries if self.finance_only(c) and c != majority)

    def fact(self, key: str) -> FactValue | None:
        """Return the answer to a fact's question, None when not answered."""
        return self.plan.facts.get(key)

    def authority(self, *countries: str) -> str | None:
        """Return the named competent authorities of ``countries`` (of all bound ones when none is given)."""
        wanted = countries or self.inside
        names = [self.framework.authorities[c] for c in wanted if c in self.framework.authorities]
        return "; ".join(dict.fromkeys(names)) or None

    def money_of(self, share: Fraction) -> Money | None:
        """Return a share of the total cost as an amount, rounded once."""
        total = self.plan.total
        return None if total is None else Money(round_half_even(share * total.minor), total.currency)

    def cost_in(self, currency: str) -> Fraction | None:
        """Return the total cost in major units of ``currency``; None when it or the rate is not known."""
        total = self.plan.total
        if total is None:
            return None
        major = Fraction(total.minor, 10 ** digits_of(total.currency))
        direct = self.plan.rates.exactly(major, total.currency, currency)
        if direct is not None or self.on < EURO_FROM:
            return direct
        # A limit in a currency the euro replaced goes on by its irrevocable rate; no rate has to be typed for it.
        own, asked = EURO_RATES.get(total.currency), EURO_RATES.get(currency)
        in_euro = major / own if own is not None else self.plan.rates.exactly(major, total.currency, "EUR")
        if in_euro is None:
            return None
        return in_euro if currency == "EUR" else None if asked is None else in_euro * asked

    def find(
        self,
        rule: Rule,
        value: Value | None,
        state: State,
        message: Message,
        *,
        country: str | None = None,
        partner: str | None = None,
        measured: Fraction | bool | str | None = None,
        limit: Limit | bool | str | None = None,
        unit: Unit | None = None,
        margin: Fraction | None = None,
        margin_money: Money | None = None,
        waiver_by: str | None = None,
        currency: str | None = None,
        asks: tuple[str, ...] = (),
        excludes: bool = False,
        details: tuple[object, ...] = (),
    ) -> Finding:
        """Return a finding of ``rule`` with the rule's article, source and confidence filled in.

        A country with a single co-producer names that partner too.
        """
        if country is not None and partner is None:
            partners = self.plan.partners_in(country)
            partner = partners[0].key if len(partners) == 1 else None
        evidence = None if value is None else value.evidence
        return Finding(
            rule=rule.id,
            shape=rule.shape,
            state=state,
            message=message,
            title=rule.title,
            text=rule.text,
            article=(evidence.article if evidence else None) or rule.article,
            where=None if evidence is None else evidence.where,
            partner=partner,
            country=country,
            measured=measured,
            limit=limit,
            unit=unit,
            margin=margin,
            margin_money=margin_money,
            waiver_by=waiver_by,
            confidence=None if evidence is None else evidence.confidence,
            source=None if evidence is None else evidence.source,
            currency=currency,
            asks=asks,
            excludes=excludes,
            details=details,
        )

    def applies(self, rule: Rule) -> bool | None:
        """Whether the rule's ``when`` (and the kinds of work it names) holds; None when a datum it needs is missing."""
        answer: bool | None = True
        conditions = dict(rule.when)
        if "kinds" in rule.options:
            conditions["kinds"] = rule.options["kinds"]
        for key, wanted in conditions.items():
            held = _CONDITIONS[key](self, wanted)
            if held is False:
                return False
            if held is None:
                answer = None
        return answer


def figure(data: Mapping[str, object], key: str) -> Fraction | None:
    """Return a figure of a rule's value as an exact number, None when the rule does not state it."""
    raw = data.get(key)
    return None if raw is None else exact(str(raw), key)


def percent(data: Mapping[str, object], key: str) -> Fraction | None:
    """Return a percentage of a rule's value as a share of 1."""
    number = figure(data, key)
    return None if number is None else number / 100


def _cost_beyond(case: Case, wanted: object) -> bool | None:
    assert isinstance(wanted, Mapping)
    cost = case.cost_in(str(wanted["currency"]))
    return None if cost is None else cost > exact(str(wanted["amount"]), "cost_over")


def _cost_from(case: Case, wanted: object) -> bool | None:
    assert isinstance(wanted, Mapping)
    cost = case.cost_in(str(wanted["currency"]))
    return None if cost is None else cost >= exact(str(wanted["amount"]), "cost_from")


def _cost_below(case: Case, wanted: object) -> bool | None:
    reached = _cost_from(case, wanted)
    return None if reached is None else not reached


def _cost_within(case: Case, wanted: object) -> bool | None:
    beyond = _cost_beyond(case, wanted)
    return None if beyond is None else not beyond


def _parties_min(case: Case, wanted: object) -> bool | None:
    needed = int(str(wanted))
    if len(case.inside) >= needed:
        return True
    return None if len(case.inside) + len(case.open_countries) >= needed else False


def _share_below(case: Case, wanted: object) -> bool | None:
    limit = exact(str(wanted), "share_below") / 100
    shares = [case.share(c) for c in case.plan.countries]
    if any(s is not None and s.high < limit for s in shares):
        return True
    return None if any(s is None or s.low < limit for s in shares) else False


def _share_over(case: Case, wanted: object) -> bool | None:
    limit = exact(str(wanted), "share_over") / 100
    shares = [case.share(c) for c in case.plan.countries]
    if any(s is not None and s.low > limit for s in shares):
        return True
    return None if any(s is None or s.high > limit for s in shares) else False


def _fact(case: Case, wanted: object) -> bool | None:
    answer = case.fact(str(wanted))
    return None if answer is None else answer is True


def _kinds(case: Case, wanted: object) -> bool | None:
    return None if not case.plan.work.kind else case.plan.work.kind in _texts(wanted)


def _third_parties(case: Case, wanted: object) -> bool | None:
    if case.outside:
        return bool(wanted)
    return None if case.open_countries else not wanted


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list | tuple) else (str(value),)


def _under(case: Case, wanted: object) -> bool | None:
    names = _texts(wanted)
    if any(name in case.ground.governing for name in names):
        return True
    return None if any(name in case.ground.maybe for name in names) else False


def _not_under(case: Case, wanted: object) -> bool | None:
    held = _under(case, wanted)
    return None if held is None else not held


def _treaty(case: Case, wanted: object) -> bool | None:
    """Whether a treaty or convention that binds a country of this framework governs the film."""

    def binds(names: Sequence[str]) -> bool:
        return any(
            case.book.frameworks[name].bound(country, case.on) is not Truth.NO
            for name in names
            if name in case.book.frameworks
            for country in (*case.inside, *case.open_countries)
        )

    if binds(case.ground.governing):
        return wanted is True
    return None if binds(case.ground.maybe) else wanted is False


def _group_members(case: Case, wanted: object) -> bool:
    """Whether co-producers come from at least ``min`` States of a group on the day."""
    assert isinstance(wanted, Mapping)
    members = [c for c in case.plan.countries if case.book.in_group(c, str(wanted["group"]), case.on)]
    return len(members) >= int(str(wanted.get("min", 0))) and len(members) <= int(str(wanted.get("max", 99)))


_CONDITIONS: Mapping[str, Callable[[Case, object], bool | None]] = {
    "countries": lambda case, wanted: len(case.plan.countries) == int(str(wanted)),
    "countries_min": lambda case, wanted: len(case.plan.countries) >= int(str(wanted)),
    "countries_max": lambda case, wanted: len(case.plan.countries) <= int(str(wanted)),
    "parties_min": _parties_min,
    "cost_over": _cost_beyond,
    "cost_up_to": _cost_within,
    "cost_from": _cost_from,
    "cost_below": _cost_below,
    "finance_only": lambda case, wanted: bool(case.finance_only_minorities) is bool(wanted),
    "third_parties": _third_parties,
    "under": _under,
    "not_under": _not_under,
    "kinds": _kinds,
    "media": lambda case, wanted: (
        None if not case.plan.work.media else bool(set(case.plan.work.media) & set(_texts(wanted)))
    ),
    "treaty": _treaty,
    "group_members": _group_members,
    "share_below": _share_below,
    "share_over": _share_over,
    "fact": _fact,
}
CONDITIONS = frozenset(_CONDITIONS)
"""Every key a rule's ``when`` may use."""
