from __future__ import annotations

from fractions import Fraction

import pytest

from coprod_desktop.domain.verdicts import Limit, Unit
from tests.domain.builders import NOT_YET, OPEN, PRESUMED, Party, film, findings, rule, states, value

PLAN = {"FR": "40", "DE": "30", "IT": "20", "US": "10"}


@pytest.mark.parametrize(
    "needed, italian, state",
    [
        (3, None, "met"),
        (4, None, "not_met"),
        (2, NOT_YET, "met"),
        (3, NOT_YET, "not_met"),
        (3, PRESUMED, "met"),
        (2, OPEN, "met"),
        (3, OPEN, "unknown"),
        (4, OPEN, "not_met"),
    ],
)
def test_members_are_counted_and_open_ones_leave_it_open(needed: int, italian: object, state: str) -> None:
    (found,) = findings(rule("parties_count", value(min=needed)), film(PLAN), ("FR", "DE", Party("IT", italian)))  # type: ignore[arg-type]
    assert found.state == state
    assert (found.limit, found.unit) == (Limit(Fraction(needed)), Unit.COUNT)
    assert found.margin == found.measured - needed  # type: ignore[operator]
    assert ("countries" in found.message.parameters) is (state == "unknown")


def test_two_companies_of_one_country_count_once() -> None:
    assert states(findings(rule("parties_count", value(min=2)), film({"FR": "60", "FR2": "40"}))) == ["not_met"]
