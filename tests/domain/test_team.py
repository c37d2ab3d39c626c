from __future__ import annotations

from coprod_desktop.domain.team import PERFORMERS, ROLES, ROLES_BY_KIND, RoleHolder


def test_a_person_counts_for_nationalities_and_residence_once() -> None:
    assert RoleHolder("director", nationality=("FR", "DE"), residence="FR").states == ("FR", "DE")
    assert RoleHolder("director", nationality=("FR",), residence="US").states == ("FR", "US")
    assert RoleHolder("director", residence="US").states == ("US",)
    assert RoleHolder("director").states == ()


def test_every_role_of_a_kind_of_work_is_a_known_role() -> None:
    assert {role for roles in ROLES_BY_KIND.values() for role in roles} <= set(ROLES)
    assert set(PERFORMERS) <= set(ROLES_BY_KIND["fiction"])
    assert len(set(ROLES)) == len(ROLES)
