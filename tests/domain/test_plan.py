from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.domain.budget import Axis, Budget
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Card, Interval, Plan
from coprod_desktop.domain.totals import Sheet
from tests.domain.builders import (
    DAY,
    budget,
    contributed,
    eur,
    film,
    line,
    partners,
    rates,
    root,
    source,
    split,
)
from tests.domain.strategies import KEYS, budgets


def test_the_day_asked_about_is_the_first_that_is_known() -> None:
    one, two, three, four = (date(2020, 1, n) for n in (1, 2, 3, 4))
    plan = film(on=two, dates={"application": three})
    assert plan.asked_on(one, four) == one
    assert plan.asked_on(None, four) == two
    assert film(on=None, dates={"application": three}).asked_on(None, four) == three
    assert film(on=None).asked_on(None, four) == four
    assert film(on=None).asked_on(None, None) is None


def test_countries_come_once_and_in_partner_order() -> None:
    plan = film({"DE": "10", "FR": "50", "DE2": "40"})
    assert plan.countries == ("DE", "FR")
    assert [p.key for p in plan.partners_in("DE")] == ["de", "de2"]
    assert plan.partner("fr").country == "FR"  # type: ignore[union-attr]
    assert plan.partner("xx") is None


def test_a_share_is_known_within_bounds_while_something_is_open() -> None:
    plan = film({"FR": "50", "DE": "30"})
    assert plan.share("fr") == Interval(Fraction(1, 2), Fraction(7, 10))
    assert plan.share("fr").exact is None  # type: ignore[union-attr]
    assert plan.unallocated == Fraction(200_000_00)
    assert film().share("fr").exact == Fraction(3, 5)  # type: ignore[union-attr]
    assert film().share("xx") == Interval(Fraction(0), Fraction(0))


def test_the_shares_of_a_country_are_added_with_what_is_open_once() -> None:
    plan = film({"FR": "20", "FR2": "10", "DE": "50"})
    assert plan.share_of_country("FR") == Interval(Fraction(3, 10), Fraction(1, 2))
    assert plan.share_of_country("US") is None
    assert film(budget=None).share_of_country("FR") is None


def test_the_shares_of_all_partners_add_up_to_what_is_allocated() -> None:
    assert film({"FR": "50", "DE": "30"}).share_sum == Fraction(4, 5)
    assert film({"FR": "1/3", "DE": "rest"}).share_sum == 1
    assert film(budget=None).share_sum == 0


def test_intervals_add_bound_by_bound() -> None:
    assert Interval(Fraction(1), Fraction(2)) + Interval(Fraction(3), Fraction(5)) == Interval(Fraction(4), Fraction(7))


@pytest.mark.parametrize("plan", [film(budget=None), film(total=0), Plan(Card("x"))], ids=("none", "zero", "empty"))
def test_without_a_cost_no_share_is_known(plan: Plan) -> None:
    assert plan.share("fr") is None
    assert plan.spend_in("FR") is None


def test_a_missing_rate_makes_every_total_unknown_by_name() -> None:
    plan = film(
        budget=budget(line(1, 100, payer=split(fr="100")), line(2, None, currency="RUB"), line(3, None, currency="GBP"))
    )
    assert plan.missing_rates == ("RUB", "GBP")
    assert (plan.total, plan.partner_amounts, plan.share("fr"), plan.spend_in("FR")) == (
        None,
        None,
        None,
        None,
    )


def test_contributions_are_converted_added_and_shared() -> None:
    plan = contributed({"FR": eur(60), "GB": Money(32_00, "GBP")}, rates=rates(("GBP", "EUR", "0.8")))
    assert plan.total == eur(100)
    assert plan.partner_amounts == {"fr": 6000, "gb": 4000}
    assert plan.share("gb") == Interval(Fraction(2, 5), Fraction(2, 5))
    assert (plan.unallocated, plan.missing_rates, plan.totals) == (0, (), None)
    assert plan.spend_in("GB") is None
    assert plan.sheet == Sheet({}, {})


def test_contributions_without_a_rate_leave_the_total_unknown() -> None:
    plan = contributed({"FR": eur(60), "GB": Money(1, "GBP"), "GB2": Money(2, "GBP"), "US": Money(1, "USD")})
    assert plan.missing_rates == ("GBP", "USD")
    assert plan.total is None
    assert plan.share("fr") is None


def test_several_contributions_of_a_partner_are_added() -> None:
    plan = contributed({"FR": eur(60), "DE": eur(40)})
    more = replace(plan, contributions=(*plan.contributions, *plan.contributions))
    assert more.total == eur(200)
    assert more.partner_amounts == {"fr": 12000, "de": 8000}


def test_spend_is_known_within_bounds_and_not_known_where_nothing_is_said() -> None:
    plan = film(spend={"FR": "50", "DE": "30"})
    assert plan.spend_in("FR") == Interval(Fraction(1, 2), Fraction(7, 10))
    assert plan.spend_in("US") == Interval(Fraction(0), Fraction(1, 5))
    assert film().spend_in("FR") is None


def test_financing_not_known_is_not_the_same_as_none() -> None:
    assert film().financing is None
    assert film(sources=()).financing.counted == 0  # type: ignore[union-attr]
    assert film(sources=(source("fr", eur(5)),)).financing.counted == 500  # type: ignore[union-attr]


def test_the_sheet_is_the_budget_in_cents_by_partner() -> None:
    assert film(total=101).sheet.cells[1] == {"fr": 61, "de": 40}


@given(budgets(least_lines=1), st.integers(-(10**6), 10**6))
def test_a_plan_with_another_budget_carries_the_right_totals(rows: Budget, minor: int) -> None:
    plan = Plan(Card("x"), on=DAY, partners=partners(k.upper() for k in KEYS), budget=rows)
    assert plan.totals is not None
    first = next(rows.lines())
    after = rows.replaced([replace(first, amount=Money(minor, "EUR"), minor=minor, payer=split(aa="1/3"))])
    moved, fresh = plan.with_budget(after, (first.id,)), replace(plan, budget=after)
    assert moved.budget is after
    assert moved.total == fresh.total
    assert moved.unallocated == fresh.unallocated
    assert [moved.share(k) for k in KEYS] == [fresh.share(k) for k in KEYS]
    assert moved.sheet == fresh.sheet


def test_a_plan_that_had_no_budget_sums_the_new_one() -> None:
    plan = film(budget=None).with_budget(budget(root(payer=split(fr="100")), line(1, 500)), (1,))
    assert plan.total == eur(5)
    assert plan.totals.axis(Axis.PAYER).by_key == {"fr": 500}  # type: ignore[union-attr]
