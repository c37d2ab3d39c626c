"""Treaty lookup: the question, the instruments, the answer by article; the project checked, the questions answered."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from coprod_desktop.actions.project import set_fact
from coprod_desktop.domain.assessment import assess, questions_that_matter
from coprod_desktop.domain.figures import limit_text, margin_text, measured_text, summary
from coprod_desktop.domain.frameworks import Framework, Kind, Standing
from coprod_desktop.domain.governing import Standpoint, find_ground
from coprod_desktop.domain.pictures.charts import state_sign
from coprod_desktop.domain.pictures.timeline import life_rows, timeline
from coprod_desktop.domain.plan import MEDIA, FactValue
from coprod_desktop.domain.terms import (
    CERTAINTY_WORDS,
    INSTRUMENT_WORDS,
    MEDIUM_WORDS,
    OUTCOME_WORDS,
    SPAN_WORDS,
    STANDING_WORDS,
    STATE_WORDS,
)
from coprod_desktop.domain.verdicts import Finding
from coprod_desktop.errors import CoprodError
from coprod_desktop.exchange.planfile import read_fact
from coprod_desktop.ui.painting import PictureView, paint
from coprod_desktop.ui.parts.basics import FollowingTab, button, clear, label, line, pane, row, scrolled
from coprod_desktop.ui.parts.fields import CountryBox
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme, font

_DISPLAY = Qt.ItemDataRole.DisplayRole


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


class TreatyTab(FollowingTab):
    """Look up instruments for any countries and day; check the project; answer the questions."""

    findings_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self.countries: list[str] = []
        self._own = True
        side, left = pane("background", margins=(0, 16, 0, 0), spacing=8)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addLayout(
            row(
                label(said("Treaty lookup"), "title"),
                None,
                button(said("Check my project"), self.check_project, kind="link"),
            )
        )
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        top.addLayout(self._chips)
        self._add = CountryBox(said, said("Add a country"), empty=True)
        self._add.setItemText(0, said("Add a country"))
        self._add.activated.connect(lambda _index: self._add_country())
        self._day = QDateEdit()
        self._day.setCalendarPopup(True)
        self._day.setLocale(QLocale(said.language))
        self._day.setDisplayFormat("d MMM yyyy")
        self._day.setAccessibleName(said("Day asked about"))
        self._day.dateChanged.connect(lambda _day: self._changed_question())
        self._medium = QComboBox()
        self._medium.setAccessibleName(said("First exploitation"))
        for medium in MEDIA:
            self._medium.addItem(said(MEDIUM_WORDS[medium]), medium)
        self._medium.activated.connect(lambda _index: self._changed_question())
        top.addWidget(self._add)
        top.addLayout(row(self._day, self._medium))
        left.addLayout(top)
        self.list = QListWidget()
        self.list.setAccessibleName(said("Instruments"))
        self.list.setItemDelegate(_Instruments(self.list))
        self.list.setProperty("pane", "background")
        self.list.currentItemChanged.connect(lambda _new, _old: self._show_instrument())
        left.addWidget(self.list, 1)
        right, self._right = pane("surface", margins=(20, 16, 20, 8), spacing=6)
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
        answer = QWidget()
        column = QVBoxLayout(answer)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._title, self._second, self._status):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self._text)
        notes, notes_layout = pane("surface", margins=(0, 4, 0, 4))
        notes_layout.addWidget(self._notes)
        notes_layout.addStretch(1)
        area = scrolled(notes, said("Sources and caveats"))
        area.setMaximumHeight(120)
        column.addWidget(area)
        questions, self._questions = pane("surface", margins=(0, 8, 16, 8), spacing=6)
        self._pages = QStackedWidget()
        self._pages.addWidget(answer)
        self._pages.addWidget(scrolled(questions, said("Questions")))
        lives, lives_layout = pane("surface", margins=(0, 12, 16, 8), spacing=8)
        self.timeline = PictureView(said("Instruments over the years"))
        lives_layout.addWidget(self.timeline)
        lives_layout.addWidget(
            label(
                said("Bar: in force; dashed rim: a day known by bounds only. Dashed line: signed.")
                + " "
                + said("The marker is the day asked about."),
                "caption",
                wrap=True,
            )
        )
        lives_layout.addStretch(1)
        self._pages.addWidget(scrolled(lives, said("Timeline")))
        self.switch = QTabBar()
        self.switch.setAccessibleName(said("Rules or questions"))
        self.switch.addTab(said("Rules by article"))
        self.switch.addTab(said("Questions"))
        self.switch.addTab(said("Timeline"))
        self.switch.setDrawBase(False)
        self.switch.currentChanged.connect(self._pages.setCurrentIndex)
        self._right.addWidget(self.switch)
        self._right.addWidget(self._pages, 1)
        self.splitter = QSplitter()
        self.splitter.addWidget(side)
        self.splitter.addWidget(right)
        self.splitter.setSizes([386, 940])
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        session.changed.connect(lambda _before, _after: self.follow())
        self.check_project()

    # --- the question ------------------------------------------------------------------------------------------------

    def check_project(self) -> None:
        """Ask about the project itself: its countries, day and medium."""
        plan = self.session.plan
        self._own = True
        if plan is not None:
            self.countries = list(plan.countries)
            self._medium.setCurrentIndex(
                max(self._medium.findData(plan.work.media[0] if plan.work.media else "cinema"), 0)
            )
        self._set_day(self.session.on)
        self.switch.setCurrentIndex(0)
        self._renew_list()

    def go(self, framework: str) -> None:
        """Show one instrument's rules."""
        for number in range(self.list.count()):
            if self.list.item(number).data(Qt.ItemDataRole.UserRole).framework.id == framework:
                self.list.setCurrentRow(number)

    def show_questions(self) -> None:
        """Open the list of questions."""
        self.switch.setCurrentIndex(1)

    def _set_day(self, day: date) -> None:
        self._day.blockSignals(True)
        self._day.setDate(QDate(day.year, day.month, day.day))
        self._day.blockSignals(False)

    @property
    def on(self) -> date:
        """The day in the field."""
        chosen = self._day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _changed_question(self) -> None:
        self._own = False
        self._renew_list()

    def _add_country(self) -> None:
        code = self._add.code()
        self._add.setCurrentIndex(0)
        if code and code not in self.countries:
            self.countries.append(code)
            self._changed_question()

    def _remove_country(self, code: str) -> None:
        self.countries.remove(code)
        self._changed_question()

    # --- the answer --------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Follow the project while it is the project that is asked about."""
        if self._own:
            plan = self.session.plan
            self.countries = list(plan.countries) if plan is not None else []
            self._set_day(self.session.on)
        self._renew_list()
        self._renew_questions()

    def _renew_list(self) -> None:
        said = self.session.words
        clear(self._chips)
        for code in self.countries:
            self._chips.addWidget(button(f"{code}  ×", lambda c=code: self._remove_country(c)))
        if not self.countries:
            self._chips.addWidget(label(said("Choose two countries or more."), "muted"))
        self._chips.addStretch(1)
        kept = self.list.currentItem().data(Qt.ItemDataRole.UserRole).framework.id if self.list.currentItem() else ""
        self.list.clear()
        self.timeline.setVisible(len(self.countries) > 1)
        if len(self.countries) < 2:
            self._show_instrument()
            return
        ground = find_ground(self.session.book, self.countries, self.on, [str(self._medium.currentData())])
        lives = life_rows(ground.standpoints, said)
        self.timeline.show_picture(lambda width: timeline(lives, self.on, width))
        for point in ground.standpoints:
            item = QListWidgetItem()
            framework = point.framework
            status = said(STANDING_WORDS[point.status])
            if point.since and point.status is Standing.IN_FORCE:
                status = said("In force since {day}", day=said.day(point.since, short=True))
            elif point.status in (Standing.IN_FORCE, Standing.PROVISIONAL) and point.certainty.value != "certain":
                status = f"{status} ({said(CERTAINTY_WORDS[point.certainty])})"
            reason = said.say(point.reason)
            item.setData(Qt.ItemDataRole.UserRole, point)
            item.setData(
                Qt.ItemDataRole.UserRole + 1,
                (
                    said(framework.short),
                    f"{said('Governs.') + ' ' if point.governs else ''}{reason if point.governs or not framework.kind.legal_ground else status + '. ' + reason}",
                    framework.reference or said(INSTRUMENT_WORDS[framework.kind]),
                ),
            )
            item.setText(f"{said(framework.short)}: {status}")
            item.setToolTip(f"{said.law(framework.title)}\n{status}. {reason}")
            self.list.addItem(item)
            if framework.id == kept:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None and self.list.count():
            self.list.setCurrentRow(0)
        if not self.list.count():
            self._show_instrument()

    def _show_instrument(self) -> None:
        said = self.session.words
        item = self.list.currentItem()
        if item is None:
            self._title.setText(
                said("No instrument between these countries is in the library.")
                if len(self.countries) > 1
                else said("Choose two countries or more.")
            )
            for part in (self._second, self._status, self._text, self._notes):
                part.setText("")
            self.rules.show_findings(())
            return
        point: Standpoint = item.data(Qt.ItemDataRole.UserRole)
        framework = point.framework
        self._title.setText(said.law(framework.title))
        since = (
            said("In force between these countries since {day}.", day=point.since)
            if point.since
            else said(STANDING_WORDS[point.status]).capitalize() + "."
        )
        self._second.setText(" ".join(t for t in (framework.reference, since, said.say(point.reason)) if t))
        plan = self.session.plan
        same = plan is not None and self._own and set(plan.countries) == set(self.countries)
        verdict = (
            assess(plan, self.session.book, self.on, [framework.id]).verdicts[0] if same and plan is not None else None
        )
        if verdict is not None and framework.kind is not Kind.AGENCY and not any(f.excludes for f in verdict.findings):
            outcome = said(OUTCOME_WORDS[verdict.outcome])
            self._status.setText(f"{outcome[:1].upper()}{outcome[1:]}: {summary(verdict, said)}")
            self.rules.show_findings(verdict.findings)
        else:
            self._status.setText(said("Governs.") if point.governs else "")
            self.rules.show_rules(framework, self.on)
        sources = [f"[{s.kind}] {s.title or s.url}: {s.url}" for s in framework.sources.values()]
        caveats = [f"! {said.law(c)}" for c in framework.caveats]
        authorities = [f"{said.country(c)}: {name}" for c, name in framework.authorities.items() if c in self.countries]
        self._notes.setText("\n".join([*caveats, *authorities, *sources]))
        self._text.setText("")
        self.table.selectRow(0)

    def _show_text(self, row_number: int) -> None:
        self._text.setText(self.rules.rows[row_number][2] if 0 <= row_number < len(self.rules.rows) else "")

    # --- the questions -------------------------------------------------------------------------------------------------

    def _renew_questions(self) -> None:
        clear(self._questions)
        said, assessment = self.session.words, self.session.assessment
        keys = questions_that_matter(assessment) if assessment else ()
        self.switch.setTabText(1, said("Questions ({n})", n=len(keys)))
        self._questions.addWidget(
            label(
                said("Only the questions whose answer can change a verdict of this plan on this day."),
                "muted",
                wrap=True,
            )
        )
        for key in keys:
            self._question(key)
        self._questions.addStretch(1)

    def _question(self, key: str) -> None:
        said, plan = self.session.words, self.session.plan
        question = self.session.book.questions.get(key)
        if question is None or plan is None:
            return
        self._questions.addWidget(line())
        self._questions.addWidget(label(said.law(question.ask), "sub", wrap=True))
        if question.hint:
            self._questions.addWidget(label(said.law(question.hint), "muted", wrap=True))
        answer = plan.facts.get(key)
        if question.type == "yes_no":
            yes, no = (
                button(word, lambda k=key, v=value: self._answer(k, v))
                for word, value in ((said("Yes"), True), (said("No"), False))
            )
            for choice, value in ((yes, True), (no, False)):
                choice.setCheckable(True)
                choice.setChecked(answer is value)
                if answer is value:
                    choice.setStyleSheet(f"background: {Theme.name('accent-soft')}; font-weight: 600;")
            clear_it = button(said("Not answered"), lambda k=key: self._answer(k, None), kind="link")
            self._questions.addLayout(row(yes, no, clear_it, None))
        else:
            field = QLineEdit("" if answer is None else str(answer))
            field.setAccessibleName(said.law(question.ask))
            field.setMaximumWidth(260)
            field.editingFinished.connect(lambda k=key, f=field: self._typed(k, f.text()))
            self._questions.addLayout(row(field, None))

    def _answer(self, key: str, value: FactValue | None) -> None:
        self.session.do(set_fact, key, value)

    def _typed(self, key: str, text: str) -> None:
        plan = self.session.plan
        if plan is None:
            return
        try:
            value = read_fact(self.session.book.questions[key], text.strip(), plan.currency) if text.strip() else None
        except CoprodError as fault:
            self.session.told.emit(str(fault))
            return
        if value != plan.facts.get(key):
            self._answer(key, value)
