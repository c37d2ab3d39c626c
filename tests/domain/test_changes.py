"""What turns the verdicts: one role elsewhere, one day passed."""

from __future__ import annotations

from datetime import date

from coprod_desktop.domain.assessment import assess
from coprod_desktop.domain.changes import day_changes, role_changes
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.frameworks import Day, Kind, Membership, RuleBook
from coprod_desktop.domain.plan import Work
from coprod_desktop.domain.verdicts import Outcome
from tests.domain.builders import (
    DAY,
    Party,
    bilateral,
    book,
    eur,
    film,
    framework,
    holder,
    no_such,
    rule,
    since,
    value,
)

TABLE = [
    {"element": "director", "points": "3", "roles": ["director"]},
    {"element": "composer", "points": "1", "roles": ["composer"]},
]
SHARES = rule("share_range", value(min="20"))


def test_every_role_whose_change_turns_a_verdict_is_told_with_its_country() -> None:
    test = rule("points_test", value(threshold="4"), rows=TABLE, name="points")
    library = book(bilateral("pact", "FR", "DE", SHARES, test))
    plan = film(roles=(holder("director", "FR"), holder("composer", "US")))
    changes = role_changes(assess(plan, library, DAY), library)
    assert [(c.role, c.country, [(t.before, t.after) for t in c.turns]) for c in changes] == [
        ("composer", country, [(Outcome.NOT_OFFICIAL, Outcome.OFFICIAL)]) for country in ("FR", "DE")
    ]


def test_a_function_the_film_does_not_have_is_not_given_to_anybody() -> None:
    test = rule("points_test", value(threshold="4"), rows=TABLE, name="points")
    library = book(bilateral("pact", "FR", "DE", SHARES, test))
    plan = film(roles=(holder("director", "FR"), no_such("composer")))
    assert role_changes(assess(plan, library, DAY), library) == ()


def test_rules_that_look_at_nobody_are_turned_by_nobody() -> None:
    library = book(bilateral("pact", "FR", "DE", SHARES))
    assert role_changes(assess(film(work=Work()), library, DAY), library) == ()


def days(
    library: RuleBook, first: int = 2000, last: int = 2026, **plan: object
) -> list[tuple[date, list[tuple[object, ...]], list[str]]]:
    found = day_changes(film(**plan), library, date(first, 1, 1), date(last, 1, 1))  # type: ignore[arg-type]
    return [(c.day, [t[1:] for t in c.turns], [r.msgid for r in c.reasons]) for c in found]


def test_a_treaty_is_signed_enters_into_force_changes_and_ends() -> None:
    dated = rule(
        "share_range",
        value(min="20", start=date(2010, 1, 1), end=date(2014, 12, 31)),
        value(min="45", start=date(2015, 1, 1)),
        title="Shares",
    )
    life = since(date(2010, 1, 1), signed=Day.on(date(2009, 5, 1)), ended=Day.on(date(2020, 1, 1)))
    library = book(bilateral("pact", "FR", "DE", dated, life=life))
    told = days(library)
    assert [(day, turned[0][1:]) for day, turned, _ in told] == [
        (date(2009, 5, 1), (None, Outcome.NOT_APPLICABLE)),
        (date(2010, 1, 1), (Outcome.NOT_APPLICABLE, Outcome.OFFICIAL)),
        (date(2015, 1, 1), (Outcome.OFFICIAL, Outcome.NOT_OFFICIAL)),
        (date(2020, 1, 1), (Outcome.NOT_OFFICIAL, None)),
    ]
    assert [reasons for _, _, reasons in told] == [
        ["{name}: signed."],
        ["{name}: in force."],
        ["{name}: “{rule}” changes."],
        ["{name}: ended."],
    ]


def test_days_outside_the_span_are_left_out() -> None:
    library = book(bilateral("pact", "FR", "DE", SHARES, life=since(date(2010, 1, 1))))
    assert days(library, 2010, 2011) == []
    assert [day for day, _, _ in days(library, 2009, 2011)] == [date(2010, 1, 1)]


def test_a_day_known_within_bounds_turns_at_both_bounds() -> None:
    life = since(date(2000, 1, 1))
    bounds = Day(after=date(2010, 1, 1), by=date(2012, 1, 1))
    library = book(bilateral("pact", "FR", "DE", SHARES, life=type(life)(in_force=bounds)))
    assert [day for day, _, _ in days(library)] == [date(2010, 1, 1)]


def test_an_accession_and_a_member_of_a_group_count() -> None:
    coe = framework(
        "coe",
        ("FR", Party("DE", since(date(2011, 1, 1)))),
        SHARES,
        rule("parties_count", value(min=2), name="two"),
        kind=Kind.FUND,
    )
    nationals = rule("nationality", value(groups=["EU"]), name="people")
    pact = bilateral("pact", "FR", "DE", SHARES, nationals)
    base = book(coe, pact)
    library = RuleBook(
        base.frameworks,
        groups={"EU": {"HR": Membership(start=date(2013, 7, 1)), "GB": Membership(end=date(2020, 1, 31))}},
    )
    told = days(library, roles=(holder("director", "HR"),))
    assert [(day, reasons) for day, _, reasons in told if day.year == 2013] == [
        (date(2013, 7, 1), ["{country} joins {group}."])
    ]
    left = days(library, roles=(holder("director", "GB"),))
    assert [(day, reasons) for day, _, reasons in left if day.year == 2020] == [
        (date(2020, 2, 1), ["{country} leaves {group}."])
    ]
    assert [reasons for day, _, reasons in told if day.year == 2011] == [["{name}: in force for {country}."]]


def test_a_letter_grows_too_old() -> None:
    half = rule("confirmed_finance", value(min="50", letter_months="6"), name="half")
    fund = framework("fund", ("FR", "DE"), half, kind=Kind.FUND)
    letters = tuple(
        Source("Fund", partner, SourceType.PUBLIC, eur(amount), Status.CONFIRMED, letter=date(2020, 1, 10))
        for partner, amount in (("fr", 600_000), ("de", 400_000))
    )
    told = days(book(fund), sources=letters)
    assert [(day, turned[0][1:]) for day, turned, _ in told] == [
        (date(2020, 1, 10), (Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE)),
        (date(2020, 7, 11), (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)),
    ]
    assert told[1][2] == ["The letter of {source} is older than {n} months."]
