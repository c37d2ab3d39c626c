from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.domain.money import (
    LARGEST_MINOR,
    Money,
    Rate,
    RateSet,
    check_currency,
    digits_of,
    exact,
    money,
    round_half_even,
)
from coprod_desktop.errors import BadPlan
from tests.domain.builders import rates


@pytest.mark.parametrize("currency, digits", [("EUR", 2), ("JPY", 0), ("KWD", 3), ("ITL", 0), ("CLF", 4), ("XYZ", 2)])
def test_each_currency_has_its_own_number_of_decimal_places(currency: str, digits: int) -> None:
    assert digits_of(currency) == digits


def test_a_currency_code_is_read_in_any_case_and_with_blanks() -> None:
    assert check_currency(" eur ", "currency") == "EUR"


@pytest.mark.parametrize("code", ["", "EU", "EURO", "E1R", "ЕВР", "€€€"])
def test_what_is_no_currency_code_is_refused_naming_the_place(code: str) -> None:
    with pytest.raises(BadPlan) as caught:
        check_currency(code, "line 3: currency")
    assert caught.value.what == f"line 3: currency: “{code}” is no currency code."
    assert "EUR" in caught.value.hint


@pytest.mark.parametrize("value, rounded", [("1/2", 0), ("3/2", 2), ("5/2", 2), ("-1/2", 0), ("-3/2", -2), ("7/3", 2)])
def test_halves_are_rounded_to_the_even_neighbour(value: str, rounded: int) -> None:
    assert round_half_even(Fraction(value)) == rounded


def test_amounts_of_one_currency_add_and_subtract() -> None:
    assert Money(150, "EUR") + Money(50, "EUR") == Money(200, "EUR")
    assert Money(150, "EUR") - Money(200, "EUR") == Money(-50, "EUR")


def test_amounts_of_two_currencies_never_mix() -> None:
    with pytest.raises(ValueError, match="EUR and RUB"):
        Money(1, "EUR") + Money(1, "RUB")
    with pytest.raises(ValueError, match="EUR and RUB"):
        Money(1, "EUR") - Money(1, "RUB")


@pytest.mark.parametrize(
    "amount, plain",
    [
        (Money(123450, "EUR"), "1234.50"),
        (Money(-5, "EUR"), "-0.05"),
        (Money(0, "EUR"), "0.00"),
        (Money(1234, "JPY"), "1234"),
        (Money(1, "KWD"), "0.001"),
        (Money(LARGEST_MINOR, "EUR"), "1000000000000000.00"),
    ],
)
def test_an_amount_is_written_plainly_with_the_places_of_its_currency(amount: Money, plain: str) -> None:
    assert amount.plain() == plain


