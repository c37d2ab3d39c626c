from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from coprod_desktop.domain.frameworks import Membership
from coprod_desktop.domain.plan import Plan, Work
from coprod_desktop.domain.team import RoleHolder
from coprod_desktop.domain.verdicts import Finding, Limit, Listing, Percent, Unit
from tests.domain.builders import (
    NOT_YET,
    OPEN,
    PRESUMED,
    Party,
    film,
    findings,
    holder,
    no_such,
    rule,
    states,
    value,
)

# --- proportionality --------------------------------------------------------------------------------------

CREW = (holder("director", "FR"), holder("composer", "DE"))


def shown(finding: Finding) -> dict[str, object]:
    figures = finding.message.parameters
    return {key: one.value for key, one in figures.items() if isinstance(one, Percent)}


def proportion(spend: dict[str, str] | None, *, plan: Plan | None = None, **figures: str) -> tuple[Finding, ...]:
    return findings(rule("proportionality", value(**figures), effect="notice"), plan or film(spend=spend, roles=CREW))


def test_a_tolerance_may_be_asked_of_one_party_only() -> None:
    plan = film(spend={"FR": "rest", "DE": "10"}, roles=CREW)
    both = findings(rule("proportionality", value(tolerance="10"), effect="test"), plan)
    french = findings(rule("proportionality", value(tolerance="10"), effect="test", party="FR"), plan)
    assert [(f.country, f.state.value) for f in both] == [("FR", "met"), ("DE", "not_met")]
    assert [(f.country, f.state.value) for f in french] == [("FR", "met")]


@pytest.mark.parametrize("german, state", [("30", "met"), ("29.9999", "not_met"), ("30.0001", "met"), ("70", "met")])
def test_spend_may_stay_behind_the_share_by_the_tolerance(german: str, state: str) -> None:
    one, other = proportion({"FR": "rest", "DE": german}, tolerance="10")
    assert other.state == state
    assert (other.limit, other.unit) == (Limit(Fraction(30)), Unit.PERCENT)
    assert other.margin == Fraction(german) - 30
    assert (other.measured, shown(other)) == (Fraction(german), {"spend": Fraction(german), "share": 40})
    assert one.country == "FR"


@pytest.mark.parametrize("tolerance, state", [("10", "met"), ("9.9999", "not_met")])
def test_a_hair_less_tolerance_makes_the_same_spend_too_little(tolerance: str, state: str) -> None:
    assert proportion({"FR": "rest", "DE": "30"}, tolerance=tolerance)[1].state == state


def test_without_a_tolerance_the_difference_is_a_notice() -> None:
    one, other = proportion({"FR": "90", "DE": "10"})
    assert [(f.state, f.measured, f.margin) for f in (one, other)] == [
        ("notice", 90, 30),
        ("notice", 10, -30),
    ]


def test_who_brings_neither_a_person_nor_spend_is_not_met() -> None:
    nobody = film(spend={"FR": "100"}, roles=(holder("director", "FR"), no_such("composer")))
    assert states(proportion(None, plan=nobody)) == ["notice", "not_met"]
    assert states(proportion(None, plan=film(spend={"FR": "100"}, roles=CREW))) == ["notice", "notice"]
    spends = film(spend={"FR": "99", "DE": "1"}, roles=(holder("director", "FR"),))
    assert states(proportion(None, plan=spends)) == ["notice", "notice"]


@pytest.mark.parametrize(
    "plan",
    [
        film(spend={"FR": "100"}, roles=(holder("director", "FR"), holder("composer"))),
        film(spend={"FR": "100"}),
        film(spend={"FR": "90"}, roles=(holder("director", "FR"),)),
        film(roles=(holder("director", "FR"),)),
    ],
    ids=("nationality missing", "no roles", "spend open", "no spend"),
)
def test_in_a_plan_that_is_not_complete_it_stays_a_notice(plan: Plan) -> None:
    assert proportion(None, plan=plan)[1].state == "notice"


def test_residents_and_a_partner_with_money_only() -> None:
    resident = film(spend={"FR": "100"}, roles=(holder("director", "FR", residence="DE"),))
    assert states(proportion(None, plan=resident)) == ["notice", "notice"]
    only_money = film(spend={"FR": "100"}, roles=(holder("director", "FR"),), financial=["DE"])
    assert [f.country for f in proportion(None, plan=only_money)] == ["FR"]


