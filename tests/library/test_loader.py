"""The loader refuses every rule file that LIBRARY section 1 forbids, naming file and key."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coprod_desktop.domain.frameworks import Standing, Truth
from coprod_desktop.errors import LibraryFault
from coprod_desktop.library import load_folder
from tests.library.texts import (
    CAP_RULE,
    EVIDENCE,
    FACT_RULE,
    FACTS,
    HEAD,
    LEAD_RULE,
    LIFE,
    PARTIES,
    PEOPLE_RULE,
    POINTS_RULE,
    RULE,
    SOURCE,
    THIRD_RULE,
    TREATY,
    VALUE,
)

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Write treaty files (by name) and other files of a library; return its folder."""

    def write(treaty: str = TREATY, /, name: str = "aa-bb-2000", facts: str = FACTS, **more: str) -> Path:
        files = {name: treaty, **{key.replace("_", "-"): text for key, text in more.items()}}
        (tmp_path / "treaties").mkdir()
        for stem, text in files.items():
            (tmp_path / "treaties" / f"{stem}.toml").write_text(text, encoding="utf-8")
        (tmp_path / "facts.toml").write_text(facts, encoding="utf-8")
        return tmp_path

    return write


def changed(old: str, new: str, text: str = TREATY) -> str:
    assert old in text, f"the example has no {old!r}"
    return text.replace(old, new, 1)


def refused(path: Path) -> str:
    with pytest.raises(LibraryFault) as fault:
        load_folder(path)
    return str(fault.value)


ALL_SHAPES = TREATY + FACT_RULE + POINTS_RULE + LEAD_RULE + CAP_RULE + THIRD_RULE + PEOPLE_RULE


def test_the_example_that_the_refusals_change_is_itself_loaded(folder: Folder) -> None:
    framework = load_folder(folder(ALL_SHAPES)).frameworks["aa-bb-2000"]
    assert [rule.id for rule in framework.rules] == [
        "share",
        "approval",
        "points",
        "lead",
        "cap",
        "third",
        "people",
    ]
    assert framework.bound("AA", date(2000, 1, 1)) is Truth.YES


