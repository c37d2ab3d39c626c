"""Worked examples as data: reads ``cases/*.toml``, answers each with the library and says what differs.

A case file holds ``title``, ``why`` (with the article), ``on``, ``plan`` (a plan file as text) or
``plan_file`` (beside the case), optional ``frameworks`` and ``expect``: ``governing`` and ``maybe`` (exact lists), ``outcome`` per framework, ``listed``
and ``not_listed`` (verdicts of the default list), ``questions`` and ``no_questions`` (facts whose answer
can change a verdict), ``absent`` (rules that must not speak), ``shares``, ``standing`` (the life of an
instrument) and ``finding``. A ``finding`` is named by framework, rule and, where several stand, country,
partner or unit (``country = "none"`` means the finding of no single country); everything else in it is
compared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from coprod_desktop.actions import answers
from coprod_desktop.domain.assessment import Assessment, assess, questions_that_matter
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.verdicts import Finding
from coprod_desktop.exchange.planfile import Vocabulary, parse_plan
from coprod_desktop.wording import Words

FOLDER = Path(__file__).parent / "cases"
NAMED_BY = ("framework", "rule", "country", "partner", "unit")
"""Keys that pick a finding; all its other keys are compared."""
COMPARED = (
    "state",
    "measured",
    "limit",
    "margin",
    "margin_money",
    "article",
    "waiver_by",
    "asks",
    "derived",
    "confidence",
    "text_has",
)
EXPECTED = (
    *("governing", "maybe", "outcome", "listed", "not_listed", "questions", "no_questions"),
    *("absent", "shares", "standing", "finding"),
)


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One case file, read but not yet answered."""

    id: str
    title: str
    why: str
    on: date
    plan: str
    frameworks: tuple[str, ...] | None
    expect: Mapping[str, Any]

    @property
    def findings(self) -> Sequence[Mapping[str, Any]]:
        """The findings it expects."""
        findings: Sequence[Mapping[str, Any]] = self.expect.get("finding", ())
        return findings


@dataclass
class Differences:
    """What a case expects and the program does not answer."""

    found: list[str] = field(default_factory=list)

    def compare(self, what: str, expected: object, actual: object) -> None:
        if expected != actual:
            self.found.append(f"{what}: expected {expected!r}, found {actual!r}")


def read_case(path: Path) -> WorkedExample:
    """Return the case of a file; raises on keys that nobody compares: no expectation is lost to a typo."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {"title", "why", "on", "plan", "plan_file", "frameworks", "expect"}
    unread = [*(data.keys() - known), *(data["expect"].keys() - set(EXPECTED))]
    unread += [k for f in data["expect"].get("finding", ()) for k in f.keys() - set(NAMED_BY) - set(COMPARED)]
    if unread or not data["expect"]:
        raise ValueError(f"{path.name}: nobody compares {unread}, or nothing is expected")
    text = data["plan"] if "plan" in data else (FOLDER / data["plan_file"]).read_text(encoding="utf-8")
    frameworks = tuple(data["frameworks"]) if "frameworks" in data else None
    return WorkedExample(path.stem, data["title"], data["why"], data["on"], text, frameworks, data["expect"])


def all_cases() -> list[WorkedExample]:
    """Return every case, in the order of the file names."""
    return [read_case(path) for path in sorted(FOLDER.glob("*.toml"))]


def plan_of(case: WorkedExample, book: RuleBook) -> Plan:
    """Return the case's plan, read as any plan file is."""
    return parse_plan(case.plan.encode(), False, f"{case.id}.toml", Vocabulary(book.questions, book.successors))


def answer(case: WorkedExample, book: RuleBook) -> Assessment:
    """Return the program's answer to a case on its day."""
    return assess(plan_of(case, book), book, case.on, case.frameworks)


