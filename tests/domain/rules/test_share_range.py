from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.rules.share_range import WHO
from coprod_desktop.domain.verdicts import Finding, Limit, Percent, Unit, message
from tests.domain.builders import (
    NOT_YET,
    OPEN,
    Party,
    budget,
    contributed,
    eur,
    film,
    findings,
    line,
    party,
    rule,
    split,
    states,
    value,
)


def ranged(
    plan: Plan, *parties: object, who: str = "each_country", effect: str = "test", **limits: str
) -> tuple[Finding, ...]:
    return findings(
        rule("share_range", value(**limits), effect=effect, who=who),
        plan,
        parties or ("FR", "DE"),  # type: ignore[arg-type]
    )


def said(finding: Finding) -> str:
    return finding.message.msgid


@pytest.mark.parametrize("limit, state", [("40", "met"), ("40.000001", "not_met"), ("39.999999", "met")])
def test_a_minimum_is_included_and_a_hair_more_is_not_met(limit: str, state: str) -> None:
    assert states(ranged(film({"FR": "60", "DE": "40"}), min=limit)) == ["met", state]


@pytest.mark.parametrize("limit, state", [("60", "met"), ("59.999999", "not_met"), ("60.000001", "met")])
def test_a_maximum_is_included_and_a_hair_less_is_not_met(limit: str, state: str) -> None:
    assert states(ranged(film({"FR": "60", "DE": "40"}), max=limit)) == [state, "met"]


def test_one_cent_below_the_minimum_is_not_met() -> None:
    plan = contributed({"FR": Money(80_00, "EUR"), "DE": Money(20_00, "EUR")})
    less = contributed({"FR": Money(80_01, "EUR"), "DE": Money(19_99, "EUR")})
    assert states(ranged(plan, min="20")) == ["met", "met"]
    assert states(ranged(less, min="20")) == ["met", "not_met"]


def test_a_finding_shows_measure_limit_and_margin_in_per_cent_and_money() -> None:
    _, german = ranged(film({"FR": "85", "DE": "15"}), min="20", max="80")
    assert (german.country, german.partner, german.unit) == ("DE", "de", Unit.PERCENT)
    assert (german.measured, german.limit, german.margin) == (15, Limit(Fraction(20), Fraction(80)), -5)
    assert german.margin_money == eur(-50_000)
    assert (german.article, german.source, german.confidence) == ("6(1)", "s1", "T")
    assert said(german).startswith("The share of {country} is {measured}; at least {low} is asked")


def test_above_the_maximum_the_sentence_says_so() -> None:
    french, _ = ranged(film({"FR": "85", "DE": "15"}), min="10", max="80")
    assert french.state == "not_met"
    assert french.margin == -5
    assert said(french).endswith("at most {high} is allowed.")


def shown(finding: Finding) -> dict[str, object]:
    figures = finding.message.parameters
    return {key: one.value for key, one in figures.items() if isinstance(one, Percent)}


def test_the_sentence_shows_the_figures_in_per_cent() -> None:
    french, _ = ranged(film({"FR": "85", "DE": "15"}), min="10", max="80")
    assert shown(french) == {"measured": 85, "low": 10, "high": 80}
    (outside,) = outsiders(film({"FR": "50", "DE": "29", "US": "21"}))
    assert shown(outside) == {"measured": 21, "high": 30}


def test_at_either_limit_the_sentence_says_within() -> None:
    found = ranged(film({"FR": "80", "DE": "20"}), min="20", max="80")
    assert {said(f) for f in found} == {"The share of {country} is {measured}, within the limit."}


def test_within_both_limits_the_margin_is_the_nearer_one() -> None:
    french, german = ranged(film({"FR": "70", "DE": "30"}), min="20", max="80")
    assert (french.margin, german.margin) == (10, 10)
    assert said(french) == "The share of {country} is {measured}, within the limit."


def test_a_rule_without_limits_is_met_and_has_no_margin() -> None:
    found = ranged(film())
    assert states(found) == ["met", "met"]
    assert {(f.margin, f.margin_money) for f in found} == {(None, None)}


