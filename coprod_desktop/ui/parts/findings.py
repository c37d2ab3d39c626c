"""The findings drawer: the decisive finding in full, the others as one line each, with article, limit and margin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from coprod_desktop.domain.cures import cures
from coprod_desktop.domain.figures import (
    STATE_OF_OUTCOME,
    article_text,
    decisive,
    limit_text,
    margin_text,
    measured_text,
    summary,
)
from coprod_desktop.domain.pictures.charts import state_sign
from coprod_desktop.domain.pictures.drawing import Line, Picture, Rect, Text
from coprod_desktop.domain.shares import percent_digits
from coprod_desktop.domain.terms import CONFIDENCE_WORDS, OUTCOME_WORDS, STATE_WORDS
from coprod_desktop.domain.verdicts import Finding, Limit, State, Unit, Verdict
from coprod_desktop.ui.painting import PictureView, Sign
from coprod_desktop.ui.parts.basics import button, clear, flat, label, line, pane, row, scrolled
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme


class FindingsDrawer(QWidget):
    """One framework's findings beside the working area."""

    closed = Signal()
    questions = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.framework = ""
        self._chosen: str | None = None
        self.setMinimumWidth(300)
        inner, self._layout = pane("background", margins=(16, 16, 16, 16), spacing=6)
        outer = row(scrolled(inner, session.words("Findings")), spacing=0)
        self.setLayout(outer)
        session.changed.connect(lambda _before, _after: self.renew())

    def show_framework(self, name: str) -> None:
        """Show the findings of a framework; an empty name hides the drawer."""
        self.framework, self._chosen = name, None
        self.setVisible(bool(name))
        self.renew()

    def renew(self) -> None:
        """Show the present findings."""
        clear(self._layout)
        assessment = self.session.assessment
        verdict = assessment.verdict(self.framework) if assessment and self.framework else None
        if verdict is None or not self.isVisibleTo(self.parentWidget()):
            return
        said = self.session.words
        outcome = said(OUTCOME_WORDS[verdict.outcome])
        state = STATE_OF_OUTCOME[verdict.outcome]
        close = flat(said("Close"), "close", self.closed.emit)
        self._layout.addLayout(
            row(Sign(state_sign(state.value), outcome), label(said(verdict.short), "title", wrap=True), None, close)
        )
        self._layout.addWidget(label(said.law(verdict.title), "caption", wrap=True))
        status = label(outcome[:1].upper() + outcome[1:], "sub")
        status.setStyleSheet(
            f"color: {Theme.name({'met': 'met', 'not_met': 'not-met', 'discretion': 'consent', 'unknown': 'unknown'}.get(state.value, 'muted'))}"
        )
        counts = row(status, label(summary(verdict, said), "muted", wrap=True))
        counts.setStretch(1, 1)
        self._layout.addLayout(counts)
        self._layout.addWidget(label(said.say(verdict.reason), "muted", wrap=True))
        full = next((f for f in verdict.findings if self._key(f) == self._chosen), None) or decisive(verdict)
        if full is not None:
            self._full(full)
        self._list(verdict, full)
        for caveat in verdict.caveats:
            self._layout.addWidget(label(said.law(caveat), "caption", wrap=True))
        self._layout.addWidget(label(said("The competent authorities decide."), "caption", wrap=True))
        self._layout.addStretch(1)

    @staticmethod
    def _key(finding: Finding) -> str:
        return f"{finding.rule}|{finding.country}|{finding.partner}|{finding.unit}"

    def _full(self, finding: Finding) -> None:
        said = self.session.words
        role = {State.MET: "met", State.NOT_MET: "not-met", State.DISCRETION: "consent", State.UNKNOWN: "unknown"}.get(
            finding.state, "muted"
        )
        box, inner = pane("sunken", margins=(12, 10, 12, 10), spacing=4)
        box.setStyleSheet(f"background: {Theme.name(role + '-bg') if role != 'muted' else Theme.name('sunken')};")
        title = label(said.law(finding.title), "sub", wrap=True)
        article = label(
            said("Art. {article}", article=finding.article) if finding.article else said("article not read"),
            "caption",
            right=True,
        )
        for part in (title, article):
            part.setStyleSheet(f"color: {Theme.name(role)}")
        head = row(title, article)
        head.setStretch(0, 1)
        inner.addLayout(head)
        inner.addWidget(label(said.say(finding.message), wrap=True))
        if finding.text and said.law(finding.text) != said.say(finding.message):
            inner.addWidget(label(said.law(finding.text), "muted", wrap=True))
        self._layout.addWidget(box)
        if (
            finding.unit is Unit.PERCENT
            and isinstance(finding.limit, Limit)
            and not isinstance(finding.measured, bool | str | None)
        ):
            meter = PictureView(said("Measured against the limit"))
            meter.show_picture(lambda width: self._meter(finding, width))
            self._layout.addWidget(meter)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(4)
        country = f", {said.country(finding.country)}" if finding.country else ""
        rows = [
            (said("Measured") + country, measured_text(finding, said), ""),
            (said("Limit"), limit_text(finding, said), ""),
        ]
        money = ""
        if finding.margin_money is not None:
            money = f"{said.decimal(finding.margin_money.decimal)} {finding.margin_money.currency}"
        rows.append((said("Margin"), margin_text(finding, said), ""))
        rows.append((said("Margin in money"), money, ""))
        source = self._source(finding)
        for number, (name, figure, extra) in enumerate(r for r in rows if r[1]):
            grid.addWidget(label(name, "muted"), number, 0)
            grid.addWidget(label(figure, right=True), number, 1)
            grid.addWidget(label(extra, right=True), number, 2)
        self._layout.addLayout(grid)
        if finding.waiver_by:
            self._layout.addWidget(
                label(said("May be accepted by {authority}.", authority=finding.waiver_by), "muted", wrap=True)
            )
        self._cures(finding)
        if source:
            self._layout.addWidget(label(source, "caption", wrap=True, selectable=True))
        if finding.asks and finding.state in (State.UNKNOWN, State.DUTY, State.DISCRETION):
            self._layout.addLayout(row(button(said("Answer the questions"), self.questions.emit, kind="link"), None))
        self._layout.addWidget(line())

    def _cures(self, finding: Finding) -> None:
        """Say what would cure a finding, and what else that would turn."""
        said, given = self.session.words, self.session.assessment
        if given is None:
            return
        found = cures(finding, self.framework, given, self.session.book)
        if not found:
            return
        self._layout.addWidget(label(said("What would cure it"), "sub"))
        for cure in found[:3]:
            self._layout.addWidget(label(f"→ {said.say(cure.text)}", wrap=True, selectable=True))
            for turn in cure.turns:
                text = f"{said(turn.short)}: {said(OUTCOME_WORDS[turn.before])} → {said(OUTCOME_WORDS[turn.after])}"
                self._layout.addWidget(label(text, "caption", wrap=True))

    def _source(self, finding: Finding) -> str:
        said = self.session.words
        framework = self.session.book.frameworks.get(self.framework)
        source = framework.sources.get(finding.source or "") if framework else None
        if source is None:
            return ""
        where = f", {finding.where}" if finding.where else ""
        return said(
            "Source: {title}{where} ({kind})",
            title=source.title or source.url,
            where=where,
            kind=said(CONFIDENCE_WORDS.get(finding.confidence or "", CONFIDENCE_WORDS["S"])),
        )

    def _meter(self, finding: Finding, width: float) -> Picture:
        assert isinstance(finding.limit, Limit)
        measured = float(finding.measured)  # type: ignore[arg-type]
        low = float(finding.limit.low) if finding.limit.low is not None else 0.0
        high = float(finding.limit.high) if finding.limit.high is not None else 100.0
        scale = width / 100
        plan = self.session.plan
        colour = next((i for i, p in enumerate(plan.partners) if p.country == finding.country), 0) if plan else 0
        items = [
            Rect(low * scale, 6, max((high - low) * scale, 1), 10, fill="interval"),
            Rect(0, 6, max(min(measured, 100) * scale, 1), 10, fill=f"partner-{colour}-fill"),
        ]
        edges = [v for v, given in ((low, finding.limit.low), (high, finding.limit.high)) if given is not None]
        rules = [Line(min(v * scale, width - 1), 0, min(v * scale, width - 1), 19, "text", 1.5) for v in edges]
        texts = [
            Text(
                min(max(measured * scale, 16), width - 16),
                31,
                self.session.words.decimal(percent_digits(finding.measured)),  # type: ignore[arg-type]
                11,
                True,
                anchor="middle",
            )
        ]  # type: ignore[arg-type]
        if all(abs(v - measured) * scale > 40 for v in edges):
            texts += [
                Text(min(max(v * scale, 10), width - 12), 31, f"{v:g}", 11, colour="muted", anchor="middle")
                for v in edges
            ]
        return Picture(width, 36, (*items, *rules, *texts))

    def _list(self, verdict: Verdict, full: Finding | None) -> None:
        said = self.session.words
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for column, head in enumerate(("", said("Rule"), said("Measured"), said("Limit"))):
            grid.addWidget(label(head, "caption", right=column > 1), 0, column)
        number = 1
        for finding in verdict.findings:
            if finding is full:
                continue
            name = said.law(finding.title) + (f", {finding.country}" if finding.country else "")
            sign = Sign(state_sign(finding.state.value), said(STATE_WORDS[finding.state]))
            title = label(name, wrap=True)
            title.setToolTip(f"{article_text(finding, said)}: {said.say(finding.message)}")
            title.setCursor(Qt.CursorShape.PointingHandCursor)
            title.mousePressEvent = lambda _event, f=finding: self._choose(f)  # type: ignore[method-assign]
            grid.addWidget(sign, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(title, number, 1)
            grid.addWidget(
                label(_short(measured_text(finding, said)), right=True), number, 2, Qt.AlignmentFlag.AlignTop
            )
            grid.addWidget(
                label(_short(limit_text(finding, said)), "muted", right=True), number, 3, Qt.AlignmentFlag.AlignTop
            )
            number += 1
        self._layout.addLayout(grid)

    def _choose(self, finding: Finding) -> None:
        self._chosen = self._key(finding)
        self.renew()


def _short(text: str) -> str:
    """Return a figure, or nothing for a list of words: those stand in the tooltip and the full finding."""
    return text if len(text) <= 14 and "," not in text.replace(",", "", 1) else ""
