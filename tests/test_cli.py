"""The command line as FORMATS section 2 promises it: keys, types, exit codes, one sentence for what is wrong."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coprod_desktop.cli import main
from coprod_desktop.store import Document
from tests.exchange.books import Row, X, book, f, pack, parts

ROOT = Path(__file__).parent.parent

PLAN = """\
coprod_plan = 1
title = "The Tide Table"
currency = "EUR"
on = 2011-11-11
[work]
kind = "fiction"
medium = "cinema"
minutes = 100
[dates]
application = 2011-11-11
shooting = 2012-05-01
[[partner]]
id = "ru"
company = "Северный свет"
country = "RU"
role = "delegate"
[[partner]]
id = "gb"
company = "Harbour Light"
country = "GB"
[[section]]
code = "1"
title = "Rights"
split = {ru = "60", gb = "rest"}
spent_in = {RU = "70", GB = "30"}
supplier = "RU"
[[line]]
section = "1"
code = "1.1"
title = "Novel"
amount = "1000.00"
"""

BUDGET: list[Row] = [
    ("Acct", "Description", "Amount EUR"),
    ("1", "Script", 100),
    ("2", "Crew", 50),
    (None, "TOTAL", 150),
]
DOUBTFUL: list[Row] = [
    BUDGET[0],
    ("1", "Script", 100),
    ("2", "Crew", "to be fixed"),
    ("3", "Lab", 50),
    (None, "TOTAL", 150),
]


class Said:
    """What a command returned, printed and complained about."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> Said:
        code = main([str(a) for a in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        if code == 2:
            assert captured.out == ""
            assert re.fullmatch(r"coprod: [^\n]+[.?]\n", captured.err), captured.err
        elif code == 0:
            assert captured.err == ""
        return Said(code, captured.out, captured.err)

    return call


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "film.coprod"
    Document.new(path).close()
    return path


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def keys(data: dict[str, Any], expected: str) -> None:
    assert set(data) >= set(expected.split()), set(expected.split()) - set(data)


# --- treaties ----------------------------------------------------------------------------------------------------------


def treaties(run: Run, *arguments: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    said = run("treaties", *arguments, "--json")
    assert said.code == 0
    return said.json, {framework["id"]: framework for framework in said.json["frameworks"]}


STATUSES = {"negotiating", "signed", "provisional", "in_force", "suspended", "ended", "not_party", "unknown"}


@pytest.mark.parametrize("on", ["1985-01-01", "1993-06-01", "2011-11-11", "2024-05-01"])
@pytest.mark.parametrize("countries", [("RU", "GB"), ("FR", "IT", "DE"), ("BR", "CN")])
def test_treaties_has_the_promised_keys_and_types(run: Run, countries: tuple[str, ...], on: str) -> None:
    data, frameworks = treaties(run, *countries, "--on", on)
    keys(data, "countries on medium governing maybe frameworks")
    assert (data["countries"], data["on"], data["medium"]) == (list(countries), on, "cinema")
    for framework in frameworks.values():
        keys(framework, "id kind title reference status since until certainty governs reason sources")
        assert framework["status"] in STATUSES
        assert framework["certainty"] in {"certain", "presumed", "open"}
        assert isinstance(framework["governs"], bool)
        assert framework["reason"]
        assert framework["sources"]
        for day in (framework["since"], framework["until"]):
            assert day is None or date.fromisoformat(day).isoformat() == day
        assert not (framework["governs"] and framework["status"] not in {"in_force", "provisional"})
    assert set(data["governing"]) == {id_ for id_, framework in frameworks.items() if framework["governs"]}
    assert all(frameworks[id_]["certainty"] in {"certain", "presumed"} for id_ in data["governing"])
    assert not set(data["maybe"]) & set(data["governing"])


def test_s1_russia_and_the_united_kingdom_2011(run: Run) -> None:
    data, frameworks = treaties(run, "RU", "GB", "--on", "2011-11-11")
    assert data["governing"] == ["coe-1992"]
    assert frameworks["coe-1992"]["status"] == "in_force"
    assert not any(framework["kind"] == "bilateral" for framework in frameworks.values())


@pytest.mark.parametrize(("other", "governing"), [("FR", "fr-ru-1967"), ("IT", "it-ru-2002"), ("DE", "de-ru-2011")])
def test_s2_russia_with_a_country_of_its_own_agreement(run: Run, other: str, governing: str) -> None:
    data, frameworks = treaties(run, "RU", other, "--on", "2011-11-11")
    assert data["governing"] == [governing]
    assert frameworks["coe-1992"]["governs"] is False
    data, frameworks = treaties(run, "RU", other, "GB", "--on", "2011-11-11")
    assert data["governing"] == ["coe-1992"]
    assert frameworks[governing]["governs"] is False


def test_s3_an_agreement_before_it_was_signed_is_not_usable(run: Run) -> None:
    data, frameworks = treaties(run, "RU", "DE", "--on", "2010-07-01")
    assert frameworks["de-ru-2011"]["status"] == "negotiating"
    assert frameworks["de-ru-2011"]["governs"] is False
    assert data["governing"] == ["coe-1992"]


@pytest.mark.parametrize("old", ["RU", "SU", "su"])
def test_s4_the_agreement_of_1990_goes_on_for_russia(run: Run, old: str) -> None:
    data, frameworks = treaties(run, "ES", old, "--on", "2011-11-11")
    assert data["countries"] == ["ES", "RU"]
    assert data["governing"] == ["es-ru-1990"]
    assert frameworks["es-ru-1990"]["since"] == "1991-10-08"
    assert treaties(run, "ES", old, "--on", "1990-10-25")[0]["governing"] == []


def test_no_instrument_applies_since_a_day_still_to_come(run: Run) -> None:
    _, frameworks = treaties(run, "ES", "RU", "--on", "1991-10-07")
    assert frameworks["es-ru-1990"]["status"] == "provisional"
    assert frameworks["es-ru-1990"]["since"] <= "1991-10-07"


def test_s5_russia_and_the_united_states_have_no_treaty(run: Run, plan: Path) -> None:
    data, _ = treaties(run, "RU", "US", "--on", "2014-05-01")
    assert data["governing"] == data["maybe"] == []
    plan.write_text(PLAN.replace('"GB"', '"US"').replace("GB =", "US ="), encoding="utf-8")
    said = run("check", plan, "--on", "2014-05-01", "--json").json
    assert said["governing"] == []
    assert {v["framework"]: v["outcome"] for v in said["verdicts"]}["ru-national-film"] != "not_applicable"
    assert not any(v["outcome"].startswith("official") for v in said["verdicts"])


@pytest.mark.parametrize(
    ("on", "member"),
    [("2010-01-01", False), ("2011-11-11", True), ("2022-03-15", True), ("2024-05-01", False)],
)
def test_s8_russia_and_eurimages_by_date(run: Run, plan: Path, on: str, member: bool) -> None:
    verdicts = {v["framework"]: v for v in run("check", plan, "--on", on, "--json").json["verdicts"]}
    assert "eurimages" in verdicts
    _, frameworks = treaties(run, "RU", "GB", "--on", on)
    assert ("eurimages" in frameworks and frameworks["eurimages"]["status"] == "in_force") is member


def test_s9_pacts_between_institutions_are_no_legal_ground(run: Run) -> None:
    _, frameworks = treaties(run, "RU", "IT", "--on", "2011-11-11")
    assert frameworks["it-ru-luce-2010"]["kind"] == "agency-agreement"
    assert frameworks["it-ru-luce-2010"]["governs"] is False
    assert "no legal ground" in frameworks["it-ru-luce-2010"]["reason"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["RU"], ["RU", "RU"], ["RU", "SU"], ["RU", "Q1"], ["RU", "ZZ"], ["RU", "Russia"], ["RU", ""], ["RU", "YU"], ["RU", "GB", "--on", "2011-13-11"],
        ["RU", "GB", "--on", "11.11.2011"], ["RU", "GB", "--on", "yesterday"], ["RU", "GB", "--medium", "opera"], ["RU", "GB", "--language", "xx"], ["RU", "GB", "--bogus"], [],
    ],
)  # fmt: skip
def test_treaties_refuses_what_it_cannot_understand(run: Run, arguments: list[str]) -> None:
    assert run("treaties", *arguments, "--json").code == 2


@pytest.mark.parametrize("code", ["EU", "UN", "EZ", "QO", "XA", "XB"])
def test_a_region_is_no_country(run: Run, code: str) -> None:
    assert run("treaties", "FR", code).code == 2


def test_a_state_with_several_successors_names_them(run: Run) -> None:
    assert "RS" in run("treaties", "YU", "FR").err


def test_uk_is_told_to_be_gb(run: Run) -> None:
    assert "GB" in run("treaties", "RU", "UK").err


# --- show, library ---------------------------------------------------------------------------------------------------


def test_show_tells_every_rule_with_article_and_source(run: Run) -> None:
    data = run("show", "coe-1992", "--on", "2011-11-11", "--json").json
    keys(data, "id kind title reference on status certainty life parties rules sources")
    assert (data["id"], data["on"], data["status"]) == ("coe-1992", "2011-11-11", "in_force")
    assert data["rules"]
    for rule in data["rules"]:
        keys(rule, "id shape article values")
        assert not rule["article"].startswith("Art")
        for value in rule["values"]:
            assert value["source"]
            assert value["confidence"]


def test_an_unknown_framework_names_the_nearest(run: Run, plan: Path) -> None:
    assert "coe-1992" in run("show", "coe-1991", "--json").err
    said = run("check", plan, "--framework", "coe-1991", "--json")
    assert said.code == 2
    assert "coe-1992" in said.err


def test_library_counts(run: Run) -> None:
    data = run("library", "--json").json
    keys(data, "instruments with_shares by_confidence by_country oldest_check")
    assert data["instruments"] >= data["with_shares"] > 0
    assert data["by_country"]["RU"] > 0
    assert date.fromisoformat(data["oldest_check"])


# --- check, facts, split ---------------------------------------------------------------------------------------------

OUTCOMES = {
    "not_applicable",
    "not_official",
    "undetermined",
    "official_with_consent",
    "official",
    "not_eligible",
    "eligible_with_consent",
    "eligible",
}
UNITS = re.compile(r"percent|points|money:[A-Z]{3}|days|months|count|yes_no")
"""As FORMATS section 2 lists them."""


def test_check_has_the_promised_keys_and_types(run: Run, plan: Path) -> None:
    data = run("check", plan, "--json").json
    keys(data, "on total shares governing maybe verdicts")
    assert data["on"] == "2011-11-11"
    assert data["total"] == {"amount": "1000.00", "currency": "EUR"}
    assert data["shares"] == {"ru": "60.00", "gb": "40.00"}
    assert data["governing"] == ["coe-1992"]
    listed = [v["framework"] for v in data["verdicts"]]
    assert {"coe-1992", "eurimages", "ru-national-film"} <= set(listed)
    assert len(listed) == len(set(listed))
    for verdict in data["verdicts"]:
        keys(verdict, "framework governs certainty outcome reason findings")
        assert verdict["outcome"] in OUTCOMES
        assert verdict["findings"], verdict["framework"]
        for finding in verdict["findings"]:
            keys(
                finding,
                "rule shape article where state partner country measured limit unit margin margin_money waiver_by confidence source text",
            )
            assert finding["state"] in {"met", "not_met", "discretion", "unknown", "notice", "duty"}
            assert finding["text"]
            assert finding["unit"] is None or isinstance(finding["unit"], str)
            assert finding["article"] is None or not finding["article"].startswith("Art")
            for name in ("measured", "limit", "margin", "margin_money"):
                assert finding[name] is None or isinstance(finding[name], str), name
            if finding["margin"] is not None:
                Decimal(finding["margin"])


def test_no_unit_that_formats_does_not_list(run: Run, plan: Path) -> None:
    units = {f["unit"] for v in run("check", plan, "--json").json["verdicts"] for f in v["findings"]} - {None}
    assert {unit for unit in units if not UNITS.fullmatch(unit)} == set()


def test_check_without_treaty_ground_still_gives_a_reason(run: Run, plan: Path) -> None:
    data = run("check", plan, "--framework", "de-fr-2001", "cis-2008-film", "--framework", "coe-2017", "--json").json
    assert [v["framework"] for v in data["verdicts"]] == ["de-fr-2001", "cis-2008-film", "coe-2017"]
    assert all(v["outcome"] == "not_applicable" and v["findings"] for v in data["verdicts"])


def test_the_day_asked_about(run: Run, plan: Path) -> None:
    def on(*more: str) -> str:
        return str(run("check", plan, *more, "--json").json["on"])

    assert on() == "2011-11-11"
    assert on("--on", "2012-02-29") == "2012-02-29"
    plan.write_text(
        PLAN.replace("on = 2011-11-11\n", "", 1).replace("application = 2011-11-11", "application = 2011-10-10"),
        encoding="utf-8",
    )
    assert on() == "2011-10-10"
    plan.write_text(
        PLAN.replace("on = 2011-11-11\n", "", 1).replace("application = 2011-11-11\n", ""), encoding="utf-8"
    )
    assert abs((date.fromisoformat(on()) - date.today()).days) <= 1  # noqa: DTZ011


def test_strict_answers_by_exit_code(run: Run, plan: Path) -> None:
    assert run("check", plan, "--strict", "--framework", "coe-1992").code == 1
    assert run("check", plan, "--strict", "--framework", "de-fr-2001").code == 1
    assert run("check", plan, "--framework", "coe-1992").code == 0


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "es", "ru"])
def test_sentences_in_every_language_and_keys_in_none(run: Run, plan: Path, language: str) -> None:
    data = run("check", plan, "--language", language, "--json").json
    assert data["verdicts"][0]["outcome"] in OUTCOMES
    assert run("check", plan, "--language", language).code == 0


