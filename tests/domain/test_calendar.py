from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod_desktop.domain.calendar import months_after, months_before


@pytest.mark.parametrize(
    "day, months, before",
    [
        (date(2012, 5, 15), 3, date(2012, 2, 15)),
        (date(2012, 5, 31), 3, date(2012, 2, 29)),
        (date(2011, 5, 31), 3, date(2011, 2, 28)),
        (date(2012, 1, 10), 1, date(2011, 12, 10)),
        (date(2012, 1, 10), 13, date(2010, 12, 10)),
        (date(2012, 12, 31), 0, date(2012, 12, 31)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_months_are_counted_forward_by_the_calendar() -> None:
    assert months_after(date(2011, 11, 30), 3) == date(2012, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 240))
def test_going_back_and_forth_keeps_the_month_and_never_gains_days(day: date, months: int) -> None:
    there = months_before(day, months)
    back = months_after(there, months)
    assert (back.year, back.month) == (day.year, day.month)
    assert back <= day
    assert there <= day
