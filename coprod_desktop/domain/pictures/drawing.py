"""The neutral draw list: rectangles, lines, shapes and texts in logical units, y downwards, colours by role."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; ``hatch`` names a pattern drawn in ``stroke`` over the fill, ``dash`` a dashed outline."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    line: float = 1.0
    hatch: str = "solid"
    hatch_colour: str | None = None
    dash: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    line: float = 1.0
    dash: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A polygon or open path through ``points``."""

    points: tuple[tuple[float, float], ...]
    fill: str | None = None
    stroke: str | None = None
    line: float = 1.0
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around its middle."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    stroke: str | None = None
    line: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """A text on its baseline; ``anchor`` is start, middle or end; ``width`` cuts it with an ellipsis."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False
    colour: str = "text"
    anchor: str = "start"
    width: float | None = None


Item = Rect | Line | Shape | Circle | Text


@dataclass(frozen=True)
class Picture:
    """A finished drawing of ``width`` by ``height`` units."""

    width: float
    height: float
    items: tuple[Item, ...] = field(default_factory=tuple)
