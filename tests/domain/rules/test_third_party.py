"""Co-producers from outside: admitted or not, together, one by one, at discretion."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coprod_desktop.domain.verdicts import Finding, Limit, Percent
from tests.domain.builders import OPEN, Party, eur, film, findings, rule, states, value


def shown(finding: Finding) -> dict[str, object]:
    figures = finding.message.parameters
    return {key: one.value for key, one in figures.items() if isinstance(one, Percent)}


def third(shares: dict[str, str], **figures: object) -> tuple[Finding, ...]:
    return findings(rule("third_party", value(**figures)), film(shares))


OUTSIDE = {"FR": "50", "DE": "30", "US": "12", "CA": "8"}


def test_without_outsiders_there_is_nothing_to_admit() -> None:
    assert third({"FR": "60", "DE": "40"}, allowed=False) == ()


def test_whether_there_are_outsiders_may_be_open() -> None:
    plan, parties = film({"FR": "60", "IT": "40"}), ("FR", "DE", Party("IT", OPEN))
    assert states(findings(rule("third_party", value(allowed=False)), plan, parties)) == ["unknown"]
    assert states(findings(rule("third_party", value(allowed=False), effect="notice"), plan, parties)) == ["notice"]


def test_outsiders_may_not_be_admitted_at_all() -> None:
    (found,) = third(OUTSIDE, allowed=False, cap="30")
    assert found.state == "not_met"
    assert [c.code for c in found.message.parameters["countries"].items] == ["US", "CA"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "limits, state, margin",
    [
        ({"cap": "20"}, "met", 0),
        ({"cap": "19.9999"}, "not_met", Fraction(-1, 10000)),
        ({"min": "20"}, "met", 0),
        ({"min": "20.0001"}, "not_met", Fraction(-1, 10000)),
        ({"min": "10", "cap": "30"}, "met", 10),
    ],
)
def test_outsiders_together_keep_to_cap_and_floor(limits: dict[str, str], state: str, margin: Fraction) -> None:
    (found,) = third(OUTSIDE, **limits)
    assert (found.state, found.measured, found.margin) == (state, 20, margin)
    assert shown(found) == {"measured": 20}
    assert found.margin_money == eur(margin * 10_000)  # type: ignore[arg-type]
    assert found.limit == Limit(*(Fraction(limits[key]) if key in limits else None for key in ("min", "cap")))


def test_a_share_that_is_not_known_leaves_the_cap_open() -> None:
    assert states(third({**OUTSIDE, "FR": "49"}, cap="20")) == ["unknown"]
    assert states(findings(rule("third_party", value(cap="20")), film(OUTSIDE, budget=None))) == ["unknown"]


def test_outsiders_admitted_case_by_case_are_at_discretion() -> None:
    (found,) = third(OUTSIDE, case_by_case=True)
    assert (found.state, found.waiver_by) == ("discretion", "CNC")
    assert states(third(OUTSIDE, case_by_case=True, cap="10")) == ["not_met", "discretion"]
    (nobody,) = findings(rule("third_party", value(case_by_case=True)), film({"IT": "60", "US": "40"}), ("IT", "DE"))
    assert nobody.waiver_by == "the competent authorities"


def test_outsiders_are_admitted_where_nothing_is_said_against_it() -> None:
    assert states(third(OUTSIDE, link="one")) == ["met"]
    assert states(third(OUTSIDE, allowed=True, case_by_case=False)) == ["met"]


def test_bounds_that_settle_the_cap_are_enough() -> None:
    assert states(third({"FR": "50", "DE": "39", "US": "10"}, cap="20")) == ["met"]
    assert states(third({"FR": "50", "DE": "19", "US": "30"}, cap="20")) == ["not_met"]


@pytest.mark.parametrize(
    "limits, expected",
    [
        ({"each_min": "10"}, {"US": ("met", 2), "CA": ("not_met", -2)}),
        ({"each_min": "8"}, {"US": ("met", 4), "CA": ("met", 0)}),
        ({"each_min": "8.0001"}, {"US": ("met", None), "CA": ("not_met", Fraction(-1, 10000))}),
        ({"each_max": "12"}, {"US": ("met", 0), "CA": ("met", 4)}),
        ({"each_max": "11.9999"}, {"US": ("not_met", Fraction(-1, 10000)), "CA": ("met", None)}),
        ({"cap_smallest": True}, {"US": ("met", 18), "CA": ("met", 22)}),
        ({"cap_smallest": True, "each_max": "12"}, {"US": ("met", 0), "CA": ("met", 4)}),
        ({"cap_smallest": True, "each_max": "40"}, {"US": ("met", 18), "CA": ("met", 22)}),
    ],
)
def test_each_country_from_outside_keeps_to_its_own_limits(
    limits: dict[str, object], expected: dict[str, tuple[str, Fraction | None]]
) -> None:
    found = {f.country: f for f in third(OUTSIDE, **limits)}
    assert {c: f.state.value for c, f in found.items()} == {c: state for c, (state, _) in expected.items()}
    for country, (_, margin) in expected.items():
        assert margin is None or found[country].margin == margin


def test_none_from_outside_may_hold_more_than_the_smallest_share_inside() -> None:
    assert states(third({"FR": "60", "DE": "20", "US": "20"}, cap_smallest=True)) == ["met"]
    assert states(third({"FR": "60", "DE": "19.9999", "US": "20.0001"}, cap_smallest=True)) == ["not_met"]
    # While a share inside may still grow or not, the smallest of them is not known.
    assert states(third({"FR": "60", "DE": "10", "US": "20"}, cap_smallest=True)) == ["unknown"]
    no_cost = film(OUTSIDE, budget=None)
    assert states(findings(rule("third_party", value(each_min="5")), no_cost)) == ["unknown", "unknown"]
    both = third(OUTSIDE, cap="30", each_min="8")
    assert [f.country for f in both] == [None, "US", "CA"]
