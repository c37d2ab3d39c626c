"""Import a budget: the workbook as it is, how each row was read, whether it adds up, the open questions."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGridLayout,
    QMenu,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coprod_desktop.actions.importing import accept, propose_budget
from coprod_desktop.domain.money import Money
from coprod_desktop.errors import CoprodError
from coprod_desktop.exchange.proposal import Proposal, RowKind
from coprod_desktop.exchange.workbook import Workbook, column_letter
from coprod_desktop.ui.parts.basics import button, clear, label, line, pane, row, scrolled
from coprod_desktop.ui.parts.fields import combo
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme, font

_DISPLAY = Qt.ItemDataRole.DisplayRole
_KIND = Qt.ItemDataRole.UserRole
_BAR = {RowKind.HEADER: "accent", RowKind.SECTION: "text", RowKind.LINE: "control", RowKind.TOTAL: "hairline-strong"}

ROW_WORDS = {
    RowKind.HEADER: "header",
    RowKind.SECTION: "section",
    RowKind.LINE: "line",
    RowKind.TOTAL: "total",
    RowKind.LEFT_OUT: "left out",
}
CHOICE_WORDS = {
    "keep": "keep",
    "leave them out": "leave them out",
    "save it first": "save it first",
    "correct them first": "correct them first",
}
COLUMN_WORDS = {
    "code": "code",
    "title": "title",
    "quantity": "quantity",
    "unit": "unit",
    "factor": "factor",
    "rate": "rate",
    "subtotal": "subtotal",
    "total": "total",
    "amount": "amount",
    "currency": "currency",
    "percent": "percent",
    "note": "note",
    "other": "not read",
}


class RowsModel(QAbstractTableModel):
    """The rows of the sheet with how each was read, and its own cells."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.proposal: Proposal | None = None
        self.workbook: Workbook | None = None
        self.columns: list[int] = []

    def show_proposal(self, workbook: Workbook, proposal: Proposal) -> None:
        """Show a reading of a sheet."""
        self.beginResetModel()
        self.workbook, self.proposal = workbook, proposal
        self.sheet = next(s for s in workbook.sheets if s.title == proposal.sheet)
        self.columns = sorted({c for cells in self.sheet.rows.values() for c in cells})[:24]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.proposal is None else len(self.proposal.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2 + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != _DISPLAY or self.proposal is None:
            return None
        said = self.session.words
        if section < 2:
            return (said("Row"), said("Read as"))[section]
        column = self.columns[section - 2]
        part = self.proposal.columns.get(column)
        return f"{column_letter(column)}{'  ' + said(COLUMN_WORDS.get(part, part)) if part else ''}"

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> object:
        if not index.isValid() or self.proposal is None:
            return None
        reading = self.proposal.rows[index.row()]
        if role == _KIND:
            return reading.kind
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self.session.words(ROW_WORDS[reading.kind])}: {self.session.words.told(reading.why)}"
        if role != _DISPLAY:
            return None
        if index.column() == 0:
            return str(reading.row)
        if index.column() == 1:
            return self.session.words(ROW_WORDS[reading.kind])
        cell = self.sheet.rows.get(reading.row, {}).get(self.columns[index.column() - 2])
        if cell is None:
            return ""
        if cell.number is not None:
            return self.session.words.decimal(
                cell.number.normalize() if cell.number != cell.number.to_integral() else cell.number.quantize(1)
            )
        return cell.error or cell.text or ("" if cell.value is None else str(cell.value))


