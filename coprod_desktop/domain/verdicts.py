"""What the engine answers with: findings, verdicts and outcomes, as keys and figures, never as finished sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from coprod_desktop.domain.money import Money
from coprod_desktop.domain.shares import percent_digits


class State(StrEnum):
    """How one rule stands for one plan on one day."""

    MET = "met"
    NOT_MET = "not_met"
    DISCRETION = "discretion"
    """Outside the ordinary limit, but a named authority may accept it."""
    UNKNOWN = "unknown"
    """Computable, but a datum of the plan or the library is missing."""
    NOTICE = "notice"
    """Lawful, with a consequence or left to ordinary judgement."""
    DUTY = "duty"
    """To be done or agreed; no condition of today's plan."""


class Outcome(StrEnum):
    """The answer for one framework. Funds and status tests use the ``eligible`` words."""

    NOT_APPLICABLE = "not_applicable"
    NOT_OFFICIAL = "not_official"
    UNDETERMINED = "undetermined"
    OFFICIAL_WITH_CONSENT = "official_with_consent"
    OFFICIAL = "official"
    NOT_ELIGIBLE = "not_eligible"
    ELIGIBLE_WITH_CONSENT = "eligible_with_consent"
    ELIGIBLE = "eligible"


_AS_ELIGIBLE = {
    Outcome.NOT_OFFICIAL: Outcome.NOT_ELIGIBLE,
    Outcome.OFFICIAL_WITH_CONSENT: Outcome.ELIGIBLE_WITH_CONSENT,
    Outcome.OFFICIAL: Outcome.ELIGIBLE,
}


class Unit(StrEnum):
    """What a measured figure counts; money carries its currency in the figure itself."""

    PERCENT = "percent"
    POINTS = "points"
    MONEY = "money"
    DAYS = "days"
    MONTHS = "months"
    COUNT = "count"
    YES_NO = "yes_no"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Country:
    """A country as a parameter of a message; put into words only when shown."""

    code: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage (20 means 20 %) as a parameter; exact, so that it can be shown with the digits that matter."""

    value: Fraction

    @property
    def shown(self) -> Decimal:
        """The digits to show."""
        return percent_digits(self.value)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several parameters of one kind, joined as the language joins a list."""

    items: tuple[object, ...]


Parameter = str | int | date | Money | Country | Percent | Listing | Fraction


@dataclass(frozen=True)
class Message:
    """A whole English sentence with named, typed parameters; ``wording`` translates and formats it."""

    msgid: str
    parameters: Mapping[str, object] = field(default_factory=dict)


def message(msgid: str, **parameters: object) -> Message:
    """Return a Message; the literal first argument is what translators see (Babel keyword)."""
    return Message(msgid, parameters)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a rule asks: a lower and an upper bound, either side open; figures as the law writes them."""

    low: Fraction | None = None
    high: Fraction | None = None

    def margin(self, value: Fraction) -> Fraction | None:
        """Return how far inside (positive) or outside (negative) ``value`` lies, measured at the nearer side."""
        sides = [value - self.low] if self.low is not None else []
        if self.high is not None:
            sides.append(self.high - value)
        return min(sides) if sides else None

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` lies inside, limits included."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Finding:
    """One rule, for one plan, on one day, where it matters for one country or partner.

    ``measured`` and ``limit`` are figures in ``unit``; ``margin`` is positive inside the limit. ``margin_money`` is the
    margin as an amount of the plan's currency. ``article`` is None where only the place in the source is known.
    """

    rule: str
    shape: str
    state: State
    message: Message
    title: str = ""
    text: str = ""
    article: str | None = None
    where: str | None = None
    partner: str | None = None
    country: str | None = None
    measured: Fraction | bool | str | None = None
    limit: Limit | bool | str | None = None
    unit: Unit | None = None
    margin: Fraction | None = None
    margin_money: Money | None = None
    waiver_by: str | None = None
    confidence: str | None = None
    source: str | None = None
    currency: str | None = None
    asks: tuple[str, ...] = ()
    """Keys of facts whose answer can change this finding."""
    excludes: bool = False
    """Whether this finding puts the film outside the framework's scope."""
    details: tuple[object, ...] = ()
    """Rows behind the figure, e.g. the points table line by line."""


@dataclass(frozen=True, slots=True)
class PointsRow:
    """One row of a points table as it stands: what it can bring, what it surely brings, what is still open."""

    element: str
    title: str
    points: Fraction
    earned: Fraction
    open: Fraction
    holders: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    applies: bool = True


@dataclass(frozen=True)
class Verdict:
    """The answer of one framework for one plan on one day, with everything that led to it."""

    framework: str
    kind: str
    title: str
    short: str
    governs: bool
    certainty: str
    outcome: Outcome
    reason: Message
    findings: tuple[Finding, ...]
    caveats: tuple[str, ...] = ()

    def count(self, state: State) -> int:
        """Return how many findings stand in ``state``."""
        return sum(finding.state is state for finding in self.findings)


def outcome_of(findings: tuple[Finding, ...], *, legal_ground: bool, excluded: bool = False) -> Outcome:
    """Return the outcome, first that fits: scope excluded, not met, unknown, discretion, else official.

    Notices and duties never change it. Without ``legal_ground`` (funds, status tests) the eligible words are used.
    """
    states = {finding.state for finding in findings}
    if excluded or any(finding.excludes for finding in findings):
        outcome = Outcome.NOT_APPLICABLE
    elif State.NOT_MET in states:
        outcome = Outcome.NOT_OFFICIAL
    elif State.UNKNOWN in states:
        outcome = Outcome.UNDETERMINED
    elif State.DISCRETION in states:
        outcome = Outcome.OFFICIAL_WITH_CONSENT
    else:
        outcome = Outcome.OFFICIAL
    return outcome if legal_ground else _AS_ELIGIBLE.get(outcome, outcome)
