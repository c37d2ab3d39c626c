from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coprod_desktop.domain.assessment import (
    Assessment,
    assess,
    judge_rule,
    legal_summary,
    questions_that_matter,
)
from coprod_desktop.domain.frameworks import Day, Framework, Kind, Life, Use
from coprod_desktop.domain.plan import Plan, Work
from coprod_desktop.domain.verdicts import Outcome, Verdict
from tests.domain.builders import (
    DAY,
    LONG_AGO,
    OPEN,
    bilateral,
    book,
    case,
    film,
    findings,
    framework,
    rule,
    since,
    states,
    value,
)

SHARES = rule("share_range", value(min="20", max="80"), name="share")


def judged(plan: Plan, one: Framework, *others: Framework) -> Verdict:
    verdict = assess(plan, book(one, *others), DAY, [one.id]).verdict(one.id)
    assert verdict is not None
    return verdict


PACT = bilateral("pact", "FR", "DE", SHARES)


def test_a_film_within_its_treaty_is_official_and_one_step_worse_is_not() -> None:
    assert judged(film({"FR": "80", "DE": "20"}), PACT).outcome is Outcome.OFFICIAL
    assert judged(film({"FR": "80.01", "DE": "19.99"}), PACT).outcome is Outcome.NOT_OFFICIAL
    assert judged(film({"FR": "70", "DE": "15"}), PACT).outcome is Outcome.UNDETERMINED


def test_a_verdict_carries_title_certainty_reason_and_caveats() -> None:
    verdict = judged(film(), replace(PACT, caveats=("Protocol not read.",)))
    assert (verdict.framework, verdict.kind, verdict.title, verdict.short) == (
        "pact",
        "bilateral",
        "The pact",
        "PACT",
    )
    assert (verdict.governs, verdict.certainty, verdict.caveats) == (True, "certain", ("Protocol not read.",))
    assert verdict.reason.msgid.startswith("The agreement in force between")


# --- scope ------------------------------------------------------------------------------------------------


def excluded(plan: Plan, one: Framework, *others: Framework) -> str:
    verdict = judged(plan, one, *others)
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    (finding,) = verdict.findings
    assert (finding.rule, finding.excludes) == ("scope", True)
    return finding.message.msgid


def test_one_country_is_no_co_production() -> None:
    assert (
        excluded(film({"FR": "60", "FR2": "40"}), PACT)
        == "A co-production needs co-producers from at least two countries."
    )


def test_agency_agreements_give_no_status() -> None:
    assert excluded(film(), framework("agency", kind=Kind.AGENCY)).startswith("An agreement between institutions")


def test_an_instrument_of_other_countries_does_not_apply() -> None:
    assert excluded(film(), bilateral("other", "IT", "ES")) == "None of the co-producing countries is bound by it."
    fund = framework("fund", ("IT", "ES"), kind=Kind.FUND)
    assert excluded(film(), fund) == "None of the co-producing countries is bound by it."


def test_a_treaty_that_does_not_govern_does_not_apply() -> None:
    coe = framework("coe", ("FR", "DE"), SHARES, use=Use("where no treaty", 3))
    assert excluded(film(), coe, PACT) == "Two-country films follow {names}."


@pytest.mark.parametrize(
    "life",
    [
        Life(negotiating=True),
        since(LONG_AGO, ended=Day.on(LONG_AGO)),
        since(LONG_AGO, suspended=Day.on(LONG_AGO)),
    ],
)
def test_a_fund_that_is_not_alive_does_not_apply(life: Life) -> None:
    excluded(film(), framework("fund", ("FR", "DE"), SHARES, kind=Kind.FUND, life=life))


def test_a_fund_of_which_nobody_is_a_member_yet_does_not_apply() -> None:
    fund = framework("fund", ("FR", "DE"), SHARES, kind=Kind.FUND, life=Life(signed=Day.on(LONG_AGO)))
    assert excluded(film(), fund) == "None of the co-producing countries is bound by it."


def test_a_scope_finding_cites_where_the_life_of_the_instrument_stands() -> None:
    (finding,) = judged(film({"FR": "100"}), PACT).findings
    assert (finding.source, finding.confidence, finding.article) == ("s1", "T", "6(1)")
    (bare,) = judged(film({"FR": "100"}), bilateral("pact", "FR", "DE", life=Life(negotiating=True))).findings
    assert (bare.source, bare.confidence, bare.article, bare.where) == (None, None, None, None)


def test_what_may_govern_and_what_stands_beside_is_judged_by_its_rules() -> None:
    maybe = bilateral("pact", "FR", "DE", SHARES, life=OPEN)
    verdict = judged(film(), maybe)
    assert (verdict.outcome, verdict.governs, verdict.certainty) == (Outcome.UNDETERMINED, False, "open")
    assert [f.rule for f in verdict.findings if f.state == "unknown"] == ["in_force"]
    coe = framework("coe", ("FR", "DE", "IT"), SHARES, use=Use("", 3))
    three = framework("three", ("FR", "DE", "IT"), SHARES, kind=Kind.BILATERAL, use=Use("always", 3, special=True))
    plan = film({"FR": "40", "DE": "30", "IT": "30"})
    assert judged(plan, coe, three).outcome is Outcome.OFFICIAL
    assert not judged(plan, coe, three).governs


# --- terms ------------------------------------------------------------------------------------------------


