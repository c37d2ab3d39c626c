"""The tab: countries, day and medium on the left with the instruments they share; the answers on the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QSplitter, QStackedWidget, QTabBar, QVBoxLayout

from coprod_desktop.domain.governing import find_ground
from coprod_desktop.domain.plan import MEDIA
from coprod_desktop.domain.terms import MEDIUM_WORDS
from coprod_desktop.ui.parts.basics import FollowingTab, button, clear, label, pane, row
from coprod_desktop.ui.parts.fields import CountryBox
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.tabs.treaties.changes import ChangesPage
from coprod_desktop.ui.tabs.treaties.facts import FactsPage
from coprod_desktop.ui.tabs.treaties.instruments import InstrumentList
from coprod_desktop.ui.tabs.treaties.lookup import ComparePage, SearchPage
from coprod_desktop.ui.tabs.treaties.pictures import MapPage, TimelinePage
from coprod_desktop.ui.tabs.treaties.question import Question
from coprod_desktop.ui.tabs.treaties.rules import RulesPage

PAGE_TITLES = (
    "Rules by article",
    "Questions",
    "Side by side",
    "Map",
    "Timeline",
    "What would change",
    "Search the rules",
)
RULES, QUESTIONS, COMPARE, MAP, TIMELINE, CHANGES, SEARCH = range(len(PAGE_TITLES))


class TreatyTab(FollowingTab):
    """Look up instruments for any countries and day; check the project; answer the questions."""

    fact_sheet_asked = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self.countries: list[str] = []
        self._own = True
        self.question = Question((), session.on, "cinema", True, None)
        side, left = pane("background", margins=(0, 16, 0, 0), spacing=8)
        left.addLayout(self._question_side())
        self.list = InstrumentList(session)
        self.list.currentItemChanged.connect(lambda _new, _old: self._show_instrument())
        left.addWidget(self.list, 1)
        right, column = pane("surface", margins=(20, 16, 20, 8), spacing=6)
        self.rules, self.facts = RulesPage(session), FactsPage(session)
        self.compare, self.map, self.timeline = ComparePage(session), MapPage(session), TimelinePage(session)
        self.changes, self.search = ChangesPage(session), SearchPage(session)
        self._pages = QStackedWidget()
        for page in (self.rules, self.facts, self.compare, self.map, self.timeline, self.changes, self.search):
            self._pages.addWidget(page)
        self.switch = QTabBar()
        self.switch.setAccessibleName(said("Rules or questions"))
        self.switch.setDrawBase(False)
        self.switch.setExpanding(False)
        for title in PAGE_TITLES:
            self.switch.addTab(said(title))
        self.switch.currentChanged.connect(self._show_page)
        self.facts.counted.connect(lambda n: self.switch.setTabText(QUESTIONS, said("Questions ({n})", n=n)))
        self.rules.fact_sheet_asked.connect(lambda: self.fact_sheet_asked.emit(self.question))
        self.map.country_clicked.connect(self._toggle_country)
        self.timeline.day_moved.connect(self.ask_day)
        self.search.chosen.connect(self._show_rule)
        column.addWidget(self.switch)
        column.addWidget(self._pages, 1)
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

    def _question_side(self) -> QVBoxLayout:
        said = self.session.words
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        check = button(said("Check my project"), self.check_project, kind="link")
        top.addLayout(row(label(said("Treaty lookup"), "title"), None, check))
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
        return top

    # --- the question ------------------------------------------------------------------------------------------------

    def check_project(self) -> None:
        """Ask about the project itself: its countries, day and medium."""
        plan = self.session.plan
        self._own = True
        if plan is not None:
            self.countries = list(plan.countries)
            medium = plan.work.media[0] if plan.work.media else "cinema"
            self._medium.setCurrentIndex(max(self._medium.findData(medium), 0))
        self._set_day(self.session.on)
        self.switch.setCurrentIndex(RULES)
        self._renew_question()

    def go(self, framework: str) -> None:
        """Show one instrument's rules."""
        self.switch.setCurrentIndex(RULES)
        self.list.go(framework)

    def show_questions(self) -> None:
        """Open the list of questions."""
        self.switch.setCurrentIndex(QUESTIONS)

    def ask_day(self, day: date) -> None:
        """Ask the same about another day."""
        self._set_day(day)
        self._changed_question()

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
        self._renew_question()

    def _add_country(self) -> None:
        code = self._add.code()
        self._add.setCurrentIndex(0)
        if code and code not in self.countries:
            self.countries.append(code)
            self._changed_question()

    def _remove_country(self, code: str) -> None:
        self.countries.remove(code)
        self._changed_question()

    def _toggle_country(self, code: str) -> None:
        if code in self.countries:
            self._remove_country(code)
        else:
            self.countries.append(code)
            self._changed_question()

    # --- the answer --------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Follow the project while it is the project that is asked about."""
        if self._own:
            plan = self.session.plan
            self.countries = list(plan.countries) if plan is not None else []
            self._set_day(self.session.on)
        self._renew_question()
        self.facts.renew()

    def _renew_question(self) -> None:
        said = self.session.words
        clear(self._chips)
        for code in self.countries:
            chip = button(f"{code}  ×", lambda c=code: self._remove_country(c))
            chip.setToolTip(said.country(code))
            self._chips.addWidget(chip)
        if not self.countries:
            self._chips.addWidget(label(said("Choose two countries or more."), "muted"))
        self._chips.addStretch(1)
        medium, on = str(self._medium.currentData()), self.on
        several = len(self.countries) > 1
        ground = find_ground(self.session.book, self.countries, on, [medium]) if several else None
        self.question = Question(tuple(self.countries), on, medium, self._own, ground)
        self.list.show_ground(ground)
        self._show_instrument()
        self._show_page(self.switch.currentIndex())

    def _show_instrument(self) -> None:
        self.rules.show_instrument(self.list.point, self.question)

    def _show_page(self, number: int) -> None:
        """Show one page; only the page that is seen is kept up to date."""
        self._pages.setCurrentIndex(number)
        if number == QUESTIONS:
            self.facts.renew()
        elif number == CHANGES and self.isVisible():
            self.changes.renew()
        elif number in (COMPARE, MAP, TIMELINE, SEARCH):
            page = {COMPARE: self.compare, MAP: self.map, TIMELINE: self.timeline, SEARCH: self.search}[number]
            page.show_question(self.question)

    def _show_rule(self, framework: str, rule: str) -> None:
        """Go to a rule found by searching: its instrument's parties become the countries where it is not listed."""
        found = self.session.book.frameworks[framework]
        if not self.list.go(framework):
            parties = sorted(found.parties)
            self.countries = parties[:2] if len(parties) > 1 else parties
            self._own = False
            self._renew_question()
        self.switch.setCurrentIndex(RULES)
        if self.list.go(framework):
            self.rules.choose_rule(found, rule)