@pytest.mark.parametrize(
    "plan",
    [
        film(roles=CREW),
        film(spend={"FR": "60", "DE": "30"}, roles=CREW),
        film({"FR": "60", "DE": "30"}, spend={"FR": "60", "DE": "40"}, roles=CREW),
        film(budget=None, roles=CREW),
    ],
    ids=("no spend", "spend open", "share open", "no cost"),
)
def test_with_a_tolerance_what_is_not_known_is_unknown_else_a_notice(plan: Plan) -> None:
    assert proportion(None, plan=plan, tolerance="10")[1].state == "unknown"
    assert proportion(None, plan=plan)[1].state == "notice"


def test_a_majority_with_money_only_is_not_met() -> None:
    plan = film(financial=["FR"], spend={"DE": "100"}, roles=CREW)
    found = proportion(None, plan=plan)
    assert [(f.country, f.state) for f in found] == [("FR", "not_met"), ("DE", "notice")]
    equal = film({"FR": "50", "DE": "50"}, financial=["FR"], spend={"DE": "100"}, roles=CREW)
    assert [f.country for f in proportion(None, plan=equal)] == ["DE"]


def test_a_majority_with_money_only_is_not_met_only_where_the_majority_is_sure() -> None:
    plan = film({"FR": "40", "DE": "30"}, financial=["FR"], spend={"DE": "100"}, roles=CREW)
    assert "not_met" not in states(proportion(None, plan=plan))


# --- staffing ---------------------------------------------------------------------------------------------


def staffing(
    roles: tuple[RoleHolder, ...],
    *items: object,
    plan: Plan | None = None,
    parties: object = ("FR", "DE"),
    effect: str = "test",
    who: str = "minority",
    **figures: object,
) -> tuple[Finding, ...]:
    one = rule("staffing", value(all=list(items), **figures), effect=effect, who=who)
    return findings(one, plan or film(roles=roles), parties)  # type: ignore[arg-type]


DIRECTOR = {"roles": ["director"]}
EITHER = {"any": [{"roles": ["composer"]}, {"roles": ["screenwriter"]}]}
BOTH = {"any": [{"all": [{"roles": ["composer"]}, {"roles": ["screenwriter"]}]}, {"roles": ["first_role"]}]}
FRENCH = [holder(role, "FR") for role in ("composer", "screenwriter", "first_role")]


@pytest.mark.parametrize(
    "roles, item, state",
    [
        ([holder("director", "DE")], DIRECTOR, "met"),
        ([holder("director", "FR", residence="DE")], DIRECTOR, "met"),
        ([holder("director", "FR")], DIRECTOR, "not_met"),
        ([no_such("director")], DIRECTOR, "not_met"),
        ([], DIRECTOR, "unknown"),
        ([holder("director")], DIRECTOR, "unknown"),
        ([holder("composer", "DE"), FRENCH[1]], EITHER, "met"),
        ([FRENCH[0], holder("screenwriter", "DE")], EITHER, "met"),
        ([FRENCH[0], FRENCH[1]], EITHER, "not_met"),
        ([FRENCH[0]], EITHER, "unknown"),
        ([holder("composer", "DE"), holder("screenwriter", "DE"), FRENCH[2]], BOTH, "met"),
        ([*FRENCH[:2], holder("first_role", "DE")], BOTH, "met"),
        ([holder("composer", "DE"), FRENCH[1], FRENCH[2]], BOTH, "not_met"),
        ([holder("composer", "DE"), FRENCH[2]], BOTH, "unknown"),
        ([FRENCH[0], FRENCH[2]], BOTH, "not_met"),
        (FRENCH, {"any": []}, "not_met"),
    ],
)  # fmt: skip
def test_roles_must_be_filled_by_people_of_the_country(roles: list[RoleHolder], item: object, state: str) -> None:
    (found,) = staffing(tuple(roles), item)
    assert (found.country, found.state) == ("DE", state)
    assert found.margin == (0 if state == "met" else -1)
    assert (found.limit, found.unit) == (Limit(Fraction(1)), Unit.COUNT)


@pytest.mark.parametrize("count, german, state", [(1, 1, "met"), (2, 2, "met"), (2, 1, "not_met"), (3, 2, "not_met")])
def test_a_number_of_people_is_counted(count: int, german: int, state: str) -> None:
    crew = [
        holder(role, "DE" if index < german else "FR")
        for index, role in enumerate(("first_role", "second_role", "third_role"))
    ]
    (found,) = staffing(tuple(crew), {"roles": ["first_role", "second_role", "third_role"], "count": count})
    assert found.state == state


