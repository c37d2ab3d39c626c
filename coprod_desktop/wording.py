"""One catalogue of texts per language, for screen, paper and terminal alike; and how figures are written in it.

Catalogues are the .po files of ``resources/wording``, read as they are: ``fr.po`` holds the program's own texts,
``law-fr.po`` those of the rule library. English is the language of the sources.
"""

from __future__ import annotations

import locale
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from typing import Protocol

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_currency_name

from coprod_desktop.assets import resources

LANGUAGES = ("en", "fr", "de", "it", "es", "ru")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
MINUS = "\u2212"
_FORMER = {
    "SU": {"en": "USSR", "fr": "URSS", "de": "UdSSR", "it": "URSS", "es": "URSS", "ru": "СССР"},
    "CS": {
        "en": "Czechoslovakia",
        "fr": "Tchécoslovaquie",
        "de": "Tschechoslowakei",
        "it": "Cecoslovacchia",
        "es": "Checoslovaquia",
        "ru": "Чехословакия",
    },
    "YU": {
        "en": "Yugoslavia",
        "fr": "Yougoslavie",
        "de": "Jugoslawien",
        "it": "Jugoslavia",
        "es": "Yugoslavia",
        "ru": "Югославия",
    },
    "DD": {"en": "East Germany", "fr": "RDA", "de": "DDR", "it": "RDT", "es": "RDA", "ru": "ГДР"},
}
"""States that ended, which Babel names no more."""
_WITH_ARTICLE = frozenset(("AE", "BS", "CD", "CF", "CG", "DO", "GB", "GM", "KM", "MV", "NL", "PH", "SU", "US"))
_STATE_THEN_MORE = re.compile(r"([^\d(,]+?)(\s*(?:\(.*|\d{4}.*|,.*)?)")
_CODES = {str(name): code for code, name in Locale.parse("en_GB").territories.items() if len(code) == 2} | {
    "USSR": "SU",
    "Türkiye": "TR",
    "Bosnia and Herzegovina": "BA",
    "UK": "GB",
    "Hong Kong": "HK",
    "Czech Republic": "CZ",
    "Palestine": "PS",
    "South Korea": "KR",
    "Korea": "KR",
    "Chinese Taipei": "TW",
    "São Tomé and Príncipe": "ST",
    "Côte d'Ivoire": "CI",
    "NL": "NL",
    "Moldova": "MD",
    "Yugoslavia": "YU",
    "Czechoslovakia": "CS",
}


class SaidMessage(Protocol):
    """What ``Words.say`` needs: a msgid and its parameters (``domain.verdicts.Message`` fits)."""

    @property
    def msgid(self) -> str: ...
    @property
    def parameters(self) -> Mapping[str, object]: ...


class Told(str):
    """An English sentence that remembers how it was made, so that it can be told in another language."""

    __slots__ = ("msgid", "parameters")
    msgid: str
    parameters: Mapping[str, object]


def tell(msgid: str, **parameters: object) -> Told:
    """Return a sentence as English text; ``Words.told`` tells it in another language."""
    text = Told(words("en")(msgid, **parameters))
    text.msgid, text.parameters = msgid, parameters
    return text


@cache
def _catalogue(language: str, part: str = "") -> Mapping[str, str]:
    path = resources() / "wording" / f"{part}{language}.po"
    if language == "en" or not path.exists():
        return {}
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}