def differences(case: WorkedExample, book: RuleBook) -> list[str]:
    """Return one line for every expectation that the answer does not meet; empty when all hold."""
    given = answer(case, book)
    result, expect = Differences(), case.expect
    for key, actual in (("governing", given.ground.governing), ("maybe", given.ground.maybe)):
        if key in expect:
            result.compare(key, sorted(expect[key]), sorted(actual))
    shown = [verdict.framework for verdict in given.verdicts]
    for framework, outcome in expect.get("outcome", {}).items():
        verdict = given.verdict(framework)
        result.compare(f"outcome of {framework}", outcome, verdict.outcome.value if verdict else None)
    result.compare("listed but missing", [], [f for f in expect.get("listed", ()) if f not in shown])
    result.compare("listed against expectation", [], [f for f in expect.get("not_listed", ()) if f in shown])
    asked = questions_that_matter(given)
    result.compare("questions not asked", [], [q for q in expect.get("questions", ()) if q not in asked])
    result.compare("questions asked in vain", [], [q for q in expect.get("no_questions", ()) if q in asked])
    for wanted in expect.get("absent", ()):
        result.compare(f"{wanted} is absent", 0, len(list(_matching(wanted, given))))
    if "shares" in expect:
        result.compare("shares", expect["shares"], answers.shares(given.plan))
    for wanted in expect.get("standing", ()):
        _compare_standing(wanted, given, result)
    for wanted in expect.get("finding", ()):
        _compare_finding(wanted, given, book, result)
    return result.found


def _compare_standing(wanted: Mapping[str, Any], given: Assessment, result: Differences) -> None:
    name = wanted["framework"]
    point = next((p for p in given.ground.standpoints if p.framework.id == name), None)
    if point is None:
        result.compare(f"standing of {name}", wanted, None)
        return
    actual = {
        "status": point.status.value,
        "certainty": point.certainty.value,
        "since": point.since,
        "until": point.until,
        "governs": point.governs,
        "beside": point.beside,
    }
    for key, value in wanted.items():
        if key != "framework":
            result.compare(f"standing of {name}: {key}", value, actual[key])


def _compare_finding(wanted: Mapping[str, Any], given: Assessment, book: RuleBook, result: Differences) -> None:
    name = " ".join(str(wanted[key]) for key in NAMED_BY if key in wanted)
    matching = list(_matching(wanted, given))
    if len(matching) != 1:
        result.compare(f"{name}: how many findings", 1, len(matching))
        return
    actual = _plain(matching[0], wanted, given, book)
    for key in COMPARED:
        if key == "text_has" and key in wanted:
            said = Words("en").say(matching[0].message)
            result.compare(f"{name}: text “{said}” has “{wanted[key]}”", True, wanted[key] in said)
        elif key in wanted:
            result.compare(f"{name}: {key}", wanted[key], actual[key])


def _matching(wanted: Mapping[str, Any], given: Assessment) -> Iterator[Finding]:
    verdict = given.verdict(wanted["framework"])
    for finding in verdict.findings if verdict else ():
        if finding.rule != wanted["rule"]:
            continue
        if "country" in wanted and (finding.country or "none") != wanted["country"]:
            continue
        if "partner" in wanted and finding.partner != wanted["partner"]:
            continue
        if "unit" in wanted and answers.unit_name(finding, given.plan.currency) != wanted["unit"]:
            continue
        # The findings of a scope rule (medium, kind, length) are told apart by what they measure.
        if (
            finding.rule == "scope"
            and isinstance(finding.measured, str)
            and wanted.get("measured") not in (None, finding.measured)
        ):
            continue
        yield finding


def _plain(finding: Finding, wanted: Mapping[str, Any], given: Assessment, book: RuleBook) -> Mapping[str, object]:
    """Return a finding's figures as the program prints them."""
    rule = next((r for r in book.frameworks[wanted["framework"]].rules if r.id == finding.rule), None)
    value = rule.value_on(given.on) if rule else None
    return {
        "state": finding.state.value,
        "measured": answers.bare(finding.measured, finding.unit),
        "limit": answers.bare_limit(finding.limit),
        "margin": None if finding.margin is None else answers.bare(finding.margin, finding.unit),
        "margin_money": None if finding.margin_money is None else finding.margin_money.plain(),
        "article": finding.article,
        "waiver_by": finding.waiver_by,
        "asks": list(finding.asks),
        "derived": list(value.derived) if value else [],
        "confidence": finding.confidence,
    }