def test_open_roles_leave_a_number_open_only_where_they_could_reach_it() -> None:
    item = {"roles": ["first_role", "second_role", "third_role"], "count": 2}
    assert states(staffing((holder("first_role", "DE"), holder("second_role", "FR")), item)) == ["unknown"]
    assert states(staffing((holder("first_role", "FR"), holder("second_role", "FR")), item)) == ["not_met"]


def test_one_person_fills_one_place_only() -> None:
    twice = {"roles": ["director", "composer"], "count": 2}
    assert states(staffing((holder("director", "DE"), holder("composer", "FR")), DIRECTOR, twice)) == ["not_met"]
    assert states(staffing((holder("director", "DE"), holder("composer", "DE")), DIRECTOR, EITHER)) == ["met"]
    assert states(staffing((holder("director", "DE"), holder("director", "DE")), DIRECTOR, DIRECTOR)) == ["met"]
    assert states(staffing((holder("director", "DE"), *FRENCH), DIRECTOR, DIRECTOR)) == ["not_met"]


def test_only_roles_of_the_kind_of_work_can_still_be_filled() -> None:
    researcher = {"roles": ["researcher"]}
    assert states(staffing((), researcher)) == ["not_met"]
    assert states(staffing((), researcher, plan=film(work=Work("documentary")))) == ["unknown"]
    assert states(staffing((), researcher, plan=film(work=Work()))) == ["unknown"]


def test_as_many_items_are_filled_as_can_be() -> None:
    wide, narrow = {"roles": ["director", "composer"]}, {"roles": ["director"]}
    crew = (holder("director", "DE"), holder("composer", "DE"))
    assert states(staffing(crew, wide, narrow)) == ["met"]
    assert states(staffing(crew, {"any": [narrow, {"roles": ["composer"]}]}, narrow)) == ["met"]


def test_everything_asked_must_be_filled_and_what_lacks_is_named() -> None:
    roles = (holder("director", "DE"), *FRENCH)
    (found,) = staffing(roles, DIRECTOR, EITHER, {"roles": ["first_role"], "title": "a leading role"})
    assert (found.state, found.measured, found.margin) == ("not_met", 1, -2)
    assert found.message.parameters["missing"] == Listing(("composer / screenwriter", "a leading role"))


def test_each_country_or_the_minority_only_must_staff_and_money_only_partners_never() -> None:
    crew = (holder("director", "DE"),)
    assert [f.country for f in staffing(crew, DIRECTOR, who="each_country")] == ["FR", "DE"]
    assert [f.country for f in staffing(crew, DIRECTOR)] == ["DE"]
    assert staffing((), DIRECTOR, plan=film(roles=crew, financial=["DE"])) == ()


def test_countries_that_are_not_bound_need_not_staff() -> None:
    plan = film({"FR": "50", "DE": "20", "US": "20", "IT": "10"}, roles=(holder("director", "FR"),))
    found = staffing((), DIRECTOR, plan=plan, parties=("FR", "DE", Party("IT", OPEN)))
    assert [f.country for f in found] == ["DE", "IT"]


def test_what_lacks_may_be_left_to_the_authorities_or_to_notice() -> None:
    roles = (holder("director", "FR"),)
    assert staffing(roles, DIRECTOR, consent=True, consent_by="both")[0].waiver_by == "both"
    (found,) = staffing(roles, DIRECTOR, consent=True)
    assert (found.state, found.waiver_by) == ("discretion", "CNC")
    nobody = findings(
        rule("staffing", value(all=[DIRECTOR], consent=True)),
        film({"IT": "60", "DE": "40"}, roles=roles),
        ("IT", "DE"),
    )
    assert nobody[0].waiver_by == "the competent authorities"
    assert states(staffing(roles, DIRECTOR, effect="notice", consent=True)) == ["notice"]
    assert states(staffing((), DIRECTOR, effect="notice")) == ["notice"]
    assert states(staffing((), DIRECTOR, consent=True)) == ["unknown"]


def test_a_role_that_surely_lacks_is_not_made_open_by_another() -> None:
    assert states(staffing((holder("director", "FR"),), DIRECTOR, {"roles": ["composer"]})) == ["not_met"]


# --- nationality ------------------------------------------------------------------------------------------


