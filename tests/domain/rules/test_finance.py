from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.frameworks import Membership
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.rules import RULES
from coprod_desktop.domain.verdicts import Finding, Limit, Percent, Unit
from tests.domain.builders import (
    DAY,
    NOT_YET,
    OPEN,
    PRESUMED,
    Party,
    case,
    eur,
    film,
    findings,
    framework,
    rates,
    rule,
    source,
    states,
    value,
)

# --- confirmed finance: FR covers 600,000 of a million, DE 400,000 ----------------------------------------


def confirmed(
    *sources: Source, months: int | None = None, plan: Plan | None = None, least: str = "50"
) -> tuple[Finding, ...]:
    figures: dict[str, object] = {"min": least} if months is None else {"min": least, "letter_months": months}
    return findings(rule("confirmed_finance", value(**figures)), plan or film(sources=sources))


def french(amount: str, **more: object) -> Source:
    return source("fr", eur(amount), **{"letter": DAY, **more})  # type: ignore[arg-type]


GERMAN = source("de", eur(400_000), letter=DAY)


@pytest.mark.parametrize("amount, state", [("300000", "met"), ("299999.99", "not_met"), ("300000.01", "met")])
def test_half_of_each_part_must_be_confirmed_to_the_cent(amount: str, state: str) -> None:
    one, other = confirmed(french(amount), GERMAN)
    assert (one.state, other.state) == (state, "met")
    assert one.limit == Limit(Fraction(50))
    assert one.margin_money == eur(Fraction(amount) - 300_000)  # type: ignore[arg-type]
    assert one.measured == Fraction(amount) / 6000


def shown(finding: Finding) -> dict[str, object]:
    figures = finding.message.parameters
    return {key: one.value for key, one in figures.items() if isinstance(one, Percent)}


def test_confirmed_money_is_shown_in_per_cent_of_the_part() -> None:
    found = confirmed(french("360000"), GERMAN)[0]
    assert shown(found) == {"measured": 60, "low": 50}
    assert found.margin == 10


def test_money_from_outside_is_shown_in_per_cent_of_the_cost() -> None:
    both, american = outside(source("fr", eur(100_000), country="US"), max="30", single_max="15")
    assert (shown(both), both.margin, both.measured) == ({"measured": 10, "high": 30}, 20, 10)
    assert (shown(american), american.margin) == ({"measured": 10, "high": 15}, 5)
    assert "financed from outside" in both.message.msgid
    assert "comes from {country}" in american.message.msgid


def test_support_is_shown_in_per_cent_of_the_cost() -> None:
    (found,) = capped(from_fund("100000"), percent="17")
    assert shown(found) == {"measured": 10, "high": 17}
    assert (found.measured, found.margin, found.limit) == (10, 7, Limit(None, Fraction(17)))
    (unknown,) = capped(plan=film(budget=None, sources=(from_fund("5"),)), percent="17")
    assert unknown.limit == Limit(None, Fraction(17))


@pytest.mark.parametrize("least, state", [("50", "met"), ("50.0001", "not_met")])
def test_a_hair_more_asked_makes_the_same_money_too_little(least: str, state: str) -> None:
    assert states(confirmed(french("300000"), GERMAN, least=least)) == [state, "met"]


def test_money_counts_for_the_country_of_its_partner_only() -> None:
    assert states(confirmed(source("fr", eur(1_000_000), letter=DAY))) == ["met", "not_met"]


def test_two_companies_of_a_country_confirm_together() -> None:
    plan = film(
        {"FR": "40", "FR2": "20", "DE": "40"},
        sources=(source("fr", eur(200_000), letter=DAY), source("fr2", eur(100_000), letter=DAY), GERMAN),
    )
    assert states(confirmed(plan=plan)) == ["met", "met"]


