"""The grid: a frozen tree beside a scrolling one on the same model, a two-level head, and the delegate for all cell states."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from coprod_desktop.domain.pictures.charts import state_sign
from coprod_desktop.ui.models.budget import BOLD, CODE, FIRST, STATE, TITLE, TOTAL, BudgetModel
from coprod_desktop.ui.painting import paint
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme, font

ROW = 26
_DISPLAY, _ALIGN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole
_SELECTED, _CURRENT = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_HasFocus


class CellDelegate(QStyledItemDelegate):
    """Paints set, inherited, worked-out, empty, invalid, current and selected cells; edits with all selected."""

    def __init__(self, grid: BudgetGrid) -> None:
        super().__init__(grid)
        self.grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        r: QRect = option.rect  # type: ignore[attr-defined]
        state = index.data(STATE)
        selected = bool(option.state & _SELECTED)  # type: ignore[attr-defined]
        model = index.model()
        root = isinstance(model, BudgetModel) and model.budget is not None and index.internalId() == model.budget.root
        current = self.grid.current == (index.internalId(), index.column())
        if state == "invalid":
            painter.fillRect(r, Theme.colour("not-met-bg"))
        elif selected and not current:
            painter.fillRect(r, Theme.colour("selection"))
        elif root:
            painter.fillRect(r, Theme.colour("sunken"))
        painter.setPen(QPen(Theme.colour("hairline"), 1))
        painter.drawLine(r.left(), r.bottom(), r.right(), r.bottom())
        text = index.data(_DISPLAY) or ""
        bold = bool(index.data(BOLD)) and state != "inherited"
        role = "text"
        if state in ("inherited", "nothing", "set-nothing") or text == "–":
            role = "muted" if selected else "faint"
        if index.column() >= FIRST and bool(index.data(BOLD)) and state == "inherited":
            bold = False
        made = font(12, bold=bold)
        painter.setFont(made)
        painter.setPen(Theme.colour(role))
        inner = r.adjusted(8, 0, -8, 0)
        right = bool(index.data(_ALIGN) & int(Qt.AlignmentFlag.AlignRight))
        shown = QFontMetrics(made).elidedText(str(text), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(
            inner,
            int(Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)),
            shown,
        )
        if state == "worked" and right and text != "–":
            width = QFontMetrics(made).horizontalAdvance(shown)
            pen = QPen(Theme.colour("muted"), 1, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawLine(inner.right() - width, r.center().y() + 9, inner.right(), r.center().y() + 9)
        if state in ("set", "set-nothing"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Theme.colour("accent"))
            painter.drawPolygon(
                QPolygonF([QPointF(r.left(), r.top()), QPointF(r.left() + 6, r.top()), QPointF(r.left(), r.top() + 6)])
            )
        if state == "invalid":
            painter.setPen(QPen(Theme.colour("not-met"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(r.adjusted(1, 1, -2, -2))
            painter.save()
            painter.translate(r.left() + 5, r.top() + 5)
            paint(painter, state_sign("not_met"))
            painter.restore()
        elif current:
            painter.setPen(QPen(Theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(r.adjusted(1, 1, -2, -2))

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFont(font(12))
        editor.setStyleSheet(
            f"border: 2px solid {Theme.name('accent')}; border-radius: 0; padding: 0 6px; min-height: 0; background: {Theme.name('surface')};"
        )
        if index.data(_ALIGN) & int(Qt.AlignmentFlag.AlignRight):
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal) or ""))
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()


class PartnerHeader(QHeaderView):
    """Two levels: the partner over its pair of columns, under a bar in the partner's colour; single names elsewhere."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.session = session
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(44)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 52)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, Theme.colour("sunken"))
        model = self.model()
        assert isinstance(model, BudgetModel)
        partner = model.partner_at(section)
        plan = model.plan
        if partner is not None and plan is not None:
            number = (section - FIRST) // 2
            painter.fillRect(rect.left(), rect.top(), rect.width(), 4, Theme.colour(f"partner-{number}-fill"))
            pair = self._pair(section)
            self._partner_name(painter, rect, pair, number)
            if section == (
                FIRST + 2 * number + 1 if not self.isSectionHidden(FIRST + 2 * number + 1) else FIRST + 2 * number
            ):
                painter.setPen(Theme.colour("hairline-strong"))
                painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.setFont(font(11))
        painter.setPen(Theme.colour("muted"))
        align = (
            Qt.AlignmentFlag.AlignLeft
            if section in (CODE, TITLE) or section > model.remaining
            else Qt.AlignmentFlag.AlignRight
        )
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        painter.drawText(rect.adjusted(8, 28, -8, -4), int(align | Qt.AlignmentFlag.AlignBottom), text)
        painter.setPen(Theme.colour("hairline"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.restore()

    def _pair(self, section: int) -> QRect:
        first = FIRST + 2 * ((section - FIRST) // 2)
        shown = [s for s in (first, first + 1) if not self.isSectionHidden(s)]
        left = self.sectionViewportPosition(shown[0])
        return QRect(left, 4, sum(self.sectionSize(s) for s in shown), 26)

    def _partner_name(self, painter: QPainter, rect: QRect, pair: QRect, number: int) -> None:
        model = self.model()
        assert isinstance(model, BudgetModel)
        assert model.plan is not None
        partner = model.plan.partners[number]
        painter.save()
        painter.setClipRect(rect)
        tag = QRect(pair.left() + 8, pair.top() + 5, 24, 16)
        painter.setPen(Theme.colour(f"partner-{number}-ink"))
        painter.setFont(font(11, bold=True))
        painter.drawRoundedRect(tag, 2, 2)
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), partner.country)
        painter.setPen(Theme.colour("text"))
        painter.setFont(font(12, bold=True))
        room = pair.adjusted(38, 4, -6, 0)
        name = QFontMetrics(painter.font()).elidedText(partner.company, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), name)
        painter.restore()


