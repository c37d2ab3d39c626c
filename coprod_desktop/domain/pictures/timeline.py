"""The lives of instruments on one axis of years: signed, in force, ended, and the day that is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coprod_desktop.domain.frameworks import Day
from coprod_desktop.domain.governing import Standpoint
from coprod_desktop.domain.pictures.drawing import Item, Line, Picture, Rect, Text

_ROW, _TOP, _NAME = 26, 30, 190
_STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class LifeRow:
    """One instrument: the days of its life (None where none is known), whether a day of force is only bounded."""

    name: str
    signed: date | None
    start: date | None
    end: date | None
    bounded: bool = False
    governs: bool = False


def life_rows(standpoints: Iterable[Standpoint], said: Callable[[str], str]) -> list[LifeRow]:
    """Return a row for every legal ground that was ever signed or in force, in the order given.

    An instrument joined by Parties one by one begins on the day it bound all the countries asked about, where that is
    known. A day known only by its bounds is drawn at its later bound, and marked. ``said`` gives a name in a language.
    """
    rows = []
    for point in standpoints:
        life = point.framework.life
        began = point.since or _drawn(life.provisional) or _drawn(life.in_force)
        signed, ended = _drawn(life.signed), _drawn(life.ended)
        if not point.framework.kind.legal_ground or (signed is None and began is None):
            continue
        bounded = (point.since is None and _only_bounds(life.in_force)) or _only_bounds(life.ended)
        rows.append(LifeRow(said(point.framework.short), signed, began, ended, bounded, point.governs))
    return rows


def timeline(rows: Sequence[LifeRow], day: date, width: float) -> Picture:
    """Draw ``rows`` under an axis of years, with a marker on ``day``.

    Signed and not yet in force is a thin line, in force a bar (dashed at its rim where a day is known by bounds only).
    """
    axis = _Axis.of(rows, day, width)
    bottom = float(_TOP + _ROW * len(rows))
    step = next((s for s in _STEPS if (axis.last - axis.first) / s * 46 <= axis.span), _STEPS[-1])
    items: list[Item] = []
    for year in range(-(-axis.first // step) * step, axis.last + 1, step):
        x = axis.at(date(year, 1, 1))
        items += [
            Line(x, 20, x, bottom, "hairline"),
            Text(x, 13, str(year), 11, colour="muted", anchor="middle"),
        ]
    for number, row in enumerate(rows):
        items += _life(row, _TOP + number * _ROW, axis.at, _NAME + axis.span)
    x = axis.at(day)
    items += [Line(x, 18, x, bottom, "accent", 2), Rect(x - 3.5, 15, 7, 7, fill="accent")]
    return Picture(width, bottom + 6, tuple(items))


def day_at(rows: Sequence[LifeRow], day: date, width: float, x: float) -> date:
    """Return the day under ``x`` of the picture that ``timeline`` draws of the same rows, day and width."""
    axis = _Axis.of(rows, day, width)
    part = min(max((x - _NAME) / axis.span, 0.0), 1.0)
    return date(axis.first, 1, 1) + timedelta(days=round(part * axis.days))


@dataclass(frozen=True, slots=True)
class _Axis:
    """Years ``first`` to ``last`` over ``span`` units, right of the names."""

    first: int
    last: int
    span: float

    @classmethod
    def of(cls, rows: Sequence[LifeRow], day: date, width: float) -> _Axis:
        known = [d for row in rows for d in (row.signed, row.start, row.end) if d is not None]
        return cls(min([*known, day]).year, max([*known, day]).year + 2, max(width - _NAME - 12, 60.0))

    @property
    def days(self) -> int:
        return (date(self.last, 1, 1) - date(self.first, 1, 1)).days

    def at(self, moment: date) -> float:
        return _NAME + self.span * (moment - date(self.first, 1, 1)).days / self.days


def _life(row: LifeRow, y: float, at: Callable[[date], float], right: float) -> list[Item]:
    middle = y + _ROW / 2
    colour = "met" if row.governs else "control"
    items: list[Item] = [Text(0, middle + 4, row.name, 12, row.governs, width=_NAME - 12)]
    end = at(row.end + timedelta(1)) if row.end is not None else right
    if row.signed is not None:
        until = at(row.start) if row.start is not None else end
        if until > at(row.signed):
            items.append(Line(at(row.signed), middle, until, middle, colour, 2, dash=True))
    if row.start is not None and end > at(row.start):
        # A life of a few days is still to be seen.
        length = max(end - at(row.start), 2)
        fill = "met-bg" if row.governs else "sunken"
        items.append(Rect(at(row.start), middle - 6, length, 12, fill=fill, stroke=colour, dash=row.bounded))
    return items


def _drawn(day: Day | None) -> date | None:
    return (day.by or day.after) if day is not None else None


def _only_bounds(day: Day | None) -> bool:
    return day is not None and day.exact is None