@pytest.mark.parametrize(
    "letter, state",
    [(date(2019, 12, 1), "met"), (date(2019, 11, 30), "not_met"), (date(2020, 6, 2), "not_met")],
)
def test_a_letter_must_be_dated_and_young_enough(letter: date, state: str) -> None:
    assert confirmed(french("300000", letter=letter), GERMAN, months=6)[0].state == state


def test_a_letter_of_any_age_counts_where_no_age_is_asked() -> None:
    assert confirmed(french("300000", letter=date(2001, 1, 1)), GERMAN)[0].state == "met"


def test_a_letter_without_a_date_leaves_it_open_where_it_decides() -> None:
    assert confirmed(french("300000", letter=None), GERMAN)[0].state == "unknown"
    assert confirmed(french("299999", letter=None), GERMAN)[0].state == "not_met"
    assert confirmed(french("300000"), french("1", letter=None), GERMAN)[0].state == "met"


def test_a_confirmed_source_without_a_rate_leaves_it_open() -> None:
    dollars = source("fr", Money(1, "USD"), letter=DAY)
    assert confirmed(dollars, GERMAN)[0].state == "unknown"
    assert confirmed(french("300000"), dollars, GERMAN)[0].state == "met"
    assert confirmed(source("fr", Money(1, "USD"), Status.PLANNED), GERMAN)[0].state == "not_met"


def test_only_confirmed_money_is_confirmed() -> None:
    assert confirmed(source("fr", eur(600_000), Status.APPLIED, letter=DAY), GERMAN)[0].state == "not_met"


def test_without_any_source_the_financing_is_unknown() -> None:
    found = confirmed(plan=film())
    assert states(found) == ["unknown", "unknown"]
    assert found[0].message.msgid == "The financing is not entered yet."
    assert states(confirmed(plan=film(sources=()))) == ["not_met", "not_met"]


@pytest.mark.parametrize(
    "plan",
    [
        film({"FR": "60", "DE": "30"}, sources=(GERMAN,)),
        film(budget=None, sources=(GERMAN,)),
        film({"FR": "100", "DE": "0"}, sources=(GERMAN,)),
    ],
    ids=("not allocated", "no cost", "no part"),
)
def test_where_the_part_is_not_known_it_is_unknown(plan: Plan) -> None:
    found = confirmed(plan=plan)[1]
    assert (found.state, found.message.msgid) == ("unknown", "The share of {country} is not known.")


def test_a_rule_that_names_no_share_asks_nothing() -> None:
    assert states(findings(rule("confirmed_finance", value()), film(sources=()))) == ["met", "met"]


# --- finance from outside ---------------------------------------------------------------------------------


def outside(*sources: Source, parties: tuple[object, ...] = ("FR", "DE"), **limits: str) -> tuple[Finding, ...]:
    plan = film(sources=sources, rates=rates(("GBP", "EUR", "0.8")))
    return findings(rule("finance_from_outside", value(**(limits or {"max": "30"}))), plan, parties)  # type: ignore[arg-type]


@pytest.mark.parametrize("amount, state", [("300000", "met"), ("300000.01", "not_met"), ("299999.99", "met")])
def test_money_from_outside_is_tested_to_the_cent(amount: str, state: str) -> None:
    (found,) = outside(source("fr", eur(700_000)), source("fr", eur(amount), country="US"))
    assert found.state == state
    assert (found.limit, found.unit) == (Limit(None, Fraction(30)), Unit.PERCENT)
    assert found.margin_money == eur(300_000 - Fraction(amount))  # type: ignore[arg-type]


@pytest.mark.parametrize("most, state", [("30", "met"), ("29.9999", "not_met")])
def test_a_hair_less_allowed_makes_the_same_money_too_much(most: str, state: str) -> None:
    assert states(outside(source("fr", eur(300_000), country="US"), max=most)) == [state]


