"""What cures a finding: tried before it is offered, exact to the cent, and honest about what else it turns."""

from __future__ import annotations

from datetime import date

import pytest

from coprod_desktop.domain.assessment import Assessment, assess
from coprod_desktop.domain.cures import Cure, cures
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.frameworks import Kind, Question, RuleBook
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Plan, Work
from coprod_desktop.domain.team import Place
from coprod_desktop.domain.verdicts import Finding, Outcome, State
from tests.domain.builders import DAY, bilateral, book, eur, film, framework, holder, rule, value


def given(plan: Plan, *rules: object) -> tuple[Assessment, RuleBook]:
    library = book(bilateral("pact", "FR", "DE", *rules))  # type: ignore[arg-type]
    return assess(plan, library, DAY), library


def found(plan: Plan, *rules: object, state: str | None = None, country: str | None = None) -> tuple[Cure, ...]:
    assessment, library = given(plan, *rules)
    open_ones: list[Finding] = [
        f
        for f in assessment.verdicts[0].findings
        if (f.state.value == state if state else f.state in (State.NOT_MET, State.UNKNOWN, State.DISCRETION))
        and (country is None or f.country == country)
    ]
    return cures(open_ones[0], "pact", assessment, library)


def said(cure: Cure) -> tuple[str, dict[str, object]]:
    plain = {k: getattr(v, "code", v) for k, v in cure.text.parameters.items()}
    return cure.text.msgid, plain


SHARES = rule("share_range", value(min="20", max="80"))


def test_what_is_met_needs_no_cure() -> None:
    assessment, library = given(film({"FR": "60", "DE": "40"}), SHARES)
    assert [cures(f, "pact", assessment, library) for f in assessment.verdicts[0].findings] == [(), ()]


def test_money_moves_to_the_cent_from_the_country_with_room() -> None:
    (cure,) = found(film({"FR": "81.000001", "DE": "18.999999"}), SHARES, country="DE")
    assert said(cure) == (
        "Move {amount} of the cost from {giver} to {taker}.",
        {"amount": eur("10000.01"), "giver": "FR", "taker": "DE"},
    )
    assert [(t.framework, t.before, t.after) for t in cure.turns] == [("pact", Outcome.NOT_OFFICIAL, Outcome.OFFICIAL)]


def test_too_much_moves_away_too() -> None:
    (cure,) = found(film({"FR": "85", "DE": "15"}), rule("share_range", value(max="80")), country="FR")
    assert said(cure)[1] == {"amount": eur(50_000), "giver": "FR", "taker": "DE"}


def test_no_cure_is_offered_that_only_moves_the_failure() -> None:
    shares = rule("share_range", value(min="40"))
    plan = film({"FR": "45", "DE": "30", "US": "25"})
    assert found(plan, shares, rule("third_party", value(allowed=True, link="none")), country="DE") == ()


def test_what_is_not_allocated_is_used_first() -> None:
    plan = film({"FR": "60", "DE": "10"})
    (let,) = found(plan, rule("share_range", value(min="20"), party="DE"))
    assert said(let) == (
        "Let {country} cover {amount} of the cost that is still open.",
        {"country": "DE", "amount": eur(100_000)},
    )
    (say,) = found(plan, rule("share_range", value(max="30"), party="DE"))
    assert said(say) == (
        "Say who covers the part of the cost that is still open: {amount}.",
        {"amount": eur(300_000)},
    )
    (both,) = found(plan, rule("share_range", value(min="20", max="25"), party="DE"))
    assert said(both)[0].startswith("Say who covers")
    assert found(film(budget=None), SHARES) == ()


def test_outsiders_give_up_what_is_over_their_cap() -> None:
    plan = film({"FR": "50", "DE": "15", "US": "35"})
    admitted = rule("third_party", value(allowed=True, link="none", cap="30"), name="third")
    texts = [said(c) for c in found(plan, admitted)]
    assert texts == [
        ("Move {amount} of the cost from {giver} to {taker}.", {"amount": eur(50_000), "giver": "US", "taker": "DE"}),
        ("Move {amount} of the cost from {giver} to {taker}.", {"amount": eur(50_000), "giver": "US", "taker": "FR"}),
    ]


