"""The charts of the product as draw lists: shares against their legal interval, financing by certainty, points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

from coprod_desktop.domain.pictures.drawing import Circle, Item, Line, Picture, Rect, Shape, Text
from coprod_desktop.domain.pictures.palette import pattern_of

_LABEL = 147.0
_FIGURE = 92.0


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One partner's bar: names, exact share of 1 (None: not known), its text, the margin's text, colour number."""

    name: str
    caption: str
    share: Fraction | None
    figure: str
    margin: str
    colour: int
    code: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    soft: Fraction | None = None


def whole_bar(
    rows: Sequence[ShareRow], width: float, height: float = 14, *, patterns: bool = False, labels: bool = False
) -> Picture:
    """Return one stacked bar of all shares; what is not allocated stays an outline."""
    items: list[Item] = [Rect(0, 0, width, height, stroke="control", dash=True)]
    x = 0.0
    for row in rows:
        if not row.share or row.share <= 0:
            continue
        part = float(row.share) * width
        items.append(_bar(x, 0, part, height, row.colour, patterns=patterns))
        if labels and part > 56:
            items.append(Rect(x + part / 2 - 30, height / 2 - 8, 60, 16, fill="surface"))
            items.append(
                Text(
                    x + part / 2,
                    height / 2 + 4,
                    f"{row.caption} {row.figure}".replace("\u00a0%", ""),
                    11,
                    True,
                    anchor="middle",
                )
            )
        x += part
    return Picture(width, height, tuple(items))


def _bar(x: float, y: float, width: float, height: float, colour: int, *, patterns: bool) -> Rect:
    hatch = pattern_of(colour) if patterns else "solid"
    light = hatch in ("dots", "horizontal")
    return Rect(
        x,
        y,
        max(width, 0.5),
        height,
        fill=f"partner-{colour}-fill",
        stroke=f"partner-{colour}-ink",
        hatch=hatch,
        hatch_colour="surface" if light else f"partner-{colour}-ink",
    )


def share_bars(rows: Sequence[ShareRow], width: float, whole: str, total: str, *, patterns: bool = False) -> Picture:
    """Return the split bar above one bar per partner on its legal interval, limits above the edges, margins beside."""
    left, right = _LABEL, width - _FIGURE
    span = right - left
    items: list[Item] = [Text(0, 18, whole, 13), Text(width, 18, total, 13, True, anchor="end")]
    x = left
    for row in rows:
        if row.share:
            part = float(row.share) * span
            items.append(_bar(x, 0, part, 28, row.colour, patterns=patterns))
            if part > 64:
                items.append(Rect(x + part / 2 - 34, 6, 68, 16, fill="surface"))
                items.append(
                    Text(
                        x + part / 2,
                        18.5,
                        f"{row.code} {row.figure.split(chr(160))[0]}".strip(),
                        12,
                        True,
                        anchor="middle",
                    )
                )
            x += part
    if x < right - 1:
        items.append(Rect(x, 0, right - x, 28, stroke="control", dash=True))
    y = 62.0
    first = True
    for row in rows:
        items += _row(row, y, left, span, width, show_limits=first, patterns=patterns)
        first = False
        y += 62
    base = y - 8
    items.append(Line(left, base, right, base, "hairline-strong"))
    for tick in (0, 25, 50, 75, 100):
        at = left + span * tick / 100
        items += [
            Line(at, base, at, base + 4, "control"),
            Text(at, base + 17, str(tick), 11, colour="muted", anchor="middle"),
        ]
    return Picture(width, base + 22, tuple(items))


