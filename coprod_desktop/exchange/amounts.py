"""Amounts written as text, in every locale's manner; what cannot be told is not guessed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_SPACES = re.compile("[\\s\u00a0\u202f\u2009\u2007'’]")
_SIGNS = re.compile(r"(EUR|USD|GBP|CHF|RUB|R\$|US\$|[€£$₽¥])", re.IGNORECASE)


def read_amount(text: str, decimal_comma: bool | None = None) -> Decimal | None:
    """Return the number a text means, or None when it is none.

    Spaces of every kind, apostrophes and currency signs are dropped; ``(500)``, ``500-`` and U+2212 are negative. The
    last separator with other than three digits behind it is the decimal sign; with exactly three it is ambiguous and
    read as grouping unless ``decimal_comma`` settles it for a comma (True) or a point (False).
    """
    body = _SPACES.sub("", _SIGNS.sub("", text.strip()))
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1]
    if body.endswith(("-", "\u2212")):
        negative, body = True, body[:-1]
    if body.startswith(("-", "\u2212", "–")) and len(body) > 1:
        negative, body = not negative, body[1:]
    if not body or not re.fullmatch(r"[0-9.,]+", body) or not body[0].isdigit():
        return None
    last = max(body.rfind("."), body.rfind(","))
    if last >= 0:
        sign, behind = body[last], len(body) - last - 1
        other = "," if sign == "." else "."
        grouping = (
            behind == 3 and (body.count(sign) > 1 or not _settled(sign, decimal_comma)) and other not in body[last:]
        )
        if body.count(sign) > 1 or grouping:
            if any(len(group) != 3 for group in re.split("[.,]", body)[1:]) and not re.fullmatch(
                r"\d{1,2}(,\d{2})*,\d{3}", body
            ):
                return None
            body = body.replace(",", "").replace(".", "")
        else:
            head = body[:last].replace(other, "")
            if sign in head or not head:
                return None
            body = f"{head}.{body[last + 1 :]}"
    try:
        number = Decimal(body)
    except InvalidOperation:
        return None
    return -number if negative else number


def _settled(sign: str, decimal_comma: bool | None) -> bool:
    return decimal_comma is not None and (sign == ",") == decimal_comma