def test_all_of_it_and_each_country_have_limits_of_their_own() -> None:
    found = outside(
        source("fr", eur(100_000), country="US"),
        source("de", eur(60_000), country="US"),
        source("de", eur(150_000), country="CA"),
        max="30",
        single_max="15",
    )
    assert [(f.country, f.measured, f.state) for f in found] == [
        (None, 31, "not_met"),
        ("US", 16, "not_met"),
        ("CA", 15, "met"),
    ]


def test_a_source_counts_for_its_own_country_else_for_its_partners() -> None:
    plan = film({"FR": "60", "US": "40"}, sources=(source("us", eur(310_000)),))
    assert states(findings(rule("finance_from_outside", value(max="30")), plan)) == ["not_met"]
    plan = film({"FR": "60", "US": "40"}, sources=(source("us", eur(310_000), country="DE"),))
    assert states(findings(rule("finance_from_outside", value(max="30")), plan)) == ["met"]


def test_a_source_of_nobody_and_a_refused_one_do_not_count() -> None:
    assert states(outside(source("xx", eur(900_000)), source("fr", eur(900_000), Status.REFUSED, country="US"))) == [
        "met"
    ]


@pytest.mark.parametrize("life, state", [(None, "met"), (PRESUMED, "met"), (NOT_YET, "not_met")])
def test_who_is_outside_is_asked_of_the_day(life: object, state: str) -> None:
    parties = ("FR", "DE", Party("IT", life))  # type: ignore[arg-type]
    assert states(outside(source("fr", eur(310_000), country="IT"), parties=parties)) == [state]


def test_foreign_money_is_converted() -> None:
    assert outside(source("fr", Money(240_000_00, "GBP"), country="US"))[0].measured == 30


def test_money_without_a_rate_leaves_open_what_it_could_turn() -> None:
    dollars = source("fr", Money(1, "USD"), country="US")
    assert states(outside(dollars)) == ["unknown"]
    assert states(outside(dollars, source("fr", eur(310_000), country="US"))) == ["not_met"]


def test_money_without_a_rate_leaves_the_limit_for_one_country_open_too() -> None:
    assert states(outside(source("fr", Money(1, "USD"), country="US"), single_max="15")) == ["unknown"]


def test_money_from_a_country_that_is_perhaps_bound_leaves_it_open() -> None:
    parties = ("FR", "DE", Party("IT", OPEN))
    assert states(outside(source("fr", eur(310_000), country="IT"), parties=parties)) == ["unknown"]
    assert states(outside(source("fr", eur(300_000), country="IT"), parties=parties)) == ["met"]
    both = (source("fr", eur(310_000), country="US"), source("fr", eur(1), country="IT"))
    assert states(outside(*both, parties=parties)) == ["not_met"]


def test_money_from_one_country_that_is_perhaps_bound_is_tested_by_itself() -> None:
    parties = ("FR", "DE", Party("IT", OPEN))
    italian, american = source("fr", eur(160_000), country="IT"), source("fr", eur(100_000), country="US")
    assert states(outside(italian, parties=parties, single_max="15")) == ["unknown"]
    found = outside(italian, american, parties=parties, single_max="15")
    assert {f.country: f.state for f in found}["US"] == "met"


@pytest.mark.parametrize(
    "plan",
    [film(), film(budget=None, sources=()), film(total=0, sources=())],
    ids=("sources", "cost", "zero"),
)
def test_without_sources_or_cost_money_from_outside_is_unknown(plan: Plan) -> None:
    assert states(findings(rule("finance_from_outside", value(max="30")), plan)) == ["unknown"]


# --- caps on support --------------------------------------------------------------------------------------


def capped(
    *sources: Source,
    effect: str = "test",
    facts: dict[str, object] | None = None,
    plan: Plan | None = None,
    **figures: object,
) -> tuple[Finding, ...]:
    one = rule("support_cap", value(**figures), effect=effect)
    return findings(one, plan or film(sources=sources, facts=facts or {}))


def from_fund(amount: Money | str, status: Status = Status.APPLIED) -> Source:
    return source("fr", eur(amount) if isinstance(amount, str) else amount, status, scheme="treaty")