def test_json_is_english_whatever_the_user_speaks(run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = run("check", plan, "--json").out
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    monkeypatch.setenv("LANGUAGE", "ru")
    assert run("check", plan, "--json").out == english


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("= 1\n", "= 2\n", "coprod_plan"), ('title = "Novel"', 'titel = "Novel"', "title"), ('"1000.00"', '"1,000.00"', "line 1: amount"), ('"1000.00"', "nan", "line 1: amount"),
        ('"1000.00"', "1e308", "line 1: amount"), ('gb = "rest"', 'gb = "60"', "section 1: split"), ('gb = "rest"', 'fr = "rest"', "fr"), ('"RU"\nrole', '"RUS"\nrole', "country"),
        ("2012-05-01", "2012-13-01", "TOML"), ('section = "1"', 'section = "2"', "section"), ('"cinema"', '"opera"', "medium"), ('"EUR"', '"EURO"', "EUR"),
        ("[work]", "[facts]\njoint_ownership = true\n[work]", "joint_ownership_agreed"), ('title = "The', 'tittle = "The', "title"), ('id = "gb"', 'id = "ru"', "partner 2"),
    ],
)  # fmt: skip
def test_a_fault_in_a_plan_is_named_with_its_place(run: Run, plan: Path, old: str, new: str, named: str) -> None:
    assert old in PLAN
    plan.write_text(PLAN.replace(old, new, 1), encoding="utf-8")
    for command in ("check", "facts", "split"):
        said = run(command, plan, "--json")
        assert said.code == 2
        assert named in said.err


