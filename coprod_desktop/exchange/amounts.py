"""Amounts written as text, in every locale's manner; what cannot be told is not guessed."""

from __future__ import annotations

import re
from decimal import Decimal

_SPACES = re.compile("[\\s\u00a0\u202f\u2009\u2007'’]")
_SIGNS = re.compile(r"(EUR|USD|GBP|CHF|RUB|R\$|US\$|[€£$₽¥])", re.IGNORECASE)


def read_amount(text: str, decimal_comma: bool | None = None) -> Decimal | None:
    """Return the number a text means, or None when it is none.

    Spaces of every kind, apostrophes and currency signs are dropped; ``(500)``, ``500-`` and U+2212 are negative. The
    last separator with other than three digits behind it is the decimal sign; with exactly three it is ambiguous and
    read as grouping unless ``decimal_comma`` settles it for a comma (True) or a point (False).
    """
    body = _SIGNS.sub("", text.strip()).strip()
    negative = 0
    if body.startswith("(") and body.endswith(")"):
        negative, body = negative + 1, body[1:-1].strip()
    if body.endswith(("-", "\u2212")):
        negative, body = negative + 1, body[:-1].strip()
    if body.startswith(("-", "\u2212", "–")) and len(body) > 1:
        negative, body = negative + 1, body[1:].strip()
    if negative > 1:
        return None
    plain = _ungrouped(_SPACES.sub(" ", body), decimal_comma)
    if plain is None:
        return None
    number = Decimal(plain)
    return -number if negative else number


_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:(?P<sign>[., ])[0-9]{3})(?:(?P=sign)[0-9]{3})*|[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3}|[0-9]+"
)


def _ungrouped(body: str, decimal_comma: bool | None) -> str | None:
    """Return digits with at most one point from a number grouped by blanks, points or commas; None when it is none."""
    if not re.fullmatch(r"[0-9][0-9., ]*", body) or not body[-1].isdigit():
        return None
    signs = [c for c in body if c in ".,"]
    decimal = ""
    if len(set(signs)) == 2:
        # Two kinds: the last one is the decimal sign, and it stands once.
        decimal = signs[-1]
        if signs.count(decimal) > 1:
            return None
    elif signs:
        sign, behind = signs[0], len(body) - body.rfind(signs[0]) - 1
        ambiguous = behind == 3 and bool(_GROUPED.fullmatch(body.replace(" ", "")))
        if len(signs) == 1 and (not ambiguous or _settled(sign, decimal_comma)):
            decimal = sign
    whole, point, part = body.partition(decimal) if decimal else (body, "", "")
    if (point and not part.isdigit()) or not _GROUPED.fullmatch(whole):
        return None
    digits = re.sub("[., ]", "", whole)
    return f"{digits}.{part}" if part else digits


def _settled(sign: str, decimal_comma: bool | None) -> bool:
    return decimal_comma is not None and (sign == ",") == decimal_comma
