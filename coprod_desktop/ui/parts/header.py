"""The slim header: project, scenario, day asked about, search, undo and redo."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCalendarWidget, QDialog, QInputDialog, QMenu, QToolButton, QVBoxLayout, QWidget

from coprod_desktop.actions.documents import copy_scenario, delete_scenario
from coprod_desktop.actions.project import set_asked_on
from coprod_desktop.ui.parts.basics import button, flat, label, row
from coprod_desktop.ui.parts.search import SearchField
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import dress


class Header(QWidget):
    """The row under the menus."""

    new_project_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        self.setProperty("pane", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedHeight(46)
        self.project = self._menu_button("film", said("Project"))
        self.scenario = self._menu_button("scissors", said("Scenario"))
        self.as_of = QToolButton()
        self._dress(self.as_of, "calendar", said("As of"))
        self.as_of.clicked.connect(self._ask_day)
        self.undo = flat(said("Undo"), "undo", self._undo)
        self.undo.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.redo = flat(said("Redo"), "redo", self._redo)
        self.search = SearchField(session)
        layout = row(self.project, self.scenario, self.as_of, None, self.search, self.undo, self.redo)
        layout.setContentsMargins(16, 4, 16, 4)
        self.setLayout(layout)
        session.changed.connect(lambda _before, _after: self.renew())
        self.renew()

    def _dress(self, tool: QToolButton, image: str, name: str) -> None:
        dress(tool, image)
        tool.setIconSize(QSize(16, 16))
        tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tool.setAccessibleName(name)

    def _menu_button(self, image: str, name: str) -> QToolButton:
        tool = QToolButton()
        self._dress(tool, image, name)
        tool.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(tool)
        menu.aboutToShow.connect(lambda: self._fill(tool, menu))
        tool.setMenu(menu)
        return tool

    def renew(self) -> None:
        """Show the present project, scenario, day and undo labels."""
        session, said = self.session, self.session.words
        plan, document = session.plan, session.document
        self.search.redress()
        for tool in (self.project, self.scenario, self.as_of, self.search):
            tool.setVisible(plan is not None)
        if plan is None or document is None:
            self.undo.setEnabled(False)
            self.redo.setEnabled(False)
            return
        second = f"   {plan.card.original_title}" if plan.card.original_title else ""
        self.project.setText(f" {plan.card.title}{second}  ▾")
        self.scenario.setText(f" {said('Scenario')}  {plan.scenario}  ▾")
        self.as_of.setText(f" {said('As of')}  {said.day(session.on, short=True)}  ▾")
        undo, redo = document.undo_label, document.redo_label
        self.undo.setEnabled(undo is not None and not document.read_only)
        self.undo.setText(f" {undo[:40]}" if undo else "")
        self.undo.setToolTip(said("Undo: {label}", label=undo) if undo else said("Nothing to undo"))
        self.redo.setEnabled(redo is not None and not document.read_only)
        self.redo.setToolTip(said("Redo: {label}", label=redo) if redo else said("Nothing to redo"))

    def _fill(self, tool: QToolButton, menu: QMenu) -> None:
        menu.clear()
        document = self.session.document
        plan = self.session.plan
        if document is None or plan is None:
            return
        for entry in document.projects():
            if tool is self.project:
                action = menu.addAction(entry.title)
                action.setCheckable(True)
                action.setChecked(entry.n == plan.project_id)
                action.triggered.connect(lambda _checked=False, n=entry.scenarios[0][0]: document.select(n))
            elif entry.n == plan.project_id:
                for number, title in entry.scenarios:
                    action = menu.addAction(title)
                    action.setCheckable(True)
                    action.setChecked(number == plan.scenario_id)
                    action.triggered.connect(lambda _checked=False, n=number: document.select(n))
        if tool is self.project:
            menu.addSeparator()
            menu.addAction(self.session.words("New project"), self.new_project_asked.emit)
        else:
            said = self.session.words
            menu.addSeparator()
            menu.addAction(said("Copy this scenario…"), self._copy_scenario)
            menu.addAction(said("Delete this scenario"), self.delete_scenario)

    def _copy_scenario(self) -> None:
        """Ask for a title, and go on in a copy of the plan."""
        said = self.session.words
        title, taken = QInputDialog.getText(self, said("Copy this scenario"), said("Title of the copy"))
        if taken:
            self.session.do(copy_scenario, title)

    def delete_scenario(self) -> None:
        """Delete the scenario worked on; undo brings it back."""
        self.session.do(delete_scenario)

    def _undo(self) -> None:
        if self.session.document is not None:
            self.session.document.undo()

    def _redo(self) -> None:
        if self.session.document is not None:
            self.session.document.redo()

    def _ask_day(self) -> None:
        """Ask for the day all answers are given for."""
        said = self.session.words
        dialog = QDialog(self)
        dialog.setWindowTitle(said("As of"))
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(said("Day asked about"))
        on = self.session.on
        calendar.setSelectedDate(QDate(on.year, on.month, on.day))
        layout = QVBoxLayout(dialog)
        layout.addWidget(label(said("Every answer is given as of this day."), "muted"))
        layout.addWidget(calendar)
        take = button(said("Ask as of this day"), dialog.accept, kind="primary")
        take.setShortcut(QKeySequence(Qt.Key.Key_Return))
        layout.addLayout(row(None, button(said("Cancel"), dialog.reject), take))
        calendar.activated.connect(dialog.accept)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            chosen = calendar.selectedDate()
            self.session.do(set_asked_on, date(chosen.year(), chosen.month(), chosen.day()))