# name of the fault: (what is changed, into what, what the message must name)
REFUSALS = {
    "no source in the file": (SOURCE, "", "without a source"),
    "a figure without source": (VALUE, VALUE.replace('source = "text", ', ""), "rule share: values: source"),
    "a figure with an undefined source": (
        VALUE,
        VALUE.replace('"text"', '"txet"'),
        "“txet” is not defined in this file",
    ),
    "a figure without confidence": (
        VALUE,
        VALUE.replace('confidence = "T", ', ""),
        "rule share: values: confidence",
    ),
    "a figure without the day checked": (
        VALUE,
        VALUE.replace(", checked = 2026-11-22", ""),
        "rule share: values: checked",
    ),
    "a figure read in the text without article": ('article = "5"\n', "", "needs its article"),
    "confidence U": (VALUE, VALUE.replace('"T"', '"U"'), "found “U”"),
    "a range upside down": (
        VALUE,
        VALUE.replace('min = "20", max = "80"', 'min = "80", max = "20"'),
        "80 to 20 is upside down",
    ),
    "a range of time upside down": (
        VALUE,
        VALUE.replace("from = 2000-01-01", "from = 2000-01-02, to = 2000-01-01"),
        "2000-01-02 lies behind",
    ),
    "bounds of a day upside down": (
        "in_force = 2000-01-01",
        "in_force = {after = 2000-01-02, by = 2000-01-01}",
        "in_force",
    ),
    "a percentage above 100": (VALUE, VALUE.replace('"80"', '"100.01"'), "max: 100.01 is no percentage"),
    "a percentage below 0": (VALUE, VALUE.replace('"20"', '"-1"'), "min: -1 is no percentage"),
    "a percentage in words": (VALUE, VALUE.replace('"20"', '"twenty"'), "min: must be a plain number"),
    "a percentage with a grouping sign": (
        VALUE,
        VALUE.replace('"20"', '"2,0"'),
        "min: must be a plain number",
    ),
    "a percentage that is no number": (VALUE, VALUE.replace('"20"', "true"), "min: must be a number"),
    "a figure checked in the future": (
        VALUE,
        VALUE.replace("2026-11-22", "2026-11-23"),
        "2026-11-23 lies in the future",
    ),
    "a life checked in the future": (
        "checked = 2026-11-22\n\n[parties.AA]",
        "checked = 2026-11-23\n\n[parties.AA]",
        "life: checked",
    ),
    "an unknown shape": ('"share_range"', '"share_rnage"', "“share_rnage” is not known; known are"),
    "an unknown condition": (
        'effect = "test"',
        'effect = "test"\nwhen = {countrys = 2}',
        "“countrys” is no condition",
    ),
    "an unknown effect": ('effect = "test"', 'effect = "fail"', "effect: must be one of test, notice, duty"),
    "an unknown kind": ('"bilateral"', '"bilatral"', "kind: must be one of"),
    "an unknown kind of source": ('kind = "T"', 'kind = "U"', "source: kind"),
    "an unknown share bearer": (
        'effect = "test"',
        'effect = "test"\nwho = "everybody"',
        "who: must be one of",
    ),
    "an unknown use": ('bilateral = "always"', 'bilateral = "sometimes"', "use: bilateral"),
    "an unknown reservation": (
        "[parties.AA]\n",
        '[parties.AA]\nreservations = [{topic = "points", article = "3", text = "-", '
        + EVIDENCE
        + "}]\nin_force = 2000-01-01\n"
        + EVIDENCE.replace(", ", "\n")
        + "\n",
        "reservations: topic",
    ),
    "id is not the file name": (
        "aa-bb-2000",
        "aa-bb-2001",
        "id: must be the file's name, found “aa-bb-2001”",
    ),
    "a country code of three letters": ("[parties.AA]", "[parties.AAA]", "“AAA” is no ISO country code"),
    "a country code in small letters": ("[parties.AA]", "[parties.aa]", "“aa” is no ISO country code"),
    "a country code of another script": ("[parties.AA]", '[parties."ФР"]', "is no ISO country code"),
    "a rule without figures": (f"values = [{VALUE}]", "values = []", "at least one dated value"),
    "a rule twice": (RULE, RULE + RULE, "“share” stands twice"),
    "a missing title": ('title = "A treaty of two States"\n', "", "title: is missing"),
    "a missing life": (LIFE, "", "life"),
    "a time of day": ("signed = 1999-05-01", "signed = 1999-05-01T12:00:00", "signed: must be a date"),
    "a day as text": ("signed = 1999-05-01", 'signed = "1999-05-01"', "signed: must be a date"),
    "no TOML": ("[life]", "[life", "not a readable TOML file"),
}


@pytest.mark.parametrize("fault", REFUSALS)
def test_a_rule_file_is_refused_for(fault: str, folder: Folder) -> None:
    old, new, named = REFUSALS[fault]
    told = refused(folder(changed(old, new)))
    assert named in told
    assert told.startswith("aa-bb-2000.toml:")


UNKNOWN_KEYS = {
    "at the top": ('title = "A treaty', 'tilte = "x"\ntitle = "A treaty', "tilte", "title"),
    "in the life": ("signed = 1999-05-01", "singed = 1999-05-01", "singed", "signed"),
    "in a party": (
        "[parties.AA]\n",
        "[parties.AA]\nin_forse = 2000-01-01\n" + EVIDENCE.replace(", ", "\n") + "\n",
        "in_forse",
        "in_force",
    ),
    "in a rule": ('effect = "test"', 'effect = "test"\nartcle = "5"', "artcle", "article"),
    "in a figure": (VALUE, VALUE.replace("{from", '{mni = "20", from'), "mni", "min"),
    "in a source": ("url =", 'ulr = "x"\nurl =', "ulr", "url"),
    "in the use": (
        'bilateral = "always"',
        'bilateral = "always", bilatral = "always"',
        "bilatral",
        "bilateral",
    ),
    "in bounds of a day": (
        "in_force = 2000-01-01",
        "in_force = {after = 2000-01-01, bye = 2000-02-01}",
        "bye",
        "by",
    ),
}


