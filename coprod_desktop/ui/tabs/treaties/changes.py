"""What would change the verdicts: one role given to another country, one day passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coprod_desktop.domain.changes import DayChange, RoleChange, day_changes, role_changes
from coprod_desktop.domain.terms import OUTCOME_WORDS, ROLE_WORDS
from coprod_desktop.domain.verdicts import Outcome
from coprod_desktop.ui.parts.basics import button, clear, label, line, pane, row, scrolled
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.work import Cancelled, run_job

YEARS_BACK, YEARS_ON = 2, 8
MOST_REASONS = 4


class ChangesPage(QWidget):
    """Computed when asked for: it answers the plan again and again with one thing changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        inner, self._column = pane("surface", margins=(0, 12, 16, 8), spacing=6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, session.words("What would change")))
        self._shown: object = None

    def renew(self) -> None:
        """Find the changes of the present plan, unless they are shown already."""
        given, said = self.session.assessment, self.session.words
        if given is self._shown and given is not None:
            return
        clear(self._column)
        if given is None:
            self._column.addWidget(label(said("No budget yet"), "muted"))
            self._column.addStretch(1)
            return
        book, on = self.session.book, given.on
        first, last = date(max(on.year - YEARS_BACK, 1), 1, 1), date(on.year + YEARS_ON, 12, 31)

        def job(progress: Callable[[int, int], None]) -> tuple[Sequence[RoleChange], Sequence[DayChange]]:
            roles = role_changes(given, book)
            progress(1, 2)
            return roles, day_changes(given.plan, book, first, last)

        try:
            roles, days = run_job(job, said("Looking for what would change"), said("Cancel"), self)  # type: ignore[misc]
        except Cancelled:
            self._column.addWidget(button(said("Look again"), self.renew))
            self._column.addStretch(1)
            return
        self._shown = given
        self._column.addWidget(label(said("One role given to another country, on {day}", day=on), "title", wrap=True))
        for change in roles:
            who = f"{said(ROLE_WORDS[change.role])}, {said.country(change.country)}"
            self._change(who, [(t.short, t.before, t.after) for t in change.turns], ())
        if not roles:
            self._column.addWidget(label(said("No single role turns a verdict."), "muted", wrap=True))
        self._column.addSpacing(12)
        self._column.addWidget(
            label(said("Days that turn a verdict, {first} to {last}", first=first, last=last), "title", wrap=True)
        )
        for turn in days:
            reasons = [said.say(reason) for reason in turn.reasons]
            self._change(
                said.day(turn.day), [(short, before, after) for _, short, before, after in turn.turns], reasons
            )
        if not days:
            self._column.addWidget(label(said("None."), "muted"))
        self._column.addStretch(1)

    def _change(
        self, what: str, turns: Sequence[tuple[str, Outcome | None, Outcome | None]], reasons: Sequence[str]
    ) -> None:
        said = self.session.words

        def word(outcome: Outcome | None) -> str:
            return "–" if outcome is None else said(OUTCOME_WORDS[outcome])

        self._column.addWidget(line())
        texts = [f"{said(short)}: {word(before)} → {word(after)}" for short, before, after in turns]
        left = label(what, "sub", wrap=True)
        left.setFixedWidth(220)
        right = label("\n".join(texts), wrap=True)
        both = row(left, right)
        both.setStretch(1, 1)
        self._column.addLayout(both)
        for reason in reasons[:MOST_REASONS]:
            self._column.addWidget(label(reason, "caption", wrap=True))
        if len(reasons) > MOST_REASONS:
            self._column.addWidget(label(said("Further reasons: {n}", n=len(reasons) - MOST_REASONS), "caption"))