@pytest.mark.parametrize("amount, state", [("500000", "met"), ("500000.01", "not_met"), ("499999.99", "met")])
def test_support_is_tested_against_its_amount_to_the_cent(amount: str, state: str) -> None:
    (found,) = capped(from_fund(amount), amount="500000", currency="EUR")
    assert (found.state, found.unit, found.currency) == (state, Unit.MONEY, "EUR")
    assert found.limit == Limit(None, Fraction(500_000))
    assert found.margin == 500_000 - Fraction(amount)


@pytest.mark.parametrize("amount, state", [("170000", "met"), ("170000.01", "not_met")])
def test_support_is_tested_against_its_share_of_the_cost(amount: str, state: str) -> None:
    (found,) = capped(from_fund(amount), percent="17")
    assert (found.state, found.unit) == (state, Unit.PERCENT)
    assert found.margin_money == eur(170_000 - Fraction(amount))  # type: ignore[arg-type]


@pytest.mark.parametrize("figures", [{"amount": "99999"}, {"percent": "9.9999"}])
def test_a_cap_one_unit_lower_is_exceeded_by_the_same_support(figures: dict[str, str]) -> None:
    assert states(capped(from_fund("100000"), amount="100000", percent="10")) == ["met", "met"]
    assert states(capped(from_fund("100000"), **figures)) == ["not_met"]


def test_several_grants_of_the_fund_are_added_and_others_are_not() -> None:
    found = capped(
        from_fund("60000"),
        from_fund("40000"),
        from_fund("500000", Status.REFUSED),
        source("fr", eur(500_000), scheme="other"),
        amount="100000",
    )
    assert [(f.state, f.measured) for f in found] == [("met", 100_000)]


@pytest.mark.parametrize("answer, state", [(None, "unknown"), (False, "not_met"), (True, "met")])
def test_a_fact_may_raise_the_percentage(answer: bool | None, state: str) -> None:
    facts = {} if answer is None else {"first_film": answer}
    (found,) = capped(
        from_fund("200000"), facts=facts, percent="17", percent_with={"fact": "first_film", "percent": "20"}
    )
    assert (found.state, found.asks) == (state, ("first_film",))


def test_beyond_the_raised_percentage_no_answer_helps() -> None:
    figures = {"percent": "17", "percent_with": {"fact": "first_film", "percent": "20"}}
    assert states(capped(from_fund("200000.01"), **figures)) == ["not_met"]
    assert states(capped(from_fund("170000"), **figures)) == ["met"]


def test_a_raised_percentage_is_a_limit_too() -> None:
    figures = {"percent": "17", "percent_with": {"fact": "first_film", "percent": "20"}}
    assert states(capped(from_fund("200000.01"), facts={"first_film": True}, **figures)) == ["not_met"]


def test_where_nothing_is_asked_of_the_fund_the_cap_is_a_notice() -> None:
    (found,) = capped(source("fr", eur(5)), percent_with={"fact": "first_film", "percent": "20"})
    assert (found.state, found.asks) == ("notice", ("first_film",))


def test_support_without_a_rate_is_unknown() -> None:
    found = capped(from_fund(Money(5, "USD")), amount="100", currency="EUR", percent="10")
    assert states(found) == ["unknown", "unknown"]
    found = capped(from_fund("5"), amount="100", currency="USD")
    assert states(found) == ["unknown"]
    assert found[0].message.parameters["currency"] == "USD"


def test_without_a_cost_the_share_of_support_is_unknown() -> None:
    for plan in (film(budget=None, sources=(from_fund("5"),)), film(total=0, sources=(from_fund("5"),))):
        assert states(capped(plan=plan, percent="10")) == ["unknown"]


def test_a_cap_in_another_currency_is_converted() -> None:
    plan = film(sources=(from_fund("100"),), rates=rates(("GBP", "EUR", "0.8")))
    assert states(capped(plan=plan, amount="80", currency="GBP")) == ["met"]
    assert states(capped(plan=plan, amount="79.99", currency="GBP")) == ["not_met"]