@pytest.mark.parametrize("code", ["UK", "QQ", "ZZ"])
def test_a_country_that_is_none_is_refused_in_a_plan_too(run: Run, plan: Path, code: str) -> None:
    plan.write_text(PLAN.replace('"GB"', f'"{code}"'), encoding="utf-8")
    assert run("check", plan, "--json").code == 2


def test_a_currency_that_is_none_is_refused(run: Run, plan: Path) -> None:
    plan.write_text(PLAN.replace('"EUR"', '"QQQ"'), encoding="utf-8")
    assert run("check", plan).code == 2


@pytest.mark.parametrize("day", ["9999-12-31", "1900-01-01"])
def test_days_far_away(run: Run, plan: Path, day: str) -> None:
    plan.write_text(PLAN.replace("2012-05-01", day), encoding="utf-8")
    assert run("check", plan, "--json").code == 0
    assert run("check", plan, "--on", day, "--json").code == 0


def test_the_first_day_of_the_calendar(run: Run, plan: Path) -> None:
    plan.write_text(PLAN.replace("2012-05-01", "0001-01-01"), encoding="utf-8")
    assert run("check", plan, "--json").code in (0, 2)


def test_the_successor_stands_in_for_a_state_that_ended(run: Run, plan: Path) -> None:
    before = run("check", plan, "--json").out
    plan.write_text(PLAN.replace('"RU"', '"SU"'), encoding="utf-8")
    assert run("check", plan, "--json").out == before


