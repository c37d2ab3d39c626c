"""What the library holds, counted: for the user who wants to know how far to trust it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from coprod_desktop.domain.frameworks import Kind, RuleBook


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of instruments (all, with a share rule, by kind, by country), of figures by confidence, oldest check."""

    instruments: int
    with_shares: int
    by_kind: dict[str, int]
    by_confidence: dict[str, int]
    by_country: dict[str, int]
    oldest_check: date | None


def coverage(book: RuleBook) -> Coverage:
    """Count what ``book`` holds; a figure is one dated value of one rule."""
    frameworks = list(book.frameworks.values())
    values = [v for f in frameworks for r in f.rules for v in r.values]
    return Coverage(
        instruments=len(frameworks),
        with_shares=sum(
            f.kind in (Kind.CONVENTION, Kind.BILATERAL) and any(r.shape == "share_range" for r in f.rules)
            for f in frameworks
        ),
        by_kind=dict(sorted(Counter(f.kind.value for f in frameworks).items())),
        by_confidence=dict(sorted(Counter(v.evidence.confidence for v in values).items())),
        by_country=dict(sorted(Counter(code for f in frameworks for code in f.parties).items())),
        oldest_check=min((v.evidence.checked for v in values), default=None),
    )