def test_a_lead_time_is_cured_by_filing_earlier_or_beginning_later() -> None:
    plan = film(dates={"application": date(2020, 6, 20), "shooting": date(2020, 8, 10)})
    filed, begun = found(plan, rule("lead_time", value(months="2")))
    assert said(filed) == ("File by {latest}.", {"latest": date(2020, 6, 10)})
    assert said(begun) == ("Begin shooting on {day} or later.", {"day": date(2020, 8, 20)})


def test_a_lead_time_whose_last_day_has_passed_leaves_only_a_later_start() -> None:
    plan = film(dates={"application": DAY, "shooting": date(2020, 7, 31)})
    begun, *rest = found(plan, rule("lead_time", value(months="2")))
    assert [said(begun)[0], rest] == ["Begin shooting on {day} or later.", []]
    missing = found(film(dates={"application": DAY}), rule("lead_time", value(days="30")))
    assert missing[0].text.msgid == "Enter the day of application and the first day of shooting."


TABLE = [
    {"element": "director", "points": "3", "roles": ["director"]},
    {"element": "composer", "points": "1", "roles": ["composer"]},
    {"element": "shooting", "points": "1", "places": ["shooting"]},
]


def test_one_more_head_is_named_where_one_is_enough() -> None:
    test = rule("points_test", value(threshold="4"), rows=TABLE)
    plan = film(roles=(holder("director", "FR"), holder("composer", "US")), places=(Place("shooting", "US"),))
    (cure,) = found(plan, test, SHARES)
    assert cure.text.msgid == "One of these from {countries} is enough: {roles}."
    assert cure.text.parameters["roles"].items == ("composer", "shooting")  # type: ignore[attr-defined]
    assert [t.after for t in cure.turns] == [Outcome.OFFICIAL]


def test_several_heads_are_named_together_where_one_is_not_enough() -> None:
    test = rule("points_test", value(threshold="5"), rows=TABLE)
    plan = film(roles=(holder("director", "US"), holder("composer", "US")), places=(Place("shooting", "US"),))
    (cure,) = found(plan, test)
    assert cure.text.msgid == "These together, from {countries}, are enough: {roles}."
    assert cure.text.parameters["roles"].items == ("director", "composer", "shooting")  # type: ignore[attr-defined]
    assert found(plan, rule("points_test", value(threshold="6"), rows=TABLE)) == ()


def test_people_are_named() -> None:
    crew = (holder("director", "US"), holder("composer", "DE"))
    engage = rule("staffing", value(all=[{"count": 1, "roles": ["director"], "title": "a director"}]))
    (cure,) = found(film(roles=crew, work=Work("documentary", ("cinema",), 90)), engage, country="FR")
    assert cure.text.msgid == "Engage from {country}: {missing}."
    (instead,) = found(film(roles=crew), rule("nationality", value(groups=["parties"])))
    assert instead.text.parameters["people"] == "director"
    (enter,) = found(film(roles=()), rule("nationality", value(groups=["parties"])))
    assert enter.text.msgid == "Enter nationality or residence of every key role."


def source(partner: str, major: int, status: Status, **more: object) -> Source:
    return Source("Fund", partner, SourceType.PUBLIC, eur(major), status, **more)  # type: ignore[arg-type]


