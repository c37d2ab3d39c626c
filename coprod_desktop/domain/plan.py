"""The plan: the frozen snapshot of one project in one scenario, which everything else is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from coprod_desktop.domain.budget import Axis, Budget
from coprod_desktop.domain.financing import FinancingTotals, Source, add_up
from coprod_desktop.domain.money import Money, RateSet
from coprod_desktop.domain.partners import Contact, Partner
from coprod_desktop.domain.team import Place, RoleHolder
from coprod_desktop.domain.totals import Sheet, Totals, lay_out

FactValue = bool | str | Fraction | Money | date

KINDS = ("fiction", "documentary", "animation")
MEDIA = ("cinema", "tv", "series", "online")
MILESTONES = ("application", "documents", "shooting", "shooting_end", "delivery", "release", "decision")


@dataclass(frozen=True, slots=True)
class Work:
    """What is being made. Empty fields are not known, never assumed."""

    kind: str = ""
    media: tuple[str, ...] = ()
    minutes: int | None = None
    languages: tuple[str, ...] = ()
    genre: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The project's card: what a reader must know before any figure."""

    title: str
    original_title: str = ""
    other_titles: str = ""
    logline: str = ""
    synopsis_short: str = ""
    synopsis_long: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """A partner's share of the cost, where no budget lines exist."""

    partner: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """Where the budget came from: file, its SHA-256, sheet, and how well it added up (minor units)."""

    file: str
    sha256: str
    sheet: str
    total: int
    stated: int | None
    skipped: int
    mapping: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure known within bounds: both equal where it is known exactly."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> Fraction | None:
        """The figure where it is known exactly."""
        return self.low if self.low == self.high else None

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)


