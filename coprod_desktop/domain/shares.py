"""Exact shares: how a cost is split on one axis, and how cents are handed out so that everything adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from coprod_desktop.domain.money import decimal_text, exact
from coprod_desktop.errors import BadPlan

REST = "rest"
WHOLE = Fraction(1)


def parse_weight(text: str, where: str) -> Fraction:
    """Return the share of the whole that a typed weight means.

    ``"60"`` is sixty per cent, ``"33.5"`` a percentage with decimals, ``"1/3"`` one third of the whole, and
    ``"33 1/3"`` thirty-three and a third per cent. Raises BadPlan naming ``where``.
    """
    body = text.strip().removesuffix("%").strip()
    if "/" in body and body.isascii():
        whole, _, fraction = body.rpartition(" ")
        top, _, bottom = fraction.partition("/")
        if top.isdigit() and bottom.isdigit() and int(bottom) and len(body) < 90 and (not whole or whole.isdigit()):
            part = Fraction(int(top), int(bottom))
            return (int(whole) + part) / 100 if whole else part
        raise BadPlan(f"{where}: “{text}” is no share.", "Write a percentage such as 33.5, or a fraction such as 1/3.")
    share = exact(body, where) / 100
    if share < 0:
        raise BadPlan(f"{where}: a share cannot be negative ({text}).")
    return share


class Split:
    """How one node of the budget is divided on one axis: weights as typed, shares exact.

    ``weights`` keeps what the user wrote (percent text, fraction, or ``"rest"``), in her order; ``shares`` maps each
    key to its exact share of the whole; ``unallocated`` is what is left to 100 per cent.
    """

    __slots__ = ("denominator", "numerators", "shares", "unallocated", "weights")

    def __init__(self, weights: Iterable[tuple[str, str]], where: str = "split") -> None:
        self.weights: tuple[tuple[str, str], ...] = tuple((key, text.strip()) for key, text in weights)
        keys = [key for key, _ in self.weights]
        if len(set(keys)) != len(keys):
            raise BadPlan(f"{where}: a name stands twice in the split.")
        rests = [key for key, text in self.weights if text.lower() == REST]
        if len(rests) > 1:
            raise BadPlan(f"{where}: only one entry may be “rest”.", f"Now {' and '.join(rests)} are.")
        shares = {
            key: Fraction(0) if text.lower() == REST else parse_weight(text, f"{where}, {key}")
            for key, text in self.weights
        }
        total = sum(shares.values(), Fraction(0))
        if total > 1:
            raise BadPlan(f"{where}: the shares add up to more than 100 per cent, by {_percent(total - 1)}.")
        for key in rests:
            shares[key] = 1 - total
        self.shares: Mapping[str, Fraction] = shares
        self.unallocated: Fraction = 1 - sum(shares.values(), Fraction(0))
        self.denominator: int = lcm(*(s.denominator for s in shares.values())) if shares else 1
        self.numerators: tuple[tuple[str, int], ...] = tuple(
            (key, share.numerator * (self.denominator // share.denominator)) for key, share in shares.items() if share
        )

    @classmethod
    def of(cls, value: str | Mapping[str, str | int | Decimal | Fraction], where: str = "split") -> Split:
        """Build a split from a bare name (100 per cent) or a mapping of names to weights."""
        if isinstance(value, str):
            return cls([(value, "100")], where)
        return cls(((key, _weight_text(weight)) for key, weight in value.items()), where)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Split) and other.weights == self.weights

    def __hash__(self) -> int:
        return hash(self.weights)

    def __repr__(self) -> str:
        return f"Split({dict(self.weights)})"

    def without(self, key: str) -> Split | None:
        """Return the split without ``key``, or None when nothing is left."""
        kept = [(k, t) for k, t in self.weights if k != key]
        return Split(kept) if kept else None

    def with_weight(self, key: str, text: str, where: str = "share") -> Split:
        """Return the split with ``key`` typed as ``text``; a former “rest” keeps taking what is left."""
        weights = dict(self.weights)
        weights[key] = text
        return Split(weights.items(), where)

    def only(self) -> str | None:
        """Return the name that carries the whole, if one does."""
        return next((key for key, share in self.shares.items() if share == 1), None)


def _weight_text(weight: str | int | Decimal | Fraction) -> str:
    if isinstance(weight, Fraction):
        return share_text(weight)
    return weight if isinstance(weight, str) else f"{weight:f}" if isinstance(weight, Decimal) else str(weight)


def share_text(share: Fraction) -> str:
    """Return a share of the whole as the shortest exact weight: ``20``, ``33.5`` or ``1/3``."""
    text = decimal_text(share * 100)
    if text is not None and len(text) <= 40:
        return text
    return f"{share.numerator}/{share.denominator}"


def percent_digits(percent: Fraction) -> Decimal:
    """Return a percentage (20 means 20 %) as it is shown: two decimals, half-even.

    Where two decimals would read as a whole number that it is not, as many digits follow as make the difference seen
    (20.003 instead of 20.00), up to twelve.
    """
    places = 2
    shown = _rounded(percent, places)
    while shown == int(shown) and Fraction(shown) != percent and places < 12:
        places += 1
        shown = _rounded(percent, places)
    return shown


def _rounded(value: Fraction, places: int) -> Decimal:
    return Decimal(round(value * 10**places)).scaleb(-places)


def _percent(share: Fraction) -> str:
    return f"{Decimal((share * 100).numerator) / Decimal((share * 100).denominator):.6g} per cent"


class Allocator:
    """Hands out the cents of successive amounts that share one split, carrying the remainders along.

    Each amount is divided exactly among the keys (and the unallocated rest, key ``None``); every key gets its exact
    part rounded down or up by less than one minor unit, and the ups go to the keys furthest behind so far. So each
    amount adds up, and a key's running total stays close to its exact share of the running total.
    """

    __slots__ = ("_behind", "_parts", "denominator")

    def __init__(self, split: Split) -> None:
        rest = split.unallocated
        self.denominator = split.denominator
        parts: list[tuple[str | None, int]] = list(split.numerators)
        if rest:
            parts.append((None, rest.numerator * (split.denominator // rest.denominator)))
        self._parts = parts
        self._behind = [0] * len(parts)

    def share_out(self, minor: int) -> dict[str | None, int]:
        """Return the whole minor units of ``minor`` for each key; they sum to ``minor`` exactly."""
        denominator, behind = self.denominator, self._behind
        result: dict[str | None, int] = {}
        left = minor
        fractions: list[int] = []
        for index, (key, weight) in enumerate(self._parts):
            whole, fraction = divmod(minor * weight, denominator)
            result[key] = whole
            left -= whole
            fractions.append(fraction)
            behind[index] += fraction
        if left:
            order = sorted(
                (i for i, fraction in enumerate(fractions) if fraction), key=lambda i: behind[i], reverse=True
            )
            for index in order[:left]:
                result[self._parts[index][0]] += 1
                behind[index] -= denominator
        return result


def allocate(amounts: Sequence[int], split: Split) -> list[dict[str | None, int]]:
    """Allocate successive ``amounts`` (minor units, budget order) of one split; see Allocator."""
    allocator = Allocator(split)
    return [allocator.share_out(amount) for amount in amounts]