def test_money_that_lacks_or_is_too_much_is_named() -> None:
    half = rule("confirmed_finance", value(min="50"))
    (unknown,) = found(film(sources=None), half)
    assert unknown.text.msgid.startswith("Enter the sources of finance")
    own = (source("fr", 250_000, Status.CONFIRMED, letter=date(2020, 1, 1)), source("de", 400_000, Status.PLANNED))
    (lack,) = found(film(sources=own), half, country="FR")
    assert lack.text.parameters["amount"] == eur(50_000)
    assert lack.text.parameters["day"] == DAY
    abroad = (source("fr", 600_000, Status.PLANNED, country="US"),)
    texts = [
        found(film(sources=abroad), rule("finance_from_outside", value(**{key: "50"}))) for key in ("max", "single_max")
    ]
    assert [t[0].text.parameters["amount"] for t in texts] == [eur(100_000), eur(100_000)]
    assert [t[0].text.msgid.split(" from ")[1] for t in texts] == ["outside.", "{country}."]


def test_aid_above_its_limit_is_cut_also_where_an_authority_may_accept_it() -> None:
    aided = film(sources=(source("fr", 600_000, Status.PLANNED),))
    for more in ({}, {"consent_by": "the State"}):
        (cure,) = found(aided, rule("aid_intensity", value(max="50", **more)))
        assert said(cure) == ("Ask for {amount} less.", {"amount": eur(100_000)})
    assert found(film(sources=None), rule("aid_intensity", value(max="50"))) == ()


def test_shares_that_cannot_be_moved_offer_nothing() -> None:
    poor = film({"FR": "5", "DE": "5", "US": "90"}, budget=None)
    assert found(poor, SHARES) == ()
    forbidden = rule("third_party", value(allowed=False))
    assert found(film({"FR": "50", "DE": "30", "US": "20"}), forbidden) == ()


def test_nobody_bound_means_no_points_to_win() -> None:
    test = rule("points_test", value(threshold="4"), rows=TABLE)
    status = framework("status", ("IT",), test, kind=Kind.STATUS)
    assessment = assess(film(roles=(holder("director", "US"),)), book(status), DAY, ["status"])
    assert [cures(f, "status", assessment, book(status)) for f in assessment.verdicts[0].findings] == [()]


def test_a_question_that_decides_is_the_cure() -> None:
    test = rule("fact", value(), fact="agreed")
    library = RuleBook(
        book(bilateral("pact", "FR", "DE", test)).frameworks, {"agreed": Question("agreed", "Agreed?", "yes_no")}
    )
    assessment = assess(film(), library, DAY)
    finding = next(f for f in assessment.verdicts[0].findings if f.asks)
    assert said(cures(finding, "pact", assessment, library)[0]) == (
        "Answer the question: {question}",
        {"question": "Agreed?"},
    )
    no = assess(film(facts={"agreed": False}), library, DAY)
    refused = next(f for f in no.verdicts[0].findings if f.state is State.NOT_MET)
    assert cures(refused, "pact", no, library) == ()


def test_a_film_too_short_would_have_to_be_longer() -> None:
    (cure,) = found(film(work=Work("fiction", ("cinema",), 59)), rule("scope", value(min_minutes=60)))
    assert cure.text.parameters == {"minutes": 60}
    assert found(film(work=Work("fiction", ("tv",), 90)), rule("scope", value(media=["cinema"]))) == ()


def test_what_no_change_of_the_plan_cures_offers_nothing() -> None:
    assert found(film(), rule("statement", value(), effect="test"), state="unknown") == ()


@pytest.mark.parametrize("minor", [1, 999])
def test_a_supposed_plan_keeps_the_other_axes_and_leaves_the_plan_alone(minor: int) -> None:
    plan = film({"FR": "60", "DE": "40"}, spend={"FR": "rest", "DE": "30"})
    amounts = {"fr": plan.partner_amounts["fr"] - minor, "de": plan.partner_amounts["de"] + minor}  # type: ignore[index]
    supposed = plan.supposing(amounts, plan.unallocated)
    assert supposed.share("de").low * 100_000_000 == 40_000_000 + minor  # type: ignore[union-attr]
    assert supposed.spend_in("DE") == plan.spend_in("DE")
    assert supposed.total == plan.total == Money(100_000_000, "EUR")
    assert plan.share("de").low * 100 == 40  # type: ignore[union-attr]