class _Delegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        r: QRect = option.rect  # type: ignore[attr-defined]
        kind = index.data(_KIND)
        ground = {RowKind.HEADER: "accent-soft", RowKind.TOTAL: "sunken", RowKind.LEFT_OUT: "background"}.get(
            kind, "surface"
        )
        painter.fillRect(r, Theme.colour(ground))
        painter.setPen(Theme.colour("hairline"))
        painter.drawLine(r.left(), r.bottom(), r.right(), r.bottom())
        if index.column() == 1 and kind in _BAR:
            painter.fillRect(r.left(), r.top(), 4, r.height() - 1, Theme.colour(_BAR[kind]))
        made = font(12, bold=kind in (RowKind.SECTION, RowKind.HEADER, RowKind.TOTAL))
        if kind is RowKind.LEFT_OUT and index.column() > 1:
            made.setStrikeOut(True)
        painter.setFont(made)
        painter.setPen(Theme.colour("faint" if kind is RowKind.LEFT_OUT else "text"))
        text = str(index.data(_DISPLAY) or "")
        number = index.column() > 1 and text[:1].replace("\u2212", "").isdigit()
        align = Qt.AlignmentFlag.AlignRight if number or index.column() == 0 else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            r.adjusted(9, 0, -7, 0),
            int(align | Qt.AlignmentFlag.AlignVCenter),
            QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, r.width() - 16),
        )