def test_a_fund_without_caps_says_nothing() -> None:
    assert capped(from_fund("5")) == ()


def test_a_grant_asked_at_its_cap_in_the_funds_own_currency_meets_it() -> None:
    known = rates(("USD", "EUR", "1.01"))
    plan = film(sources=(from_fund(Money(500_001_00, "USD")),), rates=known)
    assert states(capped(plan=plan, amount="500001", currency="USD")) == ["met"]


def test_without_any_source_the_support_is_unknown() -> None:
    assert states(capped(plan=film(), amount="5", currency="EUR")) == ["unknown"]


def test_a_cap_that_only_gives_notice_is_never_not_met() -> None:
    assert states(capped(from_fund("6"), effect="notice", amount="5", currency="EUR")) == ["notice"]


def test_the_three_money_rules_are_in_the_table() -> None:
    shapes = {"confirmed_finance", "finance_from_outside", "support_cap"}
    assert shapes <= set(RULES)
    one = case(film(), framework())
    assert all(callable(RULES[name].check) for name in shapes)
    assert one.on == DAY


# --- aid intensity ----------------------------------------------------------------------------------------


def aid(*sources: Source, limit: str = "50", group: str | None = None, by: str = "") -> tuple[Finding, ...]:
    options = {} if group is None else {"group": group}
    figures = {"max": limit, **({"consent_by": by} if by else {})}
    given = None if not sources else sources
    return findings(rule("aid_intensity", value(**figures), **options), film(sources=given), EU={"FR": Membership()})


def public(major: int, kind: SourceType = SourceType.PUBLIC, partner: str = "fr", **more: object) -> Source:
    return Source("Fund", partner, kind, eur(major), **more)  # type: ignore[arg-type]


def test_public_aid_is_measured_whole_whatever_its_kind_and_status() -> None:
    kinds = (SourceType.PUBLIC, SourceType.REGIONAL, SourceType.INCENTIVE, SourceType.TAX_SHELTER)
    mixed = (*(public(125_000, kind) for kind in kinds), public(500_000, SourceType.EQUITY))
    (found,) = aid(*mixed)
    assert (found.state, found.measured, found.limit, found.margin) == ("met", 50, Limit(None, Fraction(50)), 0)
    refused = public(1, status=Status.REFUSED)
    assert aid(*mixed, refused)[0].state == "met"
    (beyond,) = aid(*mixed, public(1))
    assert (beyond.state, beyond.margin, beyond.margin_money) == ("not_met", Fraction(-1, 10_000), eur(-1))


def test_more_aid_may_lie_with_an_authority() -> None:
    (found,) = aid(public(600_000), by="the State")
    assert (found.state, found.waiver_by) == ("discretion", "the State")
    assert aid(public(500_000), by="the State")[0].waiver_by is None


def test_what_is_not_financed_yet_may_still_be_aid() -> None:
    assert states(aid(public(400_000), public(400_000, SourceType.EQUITY))) == ["unknown"]
    assert states(aid(public(400_000), public(500_000, SourceType.EQUITY))) == ["met"]
    assert states(aid(public(400_000), public(499_999, SourceType.EQUITY))) == ["unknown"]


def test_only_aid_of_the_group_counts_where_one_is_named() -> None:
    abroad = (public(400_000), public(400_000, partner="de"), public(400_000, country="US"))
    assert aid(*abroad, group="EU")[0].measured == 40
    assert aid(*abroad)[0].measured == 120


def test_aid_that_is_not_known_leaves_it_open() -> None:
    assert states(aid()) == ["unknown"]
    rouble = Source("Fund", "fr", SourceType.PUBLIC, Money(100, "RUB"))
    assert states(aid(public(100_000), rouble)) == ["unknown"]
    assert states(aid(public(600_000), rouble)) == ["not_met"]
