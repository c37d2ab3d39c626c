"""Money in minor units, dated exchange rates, and the one rounding rule of the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from coprod_desktop.errors import BadPlan

# Currencies whose minor unit is not the hundredth, after ISO 4217 (list of 2024).
_DIGITS: Mapping[str, int] = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    "ITL": 0,
    "ESP": 0,
    "BEF": 0,
    "PTE": 0,
    "GRD": 0,
    "CLF": 4,
}

LARGEST_MINOR = 10**17
"""No amount may exceed this number of minor units: it still fits SQLite's integers after summing."""


def digits_of(currency: str) -> int:
    """Return how many decimal places ``currency`` (ISO code) has."""
    return _DIGITS.get(currency, 2)


def check_currency(code: str, where: str) -> str:
    """Return ``code`` in capitals, or raise BadPlan naming ``where`` if it is no three-letter code."""
    text = code.strip().upper()
    if len(text) != 3 or not text.isascii() or not text.isalpha():
        raise BadPlan(f"{where}: “{code}” is no currency code.", "Use three letters such as EUR.")
    return text


def round_half_even(value: Fraction) -> int:
    """Round an exact number to a whole one, halves to the even neighbour: the one rounding rule for money."""
    return round(value)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents) of one currency; amounts of two currencies never mix."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up without a rate")

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with exactly the currency's decimal places."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency))

    def plain(self) -> str:
        """The amount as a plain decimal string, e.g. ``1234.50``; the form of all machine output."""
        return f"{self.decimal:f}"


def money(value: Decimal | int | str, currency: str, where: str = "amount") -> Money:
    """Return the Money of a decimal ``value`` in major units.

    Raises BadPlan naming ``where`` when the value is not a finite number, has more decimal places than the
    currency knows, or is beyond LARGEST_MINOR.
    """
    number = exact(value, where)
    scaled = number * 10 ** digits_of(currency)
    if scaled.denominator != 1:
        raise BadPlan(
            f"{where}: {value} has more decimal places than {currency} knows ({digits_of(currency)}).",
            "Round the amount.",
        )
    if abs(scaled.numerator) > LARGEST_MINOR:
        raise BadPlan(f"{where}: {value} is too large to be an amount of money.")
    return Money(scaled.numerator, currency)


def exact(value: Decimal | int | str, where: str) -> Fraction:
    """Return ``value`` as an exact fraction, or raise BadPlan naming ``where``.

    Text is read as a plain decimal: digits, at most one point, an optional minus sign; no grouping signs.
    """
    if isinstance(value, bool):
        raise BadPlan(f"{where}: expected a number, found {str(value).lower()}.")
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, str):
        text = value.strip()
        body = text.removeprefix("-")
        whole, _, part = body.partition(".")
        if not (whole or part) or not (whole + part).isdigit() or not body.isascii() or len(body) > 40:
            raise BadPlan(
                f"{where}: “{value}” is not a plain number.", "Write it like 1234.50, without grouping signs."
            )
        return Fraction(text)
    if not value.is_finite() or value.adjusted() > 40 or value.adjusted() < -40:
        raise BadPlan(f"{where}: {value} is not a usable number.")
    return Fraction(value)


@dataclass(frozen=True, slots=True)
class Rate:
    """``value`` units of ``currency`` cost one unit of ``per``, as of ``day``, according to ``source``."""

    currency: str
    per: str
    value: Fraction
    day: date | None = None
    source: str = ""


class RateSet:
    """The frozen set of rates a plan is computed with; conversion is direct or by the inverse, never by a chain."""

    __slots__ = ("_by_pair", "rates")

    def __init__(self, rates: Iterable[Rate] = ()) -> None:
        self.rates: tuple[Rate, ...] = tuple(rates)
        self._by_pair: dict[tuple[str, str], Rate] = {(r.currency, r.per): r for r in self.rates}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RateSet) and other.rates == self.rates

    def __hash__(self) -> int:
        return hash(self.rates)

    def rate(self, source: str, target: str) -> Rate | None:
        """Return the rate that turns ``source`` into ``target`` money, or None when the set has none."""
        return self._by_pair.get((source, target)) or self._by_pair.get((target, source))

    def convert(self, amount: Money, target: str) -> Money | None:
        """Return ``amount`` in ``target`` currency, rounded half-even once; None when the rate is missing."""
        if amount.currency == target:
            return amount
        exact_major = self.exactly(Fraction(amount.minor, 10 ** digits_of(amount.currency)), amount.currency, target)
        if exact_major is None:
            return None
        return Money(round_half_even(exact_major * 10 ** digits_of(target)), target)

    def exactly(self, major: Fraction, source: str, target: str) -> Fraction | None:
        """Return ``major`` units of ``source`` in ``target`` units, unrounded; None when the rate is missing."""
        if source == target:
            return major
        direct = self._by_pair.get((source, target))
        if direct is not None:
            return major / direct.value
        inverse = self._by_pair.get((target, source))
        return None if inverse is None else major * inverse.value


EURO_FROM = date(1999, 1, 1)
"""First day of the irrevocable rates of Regulation (EC) 2866/98; later joiners have theirs from the Council's acts."""
EURO_RATES: Mapping[str, Fraction] = {
    code: Fraction(rate)
    for code, rate in {
        "ATS": "13.7603",
        "BEF": "40.3399",
        "CYP": "0.585274",
        "DEM": "1.95583",
        "EEK": "15.6466",
        "ESP": "166.386",
        "FIM": "5.94573",
        "FRF": "6.55957",
        "GRD": "340.750",
        "HRK": "7.53450",
        "IEP": "0.787564",
        "ITL": "1936.27",
        "LTL": "3.45280",
        "LUF": "40.3399",
        "LVL": "0.702804",
        "MTL": "0.429300",
        "NLG": "2.20371",
        "PTE": "200.482",
        "SIT": "239.640",
        "SKK": "30.1260",
    }.items()
}
"""Units of a currency that the euro replaced per euro, fixed for ever; for limits that the law states in it."""


def decimal_text(value: Fraction) -> str | None:
    """Return a number as a plain decimal of any length, None where its decimals never end."""
    denominator = value.denominator
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    if denominator != 1:
        return None
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[: len(digits) - places]}" + (f".{digits[len(digits) - places :]}" if places else "")
