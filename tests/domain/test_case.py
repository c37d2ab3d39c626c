from __future__ import annotations

from fractions import Fraction

import pytest

from coprod_desktop.domain.case import CONDITIONS, Case, figure, percent
from coprod_desktop.domain.frameworks import Kind, Membership, Truth
from coprod_desktop.domain.governing import Ground
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Work
from coprod_desktop.domain.verdicts import State, message
from tests.domain.builders import (
    DAY,
    NOT_YET,
    OPEN,
    PRESUMED,
    Party,
    bilateral,
    book,
    budget,
    case,
    case_under,
    eur,
    film,
    framework,
    line,
    rates,
    rule,
    split,
    value,
)

MIXED = framework(
    "treaty",
    ("FR", Party("DE", PRESUMED), Party("IT", OPEN), Party("ES", NOT_YET)),
    authorities={"FR": "CNC", "DE": "BAFA", "XX": "?"},
)
FIVE = film({"FR": "50", "DE": "20", "IT": "10", "ES": "10", "US": "10"})


def test_countries_are_inside_outside_or_open() -> None:
    one = case(FIVE, MIXED)
    assert (one.inside, one.open_countries, one.outside) == (("FR", "DE"), ("IT",), ("ES", "US"))
    assert one.truths["IT"] is Truth.OPEN
    assert one.counts_as_party("CA") is Truth.NO


def test_the_majority_is_the_largest_national_share() -> None:
    assert case(film({"FR": "30", "DE": "25", "DE2": "45"}), MIXED).majority == "DE"
    assert case(film({"FR": "50", "DE": "50"}), MIXED).majority is None
    assert case(film(budget=None), MIXED).majority is None
    assert case(film({}), MIXED).majority is None
    assert case(film({"FR": "100"}), MIXED).majority == "FR"


def test_a_country_is_finance_only_when_all_its_companies_are() -> None:
    plan = film({"FR": "50", "DE": "25", "DE2": "25"}, financial=["DE"])
    assert not case(plan, MIXED).finance_only("DE")
    assert case(film({"FR": "50", "DE": "25", "DE2": "25"}, financial=["DE", "DE2"]), MIXED).finance_only("DE")
    assert not case(plan, MIXED).finance_only("US")


def test_finance_only_minorities_leave_the_majority_out() -> None:
    both = film({"FR": "60", "DE": "40"}, financial=["FR", "DE"])
    assert case(both, MIXED).finance_only_minorities == ("DE",)
    equal = film({"FR": "50", "DE": "50"}, financial=["FR", "DE"])
    assert case(equal, MIXED).finance_only_minorities == ("FR", "DE")


def test_authorities_are_named_once_and_in_order() -> None:
    one = case(FIVE, MIXED)
    assert one.authority() == "CNC; BAFA"
    assert one.authority("DE") == "BAFA"
    assert one.authority("US") is None


def test_a_share_as_money_is_rounded_once() -> None:
    assert case(film(total=101), MIXED).money_of(Fraction(1, 3)) == Money(34, "EUR")
    assert case(film(budget=None), MIXED).money_of(Fraction(1, 3)) is None


def test_the_cost_can_be_asked_in_another_currency() -> None:
    one = case(film(rates=rates(("FRF", "EUR", "6.55957"))), MIXED)
    assert one.cost_in("FRF") == Fraction("6559570")
    assert one.cost_in("EUR") == 1_000_000
    assert one.cost_in("USD") is None
    assert case(film(budget=None), MIXED).cost_in("EUR") is None


def test_a_finding_names_the_only_company_of_its_country() -> None:
    one = case(film({"FR": "50", "DE": "25", "DE2": "25"}), MIXED)
    a_rule, a_value = rule("fact"), value()
    assert one.find(a_rule, a_value, State.MET, message("x"), country="FR").partner == "fr"
    assert one.find(a_rule, a_value, State.MET, message("x"), country="DE").partner is None
    assert one.find(a_rule, a_value, State.MET, message("x"), country="DE", partner="de2").partner == "de2"
    bare = one.find(a_rule, None, State.MET, message("x"))
    assert (bare.source, bare.confidence, bare.where, bare.article) == (None, None, None, "6(1)")