def test_co_producers_of_one_country_are_added() -> None:
    found = ranged(film({"FR": "15", "FR2": "10", "DE": "75"}), min="25")
    assert [(f.country, f.partner, f.state) for f in found] == [("FR", None, "met"), ("DE", "de", "met")]
    assert found[0].measured == 25


def test_each_company_can_be_tested_by_itself() -> None:
    found = ranged(film({"FR": "15", "FR2": "10", "DE": "75"}), who="each_partner", min="15")
    assert [(f.partner, f.state) for f in found] == [("fr", "met"), ("fr2", "not_met"), ("de", "met")]


def test_majority_and_minority_are_told_apart() -> None:
    plan = film({"FR": "30", "DE": "50", "IT": "20"})
    parties = ("FR", "DE", "IT")
    assert [f.country for f in ranged(plan, *parties, who="majority", max="70")] == ["DE"]
    assert [f.country for f in ranged(plan, *parties, who="minority", min="10")] == ["FR", "IT"]


def test_with_two_equal_largest_shares_nobody_is_the_majority() -> None:
    plan = film({"FR": "50", "DE": "50"})
    assert ranged(plan, who="majority", max="40") == ()
    assert [f.country for f in ranged(plan, who="minority", min="10")] == ["FR", "DE"]


def test_each_party_leaves_out_countries_that_are_not_bound() -> None:
    found = ranged(
        film({"FR": "40", "DE": "30", "US": "20", "IT": "10"}),
        "FR",
        "DE",
        Party("IT", OPEN),
        who="each_party",
        min="20",
    )
    assert [(f.country, f.state) for f in found] == [("FR", "met"), ("DE", "met"), ("IT", "not_met")]


def test_a_limit_of_one_party_says_nothing_of_the_others() -> None:
    def of_france(plan: Plan, limit: str) -> list[tuple[str | None, str]]:
        found = findings(rule("share_range", value(min=limit), party="FR"), plan, ("FR", "DE"))
        return [(f.country, f.state.value) for f in found]

    asymmetric = film({"FR": "40", "DE": "60"})
    assert of_france(asymmetric, "40") == [("FR", "met")]
    assert of_france(asymmetric, "40.0001") == [("FR", "not_met")]
    assert of_france(film({"DE": "60", "US": "40"}), "40") == []


@pytest.mark.parametrize(
    "limits, state",
    [
        ({"min": "30"}, "met"),
        ({"min": "30.1"}, "unknown"),
        ({"min": "50"}, "unknown"),
        ({"min": "50.1"}, "not_met"),
        ({"max": "50"}, "met"),
        ({"max": "49.9"}, "unknown"),
        ({"max": "30"}, "unknown"),
        ({"max": "29.9"}, "not_met"),
        ({"min": "30", "max": "50"}, "met"),
    ],
)
def test_what_is_not_allocated_leaves_open_what_it_could_turn(limits: dict[str, str], state: str) -> None:
    _, german = ranged(film({"FR": "50", "DE": "30"}), **limits)
    assert german.state == state
    assert german.measured == 30
    if state == "unknown":
        assert said(german).startswith("The share of {country} lies between")
        assert german.message.parameters["upper"].value == 50  # type: ignore[attr-defined]


def test_without_a_cost_the_share_is_unknown() -> None:
    found = ranged(film(budget=None), min="20")
    assert states(found) == ["unknown", "unknown"]
    assert "no cost is entered" in said(found[0])
    assert (found[0].measured, found[0].limit) == (None, Limit(Fraction(20)))


def test_without_a_rate_the_share_is_unknown_by_name() -> None:
    rows = budget(line(1, 100, payer=split(fr="60", de="40")), line(2, None, currency="RUB"))
    found = ranged(film(budget=rows), max="70")
    assert states(found) == ["unknown", "unknown"]
    assert found[0].message.parameters["currencies"] == "RUB"
    assert found[0].limit == Limit(None, Fraction(70))


