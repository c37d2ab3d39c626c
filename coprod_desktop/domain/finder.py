"""Free search in the rule library: words in any script, accents ignored, and percentages that a rule names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coprod_desktop.domain.frameworks import Framework, Rule, RuleBook, Truth
from coprod_desktop.domain.money import exact
from coprod_desktop.domain.rules import RULES

_FIGURE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|per ?cent|prozent|pour ?cent|процент\w*|por ?ciento|per ?cento)", re.I)
_WORD = re.compile(r"\w+")
_IDLE = frozenset(
    [
        "who",
        "what",
        "which",
        "where",
        "when",
        "how",
        "allows",
        "allow",
        "allowed",
        "permits",
        "permit",
        "the",
        "a",
        "an",
        "of",
        "in",
        "is",
        "are",
        "do",
        "does",
        "with",
        "and",
        "or",
        "for",
        "to",
        "treaty",
        "treaties",
        "agreement",
        "agreements",
        "qui",
        "quel",
        "quels",
        "quelle",
        "permet",
        "les",
        "des",
        "une",
        "wer",
        "was",
        "welche",
        "erlaubt",
        "der",
        "die",
        "das",
        "chi",
        "quale",
        "permette",
        "che",
        "quien",
        "que",
        "permite",
        "el",
        "la",
        "los",
        "las",
        "кто",
        "что",
        "какой",
        "какие",
        "разрешает",
        "допускает",
        "и",
        "в",
        "на",
    ]
)
"""Words of a question that say nothing about a rule."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that answers a search (None: the instrument itself does), and whether it holds on the day."""

    framework: Framework
    rule: Rule | None
    in_force: bool


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def find(book: RuleBook, query: str, on: date, said: Callable[[str], str] = str, limit: int = 300) -> tuple[Hit, ...]:
    """Return the rules that hold every word of ``query`` and every percentage in it; those in force first.

    A percentage ("10 %") is looked for among the figures of share, cap and band, not in the text. ``said`` gives the
    library's texts in the reader's language; the English is searched too.
    """
    figures = {exact(found.replace(",", "."), "figure") for found in _FIGURE.findall(query)}
    words = [w for w in _WORD.findall(plain(_FIGURE.sub(" ", query))) if w not in _IDLE]
    if not figures and not words:
        return ()
    hits: list[Hit] = []
    for framework in book.frameworks.values():
        in_force = any(framework.bound(c, on) in (Truth.YES, Truth.PRESUMED) for c in framework.parties)
        hits += _hits(framework, words, figures, on, said, in_force)
    hits.sort(key=lambda hit: (not hit.in_force, hit.rule is not None and not _named(hit, words, said)))
    return tuple(hits[:limit])


def _hits(
    framework: Framework, words: list[str], figures: set[Fraction], on: date, said: Callable[[str], str], in_force: bool
) -> Iterator[Hit]:
    head = _hay(
        framework.id,
        framework.title,
        framework.short,
        framework.reference,
        said(framework.title),
        said(framework.short),
    )
    if not figures and all(word in head for word in words):
        yield Hit(framework, None, in_force)
        return
    for rule in framework.rules:
        if figures and not figures <= _figures(rule, on):
            continue
        hay = head + _hay(rule.title, rule.text, rule.article or "", said(rule.title), said(rule.text))
        if all(word in hay for word in words):
            yield Hit(framework, rule, in_force and rule.value_on(on) is not None)


def _hay(*texts: str) -> str:
    return " ".join(plain(text) for text in texts)


def _named(hit: Hit, words: list[str], said: Callable[[str], str]) -> bool:
    assert hit.rule is not None
    title = _hay(hit.rule.title, said(hit.rule.title))
    return any(word in title for word in words)


def _figures(rule: Rule, on: date) -> set[Fraction]:
    """The percentages a rule names on the day (on any day where it names none then)."""
    value = rule.value_on(on)
    values = [value] if value is not None else list(rule.values)
    return {
        exact(str(v.data[key]), key)
        for v in values
        for key in RULES[rule.shape].percentages
        if v.data.get(key) is not None
    }
