"""Financing: sources by partner with status, evidence and amounts; what is secured, what is open."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coprod_desktop.actions import project as actions
from coprod_desktop.domain.calendar import months_before
from coprod_desktop.domain.financing import Source, SourceType, Status
from coprod_desktop.domain.money import Money, check_currency, money
from coprod_desktop.domain.pictures.charts import MoneyRow, financing_bars, status_swatch
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.shares import percent_digits
from coprod_desktop.domain.terms import SOURCE_WORDS, STATUS_WORDS
from coprod_desktop.errors import CoprodError
from coprod_desktop.ui.models.budget import plain_number
from coprod_desktop.ui.painting import PictureView, paint
from coprod_desktop.ui.parts.basics import FollowingTab, button, clear, label, line, pane, row, scrolled
from coprod_desktop.ui.parts.fields import CountryBox, combo, parse_day
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme, font

_DISPLAY = Qt.ItemDataRole.DisplayRole
_KIND = Qt.ItemDataRole.UserRole + 1
_COLOUR = Qt.ItemDataRole.UserRole + 2
_STATUS = Qt.ItemDataRole.UserRole + 3


class _Row:
    __slots__ = ("cells", "colour", "kind", "source", "status")

    def __init__(
        self, kind: str, cells: tuple[str, ...], colour: int, source: Source | None = None, status: str = ""
    ) -> None:
        self.kind, self.cells, self.colour, self.source, self.status = kind, cells, colour, source, status


def needed_of(plan: Plan, key: str) -> int:
    """Return what a partner has to bring, in minor units."""
    if plan.budget is not None:
        return plan.sheet.cells.get(plan.budget.root, {}).get(key, 0)
    exact = None if plan.partner_amounts is None else plan.partner_amounts.get(key)
    return 0 if exact is None else round(exact)


class SourcesModel(QAbstractTableModel):
    """Sources grouped by partner: a group row, its sources, what is still open."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.rows: list[_Row] = []
        self.renew()

    def renew(self) -> None:
        """Read the present snapshot."""
        self.beginResetModel()
        self.rows = self._made(self.session.plan) if self.session.plan else []
        self.endResetModel()

    def _made(self, plan: Plan) -> list[_Row]:
        said = self.session.words
        rows: list[_Row] = []

        def amount(minor: int) -> str:
            return said.decimal(Money(minor, plan.currency).decimal) if minor else "–"

        for index, partner in enumerate(plan.partners):
            needed = needed_of(plan, partner.key)
            own = [s for s in plan.sources or () if s.partner == partner.key]
            by = {st: plan.financing.by_partner.get((partner.key, st), 0) if plan.financing else 0 for st in Status}
            share = said.percent(percent_digits(_ratio(by[Status.CONFIRMED], needed))) if needed else "–"
            confirmed = said("confirmed {share} of the share", share=share)
            rows.append(
                _Row("group", (f"{partner.country}  {partner.company}", "", confirmed, "", "", amount(needed)), index)
            )
            for source in own:
                converted = plan.rates.convert(source.amount, plan.currency)
                foreign = (
                    "–"
                    if source.amount.currency == plan.currency
                    else f"{said.decimal(source.amount.decimal)} {source.amount.currency}"
                )
                rows.append(
                    _Row(
                        "source",
                        (
                            source.name,
                            said(SOURCE_WORDS[source.type]),
                            said(STATUS_WORDS[source.status]),
                            said.day(source.letter, short=True) if source.letter else "–",
                            foreign,
                            amount(converted.minor) if converted else said("no rate"),
                        ),
                        index,
                        source,
                        source.status.value,
                    )
                )
            open_part = needed - sum(v for st, v in by.items() if st is not Status.REFUSED)
            if open_part > 0:
                rows.append(
                    _Row(
                        "gap",
                        (said("Still open"), "", said("gap"), said("Add a source"), "–", amount(open_part)),
                        index,
                        None,
                        "gap",
                    )
                )
        return rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is Qt.Orientation.Horizontal and role == _DISPLAY:
            said, plan = self.session.words, self.session.plan
            return (
                said("Source"),
                said("Type"),
                said("Status"),
                said("Letter"),
                said("Own currency"),
                plan.currency if plan else "",
            )[section]
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        item = self.rows[index.row()]
        if role == _DISPLAY:
            return item.cells[index.column()]
        return {_KIND: item.kind, _COLOUR: item.colour, _STATUS: item.status}.get(role)


def _ratio(part: int, whole: int) -> Fraction:
    return Fraction(part * 100, whole)


