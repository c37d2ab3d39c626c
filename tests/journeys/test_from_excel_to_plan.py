"""From an Excel budget to verdicts, a split and a plan file that gives the same verdicts."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coprod_desktop.actions.budget import set_axis
from coprod_desktop.actions.documents import vocabulary
from coprod_desktop.actions.importing import open_workbook, propose_budget
from coprod_desktop.actions.sample import make_sample
from coprod_desktop.assets import resources
from coprod_desktop.cli import main
from coprod_desktop.domain.budget import Axis
from coprod_desktop.domain.shares import Split
from coprod_desktop.exchange.planfile import parse_plan
from coprod_desktop.library import load
from coprod_desktop.store import Document
from tests.exchange.books import Row, X, book, f

BOOK: list[Row] = [
    ("THE TIDE TABLE",),
    ("Acct", "Description", "Days", "Rate", "Amount EUR"),
    ("1000", X("ABOVE THE LINE", bold=True)),
    ("1101", "Novel, option and purchase", None, None, 120_000),
    ("1201", "Director", 60, 1_500, f("=C5*D5", 90_000)),
    (None, "Total 1000", None, None, f("=SUM(E4:E5)", 210_000)),
    ("2000", X("BELOW THE LINE", bold=True)),
    ("2101", "Camera", 30, 2_000, f("=C8*D8", 60_000)),
    ("2201", "Studio", None, None, Decimal("729999.99")),
    ("2301", "Sea days", 1, Decimal("0.01"), f("=C10*D10", Decimal("0.01"))),
    (None, "Total 2000", None, None, f("=SUM(E8:E10)", 790_000)),
    (None, "GRAND TOTAL", None, None, 1_000_000),
]

PLAN = """\
coprod_plan = 1
title = "The Tide Table"
currency = "EUR"
on = 2011-11-11
[work]
kind = "fiction"
medium = "cinema"
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
[[source]]
partner = "ru"
type = "public"
name = "Fund"
amount = "500000.00"
status = "confirmed"
letter = 2011-09-01
[[role]]
role = "director"
name = "N. N."
country = "RU"
"""


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: object, code: int = 0) -> Any:
        assert main([str(a) for a in arguments]) == code
        out = capsys.readouterr().out
        return json.loads(out) if "--json" in arguments else out

    return run


def test_the_road_from_excel_to_a_plan_that_says_the_same(ask: Any, tmp_path: Path) -> None:
    film, workbook, exported = (
        tmp_path / "film.coprod",
        book(tmp_path / "tide.xlsx", BOOK),
        tmp_path / "out.toml",
    )
    ask("new", film)
    with Document.open(film) as document:
        document.add_project(parse_plan(PLAN.encode(), False, "plan.toml", vocabulary(load())), "New project")

    imported = ask("import-budget", film, workbook, "--json")
    assert (imported["project"], imported["lines"], imported["sections"]) == ("The Tide Table", 5, 2)
    assert (imported["total"], imported["stated_total"], imported["difference"]) == (
        "1000000.00",
        "1000000.00",
        "0.00",
    )
    assert imported["questions"] == []

    before = ask("check", film, "--json")
    assert before["total"] == {"amount": "1000000.00", "currency": "EUR"}
    assert before["governing"] == ["coe-1992"]

    with Document.open(film) as document:
        assert document.plan is not None
        budget = document.plan.budget
        assert budget is not None
        below = next(n.id for n in budget.nodes.values() if n.code == "2000")
        set_axis(document, [budget.root], Axis.PAYER, Split([("ru", "70"), ("gb", "rest")]))
        set_axis(document, [below], Axis.PAYER, Split([("ru", "1/3"), ("gb", "rest")]))
        set_axis(document, [budget.root], Axis.TERRITORY, Split([("RU", "60"), ("GB", "40")]))

    checked = ask("check", film, "--json")
    assert checked["shares"] == {"ru": "41.03", "gb": "58.97"}
    split = ask("split", film, "--by", "partner", "--json")
    assert sum(map(Decimal, split["totals"].values())) == Decimal(split["total"]) == 1_000_000
    for row in split["rows"]:
        assert sum(map(Decimal, row["shares"].values())) + Decimal(row["not_allocated"]) == Decimal(row["total"])

    ask("export", film, "--plan", "-o", exported)
    again = ask("check", exported, "--json")
    assert again == checked
    assert ask("split", exported, "--by", "partner", "--json")["totals"] == split["totals"]
    assert ask("facts", exported, "--json") == ask("facts", film, "--json")
    assert ask("verify", film, "--json")["status"] == "whole"


def test_the_sample_says_the_same_as_its_plan_file(ask: Any, tmp_path: Path) -> None:
    film = tmp_path / "sample.coprod"
    made = ask("sample", film, "--json")
    assert made["import"]["difference"] == "0.00"
    for title in made["projects"]:
        exported = tmp_path / f"{title}.toml"
        ask("export", film, "--project", title, "--plan", "-o", exported)
        assert ask("check", exported, "--json") == ask("check", film, "--project", title, "--json")


def test_an_import_over_a_split_budget_says_which_shares_go(tmp_path: Path) -> None:
    document, _ = make_sample(tmp_path / "film.coprod", load())
    plan = document.plan
    assert plan is not None
    root = plan.budget.root
    own = sum(1 for n in plan.budget.below(root) if n.id != root and any(n.split(axis) for axis in Axis))
    assert own > 0
    workbook = open_workbook(resources() / "sample" / "winter-harbour-budget.xlsx")
    said = [w for w in propose_budget(workbook, document).warnings if "go with it" in w]
    assert len(said) == 1
    assert f"set on {own} of its rows" in said[0]
    document.close()
