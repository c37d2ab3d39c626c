"""Rows to values: a scenario's rows as a frozen Plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlite_utils import Database

from coprod_desktop.domain.budget import Budget, Node
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.money import Money, Rate, RateSet
from coprod_desktop.domain.partners import Contact, Partner, PartnerRole
from coprod_desktop.domain.plan import Card, Contribution, FactValue, ImportRecord, Plan, Work
from coprod_desktop.domain.shares import Split
from coprod_desktop.domain.team import Place, RoleHolder

_NODE_COLUMNS = "n, parent, code, title, minor, currency, note, rank, hex(origin)"


class Splits:
    """Splits of equal weights shared as one object, so that thousands of rows cost few."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[str, str], ...], Split] = {}

    def get(self, weights: Sequence[tuple[str, str]]) -> Split:
        """Return the one Split of these weights."""
        key = tuple(weights)
        split = self._known.get(key)
        if split is None:
            split = self._known[key] = Split(key)
        return split


def read_plan(db: Database, scenario: int, splits: Splits) -> Plan:
    """Return the whole plan of a scenario."""
    plan = read_rest(db, scenario)
    budget = read_budget(db, scenario, plan.rates, plan.currency, splits)
    return with_budget(plan, budget)


def with_budget(plan: Plan, budget: Budget | None) -> Plan:
    """Return ``plan`` with a budget."""
    return replace(plan, budget=budget)


def read_rest(db: Database, scenario: int) -> Plan:
    """Return everything of a plan but its budget."""
    row = db.execute(
        "SELECT s.project, s.title, s.currency, s.asked_on, p.title, p.original_title, p.other_titles, p.logline, "
        "p.synopsis_short, p.synopsis_long, p.company, p.kind, p.media, p.minutes, p.languages, p.genre, hex(p.id) "
        "FROM scenario s JOIN project p ON p.n = s.project WHERE s.n = ?",
        [scenario],
    ).fetchone()
    currency = row[2]
    rates = RateSet(
        Rate(c, per, Fraction(value), _day(day), source)
        for c, per, value, day, source in db.execute(
            "SELECT currency, per, value, day, source FROM rate WHERE scenario = ? ORDER BY currency, per", [scenario]
        ).fetchall()
    )
    partners = tuple(
        Partner(key, company, country, PartnerRole(role), n, contact, rank)
        for n, key, company, country, role, contact, rank in db.execute(
            "SELECT n, key, company, country, role, contact, rank FROM partner WHERE scenario = ? ORDER BY rank, n",
            [scenario],
        ).fetchall()
    )
    sources = tuple(
        Source(
            name,
            partner,
            SourceType(kind),
            Money(minor, cur),
            Status(status),
            country,
            scheme,
            _day(letter),
            note,
            n,
            rank,
        )
        for n, name, partner, kind, minor, cur, status, country, scheme, letter, note, rank in db.execute(
            "SELECT n, name, partner, type, minor, currency, status, country, scheme, letter, note, rank FROM source "
            "WHERE scenario = ? ORDER BY rank, n",
            [scenario],
        ).fetchall()
    )
    contributions = tuple(
        Contribution(partner, Money(minor, cur))
        for partner, minor, cur in db.execute(
            "SELECT partner, minor, currency FROM contribution WHERE scenario = ? ORDER BY rank, n", [scenario]
        ).fetchall()
    )
    record = db.execute(
        "SELECT file, sha256, sheet, total, stated, skipped, mapping FROM imported WHERE scenario = ?", [scenario]
    ).fetchone()
    return Plan(
        card=Card(*row[4:11]),
        currency=currency,
        on=_day(row[3]),
        work=Work(row[11], _list(row[12]), row[13], _list(row[14]), row[15]),
        dates={
            k: date.fromisoformat(d)
            for k, d in db.execute("SELECT key, day FROM milestone WHERE scenario = ?", [scenario]).fetchall()
        },
        facts={
            k: fact_value(kind, value)
            for k, kind, value in db.execute(
                "SELECT key, type, value FROM fact WHERE scenario = ? ORDER BY key", [scenario]
            ).fetchall()
        },
        rates=rates,
        partners=partners,
        contributions=contributions,
        sources=sources or None,
        roles=_roles(db, scenario),
        places=tuple(
            Place(kind, country, None if share is None else Fraction(share), place)
            for kind, place, country, share in db.execute(
                "SELECT kind, place, country, share FROM place WHERE scenario = ? ORDER BY kind, place", [scenario]
            ).fetchall()
        ),
        contacts=_linked_contacts(db, partners),
        imported=ImportRecord(*record) if record else None,
        scenario=row[1],
        project_id=row[0],
        scenario_id=scenario,
        project_key=row[16].lower(),
    )


