"""The map of ties and the timeline of lives; both can be touched: a country is added, the day is moved."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from coprod_desktop.domain.pictures.territory import KINDS, country_at, swatch, territory
from coprod_desktop.domain.pictures.timeline import day_at, life_rows, timeline
from coprod_desktop.domain.ties import Tie, ties
from coprod_desktop.library.tiles import tiles
from coprod_desktop.ui.painting import PictureView, Sign
from coprod_desktop.ui.parts.basics import label, pane, row, scrolled
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.tabs.treaties.question import Question

TIE_WORDS = {
    "both": "agreement and convention",
    "agreement": "agreement",
    "convention": "convention",
    "several": "convention, for three countries or more",
    "perhaps": "perhaps: a day is open",
    "none": "none",
}


class _Touched(PictureView):
    """A picture that tells where it is pressed, dragged and released, in its own units."""

    pressed = Signal(float, float)
    moved = Signal(float, float)
    released = Signal(float, float)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(event.position().x(), event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.moved.emit(event.position().x(), event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.released.emit(event.position().x(), event.position().y())


class _MapView(_Touched):
    """The territory map with a tooltip for every country."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.words("Map"))
        self.session = session
        self.ties: dict[str, Tie] = {}
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def at(self, place: QPoint) -> str | None:
        """Return the country under a point."""
        return country_at(tiles(), float(self.width()), place.x(), place.y())

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            code = self.at(event.pos())
            QToolTip.showText(event.globalPos(), self.about(code) if code else "", self)
            return True
        return bool(super().event(event))  # type: ignore[arg-type]

    def about(self, code: str) -> str:
        """Return a country's name and what binds it."""
        said, tie = self.session.words, self.ties.get(code)
        if tie is None:
            return str(said.country(code))
        names = [
            said(self.session.book.frameworks[n].short)
            for n in (*tie.agreements, *tie.conventions, *tie.several, *tie.perhaps)
        ]
        return f"{said.country(code)}: {said(TIE_WORDS[tie.kind])}\n" + "\n".join(names)


class MapPage(QWidget):
    """Countries coloured by what binds them to the first one asked about; a click adds or takes away."""

    country_clicked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        inner, column = pane("surface", margins=(0, 12, 16, 8), spacing=10)
        self._title = label("", "sub", wrap=True)
        self.map = _MapView(session)
        self.map.released.connect(self._clicked)
        legend = []
        for kind in KINDS:
            text = said("chosen") if kind == "chosen" else said(TIE_WORDS[kind])
            legend += [Sign(swatch(kind).items, text), label(text, "caption"), 10]
        column.addWidget(self._title)
        column.addWidget(self.map)
        column.addLayout(row(*legend, None))
        column.addWidget(
            label(said("Every country is one tile, large or small. Click a country to add it."), "caption")
        )
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, said("Map")))

    def show_question(self, question: Question) -> None:
        """Colour the map for the first country asked about."""
        said = self.session.words
        first = question.countries[0] if question.countries else ""
        found = dict(ties(self.session.book, first, question.on, [question.medium])) if first else {}
        self.map.ties = found
        self._title.setText(
            said("What binds other countries to {country} on {day}", country=said.country(first), day=question.on)
            if first
            else said("Click a country to begin.")
        )
        self.map.show_picture(lambda width: territory(tiles(), found, question.countries, width))
        bound = said.listing(said.country(c) for c, t in found.items() if t.kind != "perhaps")
        self.map.setAccessibleDescription(bound)

    def _clicked(self, x: float, y: float) -> None:
        code = country_at(tiles(), float(self.map.width()), x, y)
        if code is not None:
            self.country_clicked.emit(code)


class TimelinePage(QWidget):
    """The lives of the instruments; the marker of the day can be dragged."""

    day_moved = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        inner, column = pane("surface", margins=(0, 12, 16, 8), spacing=8)
        self.timeline = _Touched(said("Instruments over the years"))
        self.timeline.setCursor(Qt.CursorShape.SizeHorCursor)
        self.timeline.pressed.connect(self._dragged)
        self.timeline.moved.connect(self._dragged)
        column.addWidget(self.timeline)
        column.addWidget(
            label(
                said("Bar: in force; dashed rim: a day known by bounds only. Dashed line: signed.")
                + " "
                + said("Drag the marker to ask about another day."),
                "caption",
                wrap=True,
            )
        )
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, said("Timeline")))
        self._question: Question | None = None

    def show_question(self, question: Question) -> None:
        """Draw the lives of what the countries share."""
        self._question = question
        self.timeline.setVisible(question.ground is not None)
        if question.ground is not None:
            lives = life_rows(question.ground.standpoints, self.session.words)
            self.timeline.show_picture(lambda width: timeline(lives, question.on, width))

    def _dragged(self, x: float, _y: float) -> None:
        if self._question is None or self._question.ground is None:
            return
        lives = life_rows(self._question.ground.standpoints, self.session.words)
        day: date = day_at(lives, self._question.on, float(self.timeline.width()), x)
        if day != self._question.on:
            self.day_moved.emit(day)