def test_figures_are_exact_and_missing_ones_are_none() -> None:
    assert figure({"min": "33.3"}, "min") == Fraction("33.3")
    assert figure({"min": 20}, "min") == 20
    assert figure({}, "min") is None
    assert percent({"min": "20"}, "min") == Fraction(1, 5)
    assert percent({}, "min") is None


# --- when -------------------------------------------------------------------------------------------------

COST = {"currency": "EUR", "amount": "1000000"}
TWO = film()
THREE = film({"FR": "50", "DE": "30", "US": "20"})


@pytest.mark.parametrize(
    "condition, wanted, plan, held",
    [
        ("countries", 2, TWO, True),
        ("countries", 3, TWO, False),
        ("countries_min", 2, TWO, True),
        ("countries_min", 3, TWO, False),
        ("countries_max", 2, TWO, True),
        ("countries_max", 2, THREE, False),
        ("cost_over", COST, TWO, False),
        ("cost_over", {**COST, "amount": "999999.99"}, TWO, True),
        ("cost_over", {**COST, "currency": "USD"}, TWO, None),
        ("cost_up_to", COST, TWO, True),
        ("cost_up_to", {**COST, "amount": "999999.99"}, TWO, False),
        ("cost_up_to", {**COST, "currency": "USD"}, TWO, None),
        ("cost_from", COST, TWO, True),
        ("cost_from", {**COST, "amount": "1000000.01"}, TWO, False),
        ("cost_from", {**COST, "currency": "USD"}, TWO, None),
        ("cost_below", COST, TWO, False),
        ("cost_below", {**COST, "amount": "1000000.01"}, TWO, True),
        ("cost_below", {**COST, "currency": "USD"}, TWO, None),
        ("media", ["cinema", "tv"], TWO, True),
        ("media", "tv", TWO, False),
        ("media", ["cinema"], film(work=Work("fiction")), None),
        ("finance_only", True, TWO, False),
        ("finance_only", False, TWO, True),
        ("finance_only", True, film(financial=["DE"]), True),
        ("third_parties", True, THREE, True),
        ("third_parties", True, TWO, False),
        ("third_parties", False, TWO, True),
        ("kinds", ["fiction"], TWO, True),
        ("kinds", "fiction", TWO, True),
        ("kinds", ("animation",), TWO, False),
        ("kinds", ["fiction"], film(work=Work()), None),
        ("share_below", "40", TWO, False),
        ("share_below", "40.01", TWO, True),
        ("share_below", "40", film({"FR": "60", "DE": "30"}), None),
        ("share_below", "20", film({"FR": "60", "DE": "30"}), False),
        ("share_below", "50", film({"FR": "60", "DE": "30"}), True),
        ("share_below", "40", film(budget=None), None),
        ("share_over", "60", TWO, False),
        ("share_over", "59.99", TWO, True),
        ("share_over", "60", film({"FR": "60", "DE": "30"}), None),
        ("share_over", "70", film({"FR": "60", "DE": "30"}), False),
        ("share_over", "60", film(budget=None), None),
        ("fact", "agreed", TWO, None),
        ("fact", "agreed", film(facts={"agreed": True}), True),
        ("fact", "agreed", film(facts={"agreed": False}), False),
        ("fact", "agreed", film(facts={"agreed": "yes"}), False),
    ],
)
def test_a_condition_holds_or_not_or_cannot_be_told(
    condition: str, wanted: object, plan: object, held: bool | None
) -> None:
    assert case(plan, framework()).applies(rule("fact", when={condition: wanted})) is held  # type: ignore[arg-type]


@pytest.mark.parametrize("needed, held", [(1, True), (2, True), (3, None), (4, False)])
def test_parties_are_counted_with_open_ones(needed: int, held: bool | None) -> None:
    assert case(FIVE, MIXED).applies(rule("fact", when={"parties_min": needed})) is held


@pytest.mark.parametrize(
    "wanted, under", [("a", True), (["x", "a"], True), ("m", None), (("x", "m"), None), ("x", False)]
)
def test_a_condition_may_ask_what_governs(wanted: object, under: bool | None) -> None:
    one = case_under(TWO, framework(), ("a",), ("m",))
    assert one.applies(rule("fact", when={"under": wanted})) is under
    assert one.applies(rule("fact", when={"not_under": wanted})) is (None if under is None else not under)


