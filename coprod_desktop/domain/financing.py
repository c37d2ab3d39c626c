"""Sources of finance: who brings what, how sure it is, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from coprod_desktop.domain.calendar import months_before
from coprod_desktop.domain.money import Money, RateSet


class Status(StrEnum):
    """How sure a source is."""

    PLANNED = "planned"
    APPLIED = "applied"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class SourceType(StrEnum):
    """The kinds of money a financing plan is made of."""

    OWN = "own"
    PUBLIC = "public"
    REGIONAL = "regional"
    BROADCASTER = "broadcaster"
    PRESALE = "presale"
    MG = "mg"
    EQUITY = "equity"
    INCENTIVE = "incentive"
    TAX_SHELTER = "tax_shelter"
    DEFERRAL = "deferral"
    IN_KIND = "in_kind"
    LOAN = "loan"
    OTHER = "other"


PUBLIC = frozenset((SourceType.PUBLIC, SourceType.REGIONAL, SourceType.INCENTIVE, SourceType.TAX_SHELTER))
"""Kinds of money that count as public aid: grants of funds, and what the State forgoes in tax."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of finance, on one partner's side; ``letter`` is the day of its latest written evidence."""

    name: str
    partner: str
    type: SourceType
    amount: Money
    status: Status = Status.PLANNED
    country: str = ""
    scheme: str = ""
    letter: date | None = None
    note: str = ""
    id: int = 0
    rank: str = ""


@dataclass(frozen=True, slots=True)
class FinancingTotals:
    """Sums in minor units of the plan's currency. ``unconverted`` names sources left out for want of a rate."""

    by_status: Mapping[Status, int]
    by_partner: Mapping[tuple[str, Status], int]
    unconverted: tuple[str, ...]

    @property
    def counted(self) -> int:
        """All that is planned, applied for or confirmed; refusals bring nothing."""
        return sum(value for status, value in self.by_status.items() if status is not Status.REFUSED)


def add_up(sources: Iterable[Source], rates: RateSet, currency: str) -> FinancingTotals:
    """Sum sources by status and partner in ``currency``; a source without a rate is named, never guessed."""
    by_status: dict[Status, int] = {}
    by_partner: dict[tuple[str, Status], int] = {}
    unconverted: list[str] = []
    for source in sources:
        amount = rates.convert(source.amount, currency)
        if amount is None:
            unconverted.append(source.name)
            continue
        by_status[source.status] = by_status.get(source.status, 0) + amount.minor
        key = (source.partner, source.status)
        by_partner[key] = by_partner.get(key, 0) + amount.minor
    return FinancingTotals(by_status, by_partner, tuple(unconverted))


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Confirmed money as bounds in minor units: what surely counts, and what counts if undated letters do."""

    sure: Fraction
    at_most: Fraction


def confirmed_on(
    sources: Iterable[Source], rates: RateSet, currency: str, day: date, letter_months: int | None
) -> Confirmed:
    """Return the money confirmed on ``day``.

    A letter counts if it is dated on or before ``day`` and, with ``letter_months``, not more than so many months old.
    A confirmed source without a date of letter, or without a rate, cannot be told: it is in ``at_most`` only where
    its amount is known.
    """
    sure = at_most = Fraction(0)
    for source in sources:
        if source.status is not Status.CONFIRMED:
            continue
        amount = rates.convert(source.amount, currency)
        if amount is None:
            continue
        if source.letter is None:
            at_most += amount.minor
        elif source.letter <= day and (letter_months is None or source.letter >= months_before(day, letter_months)):
            sure += amount.minor
            at_most += amount.minor
    return Confirmed(sure, at_most)
