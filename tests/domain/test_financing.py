from __future__ import annotations

from datetime import date

import pytest

from coprod_desktop.domain.financing import Confirmed, Status, add_up, confirmed_on
from coprod_desktop.domain.money import Money, RateSet
from tests.domain.builders import eur, rates, source

ON = date(2012, 6, 30)


def test_sources_are_summed_by_status_and_by_partner() -> None:
    totals = add_up(
        [
            source("fr", eur(10)),
            source("fr", eur(5)),
            source("fr", eur(1), Status.PLANNED),
            source("de", eur(2), Status.APPLIED),
            source("de", eur(100), Status.REFUSED),
        ],
        RateSet(),
        "EUR",
    )
    assert totals.by_status == {
        Status.CONFIRMED: 1500,
        Status.PLANNED: 100,
        Status.APPLIED: 200,
        Status.REFUSED: 10000,
    }
    assert totals.by_partner[("fr", Status.CONFIRMED)] == 1500
    assert totals.by_partner[("de", Status.REFUSED)] == 10000
    assert ("de", Status.CONFIRMED) not in totals.by_partner


def test_refusals_bring_nothing() -> None:
    totals = add_up([source("fr", eur(10), Status.REFUSED), source("fr", eur(3), Status.PLANNED)], RateSet(), "EUR")
    assert totals.counted == 300


def test_sources_are_converted_and_those_without_a_rate_are_named() -> None:
    known = rates(("RUB", "EUR", "40"))
    totals = add_up([source("ru", Money(4000, "RUB")), source("gb", Money(500, "GBP"), name="BFI")], known, "EUR")
    assert totals.by_status == {Status.CONFIRMED: 100}
    assert totals.unconverted == ("BFI",)


def test_no_sources_add_up_to_nothing() -> None:
    totals = add_up([], RateSet(), "EUR")
    assert (totals.counted, totals.by_partner, totals.unconverted) == (0, {}, ())


@pytest.mark.parametrize(
    "letter, months, counted",
    [
        (date(2012, 6, 30), None, 100),
        (date(2012, 7, 1), None, 0),
        (date(2000, 1, 1), None, 100),
        (date(2011, 12, 30), 6, 100),
        (date(2011, 12, 29), 6, 0),
        (date(2012, 6, 30), 0, 100),
        (date(2012, 6, 29), 0, 0),
    ],
)
def test_a_letter_counts_until_it_is_too_old(letter: date, months: int | None, counted: int) -> None:
    held = confirmed_on([source("fr", eur(1), letter=letter)], RateSet(), "EUR", ON, months)
    assert held == Confirmed(counted, counted)


def test_a_confirmed_source_without_a_letter_counts_at_most() -> None:
    held = confirmed_on([source("fr", eur(1)), source("fr", eur(2), letter=ON)], RateSet(), "EUR", ON, 6)
    assert held == Confirmed(200, 300)


def test_only_confirmed_money_with_a_rate_is_confirmed() -> None:
    others = [source("fr", eur(1), status, letter=ON) for status in Status if status is not Status.CONFIRMED]
    held = confirmed_on([*others, source("fr", Money(1, "GBP"), letter=ON)], RateSet(), "EUR", ON, None)
    assert held == Confirmed(0, 0)