@given(st.integers(-LARGEST_MINOR, LARGEST_MINOR), st.sampled_from(("EUR", "JPY", "KWD", "CLF")))
def test_an_amount_written_plainly_reads_back_the_same(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert money(amount.plain(), currency) == amount
    assert money(amount.decimal, currency) == amount


def test_more_decimal_places_than_the_currency_knows_are_refused() -> None:
    with pytest.raises(BadPlan, match=r"line 1: 1.005 has more decimal places than EUR knows \(2\)"):
        money("1.005", "EUR", "line 1")
    with pytest.raises(BadPlan, match=r"JPY knows \(0\)"):
        money("1.5", "JPY")
    assert money("1.500", "EUR") == Money(150, "EUR")


def test_the_largest_amount_is_accepted_and_one_cent_more_is_not() -> None:
    largest = Money(LARGEST_MINOR, "EUR").plain()
    assert money(largest, "EUR").minor == LARGEST_MINOR
    assert money(f"-{largest}", "EUR").minor == -LARGEST_MINOR
    for beyond in (Money(LARGEST_MINOR + 1, "EUR"), Money(-LARGEST_MINOR - 1, "EUR")):
        with pytest.raises(BadPlan, match="too large"):
            money(beyond.plain(), "EUR")


@pytest.mark.parametrize(
    "value, number",
    [
        ("12", Fraction(12)),
        (" -12.50 ", Fraction(-25, 2)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("007", Fraction(7)),
        (12, Fraction(12)),
        (Decimal("0.1"), Fraction(1, 10)),
        (Decimal("1e3"), Fraction(1000)),
    ],
)
def test_numbers_are_read_exactly(value: Decimal | int | str, number: Fraction) -> None:
    assert exact(value, "x") == number


@pytest.mark.parametrize(
    "value",
    [
        "",
        "-",
        ".",
        "-.",
        "1,000",
        "1 000",
        "1'000",
        "1_000",
        "1\u00a0000",
        "1.2.3",
        "1e5",
        "nan",
        "inf",
        "+5",
        "--5",
        "- 5",
        "0x10",
        "１２",
        "²",
        "1/3",
        "12 EUR",
        "9" * 41,
    ],
)
def test_a_text_that_is_no_plain_number_is_refused(value: str) -> None:
    with pytest.raises(BadPlan) as caught:
        exact(value, "line 2: amount")
    assert caught.value.what == f"line 2: amount: “{value}” is not a plain number."
    assert "grouping" in caught.value.hint


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e41", "1e-41", "sNaN", "1e999999"])
def test_a_decimal_that_is_not_finite_or_absurd_is_refused(text: str) -> None:
    with pytest.raises(BadPlan, match="not a usable number"):
        exact(Decimal(text), "x")


def test_forty_digits_are_the_most() -> None:
    assert exact("9" * 40, "x") == 10**40 - 1
    assert exact(Decimal("1e40"), "x") == 10**40
    assert exact(Decimal("1e-40"), "x") == Fraction(1, 10**40)


def test_amounts_of_one_currency_are_ordered() -> None:
    assert Money(1, "EUR") < Money(2, "EUR")


def test_yes_and_no_are_no_numbers() -> None:
    with pytest.raises(BadPlan, match="x: expected a number, found true"):
        exact(True, "x")


def test_an_amount_in_the_asked_currency_stays_as_it_is() -> None:
    assert RateSet().convert(Money(5, "EUR"), "EUR") == Money(5, "EUR")
    assert RateSet().exactly(Fraction(1, 3), "EUR", "EUR") == Fraction(1, 3)


def test_conversion_is_direct_or_by_the_inverse() -> None:
    known = rates(("RUB", "EUR", "41.5"))
    assert known.convert(Money(4150, "RUB"), "EUR") == Money(100, "EUR")
    assert known.convert(Money(100, "EUR"), "RUB") == Money(4150, "RUB")
    assert known.exactly(Fraction(1), "RUB", "EUR") == Fraction(2, 83)
    assert known.exactly(Fraction(1), "EUR", "RUB") == Fraction(83, 2)


def test_conversion_never_goes_through_a_third_currency() -> None:
    known = rates(("RUB", "EUR", "41.5"), ("USD", "EUR", "1.1"))
    assert known.convert(Money(1, "RUB"), "USD") is None
    assert known.exactly(Fraction(1), "RUB", "USD") is None
    assert known.rate("RUB", "USD") is None


def test_conversion_respects_the_places_of_both_currencies() -> None:
    known = rates(("JPY", "EUR", "160"), ("KWD", "EUR", "0.3"))
    assert known.convert(Money(160, "JPY"), "EUR") == Money(100, "EUR")
    assert known.convert(Money(100, "EUR"), "JPY") == Money(160, "JPY")
    assert known.convert(Money(100, "EUR"), "KWD") == Money(300, "KWD")


def test_conversion_rounds_once_and_halves_to_even() -> None:
    known = rates(("USD", "EUR", "2"))
    assert [known.convert(Money(minor, "USD"), "EUR") for minor in (1, 3, 5)] == [
        Money(0, "EUR"),
        Money(2, "EUR"),
        Money(2, "EUR"),
    ]


@given(st.integers(-(10**12), 10**12), st.fractions(Fraction(1, 1000), 1000).filter(bool))
def test_conversion_is_off_by_half_a_minor_unit_at_most(minor: int, value: Fraction) -> None:
    known = RateSet([Rate("RUB", "EUR", value)])
    converted = known.convert(Money(minor, "RUB"), "EUR")
    assert converted is not None
    assert abs(converted.minor - Fraction(minor) / value) <= Fraction(1, 2)


def test_the_rate_of_a_pair_is_found_from_both_sides() -> None:
    rate = Rate("RUB", "EUR", Fraction(40), date(2011, 11, 10), "ECB")
    known = RateSet([rate])
    assert known.rate("RUB", "EUR") is rate
    assert known.rate("EUR", "RUB") is rate
    assert known.rate("EUR", "USD") is None


def test_rate_sets_of_the_same_rates_are_equal() -> None:
    one, same, other = rates(("RUB", "EUR", "40")), rates(("RUB", "EUR", "40")), rates(("RUB", "EUR", "41"))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != "RUB"