def _row(
    row: ShareRow, y: float, left: float, span: float, width: float, *, show_limits: bool, patterns: bool
) -> list[Item]:
    items: list[Item] = []
    if row.low is not None or row.high is not None:
        low, high = float(row.low or 0), float(row.high if row.high is not None else 1)
        items.append(Rect(left + span * low, y, span * (high - low), 42, fill="interval"))
        for edge, exists in ((low, row.low is not None), (high, row.high is not None)):
            if exists:
                at = left + span * edge
                items.append(Line(at, y, at, y + 42, "text", 1.5))
                if show_limits:
                    items.append(Text(at, y - 5, f"{edge * 100:g}", 11, True, anchor="middle"))
    if row.soft is not None:
        at = left + span * float(row.soft)
        items.append(Line(at, y, at, y + 42, "muted", 1, dash=True))
        if show_limits and row.soft not in (row.low, row.high):
            items.append(Text(at, y - 5, f"{float(row.soft) * 100:g}", 11, colour="muted", anchor="middle"))
    if row.share is not None:
        items.append(_bar(left, y + 11, span * float(row.share), 20, row.colour, patterns=patterns))
    items += [
        Text(0, y + 18, row.name, 13, True, width=_LABEL - 12),
        Text(0, y + 35, row.caption, 12, colour="muted", width=_LABEL - 12),
        Text(width, y + 18, row.figure, 13, True, anchor="end"),
        Text(width, y + 35, row.margin, 12, colour="muted", anchor="end"),
    ]
    return items


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One bar of the financing: label, amounts by certainty (minor units), what it must reach, text at the right."""

    name: str
    confirmed: int
    applied: int
    planned: int
    needed: int
    figure: str
    colour: int
    warn: bool = False


def financing_bars(
    rows: Sequence[MoneyRow], width: float, *, half: bool = True, label: float = 108, figure: float = 0
) -> Picture:
    """Return bars of confirmed (solid), applied (hatched), planned (outline) and open (dashed) money, on one scale.

    Hue says who, fill style says how sure. The upright rule marks half of what is needed.
    """
    # Wide enough for the longest word a language has for "confirmed".
    figure = figure or 14 + 6.6 * max([len(r.figure) for r in rows] or [0])
    left, span = label, max(width - label - figure, 40)
    longest = max([max(r.needed, r.confirmed + r.applied + r.planned) for r in rows] or [1]) or 1
    items: list[Item] = []
    y = 2.0
    for row in rows:
        scale = span / longest
        x = left
        ink, fill = f"partner-{row.colour}-ink", f"partner-{row.colour}-fill"
        for amount, style in ((row.confirmed, "solid"), (row.applied, "stripes"), (row.planned, "outline")):
            part = amount * scale
            if part > 0:
                items.append(
                    Rect(
                        x,
                        y,
                        part,
                        20,
                        fill=fill if style == "solid" else "surface",
                        stroke=ink,
                        hatch="stripes" if style == "stripes" else "solid",
                        hatch_colour=ink,
                    )
                )
                x += part
        gap = row.needed * scale - (x - left)
        if gap > 0.5:
            items.append(Rect(x, y, gap, 20, stroke=ink, dash=True))
        if half and row.needed:
            at = left + row.needed * scale / 2
            items.append(Line(at, y - 3, at, y + 23, "text", 1.5))
        items += [
            Text(0, y + 14.5, row.name, 12, width=label - 8),
            Text(width, y + 14.5, row.figure, 12, True, "not-met" if row.warn else "text", "end"),
        ]
        y += 31
    return Picture(width, y - 4, tuple(items))


def status_swatch(status: str, colour: int) -> tuple[Item, ...]:
    """Return the 18 by 10 sign of a source's certainty in a partner's hue."""
    ink, fill = f"partner-{colour}-ink", f"partner-{colour}-fill"
    if status == "confirmed":
        return (Rect(0, 0, 18, 10, fill=fill, stroke=ink),)
    if status == "applied":
        return (Rect(0, 0, 18, 10, fill="surface", stroke=ink, hatch="stripes", hatch_colour=ink),)
    if status == "planned":
        return (Rect(0, 0, 18, 10, fill="surface", stroke=ink),)
    return (Rect(0, 0, 18, 10, stroke=ink, dash=True),)


def comparison(
    pays: Fraction | None, spend: Fraction | None, points: Fraction | None, width: float, colour: int
) -> Picture:
    """Return one line of the three axes side by side: upright bar pays, ring spend, diamond points."""
    ink, fill = f"partner-{colour}-ink", f"partner-{colour}-fill"
    items: list[Item] = [Line(0, 9, width, 9, "hairline")]
    if spend is not None:
        items.append(Circle(float(spend) * width, 9, 5, "surface", ink, 2))
    if points is not None:
        x = float(points) * width
        items.append(Shape(((x, 3.5), (x + 5.5, 9), (x, 14.5), (x - 5.5, 9)), fill, ink))
    if pays is not None:
        x = float(pays) * width
        items.append(Rect(x - 1.75, 2, 3.5, 14, fill=ink))
    return Picture(width, 18, tuple(items))


@dataclass(frozen=True, slots=True)
class PointsCell:
    """One element of the points strip: its label, how many points, the colour of the country it counts for (None: none)."""

    label: str
    points: int
    colour: int | None


def points_strip(cells: Sequence[PointsCell], width: float, *, patterns: bool = False) -> Picture:
    """Return the points test as a row of boxes, one a point, in the colours of the countries that bring them."""
    total = sum(c.points for c in cells) or 1
    step = width / total
    items: list[Item] = []
    x = 0.0
    for cell in cells:
        for number in range(cell.points):
            left = x + number * step
            if cell.colour is None:
                items.append(Rect(left + 1, 0, step - 3, 20, stroke="control", dash=True))
            else:
                items.append(_bar(left + 1, 0, step - 3, 20, cell.colour, patterns=patterns))
        middle = x + cell.points * step / 2
        items.append(
            Text(
                middle, 34, cell.label, 11, colour="muted", anchor="middle", width=max(cell.points * step - 2, step + 4)
            )
        )
        x += cell.points * step
    return Picture(width, 38, tuple(items))


def state_sign(state: str) -> tuple[Item, ...]:
    """Return the 16 by 16 sign of a state; outlines differ, so that they survive grey.

    met: disc with tick; discretion: diamond with !; not_met: square with x; unknown: dashed ring with ?; duty: flag;
    notice: ring with i.
    """
    if state == "met":
        return (
            Circle(8, 8, 7, "met"),
            Shape(((4.8, 8.2), (7.2, 10.6), (11.4, 5.6)), stroke="on-state", line=1.8, closed=False),
        )
    if state == "discretion":
        return (
            Shape(((8, 0.6), (15.4, 8), (8, 15.4), (0.6, 8)), "consent"),
            Line(8, 4.4, 8, 9.2, "on-state", 1.8),
            Circle(8, 11.6, 1.05, "on-state"),
        )
    if state == "not_met":
        return (
            Rect(1.5, 1.5, 13, 13, "not-met"),
            Line(5, 5, 11, 11, "on-state", 1.8),
            Line(11, 5, 5, 11, "on-state", 1.8),
        )
    if state == "unknown":
        return (*_dashed_ring("unknown"), Text(8, 11.6, "?", 10.5, True, "unknown", "middle"))
    if state == "duty":
        return (
            Line(3.5, 1.5, 3.5, 14.5, "muted", 1.4),
            Shape(((3.5, 2.5), (12.5, 2.5), (10.5, 5.5), (12.5, 8.5), (3.5, 8.5)), stroke="muted", line=1.4),
        )
    return (Circle(8, 8, 6.3, None, "muted", 1.4), Line(8, 7.2, 8, 11.4, "muted", 1.6), Circle(8, 4.8, 0.95, "muted"))


def _dashed_ring(role: str) -> tuple[Item, ...]:
    arcs: list[Item] = []
    for number in range(8):
        start = number * pi / 4
        points = tuple(
            (8 + 6.5 * cos(start + step * pi / 32), 8 + 6.5 * sin(start + step * pi / 32)) for step in range(5)
        )
        arcs.append(Shape(points, stroke=role, line=1.5, closed=False))
    return tuple(arcs)