@dataclass(frozen=True)
class Plan:
    """One project in one scenario, whole and frozen.

    Amounts are minor units of ``currency``. ``sources`` None means that the financing is not known at all, which is
    not the same as none.
    """

    card: Card
    currency: str = "EUR"
    on: date | None = None
    work: Work = field(default_factory=Work)
    dates: Mapping[str, date] = field(default_factory=dict)
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    rates: RateSet = field(default_factory=RateSet)
    partners: tuple[Partner, ...] = ()
    budget: Budget | None = None
    contributions: tuple[Contribution, ...] = ()
    sources: tuple[Source, ...] | None = None
    roles: tuple[RoleHolder, ...] = ()
    places: tuple[Place, ...] = ()
    contacts: tuple[Contact, ...] = ()
    imported: ImportRecord | None = None
    scenario: str = ""
    project_id: int = 0
    scenario_id: int = 0
    project_key: str = ""

    def asked_on(self, day: date | None, today: date | None) -> date | None:
        """Return the day asked about: ``day``, else the plan's own, else the application day, else ``today``."""
        return day or self.on or self.dates.get("application") or today

    @property
    def countries(self) -> tuple[str, ...]:
        """The partners' countries, in partner order."""
        return tuple(dict.fromkeys(p.country for p in self.partners if p.country))

    def partner(self, key: str) -> Partner | None:
        """Return the partner of that key."""
        return next((p for p in self.partners if p.key == key), None)

    def partners_in(self, country: str) -> tuple[Partner, ...]:
        """Return the co-producers established in ``country``."""
        return tuple(p for p in self.partners if p.country == country)

    @cached_property
    def totals(self) -> Totals | None:
        """The budget's sums; computed once, or carried over by ``with_budget``."""
        return None if self.budget is None else Totals.of(self.budget)

    @cached_property
    def sheet(self) -> Sheet:
        """The budget in cents by partner."""
        return Sheet({}, {}) if self.budget is None else lay_out(self.budget)

    @cached_property
    def financing(self) -> FinancingTotals | None:
        """The sources added up; None when the financing is not known."""
        return None if self.sources is None else add_up(self.sources, self.rates, self.currency)

    @cached_property
    def missing_rates(self) -> tuple[str, ...]:
        """Currencies of the cost for which the rate set has no rate; while any is missing no total is known."""
        if self.totals is not None:
            return tuple(self.totals.unconverted)
        return tuple(
            dict.fromkeys(
                c.amount.currency for c in self.contributions if self.rates.convert(c.amount, self.currency) is None
            )
        )

    @cached_property
    def total(self) -> Money | None:
        """The total cost in the plan's currency; None when there is no cost at all or a rate is missing."""
        if self.missing_rates:
            return None
        if self.totals is not None:
            return Money(self.totals.total, self.currency)
        if not self.contributions:
            return None
        return Money(sum(self._contributed.values()), self.currency)

    @cached_property
    def _contributed(self) -> Mapping[str, int]:
        amounts: dict[str, int] = {}
        for contribution in self.contributions:
            converted = self.rates.convert(contribution.amount, self.currency)
            if converted is not None:
                amounts[contribution.partner] = amounts.get(contribution.partner, 0) + converted.minor
        return amounts

    @cached_property
    def partner_amounts(self) -> Mapping[str, Fraction] | None:
        """What each partner covers, exactly, in minor units; None while the total is not known."""
        if self.total is None:
            return None
        if self.totals is not None:
            return self.totals.axis(Axis.PAYER).by_key
        return {key: Fraction(value) for key, value in self._contributed.items()}

    @cached_property
    def unallocated(self) -> Fraction:
        """What no partner covers yet, in minor units."""
        return self.totals.axis(Axis.PAYER).unallocated if self.totals is not None else Fraction(0)

    def share(self, key: str) -> Interval | None:
        """Return a partner's exact share of the total cost (of 1), with what is not allocated as upper slack."""
        if self.total is None or self.total.minor <= 0 or self.partner_amounts is None:
            return None
        own = self.partner_amounts.get(key, Fraction(0))
        return Interval(own / self.total.minor, (own + self.unallocated) / self.total.minor)

    @property
    def share_sum(self) -> Fraction:
        """The shares of all partners together, of 1; less while part of the cost is not allocated."""
        return sum((share.low for p in self.partners if (share := self.share(p.key)) is not None), Fraction(0))

    def share_of_country(self, country: str) -> Interval | None:
        """Return the exact share of all co-producers of one State together (our reading: limits count per State)."""
        if country not in self._national:
            self._national[country] = self._share_of(country)
        return self._national[country]

    @cached_property
    def _national(self) -> dict[str, Interval | None]:
        """Shares by country as they are asked for: every rule of every instrument asks for the same few."""
        return {}

    def _share_of(self, country: str) -> Interval | None:
        shares = [self.share(p.key) for p in self.partners_in(country)]
        if not shares or any(s is None for s in shares):
            return None
        low = sum((s.low for s in shares if s), Fraction(0))
        slack = Fraction(0)
        if self.total is not None and self.total.minor:
            slack = self.unallocated / self.total.minor
        return Interval(low, low + slack)

    def spend_in(self, country: str) -> Interval | None:
        """Return the share of the cost spent in ``country``; None when the spend axis is not known at all."""
        if self.totals is None or self.total is None or not self.total.minor:
            return None
        axis = self.totals.axis(Axis.TERRITORY)
        if not axis.by_key:
            return None
        own = axis.by_key.get(country, Fraction(0))
        return Interval(own / self.total.minor, (own + axis.unallocated) / self.total.minor)

    def supposing(self, amounts: Mapping[str, Fraction], unallocated: Fraction) -> Plan:
        """Return the plan as if its partners covered ``amounts`` (exact, minor units); for trying a cure, never kept.

        The other axes stay as they are.
        """
        plan = replace(self)
        # cached_property keeps its value in __dict__: this seeds it.
        plan.__dict__.update(partner_amounts=dict(amounts), unallocated=unallocated)
        if self.totals is not None:
            plan.__dict__["totals"] = self.totals
        return plan

    def with_budget(self, budget: Budget, changed: tuple[int, ...]) -> Plan:
        """Return the plan with a budget that differs in the rows ``changed`` only, its totals carried along."""
        plan = replace(self, budget=budget)
        if self.totals is not None:
            # cached_property keeps its value in __dict__: this seeds it without a second pass over the lines.
            plan.__dict__["totals"] = self.totals.moved(budget, changed)
        return plan
