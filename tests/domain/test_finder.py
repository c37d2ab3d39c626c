"""Free search through the rules."""

from __future__ import annotations

import pytest

from coprod_desktop.domain.finder import find, plain
from tests.domain.builders import DAY, NOT_YET, bilateral, book, rule, value

LIBRARY = book(
    bilateral(
        "fr-de",
        "FR",
        "DE",
        rule(
            "share_range", value(min="20", max="80", consent_min="10"), name="share", title="Share", text="Each pays."
        ),
        rule("share_range", value(min="10", max="25"), name="finance", title="Finance only", text="Who only pays."),
        rule("statement", value(), name="language", title="Versions", text="Une version en français, à Zürich."),
        title="Agreement on films of Genève",
    ),
    bilateral("fr-it", "FR", "IT", rule("share_range", value(min="10"), name="share", title="Share"), life=NOT_YET),
)


def hits(query: str, **more: object) -> list[tuple[str, str | None, bool]]:
    return [(h.framework.id, h.rule.id if h.rule else None, h.in_force) for h in find(LIBRARY, query, DAY, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["", "   ", "who allows the", "?!"])
def test_a_question_that_says_nothing_finds_nothing(query: str) -> None:
    assert hits(query) == []


def test_percentages_are_looked_for_among_the_figures_in_force_first() -> None:
    assert hits("who allows 10 %?") == [
        ("fr-de", "share", True),
        ("fr-de", "finance", True),
        ("fr-it", "share", False),
    ]
    assert hits("10 %, 25 per cent") == [("fr-de", "finance", True)]
    assert hits("11 %") == []


def test_words_are_looked_for_without_accents_or_capitals() -> None:
    assert hits("ZURICH francais") == [("fr-de", "language", True)]
    assert hits("geneve") == [("fr-de", None, True)]
    assert hits("finance 10 %") == [("fr-de", "finance", True)]
    assert plain("ÉÀß Ёж") == "eass еж"


def test_translations_are_searched_too_and_the_list_has_an_end() -> None:
    german = {"Finance only": "Nur Geld"}
    assert hits("nur geld", said=lambda text: german.get(text, text)) == [("fr-de", "finance", True)]
    assert len(hits("10 %", limit=1)) == 1
