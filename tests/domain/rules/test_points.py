from __future__ import annotations

from fractions import Fraction

import pytest

from coprod_desktop.domain.money import Money
from coprod_desktop.domain.plan import Plan, Work
from coprod_desktop.domain.team import RoleHolder
from coprod_desktop.domain.verdicts import Finding, Limit, Listing, PointsRow, Unit
from tests.domain.builders import (
    NOT_YET,
    OPEN,
    PRESUMED,
    Party,
    film,
    findings,
    holder,
    no_such,
    place,
    rule,
    states,
    value,
)

ROWS = (
    {"element": "director", "title": "Director", "points": "3", "roles": ["director"]},
    {"element": "composer", "points": "1", "roles": ["composer"]},
    {"element": "shooting", "points": "2", "places": ["studio", "shooting"]},
)


def scored(
    plan: Plan,
    rows: object = ROWS,
    *,
    threshold: str = "4",
    parties: object = ("FR", "DE"),
    europe: tuple[str, ...] = (),
    basis: str = "",
    **options: object,
) -> Finding:
    figures = {"threshold": threshold, "basis": basis} if basis else {"threshold": threshold}
    (found,) = findings(rule("points_test", value(**figures), rows=rows, **options), plan, parties, europe=europe)  # type: ignore[arg-type]
    return found


def crew(*roles: RoleHolder, places: tuple[object, ...] = (place("shooting", "FR"),), **fields: object) -> Plan:
    return film(roles=roles, places=places, **fields)


FULL = crew(holder("director", "FR"), holder("composer", "US"))


@pytest.mark.parametrize("threshold, state", [("5", "met"), ("5.01", "not_met"), ("4.99", "met")])
def test_points_are_added_and_compared_with_the_threshold(threshold: str, state: str) -> None:
    found = scored(FULL, threshold=threshold)
    assert (found.state, found.measured, found.unit) == (state, 5, Unit.POINTS)
    assert found.limit == Limit(Fraction(threshold))
    assert found.margin == 5 - Fraction(threshold)
    assert found.message.parameters["top"] == 6


def test_every_row_is_shown_as_it_stands() -> None:
    plan = crew(holder("director", "FR", name="Agnes", residence="DE"), places=())
    assert scored(plan).details == (
        PointsRow("director", "Director", Fraction(3), Fraction(3), Fraction(0), ("Agnes",), ("FR", "DE")),
        PointsRow("composer", "composer", Fraction(1), Fraction(0), Fraction(1)),
        PointsRow("shooting", "shooting", Fraction(2), Fraction(0), Fraction(2)),
    )


def test_what_is_not_entered_leaves_it_open_only_where_it_could_reach_the_threshold() -> None:
    found = scored(crew(holder("director", "FR"), places=()), threshold="6")
    assert (found.state, found.measured) == ("unknown", 3)
    assert found.message.parameters["missing"] == Listing(("composer", "shooting"))
    assert scored(crew(holder("director", "US"), places=()), threshold="4").state == "not_met"
    assert scored(crew(holder("director", "FR"), places=()), threshold="3").state == "met"
    assert scored(crew(holder("director"), holder("composer", "FR")), threshold="4").state == "unknown"


def test_residence_counts_as_nationality_does() -> None:
    assert (
        scored(crew(holder("director", "US", residence="DE"), holder("composer", "US")), threshold="5").state == "met"
    )


@pytest.mark.parametrize("life, state", [(None, "met"), (PRESUMED, "met"), (OPEN, "unknown"), (NOT_YET, "not_met")])
def test_elements_count_from_states_bound_on_the_day(life: object, state: str) -> None:
    plan = crew(holder("director", "IT"), holder("composer", "US"))
    assert scored(plan, threshold="5", parties=("FR", "DE", Party("IT", life))).state == state  # type: ignore[arg-type]


