"""What every rule shape offers: the function that reads it, and the keys a rule file may use for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coprod_desktop.domain.case import Case
from coprod_desktop.domain.frameworks import Rule, Value
from coprod_desktop.domain.verdicts import Finding

Check = Callable[[Rule, Value, Case], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of rule. ``options`` are keys of the rule, ``figures`` keys of each dated value."""

    check: Check
    options: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    percentages: frozenset[str] = frozenset()
    """Those of the figures that are percentages, for validation (0 to 100)."""


def shape(
    check: Check, *, options: Sequence[str] = (), figures: Sequence[str] = (), percentages: Sequence[str] = ()
) -> Shape:
    """Return a Shape from plain sequences; percentages are figures too."""
    return Shape(check, frozenset(options), frozenset(figures) | frozenset(percentages), frozenset(percentages))
