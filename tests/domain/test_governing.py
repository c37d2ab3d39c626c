from __future__ import annotations

from datetime import date

import pytest

from coprod_desktop.domain.frameworks import (
    Certainty,
    Day,
    Framework,
    Kind,
    Life,
    Party,
    Reservation,
    Standing,
    Use,
)
from coprod_desktop.domain.governing import Ground, Standpoint, find_ground, linked
from tests.domain.builders import (
    DAY,
    LONG_AGO,
    NOT_YET,
    OPEN,
    PRESUMED,
    bilateral,
    book,
    evidence,
    framework,
    rule,
    since,
    value,
)

CLOSED = Use("", 3)
"""A convention for three Parties and more only."""
EVERYWHERE = Use("where no treaty", 3, overrides="bilateral")
TRILATERAL = Use("always", 3, special=True)


def ground(
    *frameworks: Framework,
    of: tuple[str, ...] = ("FR", "DE"),
    on: date = DAY,
    media: tuple[str, ...] = ("cinema",),
) -> Ground:
    return find_ground(book(*frameworks), of, on, media)


def point(found: Ground, name: str) -> Standpoint:
    return next(p for p in found.standpoints if p.framework.id == name)


def reason(found: Ground, name: str) -> str:
    return point(found, name).reason.msgid


PACT = bilateral("pact", "FR", "DE")
COE = framework("coe", ("FR", "DE", "IT"), use=EVERYWHERE)


# --- two countries ----------------------------------------------------------------------------------------


def test_between_two_the_bilateral_agreement_governs_and_the_convention_steps_back() -> None:
    found = ground(COE, PACT)
    assert found.governing == ("pact",)
    assert point(found, "pact").governs
    assert not point(found, "coe").governs
    assert reason(found, "coe") == "Two-country films follow {names}."


def test_where_there_is_no_agreement_the_convention_governs() -> None:
    assert ground(COE).governing == ("coe",)
    assert ground(framework("two", use=Use("", 2))).governing == ("two",)


def test_a_convention_for_three_does_not_govern_two() -> None:
    found = ground(framework("coe", use=CLOSED))
    assert found.governing == ()
    assert reason(found, "coe") == "Not usable by these countries together."


def test_a_state_may_have_excluded_two_country_films() -> None:
    excluded = Party("FR", None, (Reservation("two_country_use", "2(4)", "Excluded.", evidence()),))
    found = ground(framework("coe", (excluded, "DE"), use=EVERYWHERE))
    assert found.governing == ()
    assert reason(found, "coe") == "{countries} excluded its use for two-country films by a reservation."


def test_all_agreements_that_may_be_chosen_are_listed_and_none_is_picked() -> None:
    assert ground(PACT, bilateral("second", "DE", "FR")).governing == ("pact", "second")


def test_an_agreement_for_other_works_does_not_govern() -> None:
    found = ground(COE, bilateral("pact", "FR", "DE", media=("tv",)))
    assert found.governing == ("coe",)
    assert reason(found, "pact") == "Covers other works: its media are {media}."
    assert ground(bilateral("pact", "FR", "DE", media=("tv",)), media=()).governing == ("pact",)


def test_one_country_alone_has_no_ground() -> None:
    found = ground(COE, PACT, of=("FR", "FR"))
    assert (found.countries, found.governing) == (("FR",), ())
    assert [p.framework.id for p in found.standpoints] == ["coe"]


# --- newer and older conventions --------------------------------------------------------------------------


def test_the_newer_convention_replaces_the_older_between_its_parties() -> None:
    newer = framework("newer", ("FR", "DE"), use=EVERYWHERE, replaces=("coe",))
    for of in (("FR", "DE"),):
        found = ground(COE, newer, of=of)
        assert found.governing == ("newer",)
        assert reason(found, "coe") == "Replaced by {newer} between these States."


def test_a_state_bound_by_the_older_only_moves_the_whole_film_to_it() -> None:
    older = framework("coe", ("FR", "DE", "IT", "ES"), use=EVERYWHERE)
    newer = framework("newer", ("FR", "DE", "IT"), use=EVERYWHERE, replaces=("coe",))
    assert ground(older, newer, of=("FR", "DE", "IT")).governing == ("newer",)
    found = ground(older, newer, of=("FR", "DE", "IT", "ES"))
    assert found.governing == ("coe",)
    assert reason(found, "newer").endswith("which moves the whole film to it.")