def test_facts_lists_what_can_change_a_verdict(run: Run, plan: Path) -> None:
    data = run("facts", plan, "--json").json
    assert data["on"] == "2011-11-11"
    assert "joint_ownership_agreed" in {fact["key"] for fact in data["facts"]}
    for fact in data["facts"]:
        keys(fact, "key ask type answer")
        assert fact["answer"] is None
    refused = run("facts", plan, "--set", "joint_ownership_agreed=yes")
    assert refused.code == 2


@pytest.mark.parametrize("by", ["partner", "territory", "supplier"])
def test_split_adds_up(run: Run, plan: Path, by: str) -> None:
    data = run("split", plan, "--by", by, "--json").json
    keys(data, "by currency total totals not_allocated rows")
    assert (data["by"], data["currency"], data["total"]) == (by, "EUR", "1000.00")
    for row in data["rows"]:
        shares = sum((Decimal(v) for v in row["shares"].values()), Decimal(row["not_allocated"]))
        assert shares == Decimal(row["total"])
    assert sum(map(Decimal, data["totals"].values())) == Decimal("1000.00")
    expected = {
        "partner": {"ru": "600.00", "gb": "400.00"},
        "territory": {"RU": "700.00", "GB": "300.00"},
        "supplier": {"RU": "1000.00"},
    }
    assert data["totals"] == expected[by]


def test_split_without_a_budget_is_refused(run: Run, plan: Path) -> None:
    plan.write_text(PLAN[: PLAN.index("[[section]]")], encoding="utf-8")
    assert run("split", plan).code == 2


# --- usage -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["--bogus"],
        ["check"],
        ["check", "a", "b"],
        ["treaties"],
        ["import-budget", "a"],
        ["export", "a"],
        ["split", "a", "--by", "who"],
        ["dossier", "a"],
    ],
)
def test_bad_usage_is_one_sentence(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).code == 2


def test_an_unknown_command_is_one_sentence(run: Run) -> None:
    assert run("chekc", "plan.toml").code == 2


@pytest.mark.parametrize("command", ["check", "facts", "split", "verify", "export", "import-budget"])
@pytest.mark.parametrize("what", ["none", "folder", "text", "empty", "sqlite"])
def test_what_is_no_document_is_refused(run: Run, tmp_path: Path, command: str, what: str) -> None:
    import sqlite3

    path = tmp_path / "x.coprod"
    if what == "folder":
        path.mkdir()
    elif what == "sqlite":
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE t (x)")
            connection.commit()
    elif what != "none":
        path.write_bytes(b"" if what == "empty" else b"hello" * 500)
    more = {
        "export": ["--plan", "-o", tmp_path / "o.toml"],
        "import-budget": [book(tmp_path / "b.xlsx", BUDGET)],
    }
    before = path.read_bytes() if path.is_file() else None
    assert run(command, path, *more.get(command, [])).code == 2
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not (tmp_path / "o.toml").exists()


@pytest.mark.parametrize("number", ["0", "1", "-1", "x", "1.5"])
def test_no_such_backup(run: Run, document: Path, number: str) -> None:
    assert run("rescue", document, f"--restore={number}").code == 2


def test_a_superscript_is_no_number_of_a_backup(run: Run, document: Path) -> None:
    assert run("rescue", document, "--restore", "²").code == 2


# --- documents -----------------------------------------------------------------------------------------------------------


