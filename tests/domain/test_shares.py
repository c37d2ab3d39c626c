from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coprod_desktop.domain.shares import Allocator, Split, allocate, parse_weight, percent_digits, share_text
from coprod_desktop.errors import BadPlan
from tests.domain.builders import split
from tests.domain.strategies import minors, splits

THREE = ("aa", "bb", "cc")
EIGHT = tuple("abcdefgh")


@pytest.mark.parametrize(
    "text, share",
    [
        ("60", "3/5"),
        ("33.5", "67/200"),
        ("1/3", "1/3"),
        ("33 1/3", "1/3"),
        ("60%", "3/5"),
        (" 60 % ", "3/5"),
        ("33 1/3 %", "1/3"),
        ("0", "0"),
        ("100", "1"),
        ("0.001", "1/100000"),
        ("0/7", "0"),
    ],
)
def test_a_weight_is_a_percentage_or_a_fraction_of_the_whole(text: str, share: str) -> None:
    assert parse_weight(text, "x") == Fraction(share)


@pytest.mark.parametrize("text", ["1/0", "/3", "1/", "a/b", "1/2/3", "-1/3", "1/-3", "1.5/3", "x 1/3", "33.3 1/3"])
def test_a_fraction_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(BadPlan) as caught:
        parse_weight(text, "split, fr")
    assert caught.value.what == f"split, fr: “{text}” is no share."
    assert "1/3" in caught.value.hint


@pytest.mark.parametrize("text", ["", "abc", "1e5", "nan", "Infinity", "1,000", "1 000", "12,5", "+5", "%"])
def test_a_percentage_that_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(BadPlan, match="is not a plain number"):
        parse_weight(text, "split, fr")


def test_a_negative_share_is_refused() -> None:
    with pytest.raises(BadPlan, match=r"split, fr: a share cannot be negative \(-5\)"):
        parse_weight("-5", "split, fr")


@pytest.mark.parametrize("text", ["²/3", "1/²", "² 1/3", "٣/٤"])
def test_digits_that_are_not_plain_ones_are_refused_in_a_fraction(text: str) -> None:
    with pytest.raises(BadPlan):
        parse_weight(text, "split, fr")


def test_a_split_knows_exact_shares_and_what_is_left() -> None:
    held = split(fr="1/3", de="33.5")
    assert held.shares == {"fr": Fraction(1, 3), "de": Fraction(67, 200)}
    assert held.unallocated == Fraction(199, 600)
    assert held.denominator == 600
    assert held.numerators == (("fr", 200), ("de", 201))


def test_rest_takes_what_the_others_leave() -> None:
    assert split(fr="1/3", de="REST").shares["de"] == Fraction(2, 3)
    assert split(de="rest").shares == {"de": Fraction(1)}
    assert split(fr="100", de="rest").shares == {"fr": Fraction(1), "de": Fraction(0)}
    assert split(fr="100", de="rest").numerators == (("fr", 1),)


def test_an_empty_split_leaves_everything_unallocated() -> None:
    empty = Split(())
    assert (empty.unallocated, empty.denominator, empty.numerators) == (1, 1, ())


def test_only_one_rest_is_allowed_and_both_are_named() -> None:
    with pytest.raises(BadPlan) as caught:
        Split([("fr", "rest"), ("de", "Rest")], "line 1: split")
    assert caught.value.what == "line 1: split: only one entry may be “rest”."
    assert caught.value.hint == "Now fr and de are."


def test_a_name_may_stand_once_only() -> None:
    with pytest.raises(BadPlan, match="line 1: a name stands twice"):
        Split([("fr", "10"), ("fr", "20")], "line 1")


@pytest.mark.parametrize(
    "weights, excess",
    [
        ({"fr": "60", "de": "50"}, "10 per cent"),
        ({"fr": "100.5"}, "0.5 per cent"),
        ({"fr": "100", "de": "1/3"}, "33.3333 per cent"),
    ],
)
def test_more_than_the_whole_is_refused_naming_the_excess(weights: dict[str, str], excess: str) -> None:
    with pytest.raises(BadPlan) as caught:
        Split.of(weights, "line 4: split")
    assert caught.value.what == f"line 4: split: the shares add up to more than 100 per cent, by {excess}."


