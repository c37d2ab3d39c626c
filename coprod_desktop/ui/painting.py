"""Draw lists by QPainter: the same pictures as on paper."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from coprod_desktop.domain.pictures.drawing import Circle, Item, Line, Picture, Rect, Shape, Text
from coprod_desktop.ui.theme import Theme, font


def paint(painter: QPainter, items: Iterable[Item]) -> None:
    """Paint items in the painter's own coordinates."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for item in items:
        if isinstance(item, Rect):
            _rect(painter, item)
        elif isinstance(item, Line):
            _pen(painter, item.stroke, item.line, dash=item.dash)
            painter.drawLine(QPointF(item.x1, item.y1), QPointF(item.x2, item.y2))
        elif isinstance(item, Circle):
            _pen(painter, item.stroke, item.line)
            _brush(painter, item.fill)
            painter.drawEllipse(QPointF(item.x, item.y), item.radius, item.radius)
        elif isinstance(item, Shape):
            _pen(painter, item.stroke, item.line)
            _brush(painter, item.fill)
            polygon = QPolygonF([QPointF(x, y) for x, y in item.points])
            if item.closed:
                painter.drawPolygon(polygon)
            else:
                painter.drawPolyline(polygon)
        else:
            _text(painter, item)


def _pen(painter: QPainter, role: str | None, width: float, *, dash: bool = False) -> None:
    if role is None:
        painter.setPen(Qt.PenStyle.NoPen)
        return
    pen = QPen(Theme.colour(role), width)
    if dash:
        pen.setDashPattern([3 / width, 3 / width])
    painter.setPen(pen)


def _brush(painter: QPainter, role: str | None) -> None:
    if role is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(Theme.colour(role))


def _rect(painter: QPainter, r: Rect) -> None:
    area = QRectF(r.x, r.y, r.width, r.height)
    if r.fill:
        painter.fillRect(area, Theme.colour(r.fill))
    if r.hatch != "solid":
        painter.save()
        painter.setClipRect(area)
        painter.setPen(
            QPen(Theme.colour(r.hatch_colour or r.stroke or "text"), {"stripes": 2.4, "crossed": 0.9}.get(r.hatch, 1.1))
        )
        offset = -r.height
        while offset < r.width:
            painter.drawLine(QPointF(r.x + offset, r.y + r.height), QPointF(r.x + offset + r.height, r.y))
            if r.hatch == "crossed":
                painter.drawLine(QPointF(r.x + offset, r.y), QPointF(r.x + offset + r.height, r.y + r.height))
            offset += 6
        painter.restore()
    if r.stroke:
        _pen(painter, r.stroke, r.line, dash=r.dash)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


def _text(painter: QPainter, t: Text) -> None:
    made = font(round(t.size), bold=t.bold)
    metrics = QFontMetricsF(made)
    shown = metrics.elidedText(t.text, Qt.TextElideMode.ElideRight, t.width) if t.width is not None else t.text
    x = t.x
    if t.anchor != "start":
        x -= metrics.horizontalAdvance(shown) / (2 if t.anchor == "middle" else 1)
    painter.setFont(made)
    painter.setPen(Theme.colour(t.colour))
    painter.drawText(QPointF(x, t.y), shown)


class PictureView(QWidget):
    """A picture as a widget; ``make`` is called with the width there is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._picture: Picture | None = None
        self.make: object = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, make: object) -> None:
        """Show what ``make(width)`` draws, now and at every width."""
        self.make = make
        self._renew()

    def _renew(self) -> None:
        if callable(self.make):
            self._picture = self.make(float(max(self.width(), 120)))
            self.setFixedHeight(round(self._picture.height) + 1)
            self.update()

    def resizeEvent(self, event: object) -> None:
        if callable(self.make):
            self._picture = self.make(float(max(self.width(), 120)))

    def sizeHint(self) -> QSize:
        return QSize(320, round(self._picture.height) + 1 if self._picture else 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is not None:
            painter = QPainter(self)
            paint(painter, self._picture.items)
            painter.end()


class Sign(QWidget):
    """A fixed little drawing of 16 by 16, such as a state's sign."""

    def __init__(self, items: Iterable[Item], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = tuple(items)
        self.setFixedSize(17, 17)
        self.setAccessibleName(name)

    def set_items(self, items: Iterable[Item], name: str) -> None:
        """Show another sign."""
        self.items = tuple(items)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, self.items)
        painter.end()