# --- consent ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "share, state", [("20", "met"), ("19.99", "discretion"), ("10", "discretion"), ("9.99", "not_met")]
)
def test_below_the_minimum_an_exceptional_one_needs_consent(share: str, state: str) -> None:
    found = ranged(film({"FR": "rest", "DE": share}), min="20", consent_min="10", consent_by="both authorities")[1]
    assert found.state == state
    assert found.waiver_by == ("both authorities" if state == "discretion" else None)


@pytest.mark.parametrize(
    "share, state", [("80", "met"), ("80.01", "discretion"), ("90", "discretion"), ("90.01", "not_met")]
)
def test_above_the_maximum_an_exceptional_one_needs_consent(share: str, state: str) -> None:
    found = ranged(film({"FR": share, "DE": "rest"}), max="80", consent_max="90", consent_when="exceptionally")[0]
    assert found.state == state
    if state == "discretion":
        assert found.message.parameters["when"] == message("({condition})", condition="exceptionally")
        assert "the authorities may accept it" in said(found)


def test_consent_to_one_side_does_not_open_the_other() -> None:
    assert states(ranged(film({"FR": "85", "DE": "15"}), min="20", max="80", consent_min="10")) == [
        "not_met",
        "discretion",
    ]
    assert states(ranged(film({"FR": "85", "DE": "15"}), min="20", max="80", consent_max="90")) == [
        "discretion",
        "not_met",
    ]


def test_consent_is_asked_of_the_named_authorities_or_of_those_competent() -> None:
    limits = {"min": "20", "consent_min": "10"}
    assert ranged(film({"FR": "85", "DE": "15"}), **limits)[1].waiver_by == "CNC"
    only_german = findings(rule("share_range", value(**limits)), film({"IT": "85", "DE": "15"}), ("IT", "DE"))
    assert only_german[1].waiver_by == "the competent authorities"


def test_consent_may_go_down_to_nothing() -> None:
    assert states(ranged(film({"FR": "95", "DE": "5"}), min="20", consent_min="0"))[1] == "discretion"


def test_bounds_that_reach_into_the_band_of_consent_leave_it_open() -> None:
    found = ranged(film({"FR": "85", "DE": "5"}), min="20", consent_min="10")[1]
    assert (found.measured, found.state) == (5, "unknown")


# --- notices ----------------------------------------------------------------------------------------------


def test_a_notice_is_given_only_beyond_the_limit() -> None:
    found = ranged(film({"FR": "81", "DE": "19"}), effect="notice", min="20", max="80")
    assert states(found) == ["notice", "notice"]
    assert [said(f) for f in found] == [
        "The share of {country} is {measured}, above {high}.",
        "The share of {country} is {measured}, below {low}.",
    ]
    assert states(ranged(film({"FR": "80", "DE": "20"}), effect="notice", min="20", max="80")) == [
        "met",
        "met",
    ]


def test_a_notice_never_becomes_discretion() -> None:
    assert states(ranged(film({"FR": "85", "DE": "15"}), effect="notice", min="20", consent_min="10")) == [
        "met",
        "notice",
    ]


def test_a_notice_on_a_share_between_bounds_stays_a_notice() -> None:
    assert states(ranged(film({"FR": "70", "DE": "15"}), effect="notice", min="20"))[1] == "notice"


# --- finance-only -----------------------------------------------------------------------------------------


def money_only(share: str, *parties: object, **limits: str) -> Finding:
    plan = film({"FR": "rest", "DE": share}, financial=["DE"])
    (found,) = ranged(plan, *parties, who="finance_only", **(limits or {"min": "10", "max": "25"}))
    assert found.country == "DE"
    return found


@pytest.mark.parametrize("share, state", [("9.99", "not_met"), ("10", "met"), ("25", "met"), ("25.01", "not_met")])
def test_the_finance_only_band_includes_both_ends(share: str, state: str) -> None:
    assert money_only(share).state == state