def test_more_than_the_whole_is_refused_beside_a_rest_too() -> None:
    with pytest.raises(BadPlan, match="by 20 per cent"):
        split(fr="70", de="50", it="rest")


def test_a_bad_weight_names_the_place_and_the_entry() -> None:
    with pytest.raises(BadPlan) as caught:
        Split.of({"fr": "1e5"}, "line 4: split")
    assert caught.value.what.startswith("line 4: split, fr: ")


def test_a_bare_name_carries_the_whole() -> None:
    assert Split.of("fr").shares == {"fr": Fraction(1)}
    assert Split.of("fr").only() == "fr"
    assert split(fr="60", de="40").only() is None
    assert split(fr="0", de="rest").only() == "de"


@pytest.mark.parametrize(
    "weight, text",
    [
        (60, "60"),
        ("60.0", "60.0"),
        (Decimal("12.50"), "12.50"),
        (Decimal("5E+1"), "50"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 5), "20"),
    ],
)
def test_a_split_keeps_what_was_typed(weight: str | int | Decimal | Fraction, text: str) -> None:
    assert Split.of({"fr": weight}).weights == (("fr", text),)


def test_splits_are_equal_when_they_were_typed_alike() -> None:
    assert split(fr="60", de="rest") == split(fr="60 ", de="rest")
    assert hash(split(fr="60")) == hash(split(fr="60"))
    assert split(fr="60", de="rest") != split(fr="60", de="40")
    assert split(fr="60") != {"fr": "60"}
    assert repr(split(fr="60")) == "Split({'fr': '60'})"


def test_a_name_can_be_taken_out() -> None:
    assert split(fr="60", de="rest").without("fr") == split(de="rest")
    assert split(fr="60").without("fr") is None
    assert split(fr="60").without("xx") == split(fr="60")


def test_a_weight_can_be_typed_anew_and_the_rest_follows() -> None:
    held = split(fr="60", de="rest").with_weight("fr", "70")
    assert held.shares["de"] == Fraction(3, 10)
    assert split(fr="60").with_weight("de", "40").weights == (("fr", "60"), ("de", "40"))
    with pytest.raises(BadPlan, match="share: the shares add up"):
        split(fr="60").with_weight("de", "50")


@pytest.mark.parametrize(
    "share, text",
    [
        ("1/5", "20"),
        ("67/200", "33.5"),
        ("1/3", "1/3"),
        ("1", "100"),
        ("0", "0"),
        ("1/8", "12.5"),
        ("2/7", "2/7"),
    ],
)
def test_a_share_is_written_as_the_shortest_exact_weight(share: str, text: str) -> None:
    assert share_text(Fraction(share)) == text


@given(st.fractions(0, 1, max_denominator=10**9))
def test_a_share_written_as_weight_reads_back_the_same(share: Fraction) -> None:
    assert parse_weight(share_text(share), "x") == share


@pytest.mark.parametrize(
    "share", [Fraction(99 * 2**39 + 1, 100 * 2**39), Fraction(12345678901234567, 98765432109876543)], ids=str
)
def test_even_a_share_of_very_many_digits_reads_back_the_same(share: Fraction) -> None:
    assert parse_weight(share_text(share), "x") == share


@given(splits())
def test_a_split_written_from_its_shares_has_the_same_shares(held: Split) -> None:
    assert Split.of(dict(held.shares)).shares == held.shares


@given(splits())
def test_shares_and_what_is_left_make_the_whole(held: Split) -> None:
    assert sum(held.shares.values()) + held.unallocated == 1
    assert all(held.shares[key] == Fraction(weight, held.denominator) for key, weight in held.numerators)
    assert min(held.unallocated, *held.shares.values()) >= 0


