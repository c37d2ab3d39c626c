"""Every numeric limit that was read in a treaty's text has an example exactly on it and one just beyond."""

from __future__ import annotations

from pathlib import Path

import pytest

from coprod_desktop.domain.frameworks import Framework, Kind, Rule
from coprod_desktop.library import load
from tests.library.limits import FOLDER, check_file, rows_of

FILES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_limits_of_an_instrument(path: Path) -> None:
    assert check_file(path, load()) == []


def _numeric(rule: Rule) -> bool:
    figures = {
        "share_range": {"min", "max"},
        "third_party": {"cap", "min", "each_min", "each_max", "cap_smallest"},
        "lead_time": {"days", "weeks", "months"},
    }
    read = [v for v in rule.values if v.evidence.confidence == "T" and not v.unknown]
    return any(figures.get(rule.shape, set()) & v.data.keys() for v in read)


def _sides(rule: Rule) -> tuple[str, ...]:
    """Nothing can stand exactly on a maximum of nothing: there a partner is either absent or beyond."""
    banned = all(v.data.get("max") == "0" for v in rule.values if "max" in v.data or "min" in v.data)
    return ("beyond",) if rule.shape == "share_range" and banned else ("on", "beyond")


def _asked(framework: Framework) -> list[Rule]:
    return [rule for rule in framework.rules if _numeric(rule)]


TREATIES = [f for f in load().frameworks.values() if f.kind is Kind.BILATERAL and _asked(f)]


@pytest.mark.parametrize("framework", TREATIES, ids=[f.id for f in TREATIES])
def test_every_limit_read_in_the_text_has_both_sides(framework: Framework) -> None:
    path = FOLDER / f"{framework.id}.toml"
    sides = {(row["rule"], row["side"]) for row in rows_of(path)} if path.exists() else set()
    missing = [(r.id, side) for r in _asked(framework) for side in _sides(r) if (r.id, side) not in sides]
    assert not missing