def test_a_treaty_without_a_share_rule_never_makes_a_film_official() -> None:
    verdict = judged(film(), bilateral("pact", "FR", "DE", rule("parties_count", value(min=2))))
    assert verdict.outcome is Outcome.UNDETERMINED
    assert (verdict.findings[-1].rule, verdict.findings[-1].source) == ("terms", "s1")
    bare = judged(film(), bilateral("pact", "FR", "DE", sources={}))
    assert (bare.findings[-1].rule, bare.findings[-1].source, bare.findings[-1].confidence) == (
        "terms",
        None,
        None,
    )


def test_a_fund_known_by_notices_and_duties_only_is_not_known() -> None:
    quiet = framework("fund", ("FR",), rule("statement", effect="duty"), kind=Kind.FUND)
    assert judged(film(), quiet).outcome is Outcome.UNDETERMINED
    speaking = framework("fund", ("FR",), rule("parties_count", value(min=1)), kind=Kind.FUND)
    assert judged(film(), speaking).outcome is Outcome.ELIGIBLE


# --- one rule ---------------------------------------------------------------------------------------------


def test_a_rule_says_nothing_before_its_day_or_where_it_does_not_apply() -> None:
    assert findings(rule("share_range", value(date(2020, 6, 2), min="50")), film()) == ()
    assert states(findings(rule("share_range", value(DAY, min="50")), film())) == ["met", "not_met"]
    assert findings(rule("share_range", value(min="50"), when={"countries": 3}), film()) == ()


def test_a_figure_that_exists_but_is_not_known_leaves_it_open() -> None:
    assert states(findings(rule("share_range", value(unknown=True)), film())) == ["unknown"]


def test_while_it_is_open_whether_a_rule_applies_only_what_is_met_is_sure() -> None:
    when = {"fact": "agreed"}
    found = findings(rule("share_range", value(min="50"), when=when), film())
    assert states(found) == ["met", "unknown"]
    assert found[1].message.msgid.startswith("Whether this rule applies is not known yet")
    assert states(findings(rule("share_range", value(min="50", consent_min="10"), when=when), film())) == [
        "met",
        "unknown",
    ]
    assert states(findings(rule("statement", effect="duty", when=when), film())) == ["duty"]


def test_judging_a_rule_is_the_same_inside_a_verdict() -> None:
    assert judged(film(), PACT).findings == judge_rule(SHARES, case(film(), PACT))


# --- what is listed ---------------------------------------------------------------------------------------


def listed(plan: Plan, *frameworks: Framework) -> list[str]:
    return [v.framework for v in assess(plan, book(*frameworks), DAY).verdicts]


def test_treaties_and_funds_of_these_countries_are_listed() -> None:
    signed = bilateral("signed", "FR", "DE", life=Life(signed=Day.on(LONG_AGO)))
    ended = bilateral("ended", "FR", "DE", life=since(LONG_AGO, ended=Day.on(LONG_AGO)))
    talks = bilateral("talks", "FR", "DE", life=Life(negotiating=True))
    agency = framework("agency", kind=Kind.AGENCY)
    status = framework("status", ("FR",), kind=Kind.STATUS)
    coe = framework("coe", ("FR", "DE"), use=Use("where no treaty", 3))
    found = listed(film(), PACT, signed, ended, talks, agency, status, coe)
    assert found == ["pact", "signed", "coe", "status"]


def test_what_may_govern_is_listed() -> None:
    assert listed(film(), bilateral("pact", "FR", "DE", life=OPEN)) == ["pact"]


def test_a_series_before_a_treaty_on_television_is_not_settled() -> None:
    series = film(work=Work("fiction", ("series",), 50))
    verdict = judged(series, bilateral("pact", "FR", "DE", SHARES, media=("cinema", "tv")))
    assert verdict.outcome is Outcome.UNDETERMINED
    assert [f.rule for f in verdict.findings if f.state == "unknown"] == ["in_force"]


def test_a_fund_told_to_everybody_is_listed_for_everybody_and_once() -> None:
    fund = framework("fund", ("FR", "IT", "ES"), kind=Kind.FUND, always=True)
    assert listed(film(), fund) == ["fund"]
    assert listed(film({"US": "60", "CA": "40"}), fund) == ["fund"]
    assert listed(film({"US": "60", "CA": "40"}), framework("fund", ("FR", "IT"), kind=Kind.FUND)) == []


def test_frameworks_asked_for_come_in_that_order() -> None:
    library = book(PACT, framework("coe"), framework("third"))
    found = assess(film(), library, DAY, ["third", "pact"])
    assert [v.framework for v in found.verdicts] == ["third", "pact"]
    assert found.verdict("coe") is None


# --- questions and summary --------------------------------------------------------------------------------


def test_the_questions_that_matter_come_with_the_most_decisive_first() -> None:
    pact = bilateral(
        "pact", "FR", "DE", SHARES,
        rule("fact", effect="notice", fact="identity"),
        rule("fact", effect="duty", fact="credits"),
        rule("fact", fact="independence"),
        rule("fact", effect="duty", fact="independence"),
        rule("fact", effect="duty", fact="archive"),
    )  # fmt: skip
    found = assess(film(), book(pact), DAY)
    assert questions_that_matter(found) == ("independence", "archive", "credits", "identity")


def test_the_legal_ground_is_one_sentence() -> None:
    def said(found: Assessment) -> str:
        return legal_summary(found).msgid

    assert said(assess(film(), book(PACT), DAY)) == "Governed by {names}."
    assert said(assess(film(), book(bilateral("pact", "FR", "DE", life=OPEN)), DAY)) == "Perhaps governed by {names}."
    assert said(assess(film(), book(), DAY)).startswith("No treaty between these countries")