def test_a_replaced_convention_that_is_not_here_is_passed_over() -> None:
    assert ground(framework("newer", use=EVERYWHERE, replaces=("gone",))).governing == ("newer",)
    older = framework("older", ("IT", "ES"), use=EVERYWHERE)
    assert ground(framework("newer", use=EVERYWHERE, replaces=("older",)), older).governing == ("newer",)


# --- three countries and more -----------------------------------------------------------------------------


def test_between_three_the_convention_overrides_bilateral_agreements() -> None:
    found = ground(COE, PACT, of=("FR", "DE", "IT"))
    assert found.governing == ("coe",)
    assert reason(found, "pact") == "For films of three or more countries {names} overrides it."


def test_a_convention_that_overrides_nothing_leaves_bilateral_agreements_their_own_clause() -> None:
    meek = framework("meek", ("FR", "DE", "IT"), use=Use("where no treaty", 2))
    clause = rule("third_party", value(allowed=True, link="none"))
    found = ground(meek, bilateral("pact", "FR", "DE", clause), of=("FR", "DE", "IT"))
    assert set(found.governing) == {"meek", "pact"}


def test_two_parties_and_an_outsider_are_not_covered_by_the_convention() -> None:
    found = ground(COE, of=("FR", "DE", "US"))
    assert found.governing == ()
    assert reason(found, "coe") == "Needs co-producers from {needed} of its Parties; here {count}."
    assert point(found, "coe").reason.parameters == {"needed": 3, "count": 2}


def test_between_three_what_binds_nobody_or_one_only_is_passed_over() -> None:
    later = framework("later", (Party("FR", NOT_YET), Party("DE", NOT_YET)), use=CLOSED)
    pact = bilateral("pact", "FR", "DE", rule("third_party", value(allowed=True)), life=NOT_YET)
    found = ground(later, pact, of=("FR", "DE", "US"))
    assert found.governing == ()
    assert reason(found, "later") == "Not bound by it on that day: {countries}."


def test_three_parties_and_an_outsider_are() -> None:
    assert ground(COE, of=("FR", "DE", "IT", "US")).governing == ("coe",)


def test_the_special_text_between_all_governs_and_the_convention_stands_beside() -> None:
    three = framework("three", ("FR", "DE", "IT"), kind=Kind.BILATERAL, use=TRILATERAL)
    found = ground(COE, three, PACT, of=("FR", "DE", "IT"))
    assert found.governing == ("three",)
    assert point(found, "coe").beside
    assert reason(found, "coe") == "Stands beside {names}, the special text."
    assert "overrides it" in reason(found, "pact")
    assert ground(three).governing == ("three",)


def test_the_special_text_needs_every_country() -> None:
    three = framework("three", ("FR", "DE", "IT"), kind=Kind.BILATERAL, use=TRILATERAL)
    assert "three" not in ground(three, of=("FR", "DE", "US")).governing


@pytest.mark.parametrize(
    "figures, others, governs",
    [
        ({"allowed": True, "link": "none"}, (), True),
        ({"allowed": True}, (), False),
        ({"allowed": False}, (), False),
        (None, (), False),
        ({"allowed": True, "link": "one"}, (), False),
        ({"allowed": True, "link": "one"}, (("FR", "US"),), True),
        ({"allowed": True, "link": "both"}, (("FR", "US"),), False),
        ({"allowed": True, "link": "both"}, (("FR", "US"), ("DE", "US")), True),
    ],
)
def test_without_a_convention_an_agreement_reaches_others_by_its_own_clause(
    figures: dict[str, object] | None, others: tuple[tuple[str, str], ...], governs: bool
) -> None:
    clauses = () if figures is None else (rule("third_party", value(**figures)),)
    pact = bilateral("pact", "FR", "DE", *clauses)
    ties = [bilateral(f"tie{n}", *pair) for n, pair in enumerate(others)]
    found = ground(pact, *ties, of=("FR", "DE", "US"))
    assert ("pact" in found.governing) is governs
    if not governs:
        said = reason(found, "pact")
        if figures is None or ("link" not in figures and figures["allowed"]):
            # What was not read is not the same as no clause.
            assert (said.startswith("Whether and how it admits"), found.maybe) == (True, ("pact",))
        elif figures["allowed"]:
            assert said.startswith("Its third-party clause asks")
        else:
            assert said.startswith("It covers films of its own parties")


