"""Small pieces every tab is made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coprod_desktop.ui.theme import dress


class Prose(QLabel):
    """A label whose text wraps and which is as tall as its width makes it, in any layout."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self.heightForWidth(self.width())
        if wanted > 0 and wanted != self.minimumHeight():
            self.setMinimumHeight(wanted)


def label(
    text: str = "", kind: str = "", *, wrap: bool = False, right: bool = False, selectable: bool = False
) -> QLabel:
    """Return a label of plain text (never markup) in one of the kinds of the style sheet."""
    made: QLabel = Prose(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        made.setProperty("kind", kind)
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Elided(QLabel):
    """A line of text that gives way: cut with an ellipsis where its room is short, whole in the tooltip."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def button(text: str, clicked: Callable[[], object], *, image: str = "", kind: str = "") -> QPushButton:
    """Return a push button; ``kind`` primary, link, big or big-primary."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if image:
        dress(made, image, "accent-ink" if "primary" in kind else "text")
    made.clicked.connect(lambda: clicked())
    return made


def flat(name: str, image: str, clicked: Callable[[], object], text: str = "") -> QToolButton:
    """Return a frameless tool button whose name screen readers read."""
    made = QToolButton()
    made.setProperty("kind", "flat")
    dress(made, image)
    made.setToolTip(name)
    made.setAccessibleName(name)
    if text:
        made.setText(text)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.clicked.connect(lambda: clicked())
    return made


def line(vertical: bool = False) -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setProperty("line", "v" if vertical else "h")
    return made


def pane(
    role: str, *, margins: tuple[int, int, int, int] = (24, 20, 24, 20), spacing: int = 8
) -> tuple[QWidget, QVBoxLayout]:
    """Return a pane of a ground colour with its column layout."""
    made = QWidget()
    made.setProperty("pane", role)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return made, layout


def scrolled(inner: QWidget, name: str) -> QScrollArea:
    """Return a pane that scrolls when the window is small."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    area.setAccessibleName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area


def row(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Return a row of widgets; a number is a gap, None a stretch."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        elif isinstance(part, QLayout):
            made.addLayout(part)
        else:
            made.addWidget(part)
    return made


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
        elif item.layout() is not None:
            clear(item.layout())


class FollowingTab(QWidget):
    """A tab that renews itself when the plan changes while it is seen, else when it is next shown."""

    def __init__(self) -> None:
        super().__init__()
        self._behind = False

    def renew(self) -> None:
        """Show the present snapshot."""

    def follow(self) -> None:
        """Renew now, or as soon as the tab is shown."""
        if self.isVisible():
            self.renew()
        else:
            self._behind = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._behind:
            self._behind = False
            self.renew()
