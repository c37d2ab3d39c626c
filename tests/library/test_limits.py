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


def _asked(framework: Framework) -> list[str]:
    return [rule.id for rule in framework.rules if _numeric(rule)]


TREATIES = [f for f in load().frameworks.values() if f.kind is Kind.BILATERAL and _asked(f)]


@pytest.mark.parametrize("framework", TREATIES, ids=[f.id for f in TREATIES])
def test_every_limit_read_in_the_text_has_both_sides(framework: Framework) -> None:
    path = FOLDER / f"{framework.id}.toml"
    sides = {(row["rule"], row["side"]) for row in rows_of(path)} if path.exists() else set()
    missing = [(rule, side) for rule in _asked(framework) for side in ("on", "beyond") if (rule, side) not in sides]
    assert not missing