class Words:
    """Texts, numbers, dates and names in one language."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        # British English: the day before the month, as film contracts in Europe write it.
        self.locale = Locale.parse("en_GB" if language == "en" else language)
        self._texts = _catalogue(language)
        self.untranslated: set[str] = set()

    def __call__(self, msgid: str, **parameters: object) -> str:
        """Return ``msgid`` in this language with its ``{placeholders}`` filled in."""
        text = self._texts.get(msgid) or self._law.get(msgid) or self._pair(msgid)
        if text is None:
            text = msgid
            if self.language != "en":
                self.untranslated.add(msgid)
        if not parameters:
            return text
        filled = _PLACEHOLDER.sub(lambda m: self.value(parameters[m[1]]) if m[1] in parameters else m[0], text).strip()
        # A sentence that opens with a country: "The Netherlands pays".
        return f"T{filled[1:]}" if text.startswith("{") and filled.startswith("the ") and " " in text else filled

    @cached_property
    def _law(self) -> Mapping[str, str]:
        """The texts of the library, kept apart: they are many, and not every language has them all."""
        return _catalogue(self.language, "law-")

    def knows(self, msgid: str) -> bool:
        """Whether this language has a text of its own; where not, a page shows the English, marked."""
        return self.language == "en" or msgid in self._texts or msgid in self._law or bool(self._pair(msgid))

    def _pair(self, text: str) -> str | None:
        """Return the short name of a treaty between States, "France – Italy 2000", with the States in this language."""
        if self.language == "en" or " – " not in text:
            return None
        first, _, rest = text.partition(" – ")
        found = _STATE_THEN_MORE.fullmatch(rest)
        if found is None:
            return None
        names = [self._state(name) for name in (first, found[1])]
        return None if None in names else f"{names[0]} – {names[1]}{found[2]}"

    def _state(self, english: str) -> str | None:
        """Return a State's name given in English; "USSR/Russia" part by part."""
        name, bracket, community = english.partition(" (")
        codes = [_CODES.get(part) for part in name.split("/")]
        return None if None in codes else "/".join(self.country(str(code)) for code in codes) + bracket + community

    def say(self, message: SaidMessage) -> str:
        """Return the sentence of a Message."""
        return self._marked(message.msgid, self(message.msgid, **message.parameters))

    def told(self, text: str) -> str:
        """Return a sentence made by ``tell`` in this language; any other text as it is."""
        return self(text.msgid, **text.parameters) if isinstance(text, Told) else text

    def law(self, text: str) -> str:
        """Return a text of the rule library; where this language has none, the English, marked."""
        return self._marked(text, self(text))

    def _marked(self, msgid: str, said: str) -> str:
        return said if self.knows(msgid) or not said else f"{said} (EN)"

    def value(self, value: object) -> str:
        """Return one typed parameter of a message as this language writes it."""
        name = type(value).__name__
        if name == "Country":
            return self._in_a_sentence(value.code)  # type: ignore[attr-defined]
        if name == "Percent":
            return self.percent(value.shown)  # type: ignore[attr-defined]
        if name == "Listing":
            return self.listing(self.value(item) for item in value.items)  # type: ignore[attr-defined]
        if isinstance(value, Told):
            return self.told(value)
        if isinstance(value, Decimal):
            # One decimal is a spreadsheet's way of writing money, not ours.
            return self.decimal(value.quantize(Decimal("0.01")) if value.as_tuple().exponent == -1 else value)
        if name == "Message":
            return self.say(value)  # type: ignore[arg-type]
        if name == "Money":
            return f"{self.decimal(value.decimal)} {value.currency}"  # type: ignore[attr-defined]
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Fraction):
            return self.number(value)
        if isinstance(value, bool):
            return self("yes") if value else self("no")
        return self(value) if isinstance(value, str) and self.language != "en" and self.knows(value) else str(value)

    def listing(self, items: Iterable[str]) -> str:
        """Return items joined as the language joins a list."""
        return format_list(list(items), locale=self.locale)

    @cached_property
    def _separators(self) -> tuple[str, str]:
        symbols = self.locale.number_symbols["latn"]
        return symbols["decimal"], symbols["group"]

    def decimal(self, value: Decimal, *, grouped: bool = True) -> str:
        """Return a decimal with its own number of places, grouped, with a real minus sign."""
        point, group = self._separators
        text = f"{abs(value):,f}" if grouped else f"{abs(value):f}"
        whole, _, part = text.partition(".")
        body = whole.replace(",", group) + (point + part if part else "")
        return (MINUS if value < 0 else "") + body

    def number(self, value: Fraction | int) -> str:
        """Return a number with as many decimals as it has, at most four."""
        return str(
            format_decimal(
                Decimal(value.numerator) / Decimal(value.denominator), format="#,##0.####", locale=self.locale
            )
        ).replace("-", MINUS)

    def percent(self, shown: Decimal) -> str:
        """Return a percentage with its sign (20 means 20 %); ``domain.shares.percent_digits`` chooses the digits."""
        return f"{self.decimal(shown)}\u00a0%"

    def day(self, day: date, *, short: bool = False) -> str:
        """Return a date: ``11 November 2012``, short ``11 Nov 2012``."""
        return str(format_date(day, format="d MMM y" if short else "long", locale=self.locale))

    def country(self, code: str) -> str:
        """Return a country's name in the nominative, of States that ended too; the code itself where none is known."""
        former = _FORMER.get(code)
        if former is not None:
            return former.get(self.language, former["en"])
        return str(self.locale.territories.get(code, code))

    def _in_a_sentence(self, code: str) -> str:
        """Return a country's name as a sentence takes it: English puts an article before some."""
        name = self.country(code)
        return f"the {name}" if self.language == "en" and code in _WITH_ARTICLE else name

    def currency(self, code: str) -> str:
        """Return a currency's name."""
        return str(get_currency_name(code, locale=self.locale))

    def language_name(self, code: str) -> str:
        """Return the name of a language given by its code."""
        try:
            return str(Locale.parse(code).get_display_name(self.locale)).capitalize()
        except (ValueError, UnknownLocaleError):
            return code


@cache
def words(language: str = "en") -> Words:
    """Return the words of ``language``; English where it is not one of ours."""
    return Words(language if language in LANGUAGES else "en")


def user_language() -> str:
    """Return the language of the user's system if it is one of ours, else English."""
    name = (locale.getlocale()[0] or "en").split("_")[0].lower()
    return (
        name
        if name in LANGUAGES
        else {"german": "de", "french": "fr", "italian": "it", "spanish": "es", "russian": "ru"}.get(name, "en")
    )


_NO_STATES = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"))


def is_country(code: str) -> bool:
    """Whether two capitals are the code of a country (groups of States and placeholders are none)."""
    known = Locale.parse("en").territories
    return len(code) == 2 and code.isascii() and code.isalpha() and code in known and code not in _NO_STATES


def is_currency(code: str) -> bool:
    """Whether three capitals are the code of a currency, present or past."""
    return code in Locale.parse("en").currencies