@pytest.mark.parametrize(
    "governing, maybe, held", [(("pact",), (), True), ((), ("pact",), None), (("other",), (), False), ((), (), False)]
)
def test_a_condition_may_ask_whether_a_treaty_of_its_own_country_governs(
    governing: tuple[str, ...], maybe: tuple[str, ...], held: bool | None
) -> None:
    status = framework("status", ("FR",), kind=Kind.STATUS)
    library = book(status, bilateral("pact", "FR", "DE"), bilateral("other", "IT", "DE"))
    one = Case(TWO, status, library, DAY, Ground(TWO.countries, DAY, governing, maybe, ()))
    assert one.applies(rule("fact", when={"treaty": True})) is held
    assert one.applies(rule("fact", when={"treaty": False})) is (None if held is None else not held)


@pytest.mark.parametrize(
    "bounds, held", [({"min": 2}, True), ({"min": 3}, False), ({"max": 1}, False), ({"max": 2}, True)]
)
def test_a_condition_may_count_the_members_of_a_group(bounds: dict[str, int], held: bool) -> None:
    one = case(THREE, framework(), EU={"FR": Membership(), "DE": Membership()})
    assert one.applies(rule("fact", when={"group_members": {"group": "EU", **bounds}})) is held


def test_all_conditions_must_hold_and_one_that_does_not_settles_it() -> None:
    one = case(TWO, framework())
    assert one.applies(rule("fact")) is True
    assert one.applies(rule("fact", when={"countries": 2, "kinds": ["fiction"]})) is True
    assert one.applies(rule("fact", when={"fact": "agreed", "countries": 3})) is False
    assert one.applies(rule("fact", when={"fact": "agreed", "countries": 2})) is None


def test_the_kinds_a_rule_names_are_a_condition_too() -> None:
    assert case(TWO, framework()).applies(rule("points_test", kinds=["animation"])) is False
    assert case(TWO, framework()).applies(rule("points_test", kinds=["fiction"])) is True
    assert case(film(work=Work()), framework()).applies(rule("points_test", kinds=["fiction"])) is None


def test_every_condition_is_tested_here() -> None:
    tested = {
        "countries",
        "countries_min",
        "countries_max",
        "parties_min",
        "cost_over",
        "cost_up_to",
        "cost_from",
        "cost_below",
        "media",
        "treaty",
        "group_members",
        "finance_only",
    }
    assert tested | {"third_parties", "under", "not_under", "kinds", "share_below", "share_over", "fact"} == CONDITIONS


def test_whether_there_are_third_parties_is_open_while_a_membership_is() -> None:
    plan = film({"FR": "60", "IT": "40"})
    assert case(plan, MIXED).applies(rule("fact", when={"third_parties": True})) is None
    assert case(plan, MIXED).applies(rule("fact", when={"third_parties": False})) is None


@pytest.mark.parametrize(
    "shares, is_open",
    [
        ({"FR": "60", "DE": "40"}, False),
        ({"FR": "50", "DE": "50"}, False),
        ({"FR": "50", "DE": "30"}, True),
        ({"FR": "50.01", "DE": "30"}, False),
        ({"FR": "60", "DE": "30"}, False),
        ({"FR": "50", "DE": "25", "IT": "20"}, False),
        ({"FR": "90"}, False),
    ],
)
def test_the_majority_is_open_while_what_is_not_allocated_could_turn_it(shares: dict[str, str], is_open: bool) -> None:
    assert case(film(shares), MIXED).majority_open is is_open


def test_without_a_cost_the_majority_is_open() -> None:
    assert case(film(budget=None), MIXED).majority_open


def test_a_missing_rate_leaves_money_open() -> None:
    plan = film(budget=budget(line(1, 5, payer=split(fr="100")), line(2, None, currency="RUB")))
    assert case(plan, framework()).applies(rule("fact", when={"cost_over": COST})) is None
    assert case(plan, framework()).money_of(Fraction(1)) is None
    assert case(film(total=100), framework()).money_of(Fraction(1)) == eur(1)