def nationality(
    *roles: RoleHolder,
    effect: str = "test",
    parties: object = ("FR", "DE"),
    options: dict[str, object] | None = None,
    groups: dict[str, object] | None = None,
    **figures: object,
) -> Finding:
    one = rule("nationality", value(**figures), effect=effect, **(options or {}))
    (found,) = findings(one, film(roles=roles), parties, **(groups or {}))  # type: ignore[arg-type]
    return found


def test_one_stranger_is_one_too_many() -> None:
    assert nationality(holder("director", "FR"), holder("composer", "DE")).state == "met"
    found = nationality(holder("director", "FR"), holder("composer", "US", name="Ann"), holder("screenwriter", "CA"))
    assert (found.state, found.measured, found.limit) == ("not_met", 2, Limit(None, Fraction(0)))
    assert found.message.parameters["people"] == "Ann, screenwriter"


def test_residence_counts_unless_the_rule_says_otherwise() -> None:
    american = holder("director", "US", residence="FR")
    assert nationality(american).state == "met"
    assert nationality(american, residents=False).state == "not_met"


@pytest.mark.parametrize("life, state", [(None, "met"), (PRESUMED, "met"), (NOT_YET, "not_met")])
def test_nationals_of_any_party_of_that_day_count(life: object, state: str) -> None:
    assert nationality(holder("director", "IT"), parties=("FR", "DE", Party("IT", life))).state == state  # type: ignore[arg-type]


@pytest.mark.parametrize("end, state", [(date(2020, 6, 1), "met"), (date(2020, 5, 31), "not_met")])
def test_groups_of_states_are_dated(end: date, state: str) -> None:
    groups = {"EU": {"GB": Membership(date(1973, 1, 1), end)}}
    found = findings(
        rule("nationality", value(groups=["parties", "EU"])),
        film(roles=(holder("director", "GB"),)),
        **groups,
    )
    assert states(found) == [state]


def test_a_single_group_may_be_named_alone() -> None:
    found = findings(
        rule("nationality", value(groups="europe")), film(roles=(holder("director", "IT"),)), europe=["IT"]
    )
    assert states(found) == ["met"]
    found = findings(
        rule("nationality", value(groups="europe")), film(roles=(holder("director", "FR"),)), europe=["IT"]
    )
    assert states(found) == ["not_met"]


def test_only_the_roles_named_are_asked_after() -> None:
    crew = (holder("director", "FR"), holder("composer", "US"))
    assert nationality(*crew, options={"roles": ["director"]}).state == "met"
    assert nationality(*crew, options={"roles": ["composer"]}).state == "not_met"
    assert nationality(*crew, options={"roles": "all"}).state == "not_met"
    assert nationality(*crew, options={"roles": "some"}).state == "unknown"


def test_what_is_not_entered_leaves_it_open() -> None:
    assert nationality().state == "unknown"
    assert nationality(no_such("director")).state == "unknown"
    found = nationality(holder("director", "FR"), holder("composer"))
    assert (found.state, found.measured) == ("unknown", None)
    assert nationality(effect="notice").state == "notice"
    found = nationality(holder("director", "US"), holder("composer"))
    assert (found.state, found.measured) == ("not_met", 1)


def test_strangers_may_be_left_to_the_authorities_or_to_notice() -> None:
    stranger = holder("director", "US")
    assert nationality(stranger, effect="notice", consent=True).state == "notice"
    found = nationality(stranger, consent=True)
    assert (found.state, found.waiver_by) == ("discretion", "CNC")
    assert nationality(stranger, consent=True, consent_by="both").waiver_by == "both"


def test_without_a_named_authority_the_competent_ones_agree() -> None:
    plan = film({"IT": "60", "DE": "40"}, roles=(holder("director", "US"),))
    (found,) = findings(rule("nationality", value(consent=True)), plan, ("IT", "DE"))
    assert found.waiver_by == "the competent authorities"


def test_nationals_of_a_third_co_producing_country_count_where_the_text_says_so() -> None:
    plan = film({"FR": "50", "DE": "30", "US": "20"}, roles=(holder("director", "US"),))
    (closed,) = findings(rule("nationality", value(groups=["parties"])), plan)
    (wider,) = findings(rule("nationality", value(groups=["parties", "co_producers"])), plan)
    assert (closed.state, wider.state) == ("not_met", "met")


def test_nationals_of_a_country_that_is_perhaps_bound_leave_it_open() -> None:
    assert nationality(holder("director", "IT"), parties=("FR", "DE", Party("IT", OPEN))).state == "unknown"
