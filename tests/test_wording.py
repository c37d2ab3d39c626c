"""The catalogues: in step with the sources, complete for the program's own texts, faithful to every placeholder."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from coprod_desktop.domain.verdicts import Country, Message, message
from coprod_desktop.wording import LANGUAGES, Words, tell, words
from tests.catalogue import CODE, LAW, TEXTS, WORDING

OTHERS = [language for language in LANGUAGES if language != "en"]


def placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{(\w+)\}", text))


def test_the_collector_finds_what_the_program_says_directly_and_from_tables() -> None:
    for text in (
        "The share of {country} is {measured}, within the limit.",
        "Storyboard artist",
        "Fill down",
        "Overview",
    ):
        assert text in CODE
    assert "Share of each country" in LAW
    assert "Has the competent authority of every co-producing country approved the film?" in LAW


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_program_is_translated_and_none_is_stale(language: str) -> None:
    said = TEXTS.read(WORDING / f"{language}.po", language)
    assert sorted(set(CODE) - set(said)) == []
    assert sorted(set(said) - set(CODE)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_translated_texts_of_the_library_are_still_in_it(language: str) -> None:
    said = TEXTS.read(WORDING / f"law-{language}.po", language)
    assert sorted(set(said) - set(LAW)) == []
    facts = [text for text, files in LAW.items() if "facts.toml" in files]
    conventions = [
        text for text, files in LAW.items() if {"coe-1992.toml", "coe-2017.toml", "eurimages.toml"} & set(files)
    ]
    assert sorted(set(facts + conventions) - set(said) - set(CODE)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_every_placeholder(language: str) -> None:
    for part in ("", "law-"):
        for text, translated in TEXTS.read(WORDING / f"{part}{language}.po", language).items():
            assert placeholders(translated) == placeholders(text), text
            assert translated.strip() == translated, text


def test_a_message_is_said_in_the_language_asked_for() -> None:
    sentence = message("{n} pages", n=3)
    assert words("en").say(sentence) == "3 pages"
    assert words("de").say(sentence) == "Seiten: 3"
    assert words("ru").say(message("Answered: {answer}.", answer="yes")).endswith("да.")


def test_a_text_without_translation_stands_in_english_marked_and_is_counted() -> None:
    said = Words("fr")
    assert said.law("A rule nobody translated.") == "A rule nobody translated. (EN)"
    assert said.say(Message("A rule nobody translated.")) == "A rule nobody translated. (EN)"
    assert said.untranslated == {"A rule nobody translated."}
    assert said.law("") == ""
    assert words("en").law("A rule nobody translated.") == "A rule nobody translated."


def test_an_unknown_language_falls_back_to_english() -> None:
    assert words("tlh").language == "en"


@pytest.mark.parametrize(
    "short, russian",
    [
        ("France – Italy 2000", "Франция – Италия 2000"),
        ("Germany – Spain", "Германия – Испания"),
        ("France – USSR/Russia 1967", "Франция – СССР/Россия 1967"),
        ("Belgium (FWB) – Canada (1984)", "Бельгия (FWB) – Канада (1984)"),
        ("Nowhere – Italy 2000", "Nowhere – Italy 2000"),
        ("France – Italy – Spain", "France – Italy – Spain"),
    ],
)
def test_a_treaty_between_two_states_is_named_in_every_language(short: str, russian: str) -> None:
    assert words("ru")(short) == russian
    assert words("en")(short) == short


def test_a_told_sentence_is_english_text_that_other_languages_can_tell_too() -> None:
    inner = tell("holds no table of amounts")
    told = tell("hidden; {why}", why=inner)
    assert told == "hidden; holds no table of amounts"
    assert words("en").told(told) == told
    german = words("de").told(told)
    assert german not in (told, "")
    assert words("de").told(inner) in german
    assert words("de").told("any other text") == "any other text"
    assert tell("named most often ({n} times)", n=3) == "named most often (3 times)"


def test_english_puts_an_article_before_some_countries_in_a_sentence() -> None:
    said = words("en")
    assert said.say(message("The share of {country} is not known.", country=Country("GB"))).startswith(
        "The share of the United"
    )
    pays = message("{country} contributes neither a person nor spend.", country=Country("NL"))
    assert said.say(pays).startswith("The Netherlands contributes")
    assert said.say(message("{country} contributes neither a person nor spend.", country=Country("FR"))).startswith(
        "France"
    )
    assert said.country("GB") == "United Kingdom"
    assert "the" not in words("de").say(pays)