# --- several holders --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "directors, earned",
    [
        ([("FR", None), ("US", None)], "3/2"),
        ([("FR", None), ("US", None), ("CA", None)], "1"),
        ([("FR", "1/4"), ("US", "3/4")], "3/4"),
        ([("FR", None), ("US", "3/4")], "3/4"),
        ([("FR", "1/3"), ("DE", None)], "3"),
    ],
)
def test_several_holders_share_the_points(directors: list[tuple[str, str | None]], earned: str) -> None:
    plan = crew(
        *(holder("director", state, share=share) for state, share in directors),
        holder("composer", "US"),
        places=(place("shooting", "US"),),
    )
    found = scored(plan)
    assert (found.measured, found.details[0].open) == (Fraction(earned), 0)  # type: ignore[attr-defined]


def test_a_part_of_a_role_that_nobody_holds_is_open() -> None:
    plan = crew(holder("director", "FR", share="1/3"), holder("composer", "US"), places=(place("shooting", "US"),))
    found = scored(plan, threshold="2")
    assert (found.state, found.measured) == ("unknown", 1)
    assert scored(plan, threshold="3.01").state == "not_met"


def test_a_holder_without_a_share_beside_full_ones_brings_nothing() -> None:
    plan = crew(holder("director", "US", share="1"), holder("director", "FR"), holder("composer", "US"))
    assert scored(plan).details[0].earned == 0  # type: ignore[attr-defined]


def test_a_row_never_earns_more_than_its_points() -> None:
    plan = crew(holder("director", "FR", share="1"), holder("director", "DE", share="1"))
    row = scored(plan).details[0]
    assert row.earned <= row.points  # type: ignore[attr-defined]


# --- places -----------------------------------------------------------------------------------------------


def test_the_kind_of_place_that_brings_most_counts() -> None:
    both = (place("shooting", "US"), place("studio", "FR"))
    assert scored(crew(places=both)).details[2].earned == 2  # type: ignore[attr-defined]
    assert scored(crew(places=both[:1])).details[2].earned == 0  # type: ignore[attr-defined]


def test_places_share_the_points_too() -> None:
    shared = (place("shooting", "FR", "1/4"), place("shooting", "US", "3/4"))
    assert scored(crew(places=shared)).details[2].earned == Fraction(1, 2)  # type: ignore[attr-defined]
    even = (place("shooting", "FR"), place("shooting", "US"))
    assert scored(crew(places=even)).details[2].earned == 1  # type: ignore[attr-defined]


# --- functions the film does not have ---------------------------------------------------------------------


@pytest.mark.parametrize("threshold, state", [("60", "met"), ("60.01", "not_met")])
def test_rows_that_do_not_apply_drop_out_of_the_whole(threshold: str, state: str) -> None:
    plan = crew(holder("director", "FR"), no_such("composer"), places=(place("shooting", "US"),))
    found = scored(plan, threshold=threshold, basis="percent_of_applicable")
    assert found.state == state
    assert found.limit == Limit(Fraction(threshold) * 5 / 100)
    assert found.message.parameters["top"] == 5
    assert not found.details[1].applies  # type: ignore[attr-defined]


def test_without_that_basis_a_missing_function_just_brings_nothing() -> None:
    plan = crew(holder("director", "FR"), no_such("composer"))
    found = scored(plan, threshold="5.01")
    assert (found.state, found.message.parameters["top"]) == ("not_met", 6)


MUSIC = [{"element": "music", "points": "1", "roles": ["composer", "sound_recordist"]}]


def test_a_row_for_several_roles_takes_the_one_that_brings_most() -> None:
    american, french = holder("composer", "US"), holder("sound_recordist", "FR")
    assert scored(crew(no_such("composer"), french), MUSIC, threshold="1").state == "met"
    assert scored(crew(american, french), MUSIC, threshold="1").state == "met"
    assert scored(crew(american, holder("sound_recordist", "CA")), MUSIC, threshold="1").state == "not_met"
    assert scored(crew(american, holder("sound_recordist")), MUSIC, threshold="1").state == "unknown"
    assert scored(crew(american), MUSIC, threshold="1").state == "not_met"
    assert scored(crew(), MUSIC, threshold="1").state == "unknown"
    assert not scored(crew(no_such("composer"), no_such("sound_recordist")), MUSIC).details[0].applies  # type: ignore[attr-defined]


def test_a_row_drops_out_only_when_no_alternative_exists() -> None:
    found = scored(crew(no_such("composer")), MUSIC, threshold="1")
    assert (found.state, found.details[0].applies) == ("unknown", True)  # type: ignore[attr-defined]