class _Delegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        r: QRect = option.rect  # type: ignore[attr-defined]
        kind, colour, status = index.data(_KIND), index.data(_COLOUR), index.data(_STATUS)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        ground = "selection" if selected else "background" if kind == "group" else "surface"
        painter.fillRect(r, Theme.colour(ground))
        painter.setPen(Theme.colour("hairline"))
        painter.drawLine(r.left(), r.bottom(), r.right(), r.bottom())
        if kind == "group" and index.column() == 0:
            painter.fillRect(r.left(), r.top(), 4, r.height(), Theme.colour(f"partner-{colour}-fill"))
        made = font(12, bold=kind == "group")
        painter.setFont(made)
        painter.setPen(Theme.colour("faint" if kind == "gap" else "text"))
        left = r.left() + (14 if kind == "group" else 30 if index.column() == 0 else 8)
        if index.column() == 2 and status:
            painter.save()
            painter.translate(left, r.center().y() - 5)
            paint(painter, status_swatch(status, colour))
            painter.restore()
            left += 26
        right = index.column() >= 4
        width = r.right() - left - 8
        if kind == "group" and index.column() == 2:
            width = 330
        text = QFontMetrics(made).elidedText(str(index.data(_DISPLAY) or ""), Qt.TextElideMode.ElideRight, width)
        painter.setFont(made)
        painter.setPen(Theme.colour("faint" if kind == "gap" else "text"))
        painter.drawText(
            QRect(left, r.top(), width, r.height()),
            int(Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)),
            text,
        )