def test_a_clause_that_holds_no_value_on_the_day_reaches_nobody() -> None:
    pact = bilateral("pact", "FR", "DE", rule("third_party", value(date(2030, 1, 1), allowed=True)))
    assert ground(pact, of=("FR", "DE", "US")).governing == ()


def test_a_link_is_asked_of_the_right_media() -> None:
    library = book(bilateral("tie", "FR", "US", media=("tv",)))
    bound = lambda f, s: s in f.parties  # noqa: E731
    assert linked(library, "US", ("FR",), "none", bound)
    assert linked(library, "US", ("FR",), "one", bound)
    assert not linked(library, "US", ("FR",), "one", bound, ("cinema",))
    assert not linked(book(framework("fund", ("FR", "US"), kind=Kind.FUND)), "US", ("FR",), "one", bound)


# --- open days --------------------------------------------------------------------------------------------


def test_a_presumed_treaty_governs_and_says_so() -> None:
    found = ground(bilateral("pact", "FR", "DE", life=PRESUMED))
    assert found.governing == ("pact",)
    assert point(found, "pact").certainty is Certainty.PRESUMED


def test_what_hangs_on_an_open_day_is_a_maybe_and_so_is_what_it_would_push_aside() -> None:
    found = ground(COE, bilateral("pact", "FR", "DE", life=OPEN))
    assert (found.governing, set(found.maybe)) == ((), {"coe", "pact"})
    assert point(found, "pact").maybe
    assert point(found, "pact").certainty is Certainty.OPEN


def test_an_open_membership_makes_a_convention_a_maybe() -> None:
    found = ground(framework("coe", ("FR", "DE", Party("IT", OPEN)), use=EVERYWHERE), of=("FR", "DE", "IT"))
    assert (found.governing, found.maybe) == ((), ("coe",))
    assert reason(found, "coe") == "{count} Parties take part."


def test_what_has_perhaps_ended_is_a_maybe() -> None:
    ended = Day(after=date(2010, 1, 1), by=date(2030, 1, 1))
    found = ground(bilateral("pact", "FR", "DE", life=since(LONG_AGO, ended=ended)))
    assert (found.governing, found.maybe) == ((), ("pact",))
    assert (point(found, "pact").status, point(found, "pact").certainty) == (
        Standing.IN_FORCE,
        Certainty.OPEN,
    )


# --- why not ----------------------------------------------------------------------------------------------

ENDED = since(LONG_AGO, ended=Day.on(date(2010, 1, 1)))


@pytest.mark.parametrize(
    "life, status, sentence",
    [
        (ENDED, Standing.ENDED, "Ended on {day}."),
        (since(LONG_AGO, ended=Day(by=date(2010, 1, 1))), Standing.ENDED, "Ended before that day."),
        (Life(signed=Day.on(LONG_AGO)), Standing.SIGNED, "Signed on {day}, not in force on that day."),
        (Life(signed=Day(by=LONG_AGO)), Standing.SIGNED, "Signed, not in force on that day."),
        (
            Life(negotiating=True),
            Standing.NEGOTIATING,
            "Only negotiated on that day: not signed, not usable.",
        ),
        (since(LONG_AGO, suspended=Day.on(LONG_AGO)), Standing.SUSPENDED, "Suspended on that day."),
    ],
)
def test_an_instrument_that_does_not_govern_says_why(life: Life, status: Standing, sentence: str) -> None:
    found = ground(bilateral("pact", "FR", "DE", life=life))
    assert found.governing == ()
    assert (point(found, "pact").status, reason(found, "pact")) == (status, sentence)


def test_an_instrument_known_only_to_exist_is_a_maybe() -> None:
    found = ground(bilateral("pact", "FR", "DE", life=Life()))
    assert (found.governing, found.maybe) == ((), ("pact",))
    assert (point(found, "pact").status, point(found, "pact").certainty) == (Standing.UNKNOWN, Certainty.OPEN)
    assert reason(found, "pact") == "Perhaps in force between {countries}: its day of entry is open."


def test_an_instrument_not_known_on_that_day_is_not_shown() -> None:
    assert ground(bilateral("pact", "FR", "DE", life=NOT_YET)).standpoints == ()