def test_new_never_overwrites(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.coprod"
    assert run("new", path).code == 0
    before = fingerprint(path)
    assert run("new", path).code == 2
    assert fingerprint(path) == before
    assert run("new", tmp_path / "none" / "x.coprod").code == 2
    assert run("verify", path, "--json").json == {"status": "whole", "problems": []}


def test_verify_tells_damage_by_exit_one(run: Run, document: Path) -> None:
    raw = bytearray(document.read_bytes())
    raw[5000:9000] = b"\xa5" * 4000
    document.write_bytes(raw)
    said = run("verify", document, "--json")
    assert said.code == 1
    assert said.json["status"] == "damaged"
    assert said.json["problems"]


def test_an_empty_document_has_nothing_to_check(run: Run, document: Path) -> None:
    before = fingerprint(document)
    for command in ("check", "facts", "split"):
        said = run(command, document, "--json")
        assert said.code == 2
        assert "no project" in said.err
    assert fingerprint(document) == before


@pytest.fixture
def two_films(run: Run, document: Path, tmp_path: Path) -> Path:
    from coprod_desktop.actions.documents import NewProject, add_empty_project

    with Document.open(document) as opened:
        add_empty_project(opened, NewProject("Salt Road"))
        add_empty_project(opened, NewProject("Salt Lake"))
    return document


def test_a_project_is_named_by_title_part_or_id(run: Run, two_films: Path) -> None:
    with Document.open(two_films, read_only=True) as opened:
        entries = {e.title: e.key for e in opened.projects()}
    book_path = book(two_films.parent / "b.xlsx", BUDGET)

    def project(*more: str) -> Any:
        return run("import-budget", two_films, book_path, "--dry-run", *more, "--json").json["project"]

    assert project("--project", "Salt Road") == "Salt Road"
    assert project("--project", "salt lake") == "Salt Lake"
    assert project("--project", "road") == "Salt Road"
    assert project("--project", entries["Salt Road"]) == "Salt Road"
    assert project("--project", entries["Salt Road"][:8]) == "Salt Road"
    assert project() == "Salt Lake"


def test_a_title_that_fits_two_is_refused_naming_both(run: Run, two_films: Path) -> None:
    before = fingerprint(two_films)
    for command in (
        ["check", two_films],
        ["import-budget", two_films, book(two_films.parent / "b.xlsx", BUDGET)],
    ):
        said = run(*command, "--project", "Salt")
        assert said.code == 2
        assert "Salt Road" in said.err
        assert "Salt Lake" in said.err
    said = run("check", two_films, "--project", "Pepper")
    assert said.code == 2
    assert "Salt Road" in said.err
    assert run("check", two_films, "--project", "Salt Road", "--scenario", "Plan Z").code == 2
    assert fingerprint(two_films) == before


def test_facts_are_set_and_withdrawn(run: Run, two_films: Path) -> None:
    def answer() -> Any:
        with Document.open(two_films, read_only=True) as opened:
            assert opened.plan is not None
            return opened.plan.facts.get("joint_ownership_agreed")

    assert run("facts", two_films, "--set", "joint_ownership_agreed=yes", "--json").code == 0
    assert answer() is True
    assert run("facts", two_films, "--set", "joint_ownership_agreed=no").code == 0
    assert answer() is False
    assert run("facts", two_films, "--set", "joint_ownership_agreed=").code == 0
    assert answer() is None


@pytest.mark.parametrize(
    "pair", ["joint_ownership_agreed=maybe", "joint_ownership=yes", "joint_ownership_agreed", "=yes", ""]
)
def test_a_fact_that_cannot_be_set_changes_nothing(run: Run, two_films: Path, pair: str) -> None:
    before = fingerprint(two_films)
    assert run("facts", two_films, "--set", "approval_given=yes", "--set", pair).code == 2
    assert fingerprint(two_films) == before


@pytest.mark.parametrize("target", ["film.coprod", "plan.toml", "b.xlsx"])
def test_export_never_writes_over_a_document_or_its_own_source(
    run: Run, two_films: Path, plan: Path, target: str
) -> None:
    book(two_films.parent / "b.xlsx", BUDGET)
    source = plan if target == "plan.toml" else two_films
    if target == "plan.toml":
        plan.write_text("# my own remarks\n" + PLAN, encoding="utf-8")
    before = fingerprint(two_films.parent / target)
    run("export", source, "--plan", "-o", two_films.parent / target)
    assert fingerprint(two_films.parent / target) == before


# --- import-budget -----------------------------------------------------------------------------------------------------


def test_import_has_the_promised_keys_and_writes_the_budget(run: Run, document: Path, tmp_path: Path) -> None:
    said = run("import-budget", document, book(tmp_path / "The_Tide.xlsx", BUDGET), "--json")
    assert said.code == 0
    data = said.json
    keys(data, "project sheet currency lines sections total stated_total difference skipped warnings questions")
    assert data["project"] == "The Tide"
    assert (data["sheet"], data["currency"], data["lines"], data["sections"]) == ("Budget", "EUR", 2, 0)
    assert (data["total"], data["stated_total"], data["difference"]) == ("150.00", "150.00", "0.00")
    assert data["questions"] == []
    for left in data["skipped"]:
        keys(left, "sheet row why")
        assert isinstance(left["row"], int)
    assert run("split", document, "--json").json["total"] == "150.00"
    assert run("verify", document).code == 0


def test_import_is_one_step_back(run: Run, document: Path, tmp_path: Path) -> None:
    run("import-budget", document, book(tmp_path / "b.xlsx", BUDGET))
    run("import-budget", document, book(tmp_path / "c.xlsx", [BUDGET[0], ("9", "Other", 7), ("8", "More", 8)]))
    assert run("split", document, "--json").json["total"] == "15.00"
    with Document.open(document) as opened:
        assert opened.undo() == "Import c.xlsx"
    assert run("split", document, "--json").json["total"] == "150.00"


def test_a_dry_run_leaves_the_document_as_it_is(run: Run, document: Path, tmp_path: Path) -> None:
    before, there = fingerprint(document), sorted(p.name for p in tmp_path.iterdir())
    for name, rows in (("b.xlsx", BUDGET), ("d.xlsx", DOUBTFUL)):
        said = run("import-budget", document, book(tmp_path / name, rows), "--dry-run", "--json")
        assert said.code == 0
        assert said.json["total"] == "150.00"
        (tmp_path / name).unlink()
    assert fingerprint(document) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == there


def test_a_doubtful_question_stops_the_import(run: Run, document: Path, tmp_path: Path) -> None:
    before = fingerprint(document)
    path = book(tmp_path / "d.xlsx", DOUBTFUL)
    said = run("import-budget", document, path, "--json")
    assert said.code == 1
    assert "no_number" in said.err
    assert said.err.count("\n") == 1
    question = next(q for q in said.json["questions"] if q["id"] == "no_number")
    keys(question, "id ask choices chosen evidence")
    assert question["chosen"] in question["choices"]
    assert fingerprint(document) == before
    assert run("import-budget", document, path).code == 1
    assert fingerprint(document) == before
    assert run("import-budget", document, path, "--accept", "--json").code == 0
    assert run("split", document, "--json").json["total"] == "150.00"


def test_an_answer_settles_a_question(run: Run, document: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "d.xlsx", DOUBTFUL)
    said = run("import-budget", document, path, "--answer", "no_number=leave them out", "--json")
    assert said.code == 0
    assert said.json["questions"] == []


def test_the_choice_to_correct_first_imports_nothing(run: Run, document: Path, tmp_path: Path) -> None:
    before = fingerprint(document)
    run(
        "import-budget",
        document,
        book(tmp_path / "d.xlsx", DOUBTFUL),
        "--answer",
        "no_number=correct them first",
    )
    assert fingerprint(document) == before


@pytest.mark.parametrize("answer", ["curency=USD", "amount_column=ZZ", "header=77", "row:99=line", "currency=QQQ"])
def test_an_answer_that_fits_nothing_is_refused(run: Run, document: Path, tmp_path: Path, answer: str) -> None:
    before = fingerprint(document)
    path = book(tmp_path / "b.xlsx", [("Acct", "Description", "Amount"), *BUDGET[1:]])
    assert run("import-budget", document, path, "--answer", answer).code == 2
    assert fingerprint(document) == before


@pytest.mark.parametrize("answer", ["currency", "=EUR", "currency=", "", "currency=euro", "sheet=None"])
def test_an_answer_that_is_none_is_refused(run: Run, document: Path, tmp_path: Path, answer: str) -> None:
    before = fingerprint(document)
    assert run("import-budget", document, book(tmp_path / "b.xlsx", BUDGET), "--answer", answer).code == 2
    assert fingerprint(document) == before


def test_a_wrong_total_is_imported_as_is_and_said(run: Run, document: Path, tmp_path: Path) -> None:
    rows = [
        BUDGET[0],
        ("1", "a", 100),
        ("2", "b", 200),
        ("3", "c", 50),
        (None, "TOTAL", f("=SUM(C2:C3)", 300)),
    ]
    data = run("import-budget", document, book(tmp_path / "b.xlsx", rows), "--json").json
    assert (data["total"], data["stated_total"], data["difference"]) == ("350.00", "300.00", "-50.00")
    assert any("300.00" in w and "350.00" in w for w in data["warnings"])


def test_a_project_with_contributions_refuses_a_budget(run: Run, document: Path, tmp_path: Path) -> None:
    from coprod_desktop.domain.money import Money
    from coprod_desktop.domain.partners import Partner, PartnerRole
    from coprod_desktop.domain.plan import Card, Contribution, Plan

    partner = Partner("fr", "Atelier", "FR", PartnerRole.DELEGATE)
    with Document.open(document) as opened:
        opened.add_project(
            Plan(Card("X"), "EUR", partners=(partner,), contributions=(Contribution("fr", Money(5, "EUR")),)),
            "x",
        )
    before = fingerprint(document)
    assert run("import-budget", document, book(tmp_path / "b.xlsx", BUDGET)).code == 2
    assert fingerprint(document) == before


def test_a_document_in_use_is_refused_and_may_be_read(run: Run, document: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", BUDGET)
    run("import-budget", document, path)
    code = (
        "import sys; from pathlib import Path; from coprod_desktop.store import Document\n"
        "d = Document.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read(); d.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(document)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        env=dict(os.environ),
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        said = run("import-budget", document, path)
        assert said.code == 2
        assert run("facts", document, "--set", "approval_given=yes").code == 2
        assert run("import-budget", document, path, "--dry-run").code == 0
        assert run("split", document, "--json").json["total"] == "150.00"
        other.communicate("")
    assert run("import-budget", document, path).code == 0


# --- hostile workbooks --------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _hostile(tmp_path: Path) -> dict[str, Path]:
    raw = {
        "encrypted": OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99,
        "old": OLE,
        "html": b"<html><table><tr><td>1</td></tr></table></html>",
        "csv": b"a;b\n1;2\n",
        "empty": b"",
        "pdf": b"%PDF-1.4",
    }
    result = {}
    for name, content in raw.items():
        result[name] = tmp_path / f"{name}.xlsx"
        result[name].write_bytes(content)
    good = book(tmp_path / "good.xlsx", BUDGET).read_bytes()
    result["truncated"] = tmp_path / "truncated.xlsx"
    result["truncated"].write_bytes(good[: len(good) // 2])
    sheet = "xl/worksheets/sheet1.xml"
    content = parts({"Budget": BUDGET})
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    body = content[sheet].partition("?>")[2]
    result["laughs"] = pack(
        tmp_path / "laughs.xlsx",
        {**content, sheet: f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{body}'},
    )
    result["bomb"] = pack(tmp_path / "bomb.xlsx", {**content, sheet: content[sheet] + " " * 25_000_000})
    result["nan"] = pack(tmp_path / "nan.xlsx", {**content, sheet: content[sheet].replace("<v>50</v>", "<v>NaN</v>")})
    result["huge"] = pack(
        tmp_path / "huge.xlsx", {**content, sheet: content[sheet].replace("<v>50</v>", "<v>1e308</v>")}
    )
    result["no values"] = book(tmp_path / "formulas.xlsx", [BUDGET[0], ("1", "a", f("=1+1")), ("2", "b", f("=2+2"))])
    result["errors"] = book(
        tmp_path / "errors.xlsx", [BUDGET[0], ("1", "a", X(error="#REF!")), ("2", "b", X(error="#REF!"))]
    )
    result["people"] = book(tmp_path / "people.xlsx", [("Name", "Town"), ("Ana", "Porto"), ("Bo", "Lund")])
    result["folder"] = tmp_path / "folder.xlsx"
    result["folder"].mkdir()
    result["missing"] = tmp_path / "missing.xlsx"
    return result


@pytest.mark.parametrize(
    "which",
    ["encrypted", "old", "html", "csv", "empty", "pdf", "truncated", "laughs", "bomb", "nan", "huge", "no values", "errors", "people", "folder", "missing"],
)  # fmt: skip
def test_a_hostile_workbook_is_one_sentence_and_changes_nothing(
    run: Run, document: Path, tmp_path: Path, which: str
) -> None:
    path = _hostile(tmp_path)[which]
    before = fingerprint(document)
    start = time.process_time()
    for more in ([], ["--dry-run"], ["--accept"], ["--json", "--accept"]):
        said = run("import-budget", document, path, *more)
        assert said.code == 2
        assert path.name in said.err
        assert len(said.err) < 300
    assert time.process_time() - start < 10
    assert fingerprint(document) == before
    assert run("verify", document).code == 0


def test_amounts_whose_sum_no_document_holds_are_refused(run: Run, document: Path, tmp_path: Path) -> None:
    rows = [BUDGET[0], *((str(i), f"Line {i}", 9 * 10**14) for i in range(150))]
    before = fingerprint(document)
    assert run("import-budget", document, book(tmp_path / "b.xlsx", rows), "--accept").code == 2
    assert fingerprint(document) == before


# --- the process itself -------------------------------------------------------------------------------------------------


def process(*arguments: object, **more: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"} | more.pop("env", {})
    return subprocess.run(
        [sys.executable, "-m", "coprod_desktop", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        timeout=60,
        check=False,
        **more,
    )


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_output_is_utf8_whatever_the_terminal_says(plan: Path, settings: dict[str, str]) -> None:
    done = process("check", plan, "--language", "ru", env=settings, capture_output=True)
    assert done.returncode == 0
    assert "Северный свет" in done.stdout.decode("utf-8")
    done = process("show", "нет", env=settings, capture_output=True)
    assert done.returncode == 2
    assert done.stdout == b""
    if settings.get("PYTHONUTF8") != "0":
        assert "нет" in done.stderr.decode("utf-8")


def _closed_pipe() -> int:
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize("command", [["library", "--json"], ["treaties", "RU", "GB", "--on", "2011-11-11"]])
def test_a_reader_that_goes_away_is_no_fault(command: list[str]) -> None:
    writer = _closed_pipe()
    done = process(*command, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == 0


def test_a_reader_that_takes_one_line_of_many_is_no_fault(plan: Path) -> None:
    writer = _closed_pipe()
    done = process("check", plan, "--json", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert b"Traceback" not in done.stderr


def test_a_full_disk_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coprod_desktop.cli._print_json", full)
    assert run("library", "--json").code == 2


def test_version_and_help() -> None:
    done = process("--version", capture_output=True)
    assert done.returncode == 0
    assert done.stdout.startswith(b"coprod ")
    help_text = process("--help", capture_output=True)
    assert help_text.returncode == 0
    for command in (
        "treaties",
        "show",
        "check",
        "facts",
        "library",
        "new",
        "sample",
        "verify",
        "rescue",
        "import-budget",
        "split",
        "export",
    ):
        assert command.encode() in help_text.stdout


# --- cures and changes --------------------------------------------------------------------------------------------------


def test_check_names_what_would_cure_a_finding(run: Run, plan: Path) -> None:
    plan.write_text(PLAN.replace('ru = "60"', 'ru = "85"'), encoding="utf-8")
    data = run("check", plan, "--framework", "coe-1992", "--on", "2011-11-11", "--json").json
    (verdict,) = data["verdicts"]
    failing = [f for f in verdict["findings"] if f["state"] == "not_met" and f["country"] == "GB"]
    assert failing, verdict["findings"]
    assert [
        c for c in failing[0]["cures"] if c.startswith("Move ") and c.endswith("from Russia to the United Kingdom.")
    ]
    assert all(f["cures"] == [] for f in verdict["findings"] if f["state"] == "met")
    shown = run("check", plan, "--framework", "coe-1992", "--on", "2011-11-11", "--language", "en")
    assert "→ Move " in shown.out


def test_changes_tells_the_days_that_turn_a_verdict(run: Run, plan: Path) -> None:
    data = run("changes", plan, "--on", "2011-11-11", "--from", "1990-01-01", "--to", "2012-12-31", "--json").json
    keys(data, "on roles from to days")
    assert (data["from"], data["to"]) == ("1990-01-01", "2012-12-31")
    days = {change["day"]: change for change in data["days"]}
    entry = days["1994-07-01"]
    (turned,) = (t for t in entry["verdicts"] if t["framework"] == "coe-1992")
    assert turned["before"] is None
    assert turned["after"] not in (None, "not_applicable")
    assert entry["reasons"] == ["European Convention 1992: in force for Russia."]
    assert list(days) == sorted(days)
    shown = run("changes", plan, "--on", "2011-11-11", "--from", "1990-01-01", "--to", "2012-12-31", "--language", "fr")
    assert "1994-07-01" in shown.out
    refused = run("changes", plan, "--from", "2012-01-01", "--to", "2011-01-01")
    assert refused.code == 2


@pytest.mark.parametrize("language", ["fr", "de", "it", "es", "ru"])
def test_check_speaks_the_language_asked_for(run: Run, plan: Path, language: str) -> None:
    said = run("check", plan, "--framework", "coe-1992", "--on", "2011-11-11", "--language", language, "--json").json
    english = run("check", plan, "--framework", "coe-1992", "--on", "2011-11-11", "--json").json
    pairs = list(zip(said["verdicts"][0]["findings"], english["verdicts"][0]["findings"], strict=True))
    assert pairs
    for one, other in pairs:
        assert {k: v for k, v in one.items() if k not in ("text", "title", "cures")} == {
            k: v for k, v in other.items() if k not in ("text", "title", "cures")
        }
        assert one["text"] != other["text"]
        assert "(EN)" not in one["text"]


def test_a_fact_sheet_is_written_and_spares_other_files(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    said = run("fact-sheet", "fr", "IT", "--on", "2012-11-11", "-o", target, "--json")
    assert (said.code, said.json["countries"], said.json["pages"]) == (0, ["FR", "IT"], said.json["pages"])
    assert target.read_bytes().startswith(b"%PDF")
    notes = tmp_path / "notes.txt"
    notes.write_text("mine")
    assert run("fact-sheet", "FR", "IT", "-o", notes).code == 2
    assert notes.read_text() == "mine"
    assert run("fact-sheet", "FR", "-o", target).code == 2
    assert run("fact-sheet", "FR", "XQ", "-o", target).code == 2


def test_scenarios_are_listed_copied_and_deleted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "slate.coprod"
    assert run("sample", file).code == 0
    before = run("check", file, "--json").json
    assert run("scenario", file, "--json").json["scenarios"] == ["Base plan"]
    assert run("scenario", file, "--copy", "B", "--json").json == {
        "project": "The Winter Harbour",
        "scenarios": ["Base plan", "B"],
        "current": "B",
    }
    assert run("check", file, "--json").json == before
    assert run("scenario", file, "--copy", "b").code == 2
    assert run("scenario", file, "--delete", "C").code == 2
    assert run("scenario", file, "--delete", "B", "--json").json["scenarios"] == ["Base plan"]
    assert run("scenario", file, "--delete", "Base plan").code == 2
    assert "* Base plan" in run("scenario", file).out


def test_a_step_is_taken_back_and_done_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "slate.coprod"
    assert run("sample", file).code == 0
    assert run("scenario", file, "--copy", "B").code == 0
    assert run("undo", file, "--json").json == {"step": "Scenario B"}
    assert run("scenario", file, "--json").json["scenarios"] == ["Base plan"]
    assert run("redo", file, "--json").json == {"step": "Scenario B"}
    assert run("scenario", file, "--json").json["scenarios"] == ["Base plan", "B"]
    assert run("redo", file, "--json").json == {"step": None}


def test_what_a_fresh_user_stumbled_over(run: Run, plan: Path, tmp_path: Path) -> None:
    """Seen by somebody new to the program; each was answered wrongly or without a word."""
    assert run("rescue", tmp_path / "nofile.coprod").code == 2
    assert "is the file that is read" in run("export", plan, "--plan", "-o", plan).err
    late = tmp_path / "late.toml"
    late.write_text(
        "coprod_plan = 1\ntitle = 'T'\ndates = {application = 2027-01-01, shooting = 2026-01-01}\nwork = {medium = 'cinema'}\n"
        "partner = [{id = 'fr', country = 'FR'}, {id = 'it', country = 'IT'}]\n"
        "contribution = [{partner = 'fr', amount = '92'}, {partner = 'it', amount = '8'}]\n",
        "utf-8",
    )
    data = run("check", late, "--on", "2026-01-01", "--framework", "fr-it-2000", "coe-1992", "--json").json
    by_id = {v["framework"]: v for v in data["verdicts"]}
    # 50 million French francs are 7,622,450.86 euros, by a rate that is fixed for ever: nobody has to type it.
    assert [f["state"] for f in by_id["fr-it-2000"]["findings"] if f["rule"] == "share"] == ["discretion", "discretion"]
    (why,) = by_id["coe-1992"]["findings"]
    assert (why["rule"], why["article"]) == ("scope", "2(3)-(4)")
    nobody = tmp_path / "nobody.toml"
    nobody.write_text("coprod_plan = 1\ntitle = 'T'\n", "utf-8")
    said = run("check", nobody, "--on", "2026-01-01", "--language", "en").out
    assert "No co-producers are entered yet" in said
    nowhere = run("check", late, "--on", "2026-01-01", "--language", "en").out
    assert "Governed by France – Italy 2000." in nowhere
    credit = tmp_path / "credit.toml"
    credit.write_text(
        "coprod_plan = 1\ntitle = 'T'\nwork = {medium = 'cinema'}\n"
        "partner = [{id = 'fr', country = 'FR'}, {id = 'it', country = 'IT'}]\n"
        "line = [{code = '1', title = 'Credit', amount = '-100.00', split = {fr = '60', it = 'rest'}}]\n",
        "utf-8",
    )
    data = run("check", credit, "--on", "2026-01-01", "--framework", "fr-it-2000", "--json").json
    assert data["verdicts"][0]["outcome"] == "undetermined"
