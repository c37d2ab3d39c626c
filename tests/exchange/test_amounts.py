"""Amounts written as text: every manner seen in real files, and nothing guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coprod_desktop.exchange.amounts import read_amount


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("0.00", "0.00"),
        ("1234", "1234"),
        ("2,85", "2.85"),
        ("2.85", "2.85"),
        ("1.5", "1.5"),
        (" 1234,5 ", "1234.5"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234\u202f567,89", "1234567.89"),
        ("1\u2009234", "1234"),
        ("1'234.56", "1234.56"),
        ("1’234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("$1,000,000", "1000000"),
        ("12,34,567", "1234567"),
        ("€ 1 200", "1200"),
        ("1 200 EUR", "1200"),
        ("500 chf", "500"),
        ("R$ 5.000,00", "5000.00"),
        ("US$5", "5"),
        ("(500)", "-500"),
        ("(1,234.50)", "-1234.50"),
        ("500-", "-500"),
        ("-500", "-500"),
        ("\u2212500", "-500"),
        ("–500", "-500"),
        ("- 5", "-5"),
        ("1.50-", "-1.50"),
    ],
)
def test_an_amount_in_any_manner_of_writing(text: str, expected: str) -> None:
    assert read_amount(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "–", " -   ", "()", "Free", "arquiteta", "a definir", "1 lata 18L", "95,99 par mois", "10-15 EUR", "9,00%", "15 %",
        "50€/day", "1e5", "1.1.1", "1..2", "1,,2", "2012-11-11", "12/11/2012", "(5", "5)", "EUR", ".", ",", "5.000.00",
        "٥", "½", "²", "#REF!", "=A1", "tbc", "2 x 3", "5 тыс.", "NaN", "inf",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_not_made_one(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "comma", "expected"),
    [
        ("1,234", None, "1234"),
        ("1,234", True, "1.234"),
        ("1,234", False, "1234"),
        ("1.234", None, "1234"),
        ("1.234", True, "1234"),
        ("1.234", False, "1.234"),
        (" 871.995 ", None, "871995"),
        ("1,23", True, "1.23"),
        ("1,23", False, "1.23"),
    ],
)
def test_three_digits_behind_a_separator_are_settled_by_the_locale(
    text: str, comma: bool | None, expected: str
) -> None:
    assert read_amount(text, comma) == Decimal(expected)


@pytest.mark.parametrize("text", ["(-500)", "-500-"])
def test_a_sign_given_twice_never_turns_into_income(text: str) -> None:
    assert read_amount(text) in (None, Decimal(-500))


@pytest.mark.parametrize("text", ["1.2.3,4", "12.34,5", "1,2,3.4"])
def test_groups_of_other_than_three_digits_are_no_amount(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,000.000", "1000"),
        ("1.234,567", "1234.567"),
        ("1,234,567.125", "1234567.125"),
        ("1.234.567,125", "1234567.125"),
    ],
)
def test_two_kinds_of_separator_settle_which_is_the_decimal_one(text: str, expected: str) -> None:
    assert read_amount(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.500", "0.5"), ("0,125", "0.125"), ("1234.567", "1234.567"), ("5000,000", "5000")],
)
def test_a_separator_that_cannot_group_is_a_decimal_sign(text: str, expected: str) -> None:
    assert read_amount(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["1 2 3", "10 15", "01 42 36 00 12", "2012 2013"])
def test_blanks_group_by_three_or_not_at_all(text: str) -> None:
    assert read_amount(text) is None


_AMOUNTS = st.integers(-(10**15), 10**15).map(lambda cents: Decimal(cents).scaleb(-2))


@given(
    _AMOUNTS,
    st.sampled_from(
        [
            ("", "."),
            ("", ","),
            (",", "."),
            (".", ","),
            (" ", ","),
            ("\u00a0", ","),
            ("\u202f", ","),
            ("'", "."),
            ("’", "."),
        ]
    ),
)
@example(Decimal("1234567.89"), (".", ","))
@example(Decimal("-0.01"), (",", "."))
def test_every_grouping_reads_back_to_the_cent(amount: Decimal, signs: tuple[str, str]) -> None:
    grouping, decimal = signs
    text = f"{amount:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", grouping)
    assert read_amount(text) == amount
    assert read_amount(f"{text.removeprefix('-')}-") == -abs(amount)
    assert read_amount(f"({text.removeprefix('-')})") == -abs(amount)
    assert read_amount(f"{text} €") == amount


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    number = read_amount(text)
    assert number is None or number.is_finite()