@pytest.mark.parametrize("place", UNKNOWN_KEYS)
def test_an_unknown_key_is_refused_naming_the_nearest_known_one(place: str, folder: Folder) -> None:
    old, new, wrong, right = UNKNOWN_KEYS[place]
    told = refused(folder(changed(old, new)))
    assert f"{wrong}: is no known key; perhaps “{right}”" in told


def test_an_option_of_another_shape_is_an_unknown_key(folder: Folder) -> None:
    assert "fact: is no known key" in refused(
        folder(changed('effect = "test"', 'effect = "test"\nfact = "approval_given"'))
    )


@pytest.mark.parametrize(
    "old, new",
    [
        ('fact = "approval_given"', 'fact = "approval_gvien"'),
        ('effect = "duty"', 'effect = "duty"\nwhen = {fact = "approval_gvien"}'),
    ],
)
def test_a_fact_that_nobody_defines_is_refused(old: str, new: str, folder: Folder) -> None:
    assert "“approval_gvien” is not defined in facts.toml" in refused(folder(TREATY + changed(old, new, FACT_RULE)))


def test_a_points_row_asking_an_undefined_fact_is_refused(folder: Folder) -> None:
    rule = changed('roles = ["director"]', 'fact = "spend", min = "75"', POINTS_RULE)
    assert "“spend” is not defined in facts.toml" in refused(folder(TREATY + rule))


def test_a_fact_rule_without_its_fact_is_refused(folder: Folder) -> None:
    assert "fact: is missing" in refused(folder(TREATY + changed('fact = "approval_given"\n', "", FACT_RULE)))


def test_a_points_test_without_rows_is_refused(folder: Folder) -> None:
    rule = re.sub(r"rows = .*\n", "", POINTS_RULE)
    assert "rows: is missing" in refused(folder(TREATY + rule))


@pytest.mark.parametrize("relation", ["supersedes", "replaces", "excludes"])
def test_a_relation_to_an_unknown_instrument_is_refused(relation: str, folder: Folder) -> None:
    told = refused(folder(changed(LIFE, f'{relation} = ["aa-bb-1950"]\n{LIFE}')))
    assert "aa-bb-2000.toml: names “aa-bb-1950”" in told


@pytest.mark.parametrize("relation", ["beside", "apart"])
def test_a_reasoned_relation_to_an_unknown_instrument_is_refused(relation: str, folder: Folder) -> None:
    told = refused(folder(changed(LIFE, f'{relation} = {{aa-bb-1950 = "other media"}}\n{LIFE}')))
    assert "aa-bb-2000.toml: names “aa-bb-1950”" in told


OLDER = changed("aa-bb-2000", "aa-bb-1950", TREATY).replace("1999-05-01", "1950-05-01")
OLDER = OLDER.replace("in_force = 2000-01-01", "in_force = 1950-06-01")


def test_two_living_treaties_of_the_same_parties_that_ignore_each_other_are_refused(folder: Folder) -> None:
    told = refused(folder(TREATY, aa_bb_1950=OLDER))
    assert "aa-bb-1950" in told
    assert "aa-bb-2000" in told
    assert "supersedes, beside or apart" in told


@pytest.mark.parametrize(
    "relation",
    [
        'supersedes = ["aa-bb-1950"]\n',
        'beside = {aa-bb-1950 = "the authority of AA"}\n',
        'apart = {aa-bb-1950 = "other media"}\n',
    ],
)
def test_two_living_treaties_that_name_each_other_load(relation: str, folder: Folder) -> None:
    book = load_folder(folder(changed(LIFE, relation + LIFE), aa_bb_1950=OLDER))
    assert set(book.frameworks) == {"aa-bb-1950", "aa-bb-2000"}


