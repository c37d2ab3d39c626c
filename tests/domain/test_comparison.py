"""Instruments side by side: each rule under its topic, in few words."""

from __future__ import annotations

from datetime import date

import pytest

from coprod_desktop.domain.comparison import TOPIC_WORDS, compare
from coprod_desktop.domain.frameworks import Framework
from coprod_desktop.wording import words
from tests.domain.builders import DAY, bilateral, rule, value

SAID = words("en")


def cells(*rules: object, **more: object) -> dict[str, list[str]]:
    rows = compare([bilateral("pact", "FR", "DE", *rules)], DAY)  # type: ignore[arg-type]
    return {row.topic: [SAID.say(part.text) for part in row.cells[0]] for row in rows}


@pytest.mark.parametrize(
    "when, topics",
    [
        ({}, ["two", "several"]),
        ({"countries": 2}, ["two"]),
        ({"countries_max": 2}, ["two"]),
        ({"countries": 3}, ["several"]),
        ({"countries_min": 3}, ["several"]),
        ({"parties_min": 3}, ["several"]),
        ({"finance_only": True}, ["finance"]),
        ({"finance_only": False}, ["two", "several"]),
    ],
)
def test_a_share_stands_under_the_films_it_is_about(when: dict[str, object], topics: list[str]) -> None:
    assert list(cells(rule("share_range", value(min="20", max="80"), when=when))) == topics


@pytest.mark.parametrize(
    "figures, options, text",
    [
        ({"min": "20", "max": "80"}, {}, "20 to 80 %"),
        ({"min": "20"}, {}, "at least 20 %"),
        ({"max": "33.5"}, {}, "at most 33.5 %"),
        ({}, {}, "no figure"),
        ({"max": "0"}, {}, "excluded"),
        ({"min": "20", "max": "80", "consent_min": "10", "consent_max": "90"}, {}, "20 to 80 %; by consent 10 to 90 %"),
        ({"min": "20", "consent_min": "10"}, {}, "at least 20 %; by consent at least 10 %"),
        ({"min": "40"}, {"party": "DE"}, "DE: at least 40 %"),
        ({"min": "20"}, {"effect": "notice"}, "at least 20 % (a warning only)"),
        (
            {"min": "5"},
            {"when": {"cost_over": {"amount": "50000000", "currency": "FRF"}}},
            "cost over 50,000,000.00 FRF: at least 5 %",
        ),
        (
            {"min": "5"},
            {"when": {"cost_below": {"amount": "1.5", "currency": "EUR"}}},
            "cost below 1.50 EUR: at least 5 %",
        ),
    ],
)
def test_a_share_in_few_words(figures: dict[str, str], options: dict[str, object], text: str) -> None:
    assert cells(rule("share_range", value(**figures), **options))["two"] == [text]


@pytest.mark.parametrize(
    "figures, text",
    [
        ({"allowed": False}, "not admitted"),
        ({"allowed": True}, "admitted"),
        ({"allowed": True, "link": "one"}, "admitted: linked to one of the parties by a treaty"),
        (
            {
                "allowed": True,
                "link": "both",
                "cap": "30",
                "each_min": "10",
                "cap_smallest": True,
                "case_by_case": True,
            },
            "admitted: linked to both parties by a treaty, together at most 30 %, each at least 10 %, none above the smallest share of a party and case by case",
        ),
        (
            {"allowed": True, "link": "none", "min": "10", "cap": "20"},
            "admitted: no treaty link asked and together 10 to 20 %",
        ),
    ],
)
def test_further_countries_in_few_words(figures: dict[str, object], text: str) -> None:
    assert cells(rule("third_party", value(**figures)))["outside"] == [text]


def test_the_other_topics_in_few_words() -> None:
    found = cells(
        rule("share_range", value(max="30"), who="outsiders", name="out"),
        rule("share_range", value(min="10", max="25"), who="finance_only", name="fin"),
        rule("nationality", value(groups=["parties", "EU"], residents=False, consent=True), name="people"),
        rule("nationality", value(groups="europe"), name="people2"),
        rule("staffing", value(all=[]), name="staff", text="One author."),
        rule("points_test", value(threshold="15"), name="points", rows=[], title="Points"),
        rule(
            "points_test",
            value(threshold="50", basis="percent_of_applicable"),
            name="doc",
            rows=[],
            title="Documentary",
        ),
        rule("lead_time", value(months="2"), name="file"),
        rule("lead_time", value(), name="file2"),
        rule("statement", value(), name="language.versions", text="Two versions."),
        rule("statement", value(), name="documents", text="Papers."),
        rule("statement", value(), name="festivals", text="Festivals."),
    )
    assert found == {
        "finance": ["10 to 25 %"],
        "outside": ["at most 30 %"],
        "people": [
            "nationals of the parties and the European Union; others by consent",
            "nationals or residents of Europe",
            "One author.",
        ],
        "points": ["Points: at least 15", "Documentary: 50 % of the points that apply"],
        "language": ["Two versions."],
        "filing": ["months before shooting: 2", "before shooting"],
        "documents": ["Papers."],
    }
    assert list(found) == [topic for topic in TOPIC_WORDS if topic in found]


def test_columns_keep_their_order_and_empty_rows_go() -> None:
    one: Framework = bilateral("one", "FR", "DE", rule("lead_time", value(days="30")))
    other = bilateral("other", "FR", "DE")
    (row,) = compare([other, one], DAY)
    assert (row.topic, row.cells[0], [p.article for p in row.cells[1]]) == ("filing", (), ["6(1)"])
    assert compare([other], DAY) == ()


def test_a_figure_that_was_not_read_and_a_rule_not_yet_in_force() -> None:
    assert cells(rule("share_range", value(unknown=True)))["two"] == ["not read"]
    assert cells(rule("share_range", value(min="20", start=date(2040, 1, 1)))) == {}
