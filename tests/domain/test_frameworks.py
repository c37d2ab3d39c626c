from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coprod_desktop.domain.frameworks import Certainty, Day, Kind, Life, Membership, Party, Standing, Truth
from tests.domain.builders import (
    LONG_AGO,
    NOT_YET,
    OPEN,
    PRESUMED,
    book,
    evidence,
    framework,
    party,
    rule,
    since,
    value,
)

BEFORE, FIRST, BETWEEN, LAST = date(1999, 12, 31), date(2000, 1, 1), date(2003, 1, 1), date(2005, 1, 1)
ONE_DAY = date(2004, 12, 31)
BOUNDS = Day(FIRST, LAST)


@pytest.mark.parametrize(
    "day, asked, truth",
    [
        (Day.on(FIRST), BEFORE, Truth.NO),
        (Day.on(FIRST), FIRST, Truth.YES),
        (BOUNDS, BEFORE, Truth.NO),
        (BOUNDS, FIRST, Truth.PRESUMED),
        (BOUNDS, ONE_DAY, Truth.PRESUMED),
        (BOUNDS, LAST, Truth.YES),
        (Day(after=FIRST), BEFORE, Truth.NO),
        (Day(after=FIRST), LAST, Truth.OPEN),
        (Day(by=LAST), BEFORE, Truth.PRESUMED),
        (Day(by=LAST), LAST, Truth.YES),
        (Day(), LAST, Truth.OPEN),
    ],
)
def test_a_day_within_bounds_is_reached_certainly_presumably_or_perhaps(day: Day, asked: date, truth: Truth) -> None:
    assert day.reached(asked) is truth


def test_a_day_is_exact_only_where_both_bounds_agree() -> None:
    assert Day.on(FIRST).exact == FIRST
    assert (BOUNDS.exact, Day().exact, Day(after=FIRST).exact, Day(by=FIRST).exact) == (
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "life, standing, certainty",
    [
        (Life(in_force=Day.on(FIRST)), Standing.IN_FORCE, Certainty.CERTAIN),
        (Life(in_force=BOUNDS), Standing.IN_FORCE, Certainty.PRESUMED),
        (Life(in_force=Day(after=FIRST)), Standing.IN_FORCE, Certainty.OPEN),
        (Life(signed=Day.on(FIRST), in_force=Day.on(LAST)), Standing.SIGNED, Certainty.CERTAIN),
        (Life(signed=BOUNDS), Standing.SIGNED, Certainty.PRESUMED),
        (Life(signed=Day(after=FIRST)), Standing.SIGNED, Certainty.OPEN),
        (Life(signed=Day.on(LAST)), Standing.UNKNOWN, Certainty.CERTAIN),
        (Life(provisional=Day.on(FIRST), in_force=Day.on(LAST)), Standing.PROVISIONAL, Certainty.CERTAIN),
        (Life(provisional=Day.on(FIRST), in_force=Day.on(FIRST)), Standing.IN_FORCE, Certainty.CERTAIN),
        (Life(provisional=Day.on(FIRST), in_force=Day(after=FIRST)), Standing.PROVISIONAL, Certainty.CERTAIN),
        (Life(in_force=Day.on(FIRST), suspended=Day.on(FIRST)), Standing.SUSPENDED, Certainty.CERTAIN),
        (Life(in_force=Day.on(FIRST), suspended=Day.on(LAST)), Standing.IN_FORCE, Certainty.CERTAIN),
        (Life(in_force=Day.on(FIRST), ended=Day.on(BETWEEN)), Standing.ENDED, Certainty.CERTAIN),
        (Life(in_force=Day.on(FIRST), ended=Day.on(LAST)), Standing.IN_FORCE, Certainty.CERTAIN),
        (Life(in_force=Day.on(FIRST), ended=BOUNDS), Standing.ENDED, Certainty.PRESUMED),
        (Life(in_force=Day.on(FIRST), ended=Day(after=FIRST)), Standing.ENDED, Certainty.OPEN),
        (Life(negotiating=True), Standing.NEGOTIATING, Certainty.CERTAIN),
        (Life(negotiating=Day.on(FIRST)), Standing.NEGOTIATING, Certainty.CERTAIN),
        (Life(negotiating=Day.on(LAST)), Standing.UNKNOWN, Certainty.OPEN),
        (Life(in_force=Day.on(LAST)), Standing.UNKNOWN, Certainty.CERTAIN),
        (Life(), Standing.UNKNOWN, Certainty.OPEN),
    ],
)
def test_an_instrument_stands_somewhere_on_every_day(life: Life, standing: Standing, certainty: Certainty) -> None:
    assert life.standing(BETWEEN) == (standing, certainty)


