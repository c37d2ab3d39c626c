"""The answers of the product as plain data: what ``coprod --json`` prints and scripts rely on (FORMATS section 2)."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from coprod_desktop.domain.assessment import Assessment, asked_by, questions_that_matter
from coprod_desktop.domain.changes import day_changes, role_changes
from coprod_desktop.domain.cures import cures
from coprod_desktop.domain.frameworks import Day, Framework, RuleBook
from coprod_desktop.domain.governing import Standpoint, find_ground
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import FactValue, Plan
from coprod_desktop.domain.shares import percent_digits
from coprod_desktop.domain.verdicts import Finding, Limit, Outcome, Unit, Verdict
from coprod_desktop.errors import NotFound
from coprod_desktop.library import coverage
from coprod_desktop.wording import Words

Json = dict[str, Any]


def iso(day: date | None) -> str | None:
    """Return an ISO date or None."""
    return None if day is None else day.isoformat()


def framework_named(book: RuleBook, name: str) -> Framework:
    """Return the framework of that id; raises NotFound naming the nearest."""
    found = book.frameworks.get(name)
    if found is None:
        near = difflib.get_close_matches(name, book.frameworks, n=3)
        raise NotFound(
            f"There is no framework “{name}” in the library.",
            f"Did you mean {' or '.join(near)}?" if near else "List them with: coprod treaties COUNTRY COUNTRY.",
        )
    return found


def treaties(book: RuleBook, countries: Sequence[str], on: date, media: Sequence[str], words: Words) -> Json:
    """Return which instruments apply between ``countries`` on a day, which governs, and why."""
    ground = find_ground(book, countries, on, media)
    return {
        "countries": list(countries),
        "on": iso(on),
        "medium": media[0] if media else None,
        "governing": list(ground.governing),
        "maybe": list(ground.maybe),
        "frameworks": [_standpoint(p, words) for p in ground.standpoints],
    }


def _standpoint(point: Standpoint, words: Words) -> Json:
    framework = point.framework
    return {
        "id": framework.id,
        "kind": framework.kind.value,
        "title": framework.title,
        "reference": framework.reference or None,
        "status": point.status.value,
        "since": iso(point.since),
        "until": iso(point.until),
        "certainty": point.certainty.value,
        "governs": point.governs,
        "reason": words.say(point.reason),
        "signed": _day(framework.life.signed),
        "sources": [{"id": s.id, "title": s.title, "url": s.url, "kind": s.kind} for s in framework.sources.values()],
        "caveats": [words(c) for c in framework.caveats],
    }


def _day(day: Day | None) -> object:
    if day is None:
        return None
    return iso(day.exact) if day.exact else {"after": iso(day.after), "by": iso(day.by)}


def show(framework: Framework, on: date | None, words: Words) -> Json:
    """Return an instrument with every rule, its value on a day (all values without one), article and source."""
    standing = framework.life.standing(on) if on else None
    rules = []
    for rule in framework.rules:
        chosen = rule.values if on is None else tuple(v for v in (rule.value_on(on),) if v is not None)
        rules.append(
            {
                "id": rule.id,
                "shape": rule.shape,
                "title": words(rule.title),
                "text": words(rule.text),
                "article": rule.article,
                "effect": rule.effect,
                "when": plain(rule.when),
                **{key: plain(value) for key, value in rule.options.items()},
                "values": [
                    {
                        "from": iso(v.start),
                        "to": iso(v.end),
                        **{key: plain(value) for key, value in v.data.items()},
                        "unknown": v.unknown,
                        "conflict": v.conflict or None,
                        "derived": list(v.derived),
                        "source": v.evidence.source,
                        "confidence": v.evidence.confidence,
                        "checked": iso(v.evidence.checked),
                        "where": v.evidence.where,
                    }
                    for v in chosen
                ],
            }
        )
    return {
        "id": framework.id,
        "kind": framework.kind.value,
        "title": framework.title,
        "reference": framework.reference or None,
        "media": list(framework.media),
        "on": iso(on),
        "status": standing[0].value if standing else None,
        "certainty": standing[1].value if standing else None,
        "life": {
            "signed": _day(framework.life.signed),
            "in_force": _day(framework.life.in_force),
            "provisional": _day(framework.life.provisional),
            "ended": _day(framework.life.ended),
        },
        "parties": {
            code: {
                "bound": framework.bound(code, on).value if on else None,
                "in_force": _day(party.life.in_force) if party.life else None,
                "ended": _day(party.life.ended) if party.life else None,
                "reservations": [
                    {"topic": r.topic, "article": r.article, "text": r.text, "max": r.maximum}
                    for r in party.reservations
                ],
            }
            for code, party in framework.parties.items()
        },
        "authorities": dict(framework.authorities),
        "rules": rules,
        "caveats": [words(c) for c in framework.caveats],
        "sources": [{"id": s.id, "title": s.title, "url": s.url, "kind": s.kind} for s in framework.sources.values()],
    }


def plain(value: object) -> Any:
    """Return a value of a rule file as JSON can carry it: dates ISO, numbers as text where they are decimals."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def check(assessment: Assessment, book: RuleBook, words: Words) -> Json:
    """Return every verdict of a plan on a day, finding by finding, each with what would cure it."""
    plan = assessment.plan
    total = plan.total
    return {
        "on": iso(assessment.on),
        "total": None if total is None else {"amount": total.plain(), "currency": total.currency},
        "shares": shares(plan),
        "governing": list(assessment.ground.governing),
        "maybe": list(assessment.ground.maybe),
        "verdicts": [_verdict(v, assessment, book, words) for v in assessment.verdicts],
    }