def _roles(db: Database, scenario: int) -> tuple[RoleHolder, ...]:
    rows = db.execute(
        "SELECT role, place, name, nationality, residence, since, days, share, none, contact FROM role WHERE scenario = ? "
        "ORDER BY position, role, place",
        [scenario],
    ).fetchall()
    return tuple(
        RoleHolder(
            role,
            name,
            _list(nationality),
            residence,
            _day(since),
            days,
            None if share is None else Fraction(share),
            bool(none),
            contact,
            place,
        )
        for role, place, name, nationality, residence, since, days, share, none, contact in rows
    )


def _linked_contacts(db: Database, partners: Sequence[Partner]) -> tuple[Contact, ...]:
    wanted = sorted({p.contact for p in partners if p.contact is not None})
    if not wanted:
        return ()
    marks = ", ".join("?" for _ in wanted)
    return read_contacts(db, f"n IN ({marks}) OR company IN ({marks})", [*wanted, *wanted])


def read_contacts(db: Database, where: str = "1", values: Sequence[object] = ()) -> tuple[Contact, ...]:
    """Return contacts by a condition made in this room, companies and people alike."""
    rows = db.execute(
        "SELECT n, kind, name, latin, role, country, city, address, email, phone, job, nationality, tags, note, company, "
        f"hex(origin) FROM contact WHERE {where} ORDER BY n",
        list(values),
    ).fetchall()
    return tuple(Contact(*row) for row in rows)


def read_budget(db: Database, scenario: int, rates: RateSet, currency: str, splits: Splits) -> Budget | None:
    """Return the budget tree of a scenario, None when it has no rows at all."""
    weights: dict[int, dict[str, list[tuple[str, str]]]] = {}
    for node, axis, key, weight in db.execute(
        "SELECT s.node, s.axis, s.key, s.weight FROM split s JOIN node n ON n.n = s.node WHERE n.scenario = ? "
        "ORDER BY s.node, s.axis, s.position",
        [scenario],
    ).fetchall():
        weights.setdefault(node, {}).setdefault(axis, []).append((key, weight))
    rows = db.execute(
        f"SELECT {_NODE_COLUMNS} FROM node WHERE scenario = ? ORDER BY rank, n",
        [scenario],
    ).fetchall()
    nodes = [_node(row, weights.get(row[0], {}), rates, currency, splits) for row in rows]
    return Budget.of(nodes) if nodes else None


def read_nodes(db: Database, ids: Iterable[int], rates: RateSet, currency: str, splits: Splits) -> list[Node]:
    """Return single rows of the budget anew."""
    nodes = []
    for node_id in ids:
        row = db.execute(f"SELECT {_NODE_COLUMNS} FROM node WHERE n = ?", [node_id]).fetchone()
        weights: dict[str, list[tuple[str, str]]] = {}
        for axis, key, weight in db.execute(
            "SELECT axis, key, weight FROM split WHERE node = ? ORDER BY axis, position", [node_id]
        ).fetchall():
            weights.setdefault(axis, []).append((key, weight))
        nodes.append(_node(row, weights, rates, currency, splits))
    return nodes


def _node(
    row: Sequence[object],
    weights: dict[str, list[tuple[str, str]]],
    rates: RateSet,
    currency: str,
    splits: Splits,
) -> Node:
    n, parent, code, title, minor, own, note, rank, origin = row
    amount = None if minor is None else Money(int(str(minor)), str(own))
    converted = None if amount is None else rates.convert(amount, currency)
    return Node(
        int(str(n)),
        None if parent is None else int(str(parent)),
        str(code),
        str(title),
        amount,
        None if converted is None else converted.minor,
        splits.get(weights["payer"]) if "payer" in weights else None,
        splits.get(weights["territory"]) if "territory" in weights else None,
        splits.get(weights["supplier"]) if "supplier" in weights else None,
        str(note),
        str(rank),
        str(origin),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,;]\s*", text) if part)


def fact_value(kind: str, value: str) -> FactValue:
    """Return a stored answer in its type."""
    if kind == "bool":
        return value == "1"
    if kind == "number":
        return Fraction(value)
    if kind == "money":
        minor, _, currency = value.partition(" ")
        return Money(int(minor), currency)
    return date.fromisoformat(value) if kind == "date" else value


def fact_row(value: FactValue) -> tuple[str, str]:
    """Return an answer as (type, text) to be stored."""
    if isinstance(value, bool):
        return "bool", "1" if value else "0"
    if isinstance(value, Fraction):
        return "number", str(value)
    if isinstance(value, Money):
        return "money", f"{value.minor} {value.currency}"
    return ("date", value.isoformat()) if isinstance(value, date) else ("text", str(value))
