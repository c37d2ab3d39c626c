"""The fact sheet: standings, side by side, by article, authorities, sources; pages numbered, every word there."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from pypdf import PdfReader

from coprod_desktop.dossier.factsheet import fact_sheet
from coprod_desktop.library import load

ON = date(2012, 11, 11)


def pages(*countries: str, **more: str) -> list[str]:
    made = fact_sheet(countries, ON, load(), **more)  # type: ignore[arg-type]
    texts = [page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages]
    assert made.pages == len(texts)
    return texts


def test_it_says_what_applies_side_by_side_and_by_article() -> None:
    texts = pages("FR", "IT", "RU")
    whole = " ".join(" ".join(texts).split())
    for words in (
        "Fact sheet: France, Italy and Russia",
        "Asked as of 11 November 2012",
        "European Convention 1992 since 1 Mar 2002",
        "Side by side",
        "10 to 70 % (Art. 6(1))",
        "5 to 95 % (Art. 4)",
        "Joint ownership of the negative",
        "Competent authorities",
        "Sources",
        "The competent authorities decide.",
    ):
        assert words in whole, words
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of {len(texts)}" in text


def test_it_speaks_the_language_asked_for() -> None:
    whole = " ".join(" ".join(pages("FR", "IT", language="fr")).split())
    assert "France – Italie 2000" in whole
    assert "Side by side" not in whole


def test_countries_without_any_instrument_get_a_page_that_says_so() -> None:
    (text,) = pages("RU", "US")
    assert "Russian national film" in text
    (nothing,) = pages("FJ", "NR")
    assert "No instrument between these countries is in the library." in nothing


def test_the_same_question_gives_the_same_bytes() -> None:
    assert fact_sheet(("FR", "IT"), ON, load()).pdf == fact_sheet(("FR", "IT"), ON, load()).pdf