def test_the_finance_only_band_is_not_for_the_majority_nor_for_mixed_countries() -> None:
    limits = {"who": "finance_only", "min": "10", "max": "25"}
    assert ranged(film({"FR": "60", "DE": "40"}, financial=["FR"]), **limits) == ()
    assert ranged(film({"FR": "60", "DE": "20", "DE2": "20"}, financial=["DE"]), **limits) == ()
    assert ranged(film({"FR": "60", "DE": "40"}), **limits) == ()


@pytest.mark.parametrize("share, state", [("40", "met"), ("40.01", "not_met"), ("10", "met"), ("9.99", "not_met")])
def test_a_state_may_have_reserved_its_own_maximum(share: str, state: str) -> None:
    found = money_only(share, "FR", party("DE", maximum="40"))
    assert (found.state, found.limit) == (state, Limit(Fraction(10), Fraction(40)))


def test_a_reservation_counts_only_where_its_state_is_bound() -> None:
    not_yet = replace(party("DE", maximum="40"), life=NOT_YET)
    assert money_only("30", "FR", not_yet).state == "not_met"
    open_sided = replace(party("FR", sides=("max",), scope="film"), life=NOT_YET)
    assert money_only("30", open_sided, "DE").state == "not_met"


def test_the_maximum_reserved_by_one_state_is_not_for_another() -> None:
    assert money_only("30", party("FR", maximum="40"), "DE").state == "not_met"


@pytest.mark.parametrize(
    "parties, share, state",
    [
        (("FR", party("DE", sides=("max",))), "26", "discretion"),
        (("FR", party("DE", sides=("max",))), "9", "not_met"),
        (("FR", party("DE", sides=("min", "max"))), "9", "discretion"),
        ((party("FR", sides=("max",)), "DE"), "26", "not_met"),
        ((party("FR", sides=("min", "max"), scope="film"), "DE"), "26", "discretion"),
        ((party("FR", sides=("min", "max"), scope="film"), "DE"), "9", "discretion"),
        ((party("FR", sides=("max",), scope="film"), "DE"), "9", "not_met"),
        ((party("FR", sides=("min", "max"), scope="film"), "DE"), "25", "met"),
    ],
)
def test_a_reservation_without_a_figure_leaves_its_side_to_the_authority(
    parties: tuple[object, ...], share: str, state: str
) -> None:
    found = money_only(share, *parties)
    assert found.state == state
    if state == "discretion":
        assert found.waiver_by == ("the authority of DE" if parties[0] == "FR" else "CNC")
        assert found.message.parameters["when"] == message("({condition})", condition="Own maximum.")


def test_such_a_reservation_opens_no_other_rule() -> None:
    plan = film({"FR": "91", "DE": "9"}, financial=["DE"])
    assert states(ranged(plan, "FR", party("DE", sides=("min", "max")), min="10"))[1] == "not_met"


def test_a_finance_only_country_that_is_no_party_keeps_the_ordinary_band() -> None:
    plan = film({"FR": "60", "DE": "20", "US": "20"}, financial=["US"])
    (found,) = ranged(plan, who="finance_only", min="10", max="25")
    assert (found.country, found.state) == ("US", "met")


@pytest.mark.parametrize("who", ["majority", "minority"])
def test_limits_of_the_majority_are_open_while_the_majority_is(who: str) -> None:
    open_plan = film({"FR": "40", "DE": "30"})
    (found,) = ranged(open_plan, who=who, min="1")
    assert (found.state, found.country) == ("unknown", None)
    assert states(ranged(open_plan, who=who, effect="notice", min="1")) == ["notice"]
    assert states(ranged(film({"FR": "60", "DE": "35"}), who=who, min="1")) == ["met"]


def test_who_has_the_majority_is_open_while_what_is_not_allocated_could_turn_it() -> None:
    plan = film({"FR": "40", "DE": "30"}, financial=["FR"])
    assert "unknown" in states(ranged(plan, who="finance_only", min="10", max="25"))


# --- outsiders --------------------------------------------------------------------------------------------