class ImportDialog(QDialog):
    """Preview and proof of an import; accepted as one undo step."""

    def __init__(self, session: Session, workbook: Workbook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.workbook = session, workbook
        self.answers: dict[str, str] = {}
        self.sheet_name: str | None = None
        said = session.words
        self.setWindowTitle(said("Import a budget"))
        self.resize(1220, 760)
        self.model = RowsModel(session)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Delegate(self.table))
        self.table.setAccessibleName(said("Rows of the sheet"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(22)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.clicked.connect(self._clicked)
        self.sheets = combo(said("Sheet"), [(s.title, s.title) for s in workbook.sheets if s.rows])
        self.sheets.setMinimumContentsLength(18)
        self.sheets.activated.connect(lambda _index: self._choose_sheet())
        work, column = pane("surface", margins=(20, 18, 20, 12), spacing=8)
        column.addLayout(
            row(label(said("Check what was read"), "title"), None, label(said("Sheet"), "muted"), self.sheets)
        )
        column.addLayout(
            row(label(workbook.name, "muted"), None, label(said("Click how a row was read to change it."), "caption"))
        )
        column.addWidget(self.table, 1)
        self.counts = label("", "muted", wrap=True)
        column.addWidget(self.counts)
        side, self._side = pane("background", margins=(20, 18, 20, 18), spacing=8)
        splitter = QSplitter()
        splitter.addWidget(work)
        splitter.addWidget(scrolled(side, said("Does it add up?")))
        splitter.setSizes([860, 360])
        splitter.setStretchFactor(0, 1)
        self.take = button(said("Import"), self._take, kind="primary")
        foot, foot_layout = pane("sunken", margins=(20, 10, 20, 10))
        foot_layout.addLayout(row(button(said("Cancel"), self.reject), None, self.take))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(splitter, 1)
        layout.addWidget(foot)
        self.proposal = propose_budget(workbook, session.document, answers=self.answers)
        self._show()

    def _propose(self) -> None:
        try:
            self.proposal = propose_budget(
                self.workbook, self.session.document, sheet=self.sheet_name, answers=self.answers
            )
        except CoprodError as fault:
            self.session.told.emit(str(fault))
            self.sheet_name = None
            return
        self._show()

    def _choose_sheet(self) -> None:
        self.sheet_name = str(self.sheets.currentData())
        self.answers = {k: v for k, v in self.answers.items() if k == "currency"}
        self._propose()

    def _clicked(self, index: QModelIndex) -> None:
        """Change how a row was read."""
        if index.column() > 1:
            return
        reading = self.proposal.rows[index.row()]
        menu = QMenu(self)
        for kind in (RowKind.LINE, RowKind.SECTION, RowKind.TOTAL, RowKind.LEFT_OUT):
            action = menu.addAction(self.session.words(ROW_WORDS[kind]))
            action.setCheckable(True)
            action.setChecked(kind is reading.kind)
            action.triggered.connect(lambda _checked=False, k=kind: self._force(reading.row, k))
        menu.exec(self.table.viewport().mapToGlobal(self.table.visualRect(index).bottomLeft()))

    def _force(self, number: int, kind: RowKind) -> None:
        self.answers[f"row:{number}"] = kind.value
        self._propose()

    def _show(self) -> None:
        said, p = self.session.words, self.proposal
        self.sheets.setCurrentIndex(max(self.sheets.findData(p.sheet), 0))
        top = self.table.verticalScrollBar().value()
        self.model.show_proposal(self.workbook, p)
        head = self.table.horizontalHeader()
        for column, least in ((0, 48), (1, 84)):
            self.table.setColumnWidth(column, max(least, head.sectionSizeHint(column) + 8))
        for place, column in enumerate(self.model.columns, start=2):
            self.table.setColumnWidth(
                place, {"title": 300, "amount": 110, "code": 72}.get(p.columns.get(column, ""), 88)
            )
        self.table.verticalScrollBar().setValue(top)
        counts = {kind: sum(r.kind is kind for r in p.rows) for kind in RowKind}
        self.counts.setText(
            said(
                "Sheet “{sheet}”, {all} filled rows: {lines} lines, {sections} sections, {totals} sums, {left} left out. The workbook is only read, never changed.",
                sheet=p.sheet,
                all=len(p.rows),
                lines=counts[RowKind.LINE],
                sections=counts[RowKind.SECTION],
                totals=counts[RowKind.TOTAL],
                left=counts[RowKind.LEFT_OUT] + counts[RowKind.HEADER],
            )
        )
        self.take.setText(said("Import {n} lines", n=p.line_count))
        self._prove()

    def _prove(self) -> None:
        clear(self._side)
        said, p = self.session.words, self.proposal

        def amount(money: Money | None) -> str:
            return "–" if money is None else said.decimal(money.decimal)

        self._side.addWidget(label(said("Does it add up?"), "title"))
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        rows = (
            (said("Sum of what was read, {currency}", currency=p.currency), amount(p.total)),
            (
                said("Total stated in cell {cell}", cell=p.stated_at) if p.stated_at else said("Total stated"),
                amount(p.stated_total),
            ),
            (said("Difference"), amount(p.difference)),
        )
        for number, (name, figure) in enumerate(rows):
            grid.addWidget(label(name, wrap=True), number, 0)
            grid.addWidget(label(figure, "sub", right=True), number, 1)
        self._side.addLayout(grid)
        if p.difference is not None and not p.difference.minor:
            self._side.addWidget(label("✓ " + said("To the cent"), "sub"))
        for warning in p.warnings:
            self._side.addWidget(label("! " + said.told(warning), wrap=True))
        self._side.addWidget(line())
        if p.questions:
            self._side.addWidget(
                label(
                    said("One question") if len(p.questions) == 1 else said("{n} questions", n=len(p.questions)),
                    "title",
                )
            )
        for question in p.questions:
            self._side.addWidget(label(said.told(question.ask), "sub", wrap=True))
            self._side.addWidget(label(said.told(question.evidence), "muted", wrap=True))
            box = QComboBox()
            box.setAccessibleName(said.told(question.ask))
            for choice in question.choices:
                box.addItem(said(CHOICE_WORDS[choice]) if choice in CHOICE_WORDS else choice, choice)
            box.setCurrentIndex(question.choices.index(question.chosen))
            box.activated.connect(lambda _index, q=question.id, b=box: self._answer(q, b.currentData()))
            keep = button(said("Keep"), lambda q=question.id, b=box: self._answer(q, b.currentData()))
            self._side.addLayout(row(box, keep, None))
        self._side.addWidget(line())
        self._side.addLayout(
            row(label(said("Left out"), "title"), None, label(said("{n} entries", n=len(p.left_out)), "muted"))
        )
        reasons: dict[tuple[str, str], list[str]] = {}
        for entry in p.left_out:
            reasons.setdefault((entry.sheet if entry.row is None else "", entry.why), []).append(
                entry.sheet if entry.row is None else str(entry.row)
            )
        for (sheet, why), where in list(reasons.items())[:60]:
            shown = ", ".join(where[:8]) + (" …" if len(where) > 8 else "")
            self._side.addWidget(label(f"{sheet or shown}: {said.told(why)}", "caption", wrap=True))
        self._side.addStretch(1)

    def _answer(self, question: str, choice: str) -> None:
        if question == "sheet":
            self.sheet_name = choice
        self.answers[question] = choice
        self._propose()

    def _take(self) -> None:
        document = self.session.document
        if document is None:
            return
        if self.session.do(accept, self.proposal):
            self.accept()