def test_a_holder_with_no_share_brings_nothing() -> None:
    plan = crew(holder("director", "FR", share="0"), holder("director", "US"))
    assert scored(plan).details[0].earned == 0  # type: ignore[attr-defined]


def test_a_row_that_names_neither_roles_nor_places_is_open() -> None:
    assert scored(crew(), [{"element": "x", "points": "1"}], threshold="1").state == "unknown"


# --- other European States, fewer points, facts -----------------------------------------------------------


def test_other_european_states_lie_at_discretion() -> None:
    plan = crew(holder("director", "IT"), holder("composer", "US"))
    found = scored(plan, threshold="5", also="europe", europe=("IT",))
    assert (found.state, found.measured, found.waiver_by) == ("discretion", 2, "CNC")
    assert found.message.parameters["european"] == 5
    assert scored(plan, threshold="5.01", also="europe", europe=("IT",)).state == "not_met"
    assert scored(plan, threshold="5", also="europe", europe=("GB",)).state == "not_met"
    assert scored(plan, threshold="5", europe=("IT",)).state == "not_met"


def test_a_half_held_elsewhere_brings_half_of_the_points() -> None:
    plan = crew(holder("director", "IT"), holder("director", "US"), holder("composer", "US"), places=())
    found = scored(plan, [ROWS[0]], threshold="1.5", also="europe", europe=("IT",))
    assert (found.state, found.message.parameters["european"]) == ("discretion", Fraction(3, 2))
    one = scored(crew(holder("director", "FR"), holder("director")), [ROWS[0]], threshold="2")
    assert (one.state, one.details[0].earned, one.details[0].open) == (
        "unknown",
        Fraction(3, 2),
        Fraction(3, 2),
    )  # type: ignore[attr-defined]


def test_open_points_and_european_ones_together_leave_it_open() -> None:
    plan = crew(holder("director", "IT"))
    assert scored(plan, threshold="6", also="europe", europe=("IT",)).state == "unknown"


def test_fewer_points_may_be_agreed_where_a_paragraph_says_so() -> None:
    found = scored(FULL, threshold="5.01", consent_article="App. II 2(3)")
    assert (found.state, found.waiver_by) == ("discretion", "CNC")
    assert found.message.parameters["paragraph"] == "App. II 2(3)"
    assert scored(FULL, threshold="5", consent_article="App. II 2(3)").waiver_by is None


def test_without_a_named_authority_the_competent_ones_agree() -> None:
    plan = film({"IT": "60", "DE": "40"}, roles=FULL.roles)
    assert (
        scored(plan, threshold="6", parties=("IT", "DE"), consent_article="2").waiver_by == "the competent authorities"
    )


SPEND = [{"element": "spend", "points": "2", "fact": "post_spend", "min": "50"}]


@pytest.mark.parametrize(
    "answer, state",
    [
        (None, "unknown"),
        (Fraction(50), "met"),
        (51, "met"),
        (Fraction(4999, 100), "not_met"),
        (True, "unknown"),
        ("50", "unknown"),
        (Money(50, "EUR"), "unknown"),
    ],
)
def test_a_row_may_rest_on_an_answer(answer: object, state: str) -> None:
    plan = crew(facts={} if answer is None else {"post_spend": answer})
    found = scored(plan, SPEND, threshold="2")
    assert found.state == state
    assert found.asks == (("post_spend",) if answer is None else ())


@pytest.mark.parametrize(
    "kind, threshold, state",
    [
        ("fiction", "5", ["met"]),
        ("fiction", "5.01", ["not_met"]),
        ("animation", "5.01", []),
        ("", "5", ["met"]),
        ("", "5.01", ["unknown"]),
    ],
)
def test_a_table_is_for_its_kinds_of_work(kind: str, threshold: str, state: list[str]) -> None:
    one = rule("points_test", value(threshold=threshold), rows=ROWS, kinds=["fiction"])
    plan = crew(*FULL.roles, work=Work(kind, ("cinema",)))
    assert states(findings(one, plan)) == state


def test_a_table_without_a_threshold_asks_nothing() -> None:
    assert states(findings(rule("points_test", value(), rows=ROWS), film())) == ["met"]
