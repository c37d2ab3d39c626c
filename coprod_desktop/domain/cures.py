"""What would cure a finding, asked for when it is shown. Every cure with a figure is tried before it is offered.

A cure is one change a producer can make: move money between countries, engage somebody, file earlier, answer a
question. It is offered only where the finding is met (or can be waived no more) in the plan changed that way; what else
the change turns is said with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from coprod_desktop.domain.assessment import Assessment, assess
from coprod_desktop.domain.frameworks import Rule, RuleBook, Truth
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.rules.lead_time import deadline
from coprod_desktop.domain.team import Place, RoleHolder
from coprod_desktop.domain.verdicts import (
    Country,
    Finding,
    Limit,
    Listing,
    Message,
    Outcome,
    PointsRow,
    State,
    message,
)

OPEN_STATES = (State.NOT_MET, State.DISCRETION, State.UNKNOWN)
"""Findings worth a cure; the others hurt nobody."""
_DAYS_TRIED = 8


@dataclass(frozen=True, slots=True)
class Turn:
    """One verdict that a change turns."""

    framework: str
    short: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Cure:
    """One change that cures a finding, in words, and the verdicts it turns (empty where it was not tried)."""

    text: Message
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class _Bench:
    """One finding of an assessment, and the library to try changes with."""

    finding: Finding
    framework: str
    given: Assessment
    book: RuleBook

    @property
    def plan(self) -> Plan:
        return self.given.plan

    @property
    def rule(self) -> Rule | None:
        """The rule of the finding, None for findings no rule file names (scope, terms)."""
        rules = self.book.frameworks[self.framework].rules
        return next((rule for rule in rules if rule.id == self.finding.rule), None)

    def inside(self) -> tuple[str, ...]:
        """The co-producing countries bound by the framework."""
        framework = self.book.frameworks[self.framework]
        bound = (Truth.YES, Truth.PRESUMED)
        return tuple(c for c in self.plan.countries if framework.bound(c, self.given.on) in bound)

    def tried(self, plan: Plan) -> tuple[Turn, ...] | None:
        """Return what ``plan`` turns; None where it does not cure the finding, or makes another of its framework worse."""
        (verdict,) = assess(plan, self.book, self.given.on, [self.framework]).verdicts
        before = self.given.verdict(self.framework)
        after = {_name(f): f for f in verdict.findings}
        cured = after.get(_name(self.finding))
        if before is None or (cured is not None and cured.state in OPEN_STATES):
            return None
        failed = {_name(f): f for f in before.findings if f.state is State.NOT_MET}
        for name, finding in after.items():
            if finding.state is State.NOT_MET and _worse(finding, failed.get(name)):
                return None
        return turns(self.given, plan, self.book)


def _name(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.country, finding.partner, finding.unit


def _worse(now: Finding, before: Finding | None) -> bool:
    if before is None:
        return True
    return now.margin is not None and before.margin is not None and now.margin < before.margin


def turns(given: Assessment, plan: Plan, book: RuleBook) -> tuple[Turn, ...]:
    """Return the verdicts of an assessment that another state of its plan would turn."""
    changed = assess(plan, book, given.on, [v.framework for v in given.verdicts])
    pairs = zip(given.verdicts, changed.verdicts, strict=True)
    return tuple(Turn(a.framework, a.short, a.outcome, b.outcome) for a, b in pairs if a.outcome is not b.outcome)


def cures(finding: Finding, framework: str, given: Assessment, book: RuleBook) -> tuple[Cure, ...]:
    """Return what would cure a finding of ``framework``, best first; empty where nothing is known to."""
    if finding.state not in OPEN_STATES:
        return ()
    bench = _Bench(finding, framework, given, book)
    if finding.asks:
        ask = book.questions[finding.asks[0]].ask
        if finding.state is State.UNKNOWN:
            return (Cure(message("Answer the question: {question}", question=ask)),)
        return ()
    cure = _BY_SHAPE.get(finding.shape)
    return () if cure is None else tuple(cure(bench))


# --- money ------------------------------------------------------------------------------------------------------------


def _shares(bench: _Bench) -> Iterator[Cure]:
    """Move as much of the cost as lacks, to the cent, from or to the country with most room."""
    finding, plan = bench.finding, bench.plan
    if finding.state is State.UNKNOWN:
        yield from _open_part(bench)
        return
    if not isinstance(finding.limit, Limit) or finding.margin is None or plan.total is None:
        return
    lacking = -finding.margin / 100 * plan.total.minor
    outside = {c for c in plan.countries if c not in bench.inside()}
    if finding.country is None:
        takers, givers = [c for c in plan.countries if c not in outside], sorted(outside)
    elif finding.limit.low is not None and Fraction(str(finding.measured)) < finding.limit.low:
        takers, givers = [finding.country], [c for c in plan.countries if c != finding.country]
    else:
        takers, givers = [c for c in plan.countries if c != finding.country], [finding.country]
    amount = ceil(lacking)
    ways = sorted(
        ((giver, taker) for giver in givers for taker in takers),
        key=lambda way: (-_part(plan, way[0]), _part(plan, way[1])),
    )
    for giver, taker in ways:
        if _part(plan, giver) < amount:
            continue
        found = bench.tried(_moved(plan, amount, giver, taker))
        if found is not None:
            text = message(
                "Move {amount} of the cost from {giver} to {taker}.",
                amount=Money(amount, plan.currency),
                giver=Country(giver),
                taker=Country(taker),
            )
            yield Cure(text, found)


def _open_part(bench: _Bench) -> Iterator[Cure]:
    """While part of the cost is not allocated: the least of it that settles the share, else that it be allocated."""
    finding, plan = bench.finding, bench.plan
    if plan.total is None or not plan.unallocated:
        return
    if finding.country is not None and isinstance(finding.limit, Limit) and (finding.margin or 0) < 0:
        amount = ceil(-(finding.margin or Fraction(0)) / 100 * plan.total.minor)
        found = bench.tried(_moved(plan, amount, None, finding.country))
        if found is not None:
            text = message(
                "Let {country} cover {amount} of the cost that is still open.",
                country=Country(finding.country),
                amount=Money(amount, plan.currency),
            )
            yield Cure(text, found)
            return
    open_part = Money(ceil(plan.unallocated), plan.currency)
    yield Cure(message("Say who covers the part of the cost that is still open: {amount}.", amount=open_part))


def _part(plan: Plan, country: str) -> Fraction:
    amounts = plan.partner_amounts or {}
    return sum((amounts.get(p.key, Fraction(0)) for p in plan.partners_in(country)), Fraction(0))


def _moved(plan: Plan, amount: int, giver: str | None, taker: str) -> Plan:
    """Return the plan with ``amount`` moved between the largest co-producers of two countries (None: the open part)."""
    amounts = dict(plan.partner_amounts or {})

    def largest(country: str) -> str:
        return max(plan.partners_in(country), key=lambda p: amounts.get(p.key, Fraction(0))).key

    into = largest(taker)
    amounts[into] = amounts.get(into, Fraction(0)) + amount
    unallocated = plan.unallocated
    if giver is None:
        unallocated -= amount
    else:
        source = largest(giver)
        amounts[source] = amounts.get(source, Fraction(0)) - amount
    return plan.supposing(amounts, unallocated)


def _confirmed(bench: _Bench) -> Iterator[Cure]:
    finding = bench.finding
    if finding.state is State.NOT_MET and finding.margin_money is not None and finding.country is not None:
        yield Cure(
            message(
                "Have {amount} more confirmed in writing on the side of {country}, dated {day} or before.",
                amount=Money(-finding.margin_money.minor, finding.margin_money.currency),
                country=Country(finding.country),
                day=bench.given.on,
            )
        )
    elif finding.state is State.UNKNOWN:
        yield Cure(message("Enter the sources of finance with their status and the day of their letters."))


def _less_money(bench: _Bench) -> Iterator[Cure]:
    finding = bench.finding
    if finding.state is not State.UNKNOWN and finding.margin_money is not None:
        amount = Money(-finding.margin_money.minor, finding.margin_money.currency)
        if finding.shape in ("support_cap", "aid_intensity"):
            yield Cure(message("Ask for {amount} less.", amount=amount))
        elif finding.country is not None:
            yield Cure(
                message(
                    "Replace {amount} of the money from {country}.", amount=amount, country=Country(finding.country)
                )
            )
        else:
            yield Cure(message("Replace {amount} of the money from outside.", amount=amount))


# --- people and places ------------------------------------------------------------------------------------------------


def _points(bench: _Bench) -> Iterator[Cure]:
    """Name the roles and places that, held by nationals or residents of a bound country, reach the threshold."""
    rule, countries = bench.rule, bench.inside()
    if rule is None or not countries:
        return
    option = rule.options.get("rows")
    raw_rows: Sequence[Mapping[str, object]] = option if isinstance(option, list | tuple) else ()
    stands = {row.element: row for row in bench.finding.details if isinstance(row, PointsRow)}
    candidates: list[tuple[Fraction, str, Plan]] = []
    for raw in raw_rows:
        row = stands.get(str(raw["element"]))
        if row is None or not row.applies or row.earned >= row.points or "fact" in raw:
            continue
        candidates.append((row.points - row.earned, row.title, _filled(bench.plan, raw, countries[0])))
    alone = [(gain, title, plan) for gain, title, plan in candidates if bench.tried(plan) is not None]
    admitted = Listing(tuple(Country(c) for c in countries))
    if alone:
        titles = Listing(tuple(title for _, title, _ in alone))
        yield Cure(
            message("One of these from {countries} is enough: {roles}.", countries=admitted, roles=titles),
            bench.tried(alone[0][2]) or (),
        )
        return
    plan, taken = bench.plan, []
    for _, title, _ in sorted(candidates, key=lambda c: -c[0]):
        raw = next(r for r in raw_rows if str(r.get("title", r["element"])) == title)
        plan = _filled(plan, raw, countries[0])
        taken.append(title)
        found = bench.tried(plan)
        if found is not None:
            yield Cure(
                message(
                    "These together, from {countries}, are enough: {roles}.",
                    countries=admitted,
                    roles=Listing(tuple(taken)),
                ),
                found,
            )
            return


def _filled(plan: Plan, raw: Mapping[str, object], country: str) -> Plan:
    """Return the plan with the first role or place of a points row held in ``country``."""
    roles, places = raw.get("roles"), raw.get("places")
    if isinstance(roles, list | tuple) and roles:
        return with_role(plan, str(roles[0]), country)
    kind = str(places[0]) if isinstance(places, list | tuple) and places else ""
    kept = tuple(p for p in plan.places if p.kind != kind)
    return replace(plan, places=(*kept, Place(kind, country)))


def with_role(plan: Plan, role: str, country: str) -> Plan:
    """Return the plan with ``role`` held by one national of ``country``."""
    kept = tuple(h for h in plan.roles if h.role != role)
    return replace(plan, roles=(*kept, RoleHolder(role, nationality=(country,))))


def _staffing(bench: _Bench) -> Iterator[Cure]:
    finding = bench.finding
    missing = finding.message.parameters.get("missing")
    if finding.country is not None and missing:
        yield Cure(message("Engage from {country}: {missing}.", country=Country(finding.country), missing=missing))


def _nationality(bench: _Bench) -> Iterator[Cure]:
    people = bench.finding.message.parameters.get("people")
    if people:
        yield Cure(
            message("Engage others, of the nationality or residence asked for, in place of: {people}.", people=people)
        )
    elif bench.finding.state is State.UNKNOWN:
        yield Cure(message("Enter nationality or residence of every key role."))


# --- days and scope ---------------------------------------------------------------------------------------------------


def _lead_time(bench: _Bench) -> Iterator[Cure]:
    """File by the last day, or begin later: the first day of shooting that leaves the time asked for."""
    finding, dates = bench.finding, bench.plan.dates
    rule = bench.rule
    milestone = str(rule.options.get("before", "shooting")) if rule else "shooting"
    filed, start = dates.get("application"), dates.get(milestone)
    if filed is None or start is None or finding.margin is None:
        yield Cure(message("Enter the day of application and the first day of shooting."))
        return
    latest = finding.message.parameters.get("latest")
    if isinstance(latest, date) and latest >= bench.given.on:
        yield Cure(message("File by {latest}.", latest=latest))
    if milestone != "shooting":
        return
    value = rule.value_on(bench.given.on) if rule else None
    begin, last = start, start + timedelta(days=int(-finding.margin) + _DAYS_TRIED)
    # Calendar months differ in length: the first day that is enough is found by counting back from each.
    while value is not None and begin < last and deadline(value, begin) < filed:
        begin += timedelta(days=1)
    found = bench.tried(replace(bench.plan, dates={**dates, milestone: begin}))
    if found is not None:
        yield Cure(message("Begin shooting on {day} or later.", day=begin), found)


def _scope(bench: _Bench) -> Iterator[Cure]:
    finding = bench.finding
    if finding.margin is not None and finding.margin < 0 and isinstance(finding.limit, Limit):
        minutes = finding.limit.low
        yield Cure(message("It would have to be {minutes} minutes long or longer.", minutes=minutes))


_BY_SHAPE: Mapping[str, Callable[[_Bench], Iterator[Cure]]] = {
    "share_range": _shares,
    "third_party": _shares,
    "confirmed_finance": _confirmed,
    "support_cap": _less_money,
    "aid_intensity": _less_money,
    "finance_from_outside": _less_money,
    "points_test": _points,
    "staffing": _staffing,
    "nationality": _nationality,
    "lead_time": _lead_time,
    "scope": _scope,
}
