"""Worked examples of single limits, in short form: one file per instrument, one row on and one beyond each limit.

A row names the ``rule``, the day ``on``, the ``shares`` of a plan (percent by country), the ``side`` (``on`` a limit
exactly, or just ``beyond`` it) and the ``state`` expected of the finding there. Where the rule needs it: ``cost`` and
``currency``, ``finance_only`` countries, ``days`` from application to shooting (or both dates), the ``rate`` of the
currency in which the rule states a cost (units per euro).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from coprod_desktop.domain.assessment import assess
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.domain.money import Money, Rate, RateSet
from coprod_desktop.domain.partners import Partner, PartnerRole
from coprod_desktop.domain.plan import Card, Contribution, Plan, Work
from coprod_desktop.domain.verdicts import Finding

FOLDER = Path(__file__).parent / "limits"
KEYS = {"rule", "on", "shares", "side", "state"}
MAY = {"cost", "currency", "finance_only", "days", "application", "shooting", "rate", "kind", "medium"}


def rows_of(path: Path) -> list[Mapping[str, Any]]:
    """Return the rows of a file; raises on a key that nobody reads."""
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    rows: list[Mapping[str, Any]] = data.pop("case")
    for row in rows:
        if data or KEYS - row.keys() or row.keys() - KEYS - MAY:
            raise ValueError(f"{path.name}: keys of {dict(row)}")
    return rows


def plan_of(row: Mapping[str, Any], framework_id: str, book: RuleBook) -> Plan:
    """Return the bare plan of a row: partners with contributions, two dates, perhaps a rate."""
    framework = book.frameworks[framework_id]
    currency = row.get("currency", "EUR")
    cost = Fraction(Decimal(row.get("cost", "1000000.00"))) * 100
    only = row.get("finance_only", ())
    partners, contributions = [], []
    for country, percent in row["shares"].items():
        role = PartnerRole.FINANCIAL if country in only else PartnerRole.CO_PRODUCER
        partners.append(Partner(country.lower(), "", country, role))
        minor = cost * Fraction(percent) / 100
        if minor.denominator != 1:
            raise ValueError(f"{framework_id}: {percent} % of the cost is no whole number of cents")
        contributions.append(Contribution(country.lower(), Money(int(minor), currency)))
    dates = {key: row[key] for key in ("application", "shooting") if key in row}
    if "days" in row:
        dates = {"application": row["on"], "shooting": row["on"] + timedelta(days=row["days"])}
    rule = next(r for r in framework.rules if r.id == row["rule"])
    limit = next(
        (rule.when[key] for key in ("cost_over", "cost_up_to", "cost_from", "cost_below") if key in rule.when), None
    )
    rates = RateSet(())
    if "rate" in row:
        assert isinstance(limit, Mapping)
        rates = RateSet([Rate(str(limit["currency"]), "EUR", Fraction(row["rate"]))])
    return Plan(
        card=Card("Worked example"),
        on=row["on"],
        work=Work(row.get("kind", "fiction"), (row.get("medium", framework.media[0]),), 100),
        currency=currency,
        dates=dates,
        partners=tuple(partners),
        contributions=tuple(contributions),
        rates=rates,
    )


def findings_of(row: Mapping[str, Any], framework_id: str, book: RuleBook) -> list[Finding]:
    """Return what the program finds for the row's rule."""
    on: date = row["on"]
    given = assess(plan_of(row, framework_id, book), book, on, (framework_id,))
    (verdict,) = given.verdicts
    return [f for f in verdict.findings if f.rule == row["rule"]]


def fault_of(row: Mapping[str, Any], framework_id: str, book: RuleBook) -> str | None:
    """Return what differs from the row, None when it holds."""
    if row["rule"] not in [r.id for r in book.frameworks[framework_id].rules]:
        return "no such rule"
    found = findings_of(row, framework_id, book)
    told = [(f.country, f.state.value, None if f.margin is None else str(f.margin)) for f in found]
    if row["side"] == "on":
        hit = [f for f in found if f.margin == 0]
    elif row["side"] == "beyond":
        hit = [f for f in found if f.margin is not None and f.margin < 0]
    else:
        return f"side “{row['side']}” is not known"
    if not hit:
        return f"nothing stands {row['side']} a limit; found {told}"
    wrong = [f for f in hit if f.state.value != row["state"]]
    return f"expected {row['state']}, found {told}" if wrong else None


def check_file(path: Path, book: RuleBook) -> list[str]:
    """Return one line per row of a file that does not hold."""
    faults = []
    for number, row in enumerate(rows_of(path), start=1):
        fault = fault_of(row, path.stem, book)
        if fault:
            faults.append(f"row {number} ({row['rule']}): {fault}")
    return faults