class _Tree(QTreeView):
    """One half of the grid; both halves share model, selection and rows."""

    def __init__(self, grid: BudgetGrid, name: str) -> None:
        super().__init__(grid)
        self.grid = grid
        self.setAccessibleName(name)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemsExpandable(True)
        self.setTabKeyNavigation(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.grid.key(event):
            super().keyPressEvent(event)

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        model = self.grid.model
        node = model.node(index)
        if node is None:
            return
        if model.budget is not None and node.id == model.budget.root:
            painter.fillRect(rect, Theme.colour("sunken"))
        painter.setPen(Theme.colour("hairline"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if node.is_line or not model.rowCount(model.index_of(node.id)):
            return
        x, y = rect.right() - 4, rect.center().y()
        points = (
            ((-4, -2), (0, 2), (4, -2)) if self.isExpanded(model.index_of(node.id)) else ((-2, -4), (2, 0), (-2, 4))
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Theme.colour("muted"), 1.4))
        painter.drawPolyline(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in points]))
        painter.restore()


class BudgetGrid(QWidget):
    """The budget grid as a whole."""

    selection_changed = Signal()

    def __init__(self, session: Session, model: BudgetModel) -> None:
        super().__init__()
        self.session, self.model = session, model
        self.current: tuple[int, int] | None = None
        self.on_paste: Callable[[str], None] | None = None
        self.on_fill: Callable[[], None] | None = None
        self.on_clear: Callable[[], None] | None = None
        said = session.words
        self.left, self.right = _Tree(self, said("Budget rows")), _Tree(self, said("Budget split"))
        delegate = CellDelegate(self)
        for view in (self.left, self.right):
            view.setModel(model)
            view.setHeader(PartnerHeader(session, view))
            view.setItemDelegate(delegate)
            view.setRootIsDecorated(view is self.left)
            view.setIndentation(14 if view is self.left else 0)
        self.left.setTreePosition(TITLE)
        self.right.setSelectionModel(self.left.selectionModel())
        self.left.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.left.verticalScrollBar().valueChanged.connect(self.right.verticalScrollBar().setValue)
        self.right.verticalScrollBar().valueChanged.connect(self.left.verticalScrollBar().setValue)
        self.left.expanded.connect(self.right.expand)
        self.left.collapsed.connect(self.right.collapse)
        self.left.clicked.connect(self._toggle)
        self.left.selectionModel().currentChanged.connect(self._moved)
        self.left.selectionModel().selectionChanged.connect(lambda _a, _b: self.selection_changed.emit())
        self.show_amounts, self.show_percent = True, True
        model.modelReset.connect(self.arrange)
        self.arrange()

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current = (current.internalId(), current.column()) if current.isValid() else None
        view = self.left if current.column() < FIRST else self.right
        view.scrollTo(current)
        self.left.viewport().update()
        self.right.viewport().update()

    def _toggle(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if (
            node is not None
            and not node.is_line
            and index.column() == TITLE
            and QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
        ):
            first = self.model.index_of(node.id)
            self.left.setExpanded(first, not self.left.isExpanded(first))

    def arrange(self) -> None:
        """Set columns and expand the film and its sections."""
        count = self.model.columnCount()
        for column in range(count):
            frozen = column < FIRST
            self.left.setColumnHidden(column, not frozen)
            self.right.setColumnHidden(column, frozen or self._hidden(column))
        self.left.setColumnWidth(CODE, 70)
        self.left.setColumnWidth(TITLE, 238)
        self.left.setColumnWidth(TOTAL, 108)
        for column in range(FIRST, count):
            partner = self.model.partner_at(column)
            single = partner is not None and not (self.show_amounts and self.show_percent)
            width = (
                148
                if single
                else 66
                if partner and not partner[1]
                else 100
                if partner
                else 84
                if column == self.model.remaining
                else 104
            )
            self.right.setColumnWidth(column, width)
        root = self.model.index(0, 0)
        if root.isValid():
            self.left.expand(root)
            self.right.expand(root)
        self.left.setFixedWidth(70 + 238 + 108 + 1)
        self._place()

    def _hidden(self, column: int) -> bool:
        partner = self.model.partner_at(column)
        return partner is not None and (
            (partner[1] and not self.show_amounts) or (not partner[1] and not self.show_percent)
        )

    def resizeEvent(self, event: object) -> None:
        self._place()

    def _place(self) -> None:
        frozen = 417
        self.left.setGeometry(0, 0, frozen, self.height())
        self.right.setGeometry(frozen, 0, max(self.width() - frozen, 0), self.height())
        # The right view may show a horizontal bar; the frozen one keeps the same number of rows in sight.
        bar = self.right.horizontalScrollBar()
        self.left.setViewportMargins(
            0, self.left.header().sizeHint().height(), 0, bar.sizeHint().height() if bar.maximum() else 0
        )

    def expand_all(self, expand: bool = True) -> None:
        """Open or close every section."""
        if expand:
            self.left.expandAll()
            self.right.expandAll()
        else:
            self.left.collapseAll()
            self.right.collapseAll()
            self.left.expand(self.model.index(0, 0))
            self.right.expand(self.model.index(0, 0))

    def select(self, node: int, column: int) -> None:
        """Make a cell the current and only selected one."""
        index = self.model.index_of(node, column)
        self.left.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selected(self) -> list[QModelIndex]:
        """Return the selected cells in reading order."""
        order = (
            {node.id: n for n, node in enumerate(self.model.budget.below(self.model.budget.root))}
            if self.model.budget
            else {}
        )
        return sorted(
            self.left.selectionModel().selectedIndexes(), key=lambda i: (order.get(i.internalId(), 0), i.column())
        )

    def key(self, event: QKeyEvent) -> bool:
        """Handle the keys both halves share; returns whether it was one of them."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        index = self.left.selectionModel().currentIndex()
        if control and event.key() == Qt.Key.Key_C:
            self.copy()
        elif control and event.key() == Qt.Key.Key_V and self.on_paste:
            self.on_paste(QGuiApplication.clipboard().text())
        elif control and event.key() == Qt.Key.Key_D and self.on_fill:
            self.on_fill()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not control and self.on_clear:
            self.on_clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and index.isValid():
            view = self.left if index.column() < FIRST else self.right
            view.edit(index)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not control and index.isValid():
            self._step(
                index,
                1 if event.key() == Qt.Key.Key_Right else -1,
                bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier),
            )
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and index.isValid():
            self._step(index, 1 if event.key() == Qt.Key.Key_Tab else -1, False)
        else:
            return False
        return True

    def _step(self, index: QModelIndex, by: int, extend: bool) -> None:
        column = index.column() + by
        while 0 <= column < self.model.columnCount():
            if column < FIRST or not self.right.isColumnHidden(column):
                target = index.siblingAtColumn(column)
                flag = (
                    QItemSelectionModel.SelectionFlag.Select
                    if extend
                    else QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                self.left.selectionModel().setCurrentIndex(target, flag)
                (self.left if column < FIRST else self.right).setFocus()
                return
            column += by

    def copy(self) -> None:
        """Copy the selected cells as a block that Excel takes."""
        rows: dict[int, dict[int, str]] = {}
        for index in self.selected():
            value = index.data(Qt.ItemDataRole.EditRole) if index.column() >= FIRST else index.data(_DISPLAY)
            rows.setdefault(index.internalId(), {})[index.column()] = str(value or "")
        columns = sorted({c for cells in rows.values() for c in cells})
        text = "\n".join("\t".join(cells.get(c, "") for c in columns) for cells in rows.values())
        QGuiApplication.clipboard().setText(text)
