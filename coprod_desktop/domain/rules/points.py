"""Points tests: what each role and place brings, row by row, and whether the sum reaches the threshold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coprod_desktop.domain.case import Case, figure
from coprod_desktop.domain.frameworks import Rule, Truth, Value
from coprod_desktop.domain.money import exact
from coprod_desktop.domain.rules.shape import shape
from coprod_desktop.domain.verdicts import Finding, Limit, Listing, PointsRow, State, Unit, message


@dataclass(frozen=True, slots=True)
class _Part:
    """One holder's part of a row: how much of it, and how it counts."""

    share: Fraction
    name: str
    states: tuple[str, ...]


def check(rule: Rule, value: Value, case: Case) -> Sequence[Finding]:
    """Add up the points of elements from States bound by the instrument on the day.

    A role counts for nationality or residence; several holders share its points (by their shares, equally by default).
    With ``also = "europe"`` elements from other European States lie at the authorities' discretion. A function marked
    "none" does not exist in the film: with ``basis = "percent_of_applicable"`` its row drops out of the whole. Fewer
    points than the threshold lie at the authorities' discretion where the instrument says so (``consent_article``).
    """
    raw_rows = rule.options["rows"]
    assert isinstance(raw_rows, list | tuple)
    rows = [_row(raw, case, rule) for raw in raw_rows]
    base = [row for row, _ in rows]
    other = sum((extra for _, extra in rows), Fraction(0))
    applicable = sum((row.points for row in base if row.applies), Fraction(0))
    stated = figure(value.data, "threshold") or Fraction(0)
    by_percent = value.data.get("basis") == "percent_of_applicable"
    threshold = applicable * stated / 100 if by_percent else stated
    sure = sum((row.earned for row in base), Fraction(0))
    possible = sure + sum((row.open for row in base), Fraction(0))
    limit = Limit(threshold)
    top = sum((row.points for row in base), Fraction(0))
    asks = tuple(str(raw["fact"]) for raw in raw_rows if "fact" in raw and case.fact(str(raw["fact"])) is None)
    missing = [row.title for row in base if row.open]
    waiver = case.authority() or "the competent authorities"
    paragraph = str(rule.options.get("consent_article", ""))
    figures: dict[str, object] = {
        "measured": sure,
        "top": top if not by_percent else applicable,
        "threshold": threshold,
    }
    if sure >= threshold:
        state, text = State.MET, message("{measured} of {top} points; at least {threshold} are asked.", **figures)
    elif possible + other >= threshold and possible > sure:
        state = State.UNKNOWN
        text = message(
            "{measured} of {top} points so far; at least {threshold} are asked. Not known yet: {missing}.",
            missing=Listing(tuple(missing)),
            **figures,
        )
    elif other and sure + other >= threshold:
        state = State.DISCRETION
        text = message(
            "{measured} of {top} points from Parties, {european} with other European States; at least {threshold} are asked.",
            european=sure + other,
            **figures,
        )
    elif paragraph:
        state = State.DISCRETION
        text = message(
            "{measured} of {top} points; {threshold} are asked. The authorities may agree on fewer ({paragraph}).",
            paragraph=paragraph,
            **figures,
        )
    else:
        state = State.NOT_MET
        text = message("{measured} of {top} points; at least {threshold} are asked.", **figures)
    return [
        case.find(
            rule,
            value,
            state,
            text,
            measured=sure,
            limit=limit,
            unit=Unit.POINTS,
            margin=limit.margin(sure),
            waiver_by=waiver if state is State.DISCRETION else None,
            asks=asks,
            details=tuple(base),
        )
    ]