@pytest.mark.parametrize(
    "percent, shown",
    [
        ("20", "20.00"),
        ("100/3", "33.33"),
        ("20.003", "20.003"),
        ("19.99999", "19.99999"),
        ("20.000000000001", "20.000000000001"),
        ("20.0000000000001", "20.000000000000"),
        ("12.345", "12.34"),
        ("12.355", "12.36"),
    ],
)
def test_a_share_that_would_read_as_whole_shows_the_digits_that_differ(percent: str, shown: str) -> None:
    assert str(percent_digits(Fraction(percent))) == shown


@given(st.fractions(0, 100), st.integers(0, 10**9))
def test_a_percentage_is_shown_with_its_nearest_digits(percent: Fraction, tiny: int) -> None:
    for value in (percent, percent + Fraction(tiny, 10**12)):
        shown = percent_digits(value)
        places = -int(shown.as_tuple().exponent)
        assert 2 <= places <= 12
        assert abs(Fraction(shown) - value) <= Fraction(1, 2 * 10**places)
        assert places == 12 or shown != int(shown) or Fraction(shown) == value


def test_cents_are_handed_out_to_those_furthest_behind() -> None:
    rows = allocate([100, 100, 100], split(a="1/3", b="1/3", c="1/3"))
    assert [sum(row.values()) for row in rows] == [100, 100, 100]
    assert {key: sum(row[key] for row in rows) for key in "abc"} == {"a": 100, "b": 100, "c": 100}


def test_what_nobody_carries_has_its_own_column() -> None:
    assert allocate([101, 101], split(a="50")) == [{"a": 51, None: 50}, {"a": 50, None: 51}]
    assert allocate([77], Split(())) == [{None: 77}]
    assert None not in allocate([77], split(a="rest"))[0]


def test_a_name_with_no_share_gets_no_column() -> None:
    assert allocate([77], split(a="100", b="0")) == [{"a": 77}]


@given(splits(), st.lists(minors, max_size=25))
def test_every_amount_is_handed_out_to_the_last_cent(held: Split, amounts: list[int]) -> None:
    for amount, row in zip(amounts, allocate(amounts, held), strict=True):
        assert sum(row.values()) == amount
        for key, cents in row.items():
            share = held.unallocated if key is None else held.shares[key]
            assert abs(cents - amount * share) < 1


@given(splits(THREE, whole=True), st.lists(minors, max_size=40))
def test_a_column_stays_within_a_minor_unit_of_its_share_at_every_line(held: Split, amounts: list[int]) -> None:
    running = dict.fromkeys(held.shares, 0)
    so_far = 0
    for amount, row in zip(amounts, allocate(amounts, held), strict=True):
        so_far += amount
        for key, share in held.shares.items():
            running[key] += row.get(key, 0)
            assert abs(running[key] - so_far * share) < 1


@given(splits(EIGHT, least=2), st.lists(st.integers(-300, 300), max_size=40))
def test_with_eight_partners_a_column_stays_within_two_minor_units(held: Split, amounts: list[int]) -> None:
    running = dict.fromkeys(held.shares, 0)
    for index, row in enumerate(allocate(amounts, held), start=1):
        for key, share in held.shares.items():
            running[key] += row.get(key, 0)
            assert abs(running[key] - sum(amounts[:index]) * share) < 2


@given(splits(), st.lists(minors, max_size=15))
def test_an_allocator_carries_on_where_it_stopped(held: Split, amounts: list[int]) -> None:
    one = Allocator(held)
    assert [one.share_out(a) for a in amounts[:7]] + [one.share_out(a) for a in amounts[7:]] == allocate(amounts, held)


@given(splits(), minors)
@example(Split.of({"aa": "80", "bb": "20"}), 3)
def test_zero_moves_nothing(held: Split, amount: int) -> None:
    assert allocate([amount, 0, amount], held)[::2] == allocate([amount, amount], held)
    assert set(allocate([0], held)[0].values()) <= {0}