def shares(plan: Plan) -> dict[str, str | None]:
    """Return each partner's share in per cent, rounded half-even to two places; None while it cannot be computed."""
    result: dict[str, str | None] = {}
    for partner in plan.partners:
        share = plan.share(partner.key)
        result[partner.key] = None if share is None else two_places(share.low * 100)
    return result


def two_places(value: Fraction) -> str:
    """Return a number with two decimal places, half-even."""
    return f"{Decimal(round(value * 100)).scaleb(-2):f}"


def _verdict(verdict: Verdict, assessment: Assessment, book: RuleBook, words: Words) -> Json:
    return {
        "framework": verdict.framework,
        "title": words(verdict.title),
        "governs": verdict.governs,
        "certainty": verdict.certainty,
        "outcome": verdict.outcome.value,
        "reason": words.say(verdict.reason),
        "findings": [
            {
                **_finding(f, words, assessment.plan.currency),
                "cures": [words.say(c.text) for c in cures(f, verdict.framework, assessment, book)],
            }
            for f in verdict.findings
        ],
        "caveats": [words(c) for c in verdict.caveats],
    }


def _finding(finding: Finding, words: Words, currency: str) -> Json:
    return {
        "rule": finding.rule,
        "shape": finding.shape,
        "title": words(finding.title),
        "article": finding.article,
        "where": finding.where,
        "state": finding.state.value,
        "partner": finding.partner,
        "country": finding.country,
        "measured": bare(finding.measured, finding.unit),
        "limit": bare_limit(finding.limit),
        "unit": unit_name(finding, currency),
        "margin": None if finding.margin is None else bare(finding.margin, finding.unit),
        "margin_money": None if finding.margin_money is None else finding.margin_money.plain(),
        "waiver_by": finding.waiver_by,
        "confidence": finding.confidence,
        "source": finding.source,
        "text": words.say(finding.message),
    }


def unit_name(finding: Finding, currency: str) -> str | None:
    """Return the unit's name in machine output; money names its currency."""
    if finding.unit is None:
        return None
    if finding.unit is Unit.MINUTES:
        return Unit.COUNT.value
    return f"money:{finding.currency or currency}" if finding.unit is Unit.MONEY else finding.unit.value


def bare(value: Fraction | bool | str | None, unit: Unit | None) -> str | None:
    """Return a figure bare of its unit: percentages with the digits that matter, counts and points as they are."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit is Unit.PERCENT:
        return f"{percent_digits(value):f}"
    if unit is Unit.MONEY:
        return two_places(value)
    return short_number(value)


def short_number(value: Fraction) -> str:
    """Return a number with no more decimals than it has, at most four."""
    text = f"{Decimal(round(value * 10_000)).scaleb(-4):f}"
    return text.rstrip("0").rstrip(".")


def bare_limit(limit: Limit | bool | str | None) -> str | None:
    """Return a limit as the law writes it; a range reads ``10..70``."""
    if limit is None or isinstance(limit, str):
        return limit
    if isinstance(limit, bool):
        return "yes" if limit else "no"
    low = None if limit.low is None else short_number(limit.low)
    high = None if limit.high is None else short_number(limit.high)
    return f"{low}..{high}" if low is not None and high is not None else low if low is not None else high


def changes(assessment: Assessment, book: RuleBook, words: Words, start: date, end: date) -> Json:
    """Return what would turn the verdicts: one role given to another country, one day passed between two days."""
    return {
        "on": iso(assessment.on),
        "roles": [
            {
                "role": change.role,
                "country": change.country,
                "verdicts": [_turned(t.framework, t.before, t.after) for t in change.turns],
            }
            for change in role_changes(assessment, book)
        ],
        "from": iso(start),
        "to": iso(end),
        "days": [
            {
                "day": iso(change.day),
                "verdicts": [_turned(name, before, after) for name, _, before, after in change.turns],
                "reasons": [words.say(reason) for reason in change.reasons],
            }
            for change in day_changes(assessment.plan, book, start, end)
        ],
    }


def _turned(framework: str, before: Outcome | None, after: Outcome | None) -> Json:
    return {"framework": framework, "before": before and before.value, "after": after and after.value}


def facts(assessment: Assessment, book: RuleBook, words: Words) -> Json:
    """Return the questions whose answer can change a verdict of this plan on this day, with the answers given."""
    plan = assessment.plan
    return {
        "on": iso(assessment.on),
        "facts": [
            {
                "key": key,
                "ask": words(book.questions[key].ask),
                "type": book.questions[key].type,
                "hint": words(book.questions[key].hint) if book.questions[key].hint else None,
                "asked_by": list(asked_by(assessment, key)),
                "answer": fact_text(plan.facts.get(key)),
            }
            for key in questions_that_matter(assessment)
        ],
    }


def fact_text(value: FactValue | None) -> object:
    """Return an answer as JSON carries it."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Money):
        return {"amount": value.plain(), "currency": value.currency}
    return value.isoformat() if isinstance(value, date) else short_number(value)


def library(book: RuleBook) -> Json:
    """Return what the library holds, counted."""
    counted = coverage(book)
    return {
        "instruments": counted.instruments,
        "with_shares": counted.with_shares,
        "by_kind": counted.by_kind,
        "by_confidence": counted.by_confidence,
        "by_country": counted.by_country,
        "oldest_check": iso(counted.oldest_check),
    }
