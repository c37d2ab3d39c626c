"""The questions only a person can answer, answered in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from coprod_desktop.actions.project import set_fact
from coprod_desktop.domain.assessment import asked_by, questions_that_matter
from coprod_desktop.domain.plan import FactValue
from coprod_desktop.errors import CoprodError
from coprod_desktop.exchange.planfile import read_fact
from coprod_desktop.ui.parts.basics import button, clear, label, line, pane, row, scrolled
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme


class FactsPage(QWidget):
    """Only those questions whose answer can change a verdict of this plan on this day."""

    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        inner, self._questions = pane("surface", margins=(0, 8, 16, 8), spacing=6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, session.words("Questions")))

    def renew(self) -> None:
        """Show the questions of the present plan."""
        clear(self._questions)
        said, assessment = self.session.words, self.session.assessment
        keys = questions_that_matter(assessment) if assessment else ()
        self.counted.emit(len(keys))
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
        assessment = self.session.assessment
        asking = asked_by(assessment, key) if assessment else ()
        names = said.listing(said(self.session.book.frameworks[name].short) for name in asking)
        self._questions.addWidget(label(said("Asked by: {names}", names=names), "caption", wrap=True))
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
