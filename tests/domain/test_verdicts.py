from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.domain.verdicts import (
    Finding,
    Limit,
    Outcome,
    Percent,
    State,
    Verdict,
    message,
    outcome_of,
)


def found(*given_states: State, excludes: bool = False) -> tuple[Finding, ...]:
    return tuple(Finding("r", "fact", state, message("x"), excludes=excludes) for state in given_states)


@pytest.mark.parametrize(
    "worst, outcome",
    [
        ((State.NOT_MET, State.UNKNOWN, State.DISCRETION, State.MET), Outcome.NOT_OFFICIAL),
        ((State.UNKNOWN, State.DISCRETION, State.MET), Outcome.UNDETERMINED),
        ((State.DISCRETION, State.MET), Outcome.OFFICIAL_WITH_CONSENT),
        ((State.MET,), Outcome.OFFICIAL),
        ((), Outcome.OFFICIAL),
    ],
)
def test_the_outcome_is_the_first_that_fits(worst: tuple[State, ...], outcome: Outcome) -> None:
    assert outcome_of(found(*worst), legal_ground=True) is outcome
    assert outcome_of(found(*reversed(worst)), legal_ground=True) is outcome


def test_an_excluded_film_is_not_applicable_whatever_else_is_found() -> None:
    assert outcome_of(found(*State), legal_ground=True, excluded=True) is Outcome.NOT_APPLICABLE
    assert outcome_of(found(State.NOT_MET, excludes=True), legal_ground=True) is Outcome.NOT_APPLICABLE
    assert outcome_of(found(State.NOT_MET, excludes=True), legal_ground=False) is Outcome.NOT_APPLICABLE


@given(st.lists(st.sampled_from(State)), st.lists(st.sampled_from((State.NOTICE, State.DUTY))))
def test_notices_and_duties_never_change_the_outcome(tests: list[State], others: list[State]) -> None:
    with_others, without = found(*others, *tests), found(*tests)
    assert outcome_of(with_others, legal_ground=True) is outcome_of(without, legal_ground=True)


@pytest.mark.parametrize(
    "state, outcome",
    [
        (State.NOT_MET, Outcome.NOT_ELIGIBLE),
        (State.UNKNOWN, Outcome.UNDETERMINED),
        (State.DISCRETION, Outcome.ELIGIBLE_WITH_CONSENT),
        (State.MET, Outcome.ELIGIBLE),
    ],
)
def test_funds_and_status_tests_speak_of_eligible(state: State, outcome: Outcome) -> None:
    assert outcome_of(found(state), legal_ground=False) is outcome


@pytest.mark.parametrize(
    "limit, value, margin, holds",
    [
        (Limit(Fraction(10)), 10, 0, True),
        (Limit(Fraction(10)), 9, -1, False),
        (Limit(None, Fraction(70)), 70, 0, True),
        (Limit(None, Fraction(70)), 71, -1, False),
        (Limit(Fraction(10), Fraction(70)), 30, 20, True),
        (Limit(Fraction(10), Fraction(70)), 60, 10, True),
        (Limit(), 5, None, True),
    ],
)
def test_limits_are_included_and_the_margin_is_measured_at_the_nearer_side(
    limit: Limit, value: int, margin: int | None, holds: bool
) -> None:
    assert limit.margin(Fraction(value)) == margin
    assert limit.holds(Fraction(value)) is holds


@given(st.fractions(), st.fractions(), st.fractions())
def test_a_margin_is_negative_just_where_the_limit_is_broken(low: Fraction, high: Fraction, value: Fraction) -> None:
    margin = Limit(low, high).margin(value)
    assert margin is not None
    assert (margin >= 0) is Limit(low, high).holds(value)


def test_a_percentage_is_shown_with_the_digits_that_matter() -> None:
    assert Percent(Fraction(20)).shown == Decimal("20.00")
    assert str(Percent(Fraction(20003, 1000)).shown) == "20.003"


def test_a_message_keeps_its_figures() -> None:
    assert message("{a} of {b}", a=1, b=2).parameters == {"a": 1, "b": 2}


def test_a_verdict_counts_its_findings_by_state() -> None:
    verdict = Verdict(
        "f",
        "fund",
        "F",
        "F",
        False,
        "certain",
        Outcome.ELIGIBLE,
        message("x"),
        found(State.MET, State.MET, State.DUTY),
    )
    assert (verdict.count(State.MET), verdict.count(State.DUTY), verdict.count(State.NOT_MET)) == (2, 1, 0)
