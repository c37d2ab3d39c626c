"""Every worked example, answered and compared; and the examples counted against the limits of the law."""

from __future__ import annotations

from decimal import Decimal

import pytest

from coprod_desktop.domain.assessment import assess
from coprod_desktop.domain.frameworks import Kind
from coprod_desktop.domain.verdicts import Outcome, State
from coprod_desktop.library import load
from tests.library.cases import WorkedExample, all_cases, differences, plan_of

CASES = all_cases()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_worked_example(case: WorkedExample) -> None:
    found = differences(case, load())
    assert not found, f"{case.title} ({case.why})\n" + "\n".join(found)


SHAPES = {
    "share_range",
    "points_test",
    "lead_time",
    "confirmed_finance",
    "support_cap",
    "finance_from_outside",
}
LIMITS = [
    (framework.id, rule.id)
    for framework in map(load().frameworks.__getitem__, ("coe-1992", "coe-2017", "eurimages"))
    for rule in framework.rules
    # With two Parties only, a convention does not apply at all, so its count of Parties is never missed.
    if rule.shape in (SHAPES | {"parties_count"} if framework.kind is Kind.FUND else SHAPES)
    and not all(value.unknown for value in rule.values)
]


@pytest.mark.parametrize("framework, rule", LIMITS)
def test_every_numeric_limit_has_an_example_exactly_on_it_and_one_just_beyond(framework: str, rule: str) -> None:
    margins = [
        Decimal(finding["margin"])
        for case in CASES
        for finding in case.findings
        if finding["framework"] == framework and finding["rule"] == rule and "margin" in finding
    ]
    assert any(margin == 0 for margin in margins)
    assert any(margin < 0 for margin in margins)


@pytest.mark.parametrize("situation", ["s1", "s2", "s3", "s4", "s5", "s8", "s9"])
def test_every_situation_of_the_first_users_has_an_example(situation: str) -> None:
    assert any(case.id.startswith(f"{situation}-") for case in CASES)


@pytest.mark.parametrize("reading", range(1, 12))
def test_every_reading_of_the_library_has_an_example(reading: int) -> None:
    assert any(f"Reading {reading}:" in case.why for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_no_verdict_of_any_example_is_empty_or_stands_against_its_own_findings(case: WorkedExample) -> None:
    book = load()
    given = assess(plan_of(case, book), book, case.on)
    assert not set(given.ground.governing) & set(given.ground.maybe)
    for verdict in given.verdicts:
        states = {finding.state for finding in verdict.findings}
        assert states, verdict.framework
        if verdict.outcome in (Outcome.OFFICIAL, Outcome.ELIGIBLE):
            assert states <= {State.MET, State.NOTICE, State.DUTY}, verdict.framework
        if State.UNKNOWN in states:
            assert "official" not in (verdict.outcome, verdict.outcome.removesuffix("_with_consent"))
        for finding in verdict.findings:
            assert finding.source or finding.rule == "scope", f"{verdict.framework} {finding.rule}"
            assert finding.state is not State.DISCRETION or finding.waiver_by, f"{verdict.framework} {finding.rule}"


@pytest.mark.parametrize("convention", ["coe-1992", "coe-2017"])
def test_every_article_of_a_convention_holds_from_its_first_day(convention: str) -> None:
    framework = load().frameworks[convention]
    assert framework.life.in_force is not None
    late = [rule.id for rule in framework.rules if rule.values[0].start != framework.life.in_force.exact]
    assert not late
