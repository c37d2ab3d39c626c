"""Looking the law up: instruments side by side, and a free search through every rule."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coprod_desktop.domain.comparison import TOPIC_WORDS, Said, compare
from coprod_desktop.domain.finder import find
from coprod_desktop.domain.frameworks import Standing
from coprod_desktop.domain.terms import CONFIDENCE_WORDS
from coprod_desktop.ui.parts.basics import label, row
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.tabs.treaties.question import Question

MOST_COLUMNS = 6


class _Wrapped(QStyledItemDelegate):
    """Rows as high as their longest cell, the style sheet's padding counted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        table = self.parent()
        assert isinstance(table, QTableWidget)
        room = QRect(0, 0, max(table.columnWidth(index.column()) - 24, 20), 100_000)
        made = index.data(Qt.ItemDataRole.FontRole) or table.font()
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        drawn = QFontMetrics(made).boundingRect(room, flags, str(index.data() or ""))
        return QSize(drawn.width() + 24, drawn.height() + 14)


def _table(name: str) -> QTableWidget:
    made = QTableWidget()
    made.setAccessibleName(name)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setWordWrap(True)
    made.setItemDelegate(_Wrapped(made))
    made.setShowGrid(False)
    made.setAlternatingRowColors(False)
    made.verticalHeader().hide()
    made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made


def _cell(text: str, tip: str = "", *, bold: bool = False) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(tip or text)
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    if bold:
        made = item.font()
        made.setBold(True)
        item.setFont(made)
    return item


class ComparePage(QWidget):
    """What each instrument says on the same topic, those in force first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.table = _table(session.words("Side by side"))
        self._note = label("", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 8)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)

    def show_question(self, question: Question) -> None:
        """Compare the treaties and conventions of the countries on the day."""
        said = self.session.words
        points = question.ground.standpoints if question.ground else ()
        alive = (Standing.IN_FORCE, Standing.PROVISIONAL, Standing.UNKNOWN, Standing.SIGNED)
        kept = [p.framework for p in points if p.framework.kind.legal_ground and p.status in alive]
        shown = kept[:MOST_COLUMNS]
        rows = compare(shown, question.on)
        self.table.clear()
        self.table.setRowCount(len(rows))
        self.table.setColumnCount(1 + len(shown))
        self.table.setHorizontalHeaderLabels(["", *(said(f.short) for f in shown)])
        for number, line in enumerate(rows):
            self.table.setItem(number, 0, _cell(said(TOPIC_WORDS[line.topic]), bold=True))
            for column, cell in enumerate(line.cells, start=1):
                self.table.setItem(number, column, _cell("\n".join(self._said(s) for s in cell) or "–"))
        header = self.table.horizontalHeader()
        for column in range(1, 1 + len(shown)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 150)
        left_out = len(kept) - len(shown)
        self._note.setText(
            said("“–”: nothing was read on it, which is not the same as no rule.")
            + (" " + said("Further instruments not shown: {n}.", n=left_out) if left_out else "")
        )

    def _said(self, part: Said) -> str:
        said = self.session.words
        where = (
            said("Art. {article}", article=part.article) if part.article else said(CONFIDENCE_WORDS[part.confidence])
        )
        text = said.say(part.text)
        return f"{text[:1].upper()}{text[1:]} ({where})"


class SearchPage(QWidget):
    """Words and percentages through every rule of the library: "finance only 10 %"."""

    chosen = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self.field = QLineEdit()
        self.field.setPlaceholderText(said("Words and percentages, e.g. finance only 10 %"))
        self.field.setAccessibleName(said("Search the rules"))
        self.field.setClearButtonEnabled(True)
        self._all = QCheckBox(said("Also what is not in force on the day"))
        self._count = label("", "caption")
        self.table = _table(said("Rules found"))
        self.table.setColumnCount(4)
        self.table.setHorizontalHeaderLabels([said("Instrument"), said("Article"), said("Rule"), said("Text")])
        for column, width in ((0, 190), (1, 80), (2, 210)):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.cellActivated.connect(lambda number, _column: self._open(number))
        self.table.cellDoubleClicked.connect(lambda number, _column: self._open(number))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 8)
        column.addWidget(self.field)
        column.addLayout(row(self._all, None, self._count))
        column.addWidget(self.table, 1)
        # Typing on is cheaper than searching at every key.
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._wait.timeout.connect(self.search)
        self.field.textChanged.connect(lambda _text: self._wait.start())
        self._all.toggled.connect(lambda _on: self.search())
        self._question: Question | None = None
        self._hits: list[tuple[str, str]] = []

    def show_question(self, question: Question) -> None:
        """Search as of another day."""
        self._question = question
        self.search()
        self.field.setFocus()

    def search(self) -> None:
        """Show what the library says to the words typed."""
        if self._question is None:
            return
        said = self.session.words
        found = find(self.session.book, self.field.text(), self._question.on, said)
        hits = [h for h in found if h.in_force or self._all.isChecked()]
        self._hits = [(h.framework.id, h.rule.id if h.rule else "") for h in hits]
        self.table.setRowCount(len(hits))
        for number, hit in enumerate(hits):
            texts = (
                said(hit.framework.short),
                (hit.rule.article or "–") if hit.rule else "",
                said.law(hit.rule.title) if hit.rule else said.law(hit.framework.title),
                said.law(hit.rule.text) if hit.rule else "",
            )
            for column, text in enumerate(texts):
                self.table.setItem(number, column, _cell(text, bold=column == 0))
        self._count.setText(said("Found: {n}", n=len(hits)) if self.field.text().strip() else "")

    def _open(self, number: int) -> None:
        self.chosen.emit(*self._hits[number])