class FinancingTab(FollowingTab):
    """The financing plan beside what is secured."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self.model = SourcesModel(session)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setAccessibleName(said("Sources of finance"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(24)
        self.view.setShowGrid(False)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((1, 130), (2, 130), (3, 110), (4, 140), (5, 120)):
            self.view.setColumnWidth(column, width)
        self.view.activated.connect(self._activated)
        self.view.doubleClicked.connect(self._activated)
        self._caption = label("", "muted")
        tools = row(
            label(said("Financing"), "title"),
            10,
            self._caption,
            None,
            button(said("Delete"), self._delete, image="trash"),
            button(said("Add source"), lambda: self._edit(None), image="plus", kind="primary"),
        )
        tools.setContentsMargins(16, 8, 16, 8)
        work, column = pane("surface", margins=(0, 0, 0, 0), spacing=0)
        column.addLayout(tools)
        column.addWidget(self.view, 1)
        self._sums = label("", "sub", right=True)
        foot, foot_layout = pane("sunken", margins=(16, 6, 16, 6))
        foot_layout.addWidget(self._sums)
        column.addWidget(foot)
        side, self._side = pane("surface", margins=(20, 16, 20, 16))
        self.splitter = QSplitter()
        self.splitter.addWidget(work)
        self.splitter.addWidget(scrolled(side, said("What is secured")))
        self.splitter.setSizes([880, 420])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        session.changed.connect(lambda _before, _after: self.follow())
        self.renew()

    def renew(self) -> None:
        """Show the present snapshot."""
        self.model.renew()
        clear(self._side)
        plan, said = self.session.plan, self.session.words
        for number, item in enumerate(self.model.rows):
            span = 3 if item.kind == "group" else 1
            if self.view.columnSpan(number, 2) != span:
                self.view.setSpan(number, 2, 1, span)
        if plan is None:
            return
        total = plan.total
        entries = len(plan.sources or ())
        covers = f", {said.decimal(total.decimal)} {plan.currency} {said('to cover')}" if total else ""
        self._caption.setText(said("{n} entries", n=entries) + covers)
        money_ = plan.financing
        if money_ is None or plan.sources is None:
            self._sums.setText("")
            self._side.addWidget(label(said("No sources yet"), "title"))
            self._side.addWidget(
                label(
                    said("Until a source is entered, the financing counts as not known, not as zero."),
                    "muted",
                    wrap=True,
                )
            )
            self._side.addStretch(1)
            return

        def amount(minor: int) -> str:
            return said.decimal(Money(minor, plan.currency).decimal)

        gap = total.minor - money_.counted if total else 0
        parts = [
            f"{said(STATUS_WORDS[s])} {amount(money_.by_status.get(s, 0))}"
            for s in (Status.CONFIRMED, Status.APPLIED, Status.PLANNED)
        ]
        self._sums.setText("     ".join([*parts, f"{said('gap')} {amount(max(gap, 0))}"]))
        self._side.addWidget(label(said("What is secured"), "title"))
        rows = []
        for index, partner in enumerate(plan.partners):
            needed = needed_of(plan, partner.key)
            by = {s: money_.by_partner.get((partner.key, s), 0) for s in Status}
            share = _ratio(by[Status.CONFIRMED], needed) if needed else None
            figure = said("{share} confirmed", share=said.percent(percent_digits(share))) if share is not None else "–"
            rows.append(
                MoneyRow(
                    said.country(partner.country),
                    by[Status.CONFIRMED],
                    by[Status.APPLIED],
                    by[Status.PLANNED],
                    needed,
                    figure,
                    index,
                    share is not None and share < 50,
                )
            )
        chart = PictureView(said("What is secured"))
        chart.setAccessibleDescription("; ".join(f"{r.name} {r.figure}" for r in rows))
        chart.show_picture(lambda width: financing_bars(rows, width))
        self._side.addWidget(chart)
        self._side.addWidget(
            label(
                said(
                    "Solid: confirmed. Stripes: applied. Outline: planned. Dashed: open. Upright rule: half of the share."
                ),
                "caption",
                wrap=True,
            )
        )
        if money_.unconverted:
            self._side.addWidget(
                label(
                    said("Left out for want of a rate: {sources}.", sources=", ".join(money_.unconverted)),
                    "error",
                    wrap=True,
                )
            )
        self._letters(plan)
        self._side.addStretch(1)

    def _letters(self, plan: Plan) -> None:
        """Confirmed sources whose letter is not dated, or older than six months on the day asked about."""
        said, on = self.session.words, self.session.on
        old = [
            s
            for s in plan.sources or ()
            if s.status is Status.CONFIRMED and (s.letter is None or s.letter < months_before(on, 6))
        ]
        if not old:
            return
        self._side.addWidget(line())
        self._side.addWidget(label(said("Letters that do not count any more"), "title"))
        for source in old:
            when = said.day(source.letter, short=True) if source.letter else said("no date")
            self._side.addLayout(row(label(source.name, wrap=True), None, label(when, "muted")))

    def _activated(self, index: QModelIndex) -> None:
        item = self.model.rows[index.row()]
        plan = self.session.plan
        if plan is not None and item.kind != "group":
            self._edit(item.source, plan.partners[item.colour].key)

    def _edit(self, source: Source | None, partner: str = "") -> None:
        plan = self.session.plan
        if plan is None:
            return
        if not plan.partners:
            self.session.told.emit(
                self.session.words("Add a co-producer first: every source stands on somebody's side.")
            )
            return
        SourceDialog(self.session, source, partner, self).exec()

    def _delete(self) -> None:
        index = self.view.currentIndex()
        source = self.model.rows[index.row()].source if index.isValid() else None
        if source is not None:
            self.session.do(actions.remove_source, source.id)


class SourceDialog(QDialog):
    """One source of finance, added or changed."""

    def __init__(self, session: Session, source: Source | None, partner: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.source = session, source
        said, plan = session.words, session.plan
        assert plan is not None
        self.setWindowTitle(said("Source of finance"))
        self.setMinimumWidth(440)
        self.name = QLineEdit(source.name if source else "")
        self.partner = combo(said("Co-producer"), [(p.key, f"{p.company} ({p.country})") for p in plan.partners])
        self.partner.setCurrentIndex(max(self.partner.findData(source.partner if source else partner), 0))
        self.type = combo(said("Type"), [(t.value, said(SOURCE_WORDS[t])) for t in SourceType])
        self.status = combo(said("Status"), [(s.value, said(STATUS_WORDS[s])) for s in Status])
        self.amount = QLineEdit(source.amount.plain() if source else "")
        self.currency = QLineEdit(source.amount.currency if source else plan.currency)
        self.country = CountryBox(session.words, said("Country"), empty=True)
        self.letter = QLineEdit(source.letter.isoformat() if source and source.letter else "")
        self.letter.setPlaceholderText(said("day of the latest letter, e.g. 2012-11-11"))
        self.scheme = combo(
            said("Fund"),
            [("", "–"), *((f.id, said(f.short)) for f in session.book.frameworks.values() if f.kind.value == "fund")],
        )
        self.note = QLineEdit(source.note if source else "")
        if source is not None:
            self.type.setCurrentIndex(self.type.findData(source.type.value))
            self.status.setCurrentIndex(self.status.findData(source.status.value))
            self.country.choose(source.country)
            self.scheme.setCurrentIndex(max(self.scheme.findData(source.scheme), 0))
        form = QFormLayout()
        form.setSpacing(8)
        for name, widget in (
            (said("Name"), self.name),
            (said("Co-producer"), self.partner),
            (said("Type"), self.type),
            (said("Status"), self.status),
            (said("Amount"), self.amount),
            (said("Currency"), self.currency),
            (said("Country"), self.country),
            (said("Letter"), self.letter),
            (said("Fund"), self.scheme),
            (said("Note"), self.note),
        ):
            widget.setAccessibleName(name)
            form.addRow(name, widget)
        self.fault = label("", "error", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.addLayout(form)
        layout.addWidget(self.fault)
        layout.addLayout(
            row(None, button(said("Cancel"), self.reject), button(said("Save"), self._save, kind="primary"))
        )

    def _save(self) -> None:
        source = self.source
        document = self.session.document
        assert document is not None
        try:
            currency = check_currency(self.currency.text(), self.session.words("Currency"))
            made = Source(
                self.name.text().strip(),
                str(self.partner.currentData()),
                SourceType(self.type.currentData()),
                money(plain_number(self.amount.text()), currency, self.session.words("Amount")),
                Status(self.status.currentData()),
                self.country.code(),
                str(self.scheme.currentData() or ""),
                parse_day(self.letter.text()),
                self.note.text().strip(),
                source.id if source else 0,
                source.rank if source else "",
            )
            actions.put_source(document, made)
        except CoprodError as fault:
            self.fault.setText(str(fault))
            return
        self.accept()