def outsiders(plan: Plan, *parties: object, effect: str = "test", **limits: str) -> tuple[Finding, ...]:
    return ranged(plan, *(parties or ("FR", "DE")), who="outsiders", effect=effect, **(limits or {"max": "30"}))


def test_without_outsiders_nothing_is_said_of_them() -> None:
    assert outsiders(film()) == ()


@pytest.mark.parametrize("share, state", [("15", "met"), ("15.01", "not_met"), ("14.99", "met")])
def test_outsiders_are_tested_together(share: str, state: str) -> None:
    (found,) = outsiders(film({"FR": "rest", "DE": "20", "US": "15", "CA": share}))
    assert found.state == state
    assert found.measured == 15 + Fraction(share)
    assert found.margin == 15 - Fraction(share)
    assert found.margin_money == eur(str((15 - Fraction(share)) * 10_000))


def test_an_outsiders_notice_is_given_only_beyond_the_limit() -> None:
    plan = film({"FR": "50", "DE": "19", "US": "31"})
    (found,) = outsiders(plan, effect="notice")
    assert (found.state, said(found)) == (
        "notice",
        "Co-producers from outside hold {measured} together; {high} is the limit.",
    )
    assert states(outsiders(film({"FR": "50", "DE": "20", "US": "30"}), effect="notice")) == ["met"]


def test_countries_that_are_perhaps_bound_leave_it_open() -> None:
    plan = film({"FR": "50", "DE": "15", "IT": "15", "US": "20"})
    (found,) = outsiders(plan, "FR", "DE", Party("IT", OPEN))
    assert (found.state, found.measured) == ("unknown", 20)
    assert states(outsiders(plan, "FR", "DE", Party("IT", OPEN), max="35")) == ["met"]
    assert states(outsiders(plan, "FR", "DE", Party("IT", OPEN), max="19")) == ["not_met"]
    assert states(outsiders(plan, "FR", "DE", Party("IT", NOT_YET), max="34")) == ["not_met"]


def test_only_perhaps_bound_countries_can_be_outsiders_too() -> None:
    plan = film({"FR": "50", "DE": "15", "IT": "35"})
    (found,) = outsiders(plan, "FR", "DE", Party("IT", OPEN))
    assert (found.state, found.measured) == ("unknown", 0)


def test_outsiders_without_a_cost_are_unknown() -> None:
    plan = film({"FR": "50", "DE": "20", "US": "30"}, budget=None)
    assert states(outsiders(plan)) == ["unknown"]
    assert states(outsiders(film({"FR": "50", "IT": "50"}, budget=None), "FR", Party("IT", OPEN))) == ["unknown"]


def test_a_floor_for_outsiders_is_tested_too() -> None:
    assert states(outsiders(film({"FR": "50", "DE": "40", "US": "10"}), min="10")) == ["met"]
    assert states(outsiders(film({"FR": "50", "DE": "41", "US": "9"}), min="10")) == ["not_met"]


def test_outsiders_without_any_limit_have_no_margin() -> None:
    (found,) = findings(rule("share_range", value(), who="outsiders"), film({"FR": "50", "DE": "40", "US": "10"}))
    assert (found.state, found.margin, found.margin_money) == ("met", None, None)


def test_what_is_not_allocated_is_counted_once_for_all_outsiders() -> None:
    plan = film({"FR": "50", "DE": "24", "US": "10", "CA": "10"})
    assert states(outsiders(plan)) == ["met"]


def test_a_notice_on_outsiders_is_never_unknown() -> None:
    plan = film({"FR": "50", "DE": "15", "US": "25"})
    assert states(outsiders(plan, effect="notice")) == ["notice"]


def test_a_notice_without_a_cost_is_never_unknown() -> None:
    assert set(states(ranged(film(budget=None), effect="notice", min="20"))) == {"notice"}


def test_every_way_to_choose_shares_is_tested_here() -> None:
    assert set(WHO) == {
        "each_country",
        "each_party",
        "majority",
        "minority",
        "outsiders",
        "finance_only",
        "each_partner",
    }
