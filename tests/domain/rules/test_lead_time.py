from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from coprod_desktop.domain.verdicts import Limit, Unit
from tests.domain.builders import film, findings, rule, states, value

SHOOTING = date(2012, 5, 31)


@pytest.mark.parametrize(
    "asked, last",
    [
        ({"months": 2}, date(2012, 3, 31)),
        ({"months": 3}, date(2012, 2, 29)),
        ({"days": 40}, date(2012, 4, 21)),
        ({"weeks": 8}, date(2012, 4, 5)),
        ({"weeks": 1, "days": 1}, date(2012, 5, 23)),
        ({"days": 0}, SHOOTING),
    ],
)
def test_the_last_day_is_in_time_and_the_next_is_late(asked: dict[str, int], last: date) -> None:
    for filed, state in ((last, "met"), (date.fromordinal(last.toordinal() + 1), "not_met")):
        plan = film(dates={"application": filed, "shooting": SHOOTING})
        (found,) = findings(rule("lead_time", value(**asked)), plan)
        assert found.state == state
        assert found.message.parameters["latest"] == last
        assert found.measured == (SHOOTING - filed).days
        assert (found.limit, found.unit) == (Limit(Fraction((SHOOTING - last).days)), Unit.DAYS)
        assert found.margin == (last - filed).days


@pytest.mark.parametrize("months, state", [(2, "met"), (3, "not_met")])
def test_one_month_more_makes_the_same_day_late(months: int, state: str) -> None:
    plan = film(dates={"application": date(2012, 3, 31), "shooting": SHOOTING})
    assert states(findings(rule("lead_time", value(months=months)), plan)) == [state]


@pytest.mark.parametrize(
    "dates, sentence",
    [
        ({"shooting": SHOOTING}, "The day of application is not entered yet."),
        ({"application": SHOOTING}, "The first day of shooting is not entered yet."),
        ({}, "The day of application is not entered yet."),
    ],
)
def test_without_both_days_it_is_unknown(dates: dict[str, date], sentence: str) -> None:
    (found,) = findings(rule("lead_time", value(months=2)), film(dates=dates))
    assert (found.state, found.message.msgid) == ("unknown", sentence)
    assert states(findings(rule("lead_time", value(months=2), effect="notice"), film(dates=dates))) == ["notice"]


def test_late_by_a_rule_that_only_gives_notice_is_a_notice() -> None:
    plan = film(dates={"application": SHOOTING, "shooting": SHOOTING})
    assert states(findings(rule("lead_time", value(days=1), effect="notice"), plan)) == ["notice"]


def test_another_milestone_may_be_meant() -> None:
    one = rule("lead_time", value(days=10), before="release")
    plan = film(dates={"application": date(2012, 5, 21), "release": SHOOTING})
    assert states(findings(one, plan)) == ["met"]
    assert states(findings(one, film(dates={"application": date(2012, 5, 21), "shooting": SHOOTING}))) == ["unknown"]


def test_a_missing_milestone_is_named() -> None:
    one = rule("lead_time", value(days=10), before="release")
    (found,) = findings(one, film(dates={"application": date(2012, 5, 21)}))
    assert "shooting" not in found.message.msgid