def test_an_ended_treaty_of_the_same_parties_needs_no_relation(folder: Folder) -> None:
    ended = changed("in_force = 1950-06-01", "in_force = 1950-06-01\nended = 1999-12-31", OLDER)
    assert len(load_folder(folder(TREATY, aa_bb_1950=ended)).frameworks) == 2


def test_a_superseded_treaty_ends_on_the_day_its_successor_enters_into_force(folder: Folder) -> None:
    path = folder(changed(LIFE, 'supersedes = ["aa-bb-1950"]\n' + LIFE), aa_bb_1950=OLDER)
    older = load_folder(path).frameworks["aa-bb-1950"]
    assert older.life.standing(date(1999, 12, 31))[0] is Standing.IN_FORCE
    assert older.life.standing(date(2000, 1, 1))[0] is Standing.ENDED


def test_an_id_that_stands_in_two_folders_is_refused(folder: Folder) -> None:
    path = folder()
    (path / "funds").mkdir()
    (path / "funds" / "aa-bb-2000.toml").write_text(TREATY, encoding="utf-8")
    assert "stands twice" in refused(path)


def test_a_question_of_an_unknown_type_is_refused(folder: Folder) -> None:
    assert "type: must be one of" in refused(folder(facts=FACTS.replace("yes_no", "maybe")))


def test_a_figure_without_article_is_welcome_below_confidence_t(folder: Folder) -> None:
    text = changed('article = "5"\n', "")
    text = changed(VALUE, VALUE.replace('confidence = "T"', 'confidence = "S", where = "page 3"'), text)
    rule = load_folder(folder(text)).frameworks["aa-bb-2000"].rules[0]
    assert rule.article is None
    assert rule.values[0].evidence.where == "page 3"


NOT_LOOKED_INTO = {
    "a lead time in words": (LEAD_RULE, "months = 2", 'months = "two"'),
    "a threshold in words": (POINTS_RULE, 'threshold = "3"', 'threshold = "three"'),
    "a misspelt key in a points row": (POINTS_RULE, 'roles = ["director"]', 'rolls = ["director"]'),
    "an unknown role in a points row": (POINTS_RULE, 'roles = ["director"]', 'roles = ["directr"]'),
    "a points row without points": (POINTS_RULE, "points = 3, ", ""),
    "an unknown role of a nationality rule": (PEOPLE_RULE, 'roles = ["director"]', 'roles = ["directr"]'),
    "an unknown group of States": (PEOPLE_RULE, 'groups = ["parties"]', 'groups = ["partys"]'),
    "an unknown link of third countries": (THIRD_RULE, 'link = "one"', 'link = "any"'),
    "an undefined fact that raises a cap": (CAP_RULE, 'fact = "approval_given"', 'fact = "approval_gvien"'),
    "a condition naming no instrument": (
        FACT_RULE,
        'effect = "duty"',
        'effect = "duty"\nwhen = {under = ["xx"]}',
    ),
    "a condition of cost without currency": (
        FACT_RULE,
        'effect = "duty"',
        'effect = "duty"\nwhen = {cost_over = {amount = "5"}}',
    ),
    "a condition that is no number": (
        FACT_RULE,
        'effect = "duty"',
        'effect = "duty"\nwhen = {countries = "two"}',
    ),
    "a consent range upside down": (RULE, 'max = "80"', 'max = "80", consent_min = "90", consent_max = "10"'),
    "a complement of a figure that is not there": (RULE, 'max = "80"', 'max = "80", derived = ["maxx"]'),
    "a country code with a digit": (PARTIES, "[parties.AA]", "[parties.R1]"),
    "a source without address": (SOURCE, 'url = "https://example.org/text"', 'url = ""'),
    "an unknown medium": (HEAD, 'media = ["cinema"]', 'media = ["cinemas"]'),
}


@pytest.mark.parametrize("fault", NOT_LOOKED_INTO)
def test_a_fault_inside_a_known_key_is_refused(fault: str, folder: Folder) -> None:
    part, old, new = NOT_LOOKED_INTO[fault]
    whole = ALL_SHAPES if part in ALL_SHAPES else TREATY
    refused(folder(whole.replace(part, changed(old, new, part), 1)))
