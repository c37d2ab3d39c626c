"""What binds a country to every other on a day: the territory map and the choice of further partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coprod_desktop.domain.frameworks import Kind, RuleBook, Truth


@dataclass(frozen=True, slots=True)
class Tie:
    """The instruments in force between two countries: ids of agreements, of conventions, of those perhaps in force."""

    agreements: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    """Conventions that a reservation of one of the two keeps from films of these two alone."""

    @property
    def kind(self) -> str:
        """``both``, ``agreement``, ``convention``, ``several``, ``perhaps`` or ``none``."""
        if self.agreements and (self.conventions or self.several):
            return "both"
        if self.agreements or self.conventions:
            return "agreement" if self.agreements else "convention"
        return "several" if self.several else "perhaps" if self.perhaps else "none"


def ties(book: RuleBook, country: str, on: date, media: Sequence[str] = ("cinema",)) -> Mapping[str, Tie]:
    """Return, for every country that some instrument of these media binds together with ``country``, what binds it.

    Presumed days count as in force; what hangs on an open day is ``perhaps``. Whether an instrument governs a film of
    the two is another question (``governing.find_ground``).
    """
    found: dict[str, dict[str, list[str]]] = {}
    for framework in book.frameworks.values():
        own = framework.bound(country, on) if framework.kind.legal_ground else Truth.NO
        if own is Truth.NO or (media and not set(media) & set(framework.media)):
            continue
        for other in framework.parties:
            bound = framework.bound(other, on)
            if other == country or bound is Truth.NO:
                continue
            sure = Truth.OPEN not in (own, bound)
            kind = "perhaps" if not sure else "conventions" if framework.kind is Kind.CONVENTION else "agreements"
            if kind == "conventions" and any(
                framework.parties[c].reservation("two_country_use") is not None for c in (country, other)
            ):
                kind = "several"
            found.setdefault(other, {}).setdefault(kind, []).append(framework.id)
    return {
        other: Tie(**{kind: tuple(names) for kind, names in kinds.items()}) for other, kinds in sorted(found.items())
    }
