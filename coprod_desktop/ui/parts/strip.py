"""The verdict strip: one chip per framework, checkable, overflowing into a "more" menu."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from coprod_desktop.domain.figures import STATE_OF_OUTCOME
from coprod_desktop.domain.pictures.charts import state_sign
from coprod_desktop.domain.terms import ONE_WORDS, OUTCOME_WORDS, SEVERAL_WORDS
from coprod_desktop.domain.verdicts import Outcome, State, Verdict
from coprod_desktop.ui.painting import paint
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme, font
from coprod_desktop.wording import Words

ROLE_OF_STATE = {
    State.MET: "met",
    State.NOT_MET: "not-met",
    State.DISCRETION: "consent",
    State.UNKNOWN: "unknown",
    State.NOTICE: "muted",
    State.DUTY: "muted",
}


class Chip(QAbstractButton):
    """One framework and how it stands: sign, name, outcome."""

    def __init__(self, verdict: Verdict, words: Words, outcome: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.framework = verdict.framework
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._pulse = False
        self.show_verdict(verdict, words, outcome, pulse=False)

    def show_verdict(self, verdict: Verdict, words: Words, outcome: str, *, pulse: bool = True) -> None:
        """Show a verdict; a changed one pulses once."""
        state = STATE_OF_OUTCOME[verdict.outcome]
        changed = getattr(self, "_outcome", outcome) != outcome
        self._name, self._outcome, self._state = words(verdict.short), outcome, state
        self.setAccessibleName(f"{self._name}: {outcome}")
        self.setToolTip(f"{words.law(verdict.title)}: {outcome}")
        if changed and pulse:
            self._pulse = True
            QTimer.singleShot(600, self._calm)
        self.updateGeometry()
        self.update()

    def _calm(self) -> None:
        self._pulse = False
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(font(12, bold=True)).horizontalAdvance(self._name) + QFontMetrics(
            font(12)
        ).horizontalAdvance(self._outcome)
        return QSize(width + 16 + 7 + 7 + 20, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = ROLE_OF_STATE[self._state]
        ground = Theme.colour(f"{role}-bg" if role != "muted" else "interval")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground.darker(112) if self._pulse else ground)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(Theme.colour(role if self.isChecked() else "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 4, 4)
        painter.save()
        painter.translate(10, 7)
        paint(painter, state_sign(self._state.value))
        painter.restore()
        painter.setPen(Theme.colour(role))
        painter.setFont(font(12, bold=True))
        x = 10 + 16 + 7
        painter.drawText(x, 19, self._name)
        x += QFontMetrics(font(12, bold=True)).horizontalAdvance(self._name) + 7
        painter.setFont(font(12))
        painter.drawText(x, 19, self._outcome)
        painter.end()


class VerdictStrip(QWidget):
    """The row of chips under every working tab; it moves while she types."""

    asked = Signal(str)
    """A framework's findings are asked for; empty: close them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setProperty("pane", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedHeight(44)
        self.setAccessibleName(session.words("Verdicts"))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 7, 12, 7)
        self._layout.setSpacing(8)
        self._chips: dict[str, Chip] = {}
        self._more = QToolButton()
        self._more.setProperty("kind", "flat")
        self._more.setText(session.words("more"))
        self._more.setAccessibleName(session.words("Further frameworks"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._layout.addWidget(self._more)
        self._layout.addStretch(1)
        self.open_framework = ""
        session.changed.connect(lambda _before, _after: self.renew())

    def renew(self) -> None:
        """Show the present verdicts; those that do not apply wait in the menu."""
        assessment = self.session.assessment
        words = self.session.words
        self._menu.clear()
        verdicts = assessment.verdicts if assessment else ()
        shown = [v for v in verdicts if v.outcome is not Outcome.NOT_APPLICABLE]
        if [v.framework for v in shown] != list(self._chips):
            for chip in self._chips.values():
                chip.setParent(None)
                chip.deleteLater()
            self._chips = {}
            for number, verdict in enumerate(shown):
                chip = Chip(verdict, words, self._outcome(verdict))
                chip.clicked.connect(lambda _checked=False, name=verdict.framework: self._clicked(name))
                self._chips[verdict.framework] = chip
                self._layout.insertWidget(number, chip)
        for verdict in shown:
            self._chips[verdict.framework].show_verdict(verdict, words, self._outcome(verdict))
        for verdict in verdicts:
            if verdict not in shown:
                action = QAction(f"{words(verdict.short)}: {words(OUTCOME_WORDS[verdict.outcome])}", self._menu)
                action.triggered.connect(lambda _checked=False, name=verdict.framework: self._clicked(name))
                self._menu.addAction(action)
        self._fit()

    def _outcome(self, verdict: Verdict) -> str:
        words = self.session.words
        failing, unknown = verdict.count(State.NOT_MET), verdict.count(State.UNKNOWN)
        if verdict.outcome in (Outcome.NOT_OFFICIAL, Outcome.NOT_ELIGIBLE):
            return words(ONE_WORDS[State.NOT_MET] if failing == 1 else SEVERAL_WORDS[State.NOT_MET], n=failing)
        if verdict.outcome is Outcome.UNDETERMINED:
            return words("{n} not known", n=unknown)
        if verdict.outcome in (Outcome.OFFICIAL_WITH_CONSENT, Outcome.ELIGIBLE_WITH_CONSENT):
            return words("needs consent")
        return words(OUTCOME_WORDS[verdict.outcome])

    def _clicked(self, name: str) -> None:
        self.open_framework = "" if self.open_framework == name else name
        self.mark(self.open_framework)
        self.asked.emit(self.open_framework)

    def mark(self, name: str) -> None:
        """Frame the chip whose findings are open."""
        self.open_framework = name
        for chip in self._chips.values():
            chip.setChecked(chip.framework == name)

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """Move chips that do not fit into the menu."""
        room = self.width() - 24 - 70
        for name, chip in self._chips.items():
            room -= chip.sizeHint().width() + 8
            fits = room >= 0
            chip.setVisible(fits)
            if not fits and not any(a.data() == name for a in self._menu.actions()):
                action = QAction(chip.accessibleName(), self._menu)
                action.setData(name)
                action.triggered.connect(lambda _checked=False, framework=name: self._clicked(framework))
                self._menu.addAction(action)
        self._more.setVisible(bool(self._menu.actions()))
