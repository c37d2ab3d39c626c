"""The list of instruments: name and reference, standing and reason; what governs is ticked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coprod_desktop.domain.frameworks import Kind, Standing
from coprod_desktop.domain.governing import Ground, Standpoint
from coprod_desktop.domain.pictures.charts import state_sign
from coprod_desktop.domain.terms import CERTAINTY_WORDS, INSTRUMENT_WORDS, STANDING_WORDS
from coprod_desktop.ui.painting import paint
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme, font


class _Instruments(QStyledItemDelegate):
    """Two lines an instrument: name and reference, standing and reason; what governs is ticked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 48)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        r: QRect = option.rect  # type: ignore[attr-defined]
        point: Standpoint = index.data(Qt.ItemDataRole.UserRole)
        first, second, third = index.data(Qt.ItemDataRole.UserRole + 1)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(r, Theme.colour("accent-soft"))
            painter.fillRect(r.left(), r.top(), 3, r.height(), Theme.colour("accent"))
        painter.setPen(Theme.colour("hairline"))
        painter.drawLine(r.left(), r.bottom(), r.right(), r.bottom())
        painter.save()
        painter.translate(r.left() + 14, r.top() + 9)
        if point.governs:
            paint(painter, state_sign("met"))
        elif point.maybe:
            paint(painter, state_sign("unknown"))
        else:
            painter.setPen(Theme.colour("control"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if point.framework.kind is Kind.AGENCY:
                painter.translate(8, 1)
                painter.rotate(45)
                painter.drawRect(0, 0, 9, 9)
            elif point.framework.kind.legal_ground:
                painter.drawEllipse(3, 3, 9, 9)
            else:
                painter.drawRect(3, 3, 9, 9)
        painter.restore()
        bold = font(13, bold=point.governs)
        painter.setFont(font(11))
        painter.setPen(Theme.colour("muted"))
        width = QFontMetrics(font(11)).horizontalAdvance(third)
        painter.drawText(r.adjusted(0, 8, -14, 0), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), third)
        painter.setFont(bold)
        painter.setPen(
            Theme.colour(
                "text" if point.governs or point.status in (Standing.IN_FORCE, Standing.PROVISIONAL) else "muted"
            )
        )
        room = r.width() - 38 - width - 26
        painter.drawText(
            r.left() + 38, r.top() + 20, QFontMetrics(bold).elidedText(first, Qt.TextElideMode.ElideRight, room)
        )
        painter.setFont(font(12))
        painter.setPen(Theme.colour("muted"))
        painter.drawText(
            r.left() + 38,
            r.top() + 38,
            QFontMetrics(font(12)).elidedText(second, Qt.TextElideMode.ElideRight, r.width() - 52),
        )


class InstrumentList(QListWidget):
    """Every instrument of the countries asked about, what governs first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setAccessibleName(session.words("Instruments"))
        self.setItemDelegate(_Instruments(self))
        self.setProperty("pane", "background")

    @property
    def point(self) -> Standpoint | None:
        """The instrument chosen, with how it stands."""
        item = self.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def show_ground(self, ground: Ground | None) -> None:
        """Show the instruments of an answer; the one chosen before stays chosen where it is still there."""
        kept = self.point.framework.id if self.point else ""
        self.clear()
        for point in ground.standpoints if ground else ():
            self.addItem(self._item(point))
            if point.framework.id == kept:
                self.setCurrentRow(self.count() - 1)
        if self.currentItem() is None and self.count():
            self.setCurrentRow(0)

    def _item(self, point: Standpoint) -> QListWidgetItem:
        said, framework = self.session.words, point.framework
        status = said(STANDING_WORDS[point.status])
        if point.since and point.status is Standing.IN_FORCE:
            status = said("In force since {day}", day=said.day(point.since, short=True))
        elif point.status in (Standing.IN_FORCE, Standing.PROVISIONAL) and point.certainty.value != "certain":
            status = f"{status} ({said(CERTAINTY_WORDS[point.certainty])})"
        reason = said.say(point.reason)
        # Where it is not in force the reason says so itself.
        alive = point.status in (Standing.IN_FORCE, Standing.PROVISIONAL)
        plain = point.governs or not framework.kind.legal_ground or not alive
        second = f"{said('Governs.') + ' ' if point.governs else ''}{reason if plain else status + '. ' + reason}"
        item = QListWidgetItem(f"{said(framework.short)}: {status}")
        item.setData(Qt.ItemDataRole.UserRole, point)
        third = framework.reference or said(INSTRUMENT_WORDS[framework.kind])
        item.setData(Qt.ItemDataRole.UserRole + 1, (said(framework.short), second, third))
        item.setToolTip(f"{said.law(framework.title)}\n{status}. {reason}")
        return item

    def go(self, framework: str) -> bool:
        """Choose an instrument by its id; returns whether it is in the list."""
        for number in range(self.count()):
            if self.item(number).data(Qt.ItemDataRole.UserRole).framework.id == framework:
                self.setCurrentRow(number)
                return True
        return False
