"""Terse builders of plans, frameworks and rules, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from coprod_desktop.domain.assessment import judge_rule
from coprod_desktop.domain.budget import Budget, Node
from coprod_desktop.domain.case import Case
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.frameworks import (
    Day,
    Evidence,
    Framework,
    Kind,
    Life,
    Membership,
    Party,
    Reservation,
    Rule,
    RuleBook,
    Use,
    Value,
)
from coprod_desktop.domain.frameworks import Source as Text
from coprod_desktop.domain.governing import Ground, find_ground
from coprod_desktop.domain.money import Money, Rate, RateSet
from coprod_desktop.domain.partners import Partner, PartnerRole
from coprod_desktop.domain.plan import Card, Contribution, Plan, Work
from coprod_desktop.domain.shares import Split
from coprod_desktop.domain.team import Place, RoleHolder
from coprod_desktop.domain.verdicts import Finding

DAY = date(2020, 6, 1)
LONG_AGO = date(1990, 1, 1)
CHECKED = date(2026, 11, 22)
TOTAL = 1_000_000_00


def eur(major: int | str) -> Money:
    """Return whole or decimal euros."""
    return Money(round(Fraction(major) * 100), "EUR")


def split(**weights: str | int) -> Split:
    """Return a split: ``split(fr="60", de="rest")``."""
    return Split.of(weights)


def rates(*triples: tuple[str, str, str]) -> RateSet:
    """Return a rate set of (currency, per, value) triples."""
    return RateSet(Rate(currency, per, Fraction(value)) for currency, per, value in triples)


# --- budget -----------------------------------------------------------------------------------------------


def root(**fields: object) -> Node:
    """Return the film's own row, id 0."""
    return Node(0, None, "", "", **fields)  # type: ignore[arg-type]


def section(node_id: int, parent: int = 0, **fields: object) -> Node:
    """Return a section."""
    return Node(node_id, parent, str(node_id), f"Section {node_id}", **fields)  # type: ignore[arg-type]


def line(node_id: int, minor: int | None, parent: int = 0, currency: str = "EUR", **fields: object) -> Node:
    """Return a line of ``minor`` cents; None stands for an amount whose rate is missing."""
    amount = Money(100 if minor is None else minor, currency)
    return Node(node_id, parent, str(node_id), f"Line {node_id}", amount, minor, **fields)  # type: ignore[arg-type]


def budget(*nodes: Node) -> Budget:
    """Return a budget; a bare film row is added where none is given."""
    return Budget.of(nodes if any(n.parent is None for n in nodes) else (root(), *nodes))


# --- plans ------------------------------------------------------------------------------------------------


def partners(names: Iterable[str], financial: Iterable[str] = ()) -> tuple[Partner, ...]:
    """Return partners named after their country, ``FR2`` a second French one; keys in small letters."""
    money_only = set(financial)
    return tuple(
        Partner(
            name.lower(),
            f"{name} Films",
            name[:2],
            PartnerRole.FINANCIAL if name in money_only else PartnerRole.CO_PRODUCER,
        )
        for name in names
    )


def film(
    shares: Mapping[str, str | int] | None = None,
    *,
    financial: Iterable[str] = (),
    total: int = TOTAL,
    spend: Mapping[str, str] | None = None,
    **fields: object,
) -> Plan:
    """Return a film of one line, paid by ``shares`` (name to percentage); what lacks to 100 stays open."""
    held = {"FR": "60", "DE": "40"} if shares is None else dict(shares)
    only = line(
        1,
        total,
        payer=Split.of({name.lower(): weight for name, weight in held.items()}),
        territory=None if spend is None else Split.of(dict(spend)),
    )
    values: dict[str, object] = {
        "card": Card("Film"),
        "on": DAY,
        "work": Work("fiction", ("cinema",), 100),
        "partners": partners(held, financial),
        "budget": budget(only),
        **fields,
    }
    return Plan(**values)  # type: ignore[arg-type]


def contributed(amounts: Mapping[str, Money], **fields: object) -> Plan:
    """Return a film known by its partners' contributions only."""
    return Plan(
        card=Card("Film"),
        on=DAY,
        partners=partners(amounts),
        contributions=tuple(Contribution(name.lower(), amount) for name, amount in amounts.items()),
        **fields,  # type: ignore[arg-type]
    )


def source(
    partner: str,
    amount: Money,
    status: Status = Status.CONFIRMED,
    *,
    letter: date | None = None,
    country: str = "",
    scheme: str = "",
    name: str = "",
) -> Source:
    """Return a source of finance on a partner's side."""
    return Source(name or f"{partner} source", partner, SourceType.PUBLIC, amount, status, country, scheme, letter)


def holder(role: str, *states: str, name: str = "", share: str | None = None, residence: str = "") -> RoleHolder:
    """Return somebody who holds a role, with their nationalities."""
    return RoleHolder(role, name, states, residence, share=None if share is None else Fraction(share))


