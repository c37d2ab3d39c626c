"""The budget as a tree of rows and a column pair per partner; it reads snapshots and calls actions, nothing else."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coprod_desktop.actions import budget as actions
from coprod_desktop.domain.budget import Axis, Budget, Node
from coprod_desktop.domain.money import Money, money
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.shares import Split, percent_digits
from coprod_desktop.errors import CoprodError
from coprod_desktop.exchange.amounts import read_amount
from coprod_desktop.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
DISPLAY, EDIT, TOOLTIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole
ALIGN, ACCESSIBLE = Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.AccessibleTextRole
STATE = Qt.ItemDataRole.UserRole + 1
"""How a cell stands: ``set``, ``inherited``, ``worked``, ``nothing`` or empty."""
BOLD = Qt.ItemDataRole.UserRole + 2
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
CODE, TITLE, TOTAL, FIRST = 0, 1, 2, 3


class BudgetModel(QAbstractItemModel):
    """Rows of the budget; columns code, title, total, then per cent and amount per partner, remaining, spent in, supplier."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.plan: Plan | None = None
        self.budget: Budget | None = None
        self.wanted: set[int] | None = None
        self._children: dict[int, tuple[int, ...]] = {}
        self._row_of: dict[int, int] = {}
        self.invalid: tuple[int, int, str] | None = None
        session.changed.connect(self._changed)

    # --- shape ---------------------------------------------------------------------------------------------------

    def _changed(self, before: Plan | None, after: Plan | None) -> None:
        same = (
            self.plan is not None
            and after is not None
            and after.scenario_id == self.plan.scenario_id
            and after.partners == self.plan.partners
            and after.currency == self.plan.currency
            and after.budget is not None
            and self.budget is not None
            and after.budget.children is self.budget.children
        )
        self.invalid = None
        if same and self.wanted is None:
            self.plan, self.budget = after, after.budget if after else None
            self._all_changed()
            return
        self.beginResetModel()
        self.plan = after
        self.budget = after.budget if after is not None else None
        self._index_rows()
        self.endResetModel()

    def _index_rows(self) -> None:
        self._children, self._row_of = {}, {}
        if self.budget is None:
            return
        for parent, ids in self.budget.children.items():
            kept = ids if self.wanted is None else tuple(i for i in ids if i in self.wanted)
            self._children[parent] = kept
            for number, node in enumerate(kept):
                self._row_of[node] = number
        self._row_of[self.budget.root] = 0

    def filter(self, words: str) -> None:
        """Show only rows whose code, title or note holds ``words``, with what stands above and below them."""
        self.beginResetModel()
        self.wanted = None
        text = words.casefold().strip()
        if text and self.budget is not None:
            wanted: set[int] = set()
            for node in self.budget.below(self.budget.root):
                if text in f"{node.code} {node.title} {node.note}".casefold():
                    wanted.update(n.id for n in self.budget.below(node.id))
                    parent = node.parent
                    while parent is not None:
                        wanted.add(parent)
                        parent = self.budget.nodes[parent].parent
            self.wanted = wanted
        self._index_rows()
        self.endResetModel()

    def _all_changed(self) -> None:
        # One signal for the whole table: views repaint just what they show.
        if self.budget is not None:
            last = self.columnCount() - 1
            root = self.index(0, 0)
            self.dataChanged.emit(root, self.index(0, last))
            count = self.rowCount(root)
            if count:
                self.dataChanged.emit(self.index(0, 0, root), self.index(count - 1, last, root))

    def node(self, index: Index) -> Node | None:
        """Return the budget row behind an index."""
        if not index.isValid() or self.budget is None:
            return None
        return self.budget.nodes.get(index.internalId())

    def index_of(self, node_id: int, column: int = 0) -> QModelIndex:
        """Return the index of a budget row."""
        if node_id not in self._row_of:
            return QModelIndex()
        return self.createIndex(self._row_of[node_id], column, node_id)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if self.budget is None or row < 0 or column < 0 or column >= self.columnCount():
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(0, column, self.budget.root) if row == 0 else QModelIndex()
        children = self._children.get(parent.internalId(), ())
        return self.createIndex(row, column, children[row]) if row < len(children) else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        node = self.node(index)
        if node is None or node.parent is None:
            return QModelIndex()
        return self.index_of(node.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if self.budget is None:
            return 0
        if not parent.isValid():
            return 1
        return len(self._children.get(parent.internalId(), ())) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return FIRST + 2 * len(self.plan.partners if self.plan else ()) + 3

    # --- columns ---------------------------------------------------------------------------------------------------

    def partner_at(self, column: int) -> tuple[str, bool] | None:
        """Return (partner key, whether it is the amount column), None for other columns."""
        partners = self.plan.partners if self.plan else ()
        place = column - FIRST
        if 0 <= place < 2 * len(partners):
            return partners[place // 2].key, place % 2 == 1
        return None

    @property
    def remaining(self) -> int:
        """The column of what nobody covers yet."""
        return FIRST + 2 * len(self.plan.partners if self.plan else ())

    def axis_at(self, column: int) -> Axis | None:
        """Return the axis of a country column."""
        return {self.remaining + 1: Axis.TERRITORY, self.remaining + 2: Axis.SUPPLIER}.get(column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY or self.plan is None:
            return None
        said = self.session.words
        partner = self.partner_at(section)
        if partner is not None:
            return self.plan.currency if partner[1] else "%"
        names = {
            CODE: said("Code"),
            TITLE: said("Title"),
            TOTAL: said("Total, {currency}", currency=self.plan.currency),
            self.remaining: said("Remaining"),
            self.remaining + 1: said("Spent in"),
            self.remaining + 2: said("Supplier"),
        }
        return names.get(section)

    # --- cells -------------------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        node = self.node(index)
        if node is None or self.session.document is None or self.session.document.read_only:
            return flags
        column = index.column()
        root = self.budget is not None and node.id == self.budget.root
        editable = (
            (column in (CODE, TITLE) and not root)
            or (column == TOTAL and node.is_line)
            or self.partner_at(column)
            or self.axis_at(column)
        )
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        node = self.node(index)
        if node is None or self.plan is None or self.budget is None:
            return None
        column = index.column()
        if role == DISPLAY:
            return self._shown(node, column)
        if role == STATE:
            return self._state(node, column)
        if role == BOLD:
            return not node.is_line
        if role == ALIGN:
            return _LEFT if column in (CODE, TITLE) or self.axis_at(column) else _RIGHT
        if role == EDIT:
            return self._edited(node, column)
        if role in (TOOLTIP, ACCESSIBLE):
            return self._told(node, column)
        return None

    def _shown(self, node: Node, column: int) -> str:
        plan, budget = self.plan, self.budget
        assert plan is not None
        assert budget is not None
        said = self.session.words
        if column == CODE:
            return node.code
        if column == TITLE:
            return node.title or (said("Whole film") if node.id == budget.root else "")
        sheet = plan.sheet
        if column == TOTAL:
            if node.id in sheet.totals:
                return said.decimal(Money(sheet.totals[node.id], plan.currency).decimal)
            return said("no rate") if node.is_line else "–"
        partner = self.partner_at(column)
        if partner is not None:
            key, as_amount = partner
            if as_amount:
                minor = sheet.cells.get(node.id, {}).get(key, 0)
                return said.decimal(Money(minor, plan.currency).decimal) if minor else "–"
            share = self._share(node, key)
            return said.decimal(percent_digits(share * 100)) if share else "–"
        if column == self.remaining:
            left = sheet.cells.get(node.id, {}).get(None, 0)
            return said.decimal(Money(left, plan.currency).decimal) if left else "–"
        axis = self.axis_at(column)
        return self._countries(node, axis) if axis is not None else ""

    def _share(self, node: Node, key: str) -> Fraction | None:
        """A row's share: its split where all below follow it, else what its lines work out at."""
        plan, budget = self.plan, self.budget
        assert plan is not None
        assert budget is not None
        if node.is_line or not self._differs(node, Axis.PAYER):
            split = budget.effective(node.id, Axis.PAYER)
            return split.shares.get(key) if split else None
        if node.id == budget.root:
            share = plan.share(key)
            return share.low if share else None
        total = plan.sheet.totals.get(node.id, 0)
        return Fraction(plan.sheet.cells.get(node.id, {}).get(key, 0), total) if total else None

    def _differs(self, node: Node, axis: Axis) -> bool:
        """Whether anything below a section has a split of its own on the axis."""
        budget = self.budget
        assert budget is not None
        stack = list(budget.children.get(node.id, ()))
        while stack:
            child = budget.nodes[stack.pop()]
            if child.split(axis) is not None:
                return True
            stack.extend(budget.children.get(child.id, ()))
        return False

    def _countries(self, node: Node, axis: Axis) -> str:
        budget = self.budget
        assert budget is not None
        said = self.session.words
        if not node.is_line and self._differs(node, axis):
            return said("Several")
        split = budget.effective(node.id, axis)
        if split is None or not split.shares:
            return "–"
        whole = split.only()
        return said.country(whole) if whole else said("Several")

    def _state(self, node: Node, column: int) -> str:
        budget = self.budget
        assert budget is not None
        if self.invalid is not None and self.invalid[:2] == (node.id, column):
            return "invalid"
        partner = self.partner_at(column)
        axis = Axis.PAYER if partner else self.axis_at(column)
        if axis is None:
            return ""
        own = node.split(axis) is not None
        if own:
            return "set" if not self._nothing(node, partner) else "set-nothing"
        if not node.is_line and self._differs(node, axis):
            return "worked"
        return "nothing" if self._nothing(node, partner) else "inherited"

    def _nothing(self, node: Node, partner: tuple[str, bool] | None) -> bool:
        return partner is not None and not self._share(node, partner[0])

    def _edited(self, node: Node, column: int) -> str:
        plan, budget = self.plan, self.budget
        assert plan is not None
        assert budget is not None
        partner = self.partner_at(column)
        if partner is not None:
            if partner[1]:
                minor = plan.sheet.cells.get(node.id, {}).get(partner[0], 0)
                return f"{Money(minor, plan.currency).decimal:f}" if minor else ""
            split = budget.effective(node.id, Axis.PAYER)
            return dict(split.weights).get(partner[0], "") if split else ""
        if column == TOTAL:
            return node.amount.plain() if node.amount else ""
        axis = self.axis_at(column)
        if axis is not None:
            split = budget.effective(node.id, axis)
            return ", ".join(k if w == "100" else f"{k} {w}" for k, w in split.weights) if split else ""
        return node.code if column == CODE else node.title

    def _told(self, node: Node, column: int) -> str:
        """Where a value comes from and what typing will do."""
        budget, said = self.budget, self.session.words
        assert budget is not None
        if self.invalid is not None and self.invalid[:2] == (node.id, column):
            return self.invalid[2]
        partner = self.partner_at(column)
        axis = Axis.PAYER if partner else self.axis_at(column)
        if axis is None:
            return node.note
        owner = budget.owner(node.id, axis)
        shown = self._shown(node, column)
        if owner == node.id:
            return said("{value}, set here. Delete lets it inherit again.", value=shown)
        if owner is None:
            return (
                said("Nothing is set yet. Type an amount or a percentage.")
                if partner
                else said("Not known yet. Type a country code, or FR 60, IT 40.")
            )
        name = f"{budget.nodes[owner].code} {budget.nodes[owner].title}".strip() or said("Whole film")
        if not node.is_line and self._differs(node, axis):
            return said("{value}, worked out from the rows below.", value=shown)
        return said("{value}, inherited from {name}. Type to override.", value=shown, name=name)

    # --- editing -------------------------------------------------------------------------------------------------------

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        node = self.node(index)
        if node is None or role != EDIT or self.session.document is None or self.plan is None:
            return False
        text = str(value).strip()
        if text == self._edited(node, index.column()).strip():
            return False
        try:
            self._write(node, index.column(), text)
        except CoprodError as fault:
            self.invalid = (node.id, index.column(), str(fault))
            self.dataChanged.emit(index, index)
            self.session.told.emit(str(fault))
            return False
        return True

    def _write(self, node: Node, column: int, text: str) -> None:
        document, plan = self.session.document, self.plan
        assert document is not None
        assert plan is not None
        partner = self.partner_at(column)
        if partner is not None:
            actions.set_share(document, node.id, partner[0], plain_number(text), as_amount=partner[1])
        elif column == TOTAL:
            assert node.amount is not None
            actions.set_amount(document, node.id, money(plain_number(text) or "0", node.amount.currency))
        elif (axis := self.axis_at(column)) is not None:
            if text:
                actions.set_axis(document, [node.id], axis, parse_countries(text))
            else:
                actions.inherit(document, [node.id], axis)
        elif column == CODE:
            actions.set_text(document, node.id, code=text)
        else:
            actions.set_text(document, node.id, title=text)


def plain_number(text: str) -> str:
    """Return what she typed in her own manner (1 234,50) as a plain decimal; shares such as 1/3 or rest stay as they are."""
    body = text.strip().removesuffix("%").strip()
    number = read_amount(body, decimal_comma="," in body and "." not in body) if body else None
    return f"{number:f}" if number is not None else body


def parse_countries(text: str) -> Split:
    """Return the split of ``FR`` or ``FR 60, IT 40``; raises BadPlan."""
    weights = []
    for part in text.replace(";", ",").split(","):
        words = part.split()
        if words:
            code = words[0].upper()
            if len(code) != 2 or not code.isascii() or not code.isalpha():
                raise CoprodError(f"“{words[0]}” is no country code.", "Write FR, or FR 60, IT 40.")
            weights.append((code, words[1] if len(words) > 1 else "rest" if weights else "100"))
    return Split(weights)
