"""The answer by article: the findings of a checked project, or the bare rules of an instrument."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coprod_desktop.domain.assessment import assess
from coprod_desktop.domain.figures import limit_text, margin_text, measured_text, summary
from coprod_desktop.domain.frameworks import Framework, Kind
from coprod_desktop.domain.governing import Standpoint
from coprod_desktop.domain.pictures.charts import state_sign
from coprod_desktop.domain.terms import OUTCOME_WORDS, SPAN_WORDS, STANDING_WORDS, STATE_WORDS
from coprod_desktop.domain.verdicts import Finding
from coprod_desktop.ui.painting import paint
from coprod_desktop.ui.parts.basics import button, label, pane, row, scrolled
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.tabs.treaties.question import Question
from coprod_desktop.ui.theme import Theme, font

_DISPLAY = Qt.ItemDataRole.DisplayRole


class RulesModel(QAbstractTableModel):
    """The findings of a checked project, or the bare rules of an instrument, row by row."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.rows: list[tuple[tuple[str, ...], str, str]] = []

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show a verdict's findings."""
        said = self.session.words
        self.beginResetModel()
        self.rows = []
        for f in findings:
            title = said.law(f.title) + (f", {said.country(f.country)}" if f.country else "")
            cells = (
                f.article or "–",
                title,
                measured_text(f, said),
                limit_text(f, said),
                margin_text(f, said),
                said(STATE_WORDS[f.state]),
            )
            self.rows.append((cells, f.state.value, f"{said.say(f.message)}\n{said.law(f.text)}"))
        self.endResetModel()

    def show_rules(self, framework: Framework, on: date) -> None:
        """Show an instrument's rules with their values on a day."""
        said = self.session.words
        self.beginResetModel()
        self.rows = []
        for rule in framework.rules:
            value = rule.value_on(on)
            data = value.data if value else {}
            limits = (
                [str(data[k]) for k in ("min", "max") if k in data]
                or [f"{data[k]} {said(SPAN_WORDS[k])}" for k in ("months", "weeks", "days") if k in data]
                or ([str(data["threshold"])] if "threshold" in data else [])
            )
            self.rows.append(
                (
                    (
                        rule.article or "–",
                        said.law(rule.title),
                        "",
                        " – ".join(limits),
                        "",
                        value.evidence.confidence if value else said("not on that day"),
                    ),
                    "",
                    said.law(rule.text),
                )
            )
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal and role == _DISPLAY:
            said = self.session.words
            return (said("Article"), said("Rule"), said("This film"), said("Limit"), said("Margin"), said("Finding"))[
                section
            ]
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        cells, state, tip = self.rows[index.row()]
        if role == _DISPLAY:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip
        if role == Qt.ItemDataRole.UserRole:
            return state
        if role == Qt.ItemDataRole.TextAlignmentRole and 2 <= index.column() <= 4:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class _RuleDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        r: QRect = option.rect  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(r, Theme.colour("accent-soft"))
        painter.setPen(Theme.colour("hairline"))
        painter.drawLine(r.left(), r.bottom(), r.right(), r.bottom())
        state = index.data(Qt.ItemDataRole.UserRole)
        left = r.left() + 8
        role = "text"
        if index.column() == 5 and state:
            painter.save()
            painter.translate(left, r.center().y() - 8)
            paint(painter, state_sign(state))
            painter.restore()
            left += 24
            role = {"met": "met", "not_met": "not-met", "discretion": "consent", "unknown": "unknown"}.get(
                state, "muted"
            )
        bold = index.column() == 4 and index.data(_DISPLAY) in ("0", "0.00", "0,00")
        made = font(12, bold=bold)
        painter.setFont(made)
        painter.setPen(Theme.colour("muted" if index.column() in (0, 3) else role))
        text = QFontMetrics(made).elidedText(
            str(index.data(_DISPLAY) or ""), Qt.TextElideMode.ElideRight, r.right() - left - 8
        )
        align = Qt.AlignmentFlag.AlignRight if 2 <= index.column() <= 4 else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            QRect(left, r.top(), r.right() - left - 8, r.height()), int(align | Qt.AlignmentFlag.AlignVCenter), text
        )