@pytest.mark.parametrize(
    "life, day, standing",
    [
        (Life(in_force=Day.on(FIRST)), BEFORE, Standing.UNKNOWN),
        (Life(in_force=Day.on(FIRST)), FIRST, Standing.IN_FORCE),
        (Life(in_force=Day.on(FIRST), ended=Day.on(LAST)), ONE_DAY, Standing.IN_FORCE),
        (Life(in_force=Day.on(FIRST), ended=Day.on(LAST)), LAST, Standing.ENDED),
        (Life(signed=Day.on(FIRST), in_force=Day.on(LAST)), ONE_DAY, Standing.SIGNED),
        (Life(signed=Day.on(FIRST), in_force=Day.on(LAST)), LAST, Standing.IN_FORCE),
    ],
)
def test_the_day_of_an_event_is_its_first_day(life: Life, day: date, standing: Standing) -> None:
    assert life.standing(day)[0] is standing


def test_nothing_can_have_ended_before_it_began() -> None:
    life = Life(in_force=Day.on(FIRST), ended=Day(by=LAST))
    assert life.standing(BEFORE)[0] is not Standing.ENDED
    assert framework(life=life).bound("FR", BEFORE) is Truth.NO


def test_there_is_something_to_tell_from_the_first_event_on() -> None:
    assert Life(signed=Day.on(FIRST)).existed(FIRST)
    assert not Life(signed=Day.on(FIRST)).existed(BEFORE)
    assert Life().existed(BEFORE)


@pytest.mark.parametrize(
    "own, member, truth",
    [
        (since(FIRST), None, Truth.YES),
        (since(FIRST), since(FIRST), Truth.YES),
        (since(FIRST), PRESUMED, Truth.PRESUMED),
        (since(FIRST), OPEN, Truth.OPEN),
        (since(FIRST), NOT_YET, Truth.NO),
        (PRESUMED, since(FIRST), Truth.PRESUMED),
        (PRESUMED, OPEN, Truth.OPEN),
        (OPEN, PRESUMED, Truth.OPEN),
        (NOT_YET, since(FIRST), Truth.NO),
        (since(FIRST, ended=Day.on(FIRST)), None, Truth.NO),
        (since(FIRST, ended=BOUNDS), None, Truth.OPEN),
        (Life(provisional=Day.on(FIRST)), None, Truth.YES),
        (Life(signed=Day.on(FIRST)), None, Truth.NO),
        (since(FIRST, suspended=Day.on(FIRST)), None, Truth.NO),
    ],
)
def test_a_state_is_bound_as_surely_as_the_weaker_of_both_lives(own: Life, member: Life | None, truth: Truth) -> None:
    assert framework("f", (Party("FR", member),), life=own).bound("FR", BETWEEN) is truth


def test_a_state_that_is_no_party_is_never_bound() -> None:
    assert framework().bound("US", BETWEEN) is Truth.NO


def test_the_newest_value_that_holds_on_the_day_is_taken() -> None:
    old, new = value(FIRST, None, min="10"), value(BETWEEN, LAST, min="20")
    one = rule("share_range", value(None, FIRST, min="5"), old, new)
    asked = {day: one.value_on(day) for day in (BEFORE, FIRST, date(2002, 12, 31), BETWEEN, LAST, date(2005, 1, 2))}
    minima = [held.data["min"] for held in asked.values() if held is not None]
    assert minima == ["5", "10", "10", "20", "20", "10"]


def test_before_its_first_and_after_its_last_value_a_rule_says_nothing() -> None:
    one = rule("share_range", value(FIRST, LAST))
    assert one.value_on(BEFORE) is None
    assert one.value_on(date(2005, 1, 2)) is None


def test_a_reservation_is_found_by_its_topic() -> None:
    assert party("PL", maximum="40").reservation("finance_only_max").maximum == "40"  # type: ignore[union-attr]
    assert party("PL", maximum="40").reservation("two_country_use") is None


def test_membership_of_a_group_includes_both_its_days() -> None:
    library = book(EU={"GB": Membership(FIRST, LAST), "FR": Membership(), "HR": Membership(LAST)})
    assert [library.in_group("GB", "EU", day) for day in (BEFORE, FIRST, LAST, date(2005, 1, 2))] == [
        False,
        True,
        True,
        False,
    ]
    assert library.in_group("FR", "EU", BEFORE)
    assert not library.in_group("HR", "EU", BETWEEN)
    assert not library.in_group("US", "EU", BETWEEN)
    assert not library.in_group("FR", "EEA", BETWEEN)


def test_the_countries_of_a_library_are_all_parties_and_members() -> None:
    assert book(framework(), EU={"IT": Membership()}).countries() == {"FR", "DE", "IT"}


@pytest.mark.parametrize("kind", list(Kind))
def test_only_conventions_and_bilateral_agreements_are_legal_ground(kind: Kind) -> None:
    assert kind.legal_ground is (kind in (Kind.CONVENTION, Kind.BILATERAL))


def test_values_are_never_changed_in_place() -> None:
    one = rule("fact")
    assert replace(one, id="other").id == "other"
    with pytest.raises(AttributeError):
        one.id = "other"  # type: ignore[misc]
    assert evidence().source == "s1"
    assert LONG_AGO < FIRST
