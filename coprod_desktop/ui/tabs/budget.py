"""Budget split: the grid, its tools, the findings drawer; sums of the selection in the status bar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from coprod_desktop.actions import budget as actions
from coprod_desktop.domain.budget import Axis
from coprod_desktop.domain.money import Money
from coprod_desktop.ui.models.budget import FIRST, TITLE, TOTAL, BudgetModel, plain_number
from coprod_desktop.ui.parts.basics import Elided, button, label, pane, row
from coprod_desktop.ui.parts.findings import FindingsDrawer
from coprod_desktop.ui.parts.grid import BudgetGrid
from coprod_desktop.ui.session import Session


class BudgetTab(QWidget):
    """The tab in which a budget is split between partners and countries."""

    import_asked = Signal()
    partner_asked = Signal()
    summed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self.model = BudgetModel(session, self)
        self.grid = BudgetGrid(session, self.model)
        self.grid.on_paste, self.grid.on_fill, self.grid.on_clear = self.paste, self.fill_down, self.clear
        self.grid.selection_changed.connect(self._sum)
        self.drawer = FindingsDrawer(session)
        self.drawer.hide()
        self._caption = Elided()
        self._caption.setProperty("kind", "muted")
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self._find = QLineEdit()
        self._find.setPlaceholderText(said("Find in the budget"))
        self._find.setAccessibleName(said("Find in the budget"))
        self._find.setClearButtonEnabled(True)
        self._find.setMaximumWidth(220)
        self._find.setMinimumWidth(130)
        self._find.textChanged.connect(self._filter)
        tools = row(
            label(said("Budget split"), "title"),
            10,
            self._caption,
            None,
            self._find,
            8,
            self._segments(),
            8,
            button(said("Add partner"), self.partner_asked.emit, image="people"),
            button(said("Add line"), self.add_line, image="plus"),
            button(said("Import"), self.import_asked.emit, image="import"),
        )
        tools.setContentsMargins(16, 8, 16, 8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._empty())
        work = QWidget()
        work.setProperty("pane", "surface")
        work.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self._stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(work)
        self.splitter.addWidget(self.drawer)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([1000, 348])
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        session.changed.connect(lambda _before, _after: self._renew())
        self._renew()

    def _segments(self) -> QWidget:
        said = self.session.words
        box = QWidget()
        buttons = row(spacing=0)
        group = QButtonGroup(self)
        for name, amounts, percent in (
            (said("Percent"), False, True),
            (said("Amount"), True, False),
            (said("Both"), True, True),
        ):
            segment = QToolButton()
            segment.setText(name)
            segment.setCheckable(True)
            segment.setChecked(amounts and percent)
            segment.clicked.connect(lambda _checked=False, a=amounts, p=percent: self._show(a, p))
            group.addButton(segment)
            buttons.addWidget(segment)
        box.setLayout(buttons)
        return box

    def _empty(self) -> QWidget:
        said = self.session.words
        box, layout = pane("surface", margins=(48, 96, 48, 48), spacing=12)
        layout.addWidget(label(said("No budget yet"), "big"))
        layout.addWidget(
            label(
                said("Bring the Excel budget of your line producer, or add a first line by hand."), "muted", wrap=True
            )
        )
        layout.addLayout(
            row(
                button(said("Import a budget workbook"), self.import_asked.emit, image="import", kind="primary"),
                button(said("Add line"), self.add_line, image="plus"),
                None,
            )
        )
        layout.addStretch(1)
        return box

    def _show(self, amounts: bool, percent: bool) -> None:
        self.grid.show_amounts, self.grid.show_percent = amounts, percent
        self.grid.arrange()

    def _filter(self, text: str) -> None:
        self.model.filter(text)
        if text:
            self.grid.expand_all()

    def _renew(self) -> None:
        plan, said = self.session.plan, self.session.words
        budget = plan.budget if plan else None
        self._stack.setCurrentIndex(0 if budget is not None else 1)
        if plan is None or budget is None:
            self._caption.setText("")
            return
        lines = sum(1 for _ in budget.lines())
        source = f"{plan.imported.file}, " if plan.imported else ""
        self._caption.setText(source + said("{n} lines", n=lines))
        self._sum()

    def _sum(self) -> None:
        """Tell the sum of the selected amounts, as a spreadsheet does."""
        plan, said = self.session.plan, self.session.words
        cells = self.grid.selected()
        if plan is None or len(cells) < 2:
            self.summed.emit("")
            return
        total = 0
        for index in cells:
            node = self.model.node(index)
            partner = self.model.partner_at(index.column())
            if node is None:
                continue
            if partner is not None and partner[1]:
                total += plan.sheet.cells.get(node.id, {}).get(partner[0], 0)
            elif index.column() == TOTAL:
                total += plan.sheet.totals.get(node.id, 0)
        amount = said.decimal(Money(total, plan.currency).decimal)
        self.summed.emit(
            said("{n} cells, sum {amount} {currency}", n=len(cells), amount=amount, currency=plan.currency)
        )

    # --- editing by block ----------------------------------------------------------------------------------------

    def paste(self, text: str) -> None:
        """Fill cells from a block copied in Excel, as one undo step, from the current cell to the right and down."""
        if self.grid.current is None or self.model.budget is None or not text:
            return
        node_id, column = self.grid.current
        order = [n.id for n in self.model.budget.below(self.model.budget.root) if self.model.index_of(n.id).isValid()]
        start = order.index(node_id)
        columns = [c for c in range(FIRST, self.model.remaining) if not self.grid.right.isColumnHidden(c)]
        if column not in columns:
            self.session.told.emit(self.session.words("Paste into the partners' columns."))
            return
        percent: list[tuple[int, str, str]] = []
        amounts: list[tuple[int, str, str]] = []
        for down, line in enumerate(text.rstrip("\n").split("\n")):
            for across, value in enumerate(line.rstrip("\r").split("\t")):
                place = columns.index(column) + across
                if start + down < len(order) and place < len(columns):
                    partner = self.model.partner_at(columns[place])
                    assert partner is not None
                    (amounts if partner[1] else percent).append((order[start + down], partner[0], plain_number(value)))
        for cells, as_amount in ((percent, False), (amounts, True)):
            if cells:
                self.session.do(actions.set_shares, cells, as_amount=as_amount)

    def fill_down(self) -> None:
        """Copy the top cell of each selected column into the cells below it, as one undo step."""
        top: dict[int, str] = {}
        cells: dict[bool, list[tuple[int, str, str]]] = {False: [], True: []}
        for index in self.grid.selected():
            partner = self.model.partner_at(index.column())
            if partner is None:
                continue
            if index.column() not in top:
                top[index.column()] = str(index.data(Qt.ItemDataRole.EditRole) or "")
            else:
                cells[partner[1]].append((index.internalId(), partner[0], top[index.column()]))
        for as_amount, wanted in cells.items():
            if wanted:
                self.session.do(actions.set_shares, wanted, as_amount=as_amount)

    def clear(self) -> None:
        """Delete: splits inherit again; whole rows selected by their title are deleted."""
        cells = self.grid.selected()
        rows = [i.internalId() for i in cells if i.column() == TITLE]
        if rows and all(i.column() < FIRST for i in cells):
            self.session.do(actions.delete_rows, list(dict.fromkeys(rows)))
            return
        payer = [i.internalId() for i in cells if self.model.partner_at(i.column())]
        if payer:
            self.session.do(actions.inherit, list(dict.fromkeys(payer)), Axis.PAYER)
        for axis in (Axis.TERRITORY, Axis.SUPPLIER):
            nodes = [i.internalId() for i in cells if self.model.axis_at(i.column()) is axis]
            if nodes:
                self.session.do(actions.inherit, nodes, axis)

    def add_line(self) -> None:
        """Add a line under the current section and edit its title at once."""
        plan = self.session.plan
        if plan is None:
            return
        parent: int | None = None
        if self.grid.current is not None and plan.budget is not None:
            node = plan.budget.nodes.get(self.grid.current[0])
            if node is not None:
                parent = node.parent if node.is_line else node.id
        if not self.session.do(actions.add_row, parent, title=self.session.words("New line"), amount="0"):
            return
        budget = self.session.plan.budget if self.session.plan else None
        if budget is not None:
            newest = max(budget.nodes)
            self.grid.left.expand(self.model.index_of(budget.nodes[newest].parent or budget.root))
            self.grid.select(newest, TITLE)
            self.grid.left.edit(self.model.index_of(newest, TITLE))

    def find(self) -> None:
        """Put the cursor into the search field."""
        self._find.setFocus()
        self._find.selectAll()
