"""Draw lists on the reportlab canvas: the same pictures as on screen, as vectors, with print patterns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reportlab.platypus import Flowable

from coprod_desktop.domain.pictures.drawing import Circle, Item, Line, Picture, Rect, Shape, Text
from coprod_desktop.dossier.type import BOLD, REGULAR, Typesetter, ink

Canvas = Any
"""reportlab's canvas carries no types of its own worth the name."""


def draw(canvas: Canvas, items: Iterable[Item], x: float, top: float, setter: Typesetter, scale: float = 1.0) -> None:
    """Draw items with their origin at (``x``, ``top``), y downwards, scaled."""
    canvas.saveState()
    canvas.translate(x, top)
    canvas.scale(scale, scale)
    for item in items:
        canvas.saveState()
        _DRAW[type(item)](canvas, item, setter)
        canvas.restoreState()
    canvas.restoreState()


def _pen(canvas: Canvas, stroke: str | None, width: float, *, dash: bool = False) -> None:
    if stroke:
        canvas.setStrokeColor(ink(stroke))
    canvas.setLineWidth(width)
    if dash:
        canvas.setDash(3, 3)


def _rect(canvas: Canvas, r: Rect, setter: Typesetter) -> None:
    _pen(canvas, r.stroke, r.line, dash=r.dash)
    if r.fill:
        canvas.setFillColor(ink(r.fill))
    canvas.rect(r.x, -r.y - r.height, r.width, r.height, stroke=0, fill=int(bool(r.fill)))
    if r.hatch != "solid":
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(r.x, -r.y - r.height, r.width, r.height)
        canvas.clipPath(path, stroke=0, fill=0)
        _hatch(canvas, r)
        canvas.restoreState()
    if r.stroke:
        canvas.rect(r.x, -r.y - r.height, r.width, r.height, stroke=1, fill=0)


def _hatch(canvas: Canvas, r: Rect) -> None:
    colour = ink(r.hatch_colour or r.stroke or "text")
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    bottom = -r.y - r.height
    if r.hatch in ("diagonal", "stripes", "crossed"):
        canvas.setLineWidth({"diagonal": 1.0, "stripes": 2.4, "crossed": 0.9}[r.hatch])
        offset = -r.height
        while offset < r.width:
            canvas.line(r.x + offset, bottom, r.x + offset + r.height, bottom + r.height)
            if r.hatch == "crossed":
                canvas.line(r.x + offset, bottom + r.height, r.x + offset + r.height, bottom)
            offset += 6
    elif r.hatch == "dots":
        row = 0
        y = bottom + 3.0
        while y < bottom + r.height:
            x = r.x + (3 if row % 2 == 0 else 6)
            while x < r.x + r.width:
                canvas.circle(x, y, 1.1, stroke=0, fill=1)
                x += 6
            y += 4.5
            row += 1
    else:
        canvas.setLineWidth(1.2)
        step, limit = 6.0, r.width if r.hatch == "vertical" else r.height
        at = 3.0
        while at < limit:
            if r.hatch == "vertical":
                canvas.line(r.x + at, bottom, r.x + at, bottom + r.height)
            else:
                canvas.line(r.x, bottom + at, r.x + r.width, bottom + at)
            at += step


def _line(canvas: Canvas, line: Line, setter: Typesetter) -> None:
    _pen(canvas, line.stroke, line.line, dash=line.dash)
    canvas.line(line.x1, -line.y1, line.x2, -line.y2)


def _shape(canvas: Canvas, shape: Shape, setter: Typesetter) -> None:
    _pen(canvas, shape.stroke, shape.line)
    if shape.fill:
        canvas.setFillColor(ink(shape.fill))
    path = canvas.beginPath()
    path.moveTo(shape.points[0][0], -shape.points[0][1])
    for x, y in shape.points[1:]:
        path.lineTo(x, -y)
    if shape.closed:
        path.close()
    canvas.drawPath(path, stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)))


def _circle(canvas: Canvas, circle: Circle, setter: Typesetter) -> None:
    _pen(canvas, circle.stroke, circle.line)
    if circle.fill:
        canvas.setFillColor(ink(circle.fill))
    canvas.circle(circle.x, -circle.y, circle.radius, stroke=int(bool(circle.stroke)), fill=int(bool(circle.fill)))


def _text(canvas: Canvas, text: Text, setter: Typesetter) -> None:
    shown = setter.clean(text.text)
    if text.width is not None:
        shown = setter.lines(shown, text.size, text.width, bold=text.bold, most=1)[0]
    canvas.setFont(BOLD if text.bold else REGULAR, text.size)
    canvas.setFillColor(ink(text.colour))
    place = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}[text.anchor]
    place(text.x, -text.y, shown)


_DRAW: dict[type, Any] = {Rect: _rect, Line: _line, Shape: _shape, Circle: _circle, Text: _text}


class Drawn(Flowable):
    """A picture in the flow of a page, as wide as the column allows."""

    def __init__(self, picture: Picture, setter: Typesetter, *, scale: float = 1.0, after: float = 8) -> None:
        super().__init__()
        self.picture, self.setter, self.scale, self.after = picture, setter, scale, after

    def __deepcopy__(self, memo: object) -> Drawn:
        # Nothing in it changes; KeepTogether's copies need not copy fonts.
        return self

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.picture.width * self.scale, self.picture.height * self.scale + self.after

    def draw(self) -> None:
        draw(self.canv, self.picture.items, 0, self.picture.height * self.scale + self.after, self.setter, self.scale)
