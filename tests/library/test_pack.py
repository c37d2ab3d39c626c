"""The pack: the same library as the rule files, trusted only while it is theirs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coprod_desktop.assets import resources
from coprod_desktop.domain.frameworks import Framework
from coprod_desktop.library import load, load_folder, pack
from coprod_desktop.library.loader import build_pack
from tests.library.texts import TREATY

FEW = (
    "conventions/coe-1992.toml",
    "treaties/fr-it-2000.toml",
    "treaties/fr-it-1966.toml",
    "facts.toml",
    "countries.toml",
)


@pytest.fixture
def few(tmp_path: Path) -> Path:
    for name in FEW:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(resources() / name, tmp_path / name)
    return tmp_path


def parts(framework: Framework) -> dict[str, object]:
    return {**framework.__dict__, "rules": tuple(framework.rules)}


def test_the_pack_of_the_whole_library_holds_what_the_files_hold(tmp_path: Path) -> None:
    root = tmp_path / "resources"
    shutil.copytree(resources(), root, ignore=shutil.ignore_patterns(pack.PACK, "wording", "sample", "icons"))
    read = load_folder(root)
    build_pack(root)
    packed = load_folder(root)
    assert packed.frameworks.keys() == read.frameworks.keys() == load().frameworks.keys()
    for name, framework in read.frameworks.items():
        assert parts(packed.frameworks[name]) == parts(framework), name


def test_rules_are_parsed_when_looked_at(few: Path) -> None:
    build_pack(few)
    rules = load_folder(few).frameworks["fr-it-2000"].rules
    assert "_rules" not in rules.__dict__
    assert (rules[0].id, len(rules), [r.id for r in rules[:2]]) == (
        "share",
        len(tuple(rules)),
        ["share", "share.large"],
    )


def test_a_pack_that_is_not_of_these_files_is_passed_over(few: Path) -> None:
    build_pack(few)
    path = few / "treaties" / "fr-it-2000.toml"
    path.write_text(path.read_text("utf-8").replace("France – Italy 2000", "Changed by hand"), "utf-8")
    assert pack.read(few) is None
    assert load_folder(few).frameworks["fr-it-2000"].short == "Changed by hand"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"stamp": "x"}'])
def test_a_broken_pack_is_passed_over(few: Path, text: str) -> None:
    (few / pack.PACK).write_text(text.replace("x", pack.stamp(few)), "utf-8")
    assert pack.read(few) is None
    assert "fr-it-2000" in load_folder(few).frameworks


def test_no_pack_is_built_from_a_broken_file(few: Path) -> None:
    (few / "treaties" / "aa-bb-2000.toml").write_text(TREATY.replace('min = "20"', 'min = "90"'), "utf-8")
    with pytest.raises(Exception, match="aa-bb-2000"):
        build_pack(few)
    assert not (few / pack.PACK).exists()