def test_states_that_are_not_bound_are_named() -> None:
    found = ground(framework("coe", ("FR", Party("DE", NOT_YET)), use=EVERYWHERE))
    assert (point(found, "coe").status, reason(found, "coe")) == (
        Standing.NOT_PARTY,
        "Not bound by it on that day: {countries}.",
    )
    found = ground(framework("coe", ("FR", Party("DE", ENDED)), use=EVERYWHERE))
    assert (point(found, "coe").status, reason(found, "coe")) == (
        Standing.ENDED,
        "No longer bound by it on that day: {countries}.",
    )
    found = ground(framework("coe", ("FR",), use=EVERYWHERE))
    assert [c.code for c in point(found, "coe").reason.parameters["countries"].items] == ["DE"]  # type: ignore[attr-defined]


def test_agency_agreements_and_funds_never_govern() -> None:
    found = ground(framework("agency", kind=Kind.AGENCY), framework("fund", ("FR", "IT"), kind=Kind.FUND))
    assert found.governing == ()
    assert reason(found, "agency").startswith("An agreement between institutions")
    assert reason(found, "fund") == "Open to {countries}."
    assert point(found, "fund").bound == ("FR",)


def test_instruments_of_other_countries_are_not_named() -> None:
    assert ground(bilateral("pact", "FR", "IT"), framework("coe", ("ES", "IT"))).standpoints == ()


# --- since and until --------------------------------------------------------------------------------------


def test_it_binds_all_from_the_last_entry_to_the_first_end() -> None:
    joined, leaves = date(2001, 2, 3), Day.on(date(2030, 1, 1))
    coe = framework(
        "coe",
        ("FR", Party("DE", since(joined, ended=leaves))),
        use=EVERYWHERE,
        life=since(LONG_AGO, ended=Day.on(date(2040, 1, 1))),
    )
    one = point(ground(coe), "coe")
    assert (one.since, one.until) == (joined, date(2030, 1, 1))
    assert point(ground(PACT), "pact").until is None


def test_a_day_that_is_not_exact_is_not_shown() -> None:
    assert point(ground(bilateral("pact", "FR", "DE", life=PRESUMED)), "pact").since is None
    provisional = Life(provisional=Day.on(LONG_AGO))
    found = point(ground(bilateral("pact", "FR", "DE", life=provisional)), "pact")
    assert (found.since, found.status) == (LONG_AGO, Standing.PROVISIONAL)


def test_what_governs_comes_first_then_legal_ground_then_the_rest() -> None:
    fund = framework("a-fund", ("FR", "DE"), kind=Kind.FUND)
    order = [p.framework.id for p in ground(fund, COE, PACT).standpoints]
    assert order == ["pact", "coe", "a-fund"]


def test_a_series_is_perhaps_the_television_work_a_text_speaks_of() -> None:
    pact = bilateral("pact", "FR", "DE", media=("cinema", "tv"))
    found = ground(pact, media=("series",))
    assert (found.governing, found.maybe) == ((), ("pact",))
    assert reason(found, "pact").startswith("It speaks of television; whether a series counts")
    assert ground(bilateral("film", "FR", "DE"), media=("series",)).maybe == ()
    named = bilateral("named", "FR", "DE", media=("tv", "series"))
    assert ground(named, media=("series",)).governing == ("named",)


def test_a_fund_for_other_works_says_so() -> None:
    fund = framework("fund", ("FR", "DE"), kind=Kind.FUND)
    assert reason(ground(fund, media=("tv",)), "fund") == "Covers other works: its media are {media}."


def test_before_the_day_of_a_list_entry_is_open_unless_a_signature_came_first() -> None:
    listed = Life(in_force=Day(by=date(2030, 1, 1)))
    assert ground(bilateral("pact", "FR", "DE", life=listed)).maybe == ("pact",)
    signed = Life(signed=Day.on(date(2000, 1, 1)), in_force=Day(by=date(2030, 1, 1)))
    assert ground(bilateral("pact", "FR", "DE", life=signed)).governing == ("pact",)
    later = Life(signed=Day.on(date(2025, 1, 1)), in_force=Day(by=date(2030, 1, 1)))
    found = ground(bilateral("pact", "FR", "DE", life=later))
    assert (found.governing, found.maybe) == ((), ())
