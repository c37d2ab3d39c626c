"""Order as text: a rank between any two neighbours, so that moving a row touches no other row."""

from __future__ import annotations

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def between(before: str, after: str) -> str:
    """Return a rank that sorts strictly after ``before`` and before ``after`` (either may be empty: no neighbour)."""
    result: list[str] = []
    index = 0
    while True:
        low = _DIGITS.index(before[index]) if index < len(before) else 0
        high = _DIGITS.index(after[index]) if after and index < len(after) else len(_DIGITS)
        if low == high:
            result.append(_DIGITS[low])
        elif high - low > 1:
            result.append(_DIGITS[(low + high) // 2])
            return "".join(result)
        else:
            # Neighbouring digits: keep the lower one and look for room behind it, with no upper bound any more.
            result.append(_DIGITS[low])
            after = ""
        index += 1


def series(count: int, start: int = 0) -> list[str]:
    """Return ``count`` ranks in order with room between them, following ``start`` earlier ones."""
    width = 6
    ranks = []
    for number in range(start + 1, start + count + 1):
        digits = ""
        value = number * 36
        for _ in range(width):
            value, digit = divmod(value, 36)
            digits = _DIGITS[digit] + digits
        # A rank never ends in 0: nothing could be put before it.
        ranks.append(digits + "i")
    return ranks