def no_such(role: str) -> RoleHolder:
    """Return the mark of a function the film does not have."""
    return RoleHolder(role, none=True)


def place(kind: str, country: str, share: str | None = None) -> Place:
    """Return a place of work."""
    return Place(kind, country, None if share is None else Fraction(share))


# --- frameworks -------------------------------------------------------------------------------------------


def evidence(article: str | None = "6(1)", confidence: str = "T", where: str | None = None) -> Evidence:
    """Return the evidence of a figure."""
    return Evidence("s1", confidence, CHECKED, article, where)


def value(start: date | None = LONG_AGO, end: date | None = None, *, unknown: bool = False, **data: object) -> Value:
    """Return the figures of a rule from a day on."""
    return Value(start, end, data, evidence(), unknown)


def rule(
    shape: str,
    *values: Value,
    effect: str = "test",
    when: Mapping[str, object] | None = None,
    name: str = "rule",
    title: str = "Title",
    text: str = "Text",
    article: str = "6(1)",
    **options: object,
) -> Rule:
    """Return a rule; without values it holds one empty value."""
    return Rule(name, shape, title, text, effect, article, when or {}, options, values or (value(),))


def since(day: date, **events: object) -> Life:
    """Return the life of something in force since ``day``."""
    return Life(in_force=Day.on(day), evidence=evidence(), **events)  # type: ignore[arg-type]


def party(
    country: str,
    life: Life | None = None,
    *,
    maximum: str | None = None,
    sides: tuple[str, ...] = (),
    scope: str = "own",
) -> Party:
    """Return a party; ``maximum`` or ``sides`` give it a reservation on the finance-only band."""
    reservation = Reservation("finance_only_max", "9(1)(a)", "Own maximum.", evidence(), maximum, sides, scope)
    return Party(country, life, (reservation,) if maximum or sides else ())


OPEN = Life(in_force=Day(after=LONG_AGO))
"""A membership of which the day of entry is not known."""
PRESUMED = Life(in_force=Day(after=LONG_AGO, by=date(2030, 1, 1)))
"""A membership of which a source shows that it came, but not when."""
NOT_YET = Life(in_force=Day.on(date(2040, 1, 1)))


def framework(
    name: str = "treaty",
    parties: Iterable[str | Party] = ("FR", "DE"),
    *rules_: Rule,
    kind: Kind = Kind.CONVENTION,
    life: Life | None = None,
    use: Use | None = None,
    **fields: object,
) -> Framework:
    """Return an instrument in force for long; conventions are usable by two Parties and more."""
    members = [Party(p) if isinstance(p, str) else p for p in parties]
    if use is None:
        use = Use(bilateral="always") if kind is Kind.BILATERAL else Use("where no treaty", 2)
    values: dict[str, object] = {
        "id": name,
        "kind": kind,
        "title": f"The {name}",
        "short": name.upper(),
        "media": ("cinema",),
        "life": life or since(LONG_AGO),
        "parties": {p.country: p for p in members},
        "rules": rules_,
        "sources": {"s1": Text("s1", "Source", "https://example.org", "T")},
        "use": use,
        **fields,
    }
    return Framework(**values)  # type: ignore[arg-type]


def bilateral(name: str, one: str, other: str, *rules_: Rule, **fields: object) -> Framework:
    """Return a bilateral agreement in force between two States."""
    return framework(name, (one, other), *rules_, kind=Kind.BILATERAL, **fields)  # type: ignore[arg-type]


def book(*frameworks: Framework, europe: Iterable[str] = (), **groups: Mapping[str, Membership]) -> RuleBook:
    """Return a library; ``europe`` fills the group of that name."""
    grouped: dict[str, Mapping[str, Membership]] = {"europe": {c: Membership() for c in europe}, **groups}
    return RuleBook({f.id: f for f in frameworks}, groups=grouped)


def case(
    plan: Plan,
    target: Framework,
    *others: Framework,
    on: date = DAY,
    europe: Iterable[str] = (),
    **groups: object,
) -> Case:
    """Return a plan before a framework."""
    library = book(target, *others, europe=europe, **groups)  # type: ignore[arg-type]
    return Case(plan, target, library, on, find_ground(library, plan.countries, on, plan.work.media))


def case_under(plan: Plan, target: Framework, governing: tuple[str, ...] = (), maybe: tuple[str, ...] = ()) -> Case:
    """Return a case whose legal ground is given, not computed."""
    return Case(plan, target, book(target), DAY, Ground(plan.countries, DAY, governing, maybe, ()))


def findings(
    one: Rule, plan: Plan, parties: Iterable[str | Party] = ("FR", "DE"), **more: object
) -> tuple[Finding, ...]:
    """Return what one rule finds in a plan before a convention of ``parties``."""
    return judge_rule(one, case(plan, framework("treaty", parties, one, authorities={"FR": "CNC"}), **more))  # type: ignore[arg-type]


def states(found: Iterable[Finding]) -> list[str]:
    """Return the states of findings as texts."""
    return [f.state.value for f in found]