def _row(raw: Mapping[str, object], case: Case, rule: Rule) -> tuple[PointsRow, Fraction]:
    """Return the row as it stands, and the further points it would bring with other European States."""
    points = exact(str(raw["points"]), "points")
    element, title = str(raw["element"]), str(raw.get("title", raw["element"]))
    if "fact" in raw:
        answer = case.fact(str(raw["fact"]))
        if not isinstance(answer, Fraction | int) or isinstance(answer, bool):
            return PointsRow(element, title, points, Fraction(0), points), Fraction(0)
        earned = points if Fraction(answer) >= exact(str(raw["min"]), "min") else Fraction(0)
        return PointsRow(element, title, points, earned, Fraction(0)), Fraction(0)
    alternatives = _alternatives(raw, case)
    entered = [parts for parts in alternatives if parts is not None and parts]
    if not entered and alternatives and all(parts is None for parts in alternatives):
        return PointsRow(element, title, points, Fraction(0), Fraction(0), applies=False), Fraction(0)
    counted = [_counted(parts, points, case, rule) for parts in entered] or [(Fraction(0), points, Fraction(0), ())]
    # "Studio or location", "design or costumes": the alternative that brings most counts.
    earned, unknown, european, parts = max(counted, key=lambda c: (c[0], c[2], c[1]))
    if earned < points:
        unknown = max(unknown, max(c[0] + c[1] for c in counted) - earned)
    names = tuple(part.name for part in parts if part.name)
    states = tuple(dict.fromkeys(state for part in parts for state in part.states))
    return PointsRow(element, title, points, earned, unknown, names, states), european


def _counted(
    parts: Sequence[_Part], points: Fraction, case: Case, rule: Rule
) -> tuple[Fraction, Fraction, Fraction, Sequence[_Part]]:
    """Return what one alternative surely earns, leaves open, and earns with other European States."""
    earned = unknown = european = Fraction(0)
    whole = max(sum((part.share for part in parts), Fraction(0)), Fraction(1))
    parts = [_Part(part.share / whole, part.name, part.states) for part in parts]
    for part in parts:
        truths = [case.counts_as_party(state) for state in part.states]
        if any(t in (Truth.YES, Truth.PRESUMED) for t in truths):
            earned += points * part.share
        elif not part.states or Truth.OPEN in truths:
            unknown += points * part.share
        elif rule.options.get("also") and any(
            case.book.in_group(state, str(rule.options["also"]), case.on) for state in part.states
        ):
            european += points * part.share
    covered = sum((part.share for part in parts), Fraction(0))
    unknown += points * (1 - covered) if covered < 1 else 0
    return earned, unknown, european, parts


def _alternatives(raw: Mapping[str, object], case: Case) -> list[list[_Part] | None]:
    """Return who fills each role or place of a row: an empty list where nothing is entered, None where there is none."""
    result: list[list[_Part] | None] = []
    places, roles = raw.get("places"), raw.get("roles")
    for kind in places if isinstance(places, list | tuple) else ():
        found = [place for place in case.plan.places if place.kind == kind]
        real = [place for place in found if place.country]
        even = _even([p.share for p in real])
        result.append(
            None
            if found and not real
            else [_Part(even if p.share is None else p.share, "", (p.country,)) for p in real]
        )
    for role in roles if isinstance(roles, list | tuple) else ():
        group = [h for h in case.plan.roles if h.role == role]
        filled = [h for h in group if not h.none]
        even = _even([h.share for h in filled])
        result.append(
            None
            if group and not filled
            else [_Part(even if h.share is None else h.share, h.name, h.states) for h in filled]
        )
    # An alternative nobody entered is missing only while no other one is there.
    kept: list[list[_Part] | None] = [r for r in result if r]
    return kept or ([[]] if [] in result else result)


def _even(shares: Sequence[Fraction | None]) -> Fraction:
    """Return the equal part of those holders whose share is not stated."""
    stated = sum((s for s in shares if s is not None), Fraction(0))
    others = sum(s is None for s in shares)
    return max(1 - stated, Fraction(0)) / others if others else Fraction(0)


POINTS_TEST = shape(
    check, options=("kinds", "counts", "also", "consent_article", "rows"), figures=("threshold", "basis")
)