class RulesPage(QWidget):
    """One instrument: title, since when and why, every rule by article, its text, sources and caveats."""

    fact_sheet_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self._title = label("", "title", wrap=True)
        self._second = label("", "muted", wrap=True)
        self._status = label("", "sub", wrap=True)
        self.rules = RulesModel(session)
        self.table = QTableView()
        self.table.setModel(self.rules)
        self.table.setItemDelegate(_RuleDelegate(self.table))
        self.table.setAccessibleName(said("Rules by article"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((0, 84), (2, 96), (3, 110), (4, 84), (5, 130)):
            self.table.setColumnWidth(column, width)
        self.table.selectionModel().currentChanged.connect(lambda new, _old: self._show_text(new.row()))
        self._text = label("", "muted", wrap=True, selectable=True)
        self._text.setMinimumHeight(54)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._notes = label("", "caption", wrap=True, selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = row(self._title, button(said("Fact sheet"), self.fact_sheet_asked.emit, image="page"))
        head.setStretch(0, 1)
        column.addLayout(head)
        for part in (self._second, self._status):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self._text)
        notes, notes_layout = pane("surface", margins=(0, 4, 0, 4))
        notes_layout.addWidget(self._notes)
        notes_layout.addStretch(1)
        area = scrolled(notes, said("Sources and caveats"))
        area.setMaximumHeight(120)
        column.addWidget(area)

    def show_instrument(self, point: Standpoint | None, question: Question) -> None:
        """Show one instrument; its findings where the project itself is asked about, else its bare rules."""
        said = self.session.words
        if point is None:
            self._title.setText(
                said("No instrument between these countries is in the library.")
                if len(question.countries) > 1
                else said("Choose two countries or more.")
            )
            for part in (self._second, self._status, self._text, self._notes):
                part.setText("")
            self.rules.show_findings(())
            return
        framework = point.framework
        self._title.setText(said.law(framework.title))
        since = (
            said("In force between these countries since {day}.", day=point.since)
            if point.since
            else said(STANDING_WORDS[point.status]).capitalize() + "."
        )
        reference = f"{framework.reference}." if framework.reference else ""
        self._second.setText(" ".join(t for t in (reference, since, said.say(point.reason)) if t))
        plan = self.session.plan
        same = plan is not None and question.own and set(plan.countries) == set(question.countries)
        verdict = (
            assess(plan, self.session.book, question.on, [framework.id]).verdicts[0]
            if same and plan is not None
            else None
        )
        if verdict is not None and framework.kind is not Kind.AGENCY and not any(f.excludes for f in verdict.findings):
            outcome = said(OUTCOME_WORDS[verdict.outcome])
            self._status.setText(f"{outcome[:1].upper()}{outcome[1:]}: {summary(verdict, said)}")
            self.rules.show_findings(verdict.findings)
        else:
            self._status.setText(said("Governs.") if point.governs else "")
            self.rules.show_rules(framework, question.on)
        sources = [f"[{s.kind}] {s.title or s.url}: {s.url}" for s in framework.sources.values()]
        caveats = [f"! {said.law(c)}" for c in framework.caveats]
        named = [c for c in framework.authorities if c in question.countries]
        authorities = [f"{said.country(c)}: {framework.authorities[c]}" for c in named]
        self._notes.setText("\n".join([*caveats, *authorities, *sources]))
        self._text.setText("")
        self.table.selectRow(0)

    def choose_rule(self, framework: Framework, rule_id: str) -> None:
        """Choose the first row of a rule, where it is shown."""
        title = next((r.title for r in framework.rules if r.id == rule_id), "")
        said = self.session.words.law(title)
        for number, (cells, _, _) in enumerate(self.rules.rows):
            if cells[1].startswith(said):
                self.table.selectRow(number)
                return

    def _show_text(self, row_number: int) -> None:
        self._text.setText(self.rules.rows[row_number][2] if 0 <= row_number < len(self.rules.rows) else "")
