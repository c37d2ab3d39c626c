"""Overview: what the film is, how it stands, what the law says."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from coprod_desktop.actions import project as actions
from coprod_desktop.domain.assessment import legal_summary
from coprod_desktop.domain.figures import STATE_OF_OUTCOME, decisive, summary
from coprod_desktop.domain.financing import Status
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.pictures.charts import ShareRow, comparison, points_strip, share_bars, state_sign
from coprod_desktop.domain.pictures.points import points_cells
from coprod_desktop.domain.plan import KINDS, MEDIA, Plan
from coprod_desktop.domain.shares import percent_digits
from coprod_desktop.domain.terms import DAY_WORDS, MEDIUM_WORDS, OUTCOME_WORDS, ROLE_WORDS, WORK_WORDS
from coprod_desktop.domain.verdicts import Finding, Limit, Outcome, PointsRow
from coprod_desktop.dossier.build import TEMPLATES
from coprod_desktop.errors import CoprodError
from coprod_desktop.ui.painting import PictureView, Sign
from coprod_desktop.ui.parts.basics import FollowingTab, button, clear, flat, label, line, pane, row, scrolled
from coprod_desktop.ui.parts.fields import LineField, TextField, combo, parse_day
from coprod_desktop.ui.session import Session
from coprod_desktop.ui.theme import Theme

_DAYS = ("application", "shooting", "shooting_end", "delivery")
_ROLE = {"met": "met", "not_met": "not-met", "discretion": "consent", "unknown": "unknown"}


class OverviewTab(FollowingTab):
    """The first tab: three columns, read from left to right."""

    findings_asked = Signal(str)
    dossier_asked = Signal()
    partner_asked = Signal(str)
    team_asked = Signal()
    import_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        said = session.words
        left, self._card = pane("background", margins=(20, 18, 20, 18), spacing=6)
        middle, self._health = pane("surface", margins=(24, 16, 24, 20), spacing=10)
        right, self._law = pane("surface", margins=(20, 18, 20, 18), spacing=6)
        self.splitter = QSplitter()
        for area, name in ((left, said("Project card")), (middle, said("Health")), (right, said("Verdicts"))):
            self.splitter.addWidget(scrolled(area, name))
        self.splitter.setSizes([300, 740, 370])
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        self._fields: dict[str, LineField | TextField] = {}
        self._build_card()
        session.changed.connect(lambda _before, _after: self.follow())
        self.renew()

    # --- the card ------------------------------------------------------------------------------------------------

    def _build_card(self) -> None:
        said, add = self.session.words, self._card.addWidget

        def text(key: str, name: str, placeholder: str = "") -> LineField:
            field = LineField(name, lambda value, k=key: self._set_card(k, value), placeholder=placeholder)
            self._fields[key] = field
            return field

        title = text("title", said("Working title"))
        title.setStyleSheet("font-size: 16px; font-weight: 600;")
        add(title)
        add(text("original_title", said("Original title"), said("Original title")))
        add(text("other_titles", said("Other titles"), said("Other titles")))
        logline = TextField(
            said("Logline"),
            lambda value: self._set_card("logline", value),
            placeholder=said("Logline: the film in one sentence"),
            height=64,
        )
        self._fields["logline"] = logline
        add(logline)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(2)
        self._kind = combo(said("Kind of work"), [("", "–"), *((k, said(WORK_WORDS[k])) for k in KINDS)])
        self._kind.activated.connect(lambda _index: self._set_work())
        self._medium = combo(said("First exploitation"), [("", "–"), *((m, said(MEDIUM_WORDS[m])) for m in MEDIA)])
        self._medium.activated.connect(lambda _index: self._set_work())
        self._minutes = LineField(said("Minutes"), lambda _value: self._set_work())
        self._languages = LineField(said("Languages"), lambda _value: self._set_work(), placeholder="fr, ru")
        rows: list[tuple[str, QWidget]] = [
            (said("Work"), self._kind),
            (said("Medium"), self._medium),
            (said("Minutes"), self._minutes),
            (said("Languages"), self._languages),
            (said("Genre"), text("genre", said("Genre"))),
            (said("Company"), text("company", said("Company"))),
        ]
        self._day_fields: dict[str, LineField] = {}
        for key in _DAYS:
            name = said(DAY_WORDS[key])
            field = LineField(name, lambda value, k=key: self._set_day(k, value), placeholder=said("day"))
            self._day_fields[key] = field
            rows.append((name, field))
        for number, (name, widget) in enumerate(rows):
            caption = label(name, "muted", wrap=True)
            caption.setFixedWidth(96)
            grid.addWidget(caption, number, 0)
            grid.addWidget(widget, number, 1)
        self._card.addLayout(grid)
        add(line())
        self._team = QVBoxLayout()
        self._team.setSpacing(3)
        self._card.addLayout(self._team)
        add(line())
        for key, name, height in (
            ("synopsis_short", said("Short synopsis"), 96),
            ("synopsis_long", said("Synopsis"), 160),
        ):
            add(label(name, "sub"))
            area = TextField(name, lambda value, k=key: self._set_card(k, value), placeholder="–", height=height)
            self._fields[key] = area
            add(area)
        self._deadlines = QVBoxLayout()
        self._card.addLayout(self._deadlines)
        self._card.addStretch(1)

    def _set_card(self, key: str, value: str) -> None:
        self.session.do(actions.set_card, **{key: value})
        self._show_card()

    def _set_work(self) -> None:
        text = self._minutes.text().strip()
        if text and not text.isdigit():
            self.session.told.emit(self.session.words("The length is a whole number of minutes."))
            self._show_card()
            return
        medium = str(self._medium.currentData() or "")
        languages = [p.strip().lower() for p in self._languages.text().replace(";", ",").split(",") if p.strip()]
        self.session.do(
            actions.set_work,
            kind=str(self._kind.currentData() or ""),
            media=[medium] if medium else [],
            minutes=int(text) if text else None,
            languages=languages,
        )

    def _set_day(self, key: str, value: str) -> None:
        try:
            day = parse_day(value)
        except CoprodError as fault:
            self.session.told.emit(str(fault))
            self._show_card()
            return
        self.session.do(actions.set_day, key, day)

    def _show_card(self) -> None:
        plan = self.session.plan
        if plan is None:
            return
        card, work = plan.card, plan.work
        values = {
            "title": card.title,
            "original_title": card.original_title,
            "other_titles": card.other_titles,
            "logline": card.logline,
            "synopsis_short": card.synopsis_short,
            "synopsis_long": card.synopsis_long,
            "genre": work.genre,
            "company": card.company,
        }
        for key, field in self._fields.items():
            field.show_text(values[key])
        self._kind.setCurrentIndex(max(self._kind.findData(work.kind), 0))
        self._medium.setCurrentIndex(max(self._medium.findData(work.media[0] if work.media else ""), 0))
        self._minutes.show_text("" if work.minutes is None else str(work.minutes))
        self._languages.show_text(", ".join(work.languages))
        for key, day_field in self._day_fields.items():
            day_field.show_text(plan.dates[key].isoformat() if key in plan.dates else "")

    # --- renewing ----------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Show the present snapshot."""
        plan = self.session.plan
        self.setEnabled(plan is not None)
        clear(self._health)
        clear(self._law)
        clear(self._team)
        clear(self._deadlines)
        if plan is None:
            return
        self._show_card()
        self._show_team(plan)
        self._show_deadlines(plan)
        self._show_figures(plan)
        self._show_shares(plan)
        self._show_axes(plan)
        self._show_points()
        self._health.addStretch(1)
        self._show_verdicts()

    def _show_team(self, plan: Plan) -> None:
        said = self.session.words
        self._team.addLayout(
            row(label(said("Team and places"), "sub"), None, button(said("Edit"), self.team_asked.emit, kind="link"))
        )
        shown = [h for h in plan.roles if h.name][:5]
        for holder in shown:
            states = ", ".join(holder.states)
            self._team.addWidget(
                label(
                    f"{said(ROLE_WORDS[holder.role])}: {holder.name}{f' ({states})' if states else ''}",
                    "muted",
                    wrap=True,
                )
            )
        if not shown:
            self._team.addWidget(label(said("Nobody entered yet. The points tests need them."), "muted", wrap=True))

    def _show_deadlines(self, plan: Plan) -> None:
        said, on = self.session.words, self.session.on
        coming = [(day, said(DAY_WORDS[key])) for key in _DAYS if (day := plan.dates.get(key)) and day >= on]
        for source in plan.sources or ():
            if source.letter is not None and source.status is Status.CONFIRMED:
                runs_out = source.letter + timedelta(days=183)
                if on <= runs_out <= on + timedelta(days=92):
                    coming.append((runs_out, said("Letter for {source} turns six months old", source=source.name)))
        if not coming:
            return
        self._deadlines.addWidget(line())
        self._deadlines.addWidget(label(said("Next days"), "title"))
        for day, what in sorted(coming)[:5]:
            self._deadlines.addWidget(label(f"{said.day(day, short=True)}  {what}", wrap=True))
            self._deadlines.addWidget(label(said("in {n} days", n=(day - on).days), "caption"))

    def _show_figures(self, plan: Plan) -> None:
        said = self.session.words
        box = QHBoxLayout()
        total, money = plan.total, plan.financing
        lines = sum(1 for _ in plan.budget.lines()) if plan.budget else 0

        def amount(minor: int | None) -> str:
            return "–" if minor is None else said.decimal(Money(minor, plan.currency).decimal)

        def of_budget(minor: int | None) -> str:
            if minor is None or not total or not total.minor:
                return said("not known yet")
            return said("{share} of the budget", share=said.percent(percent_digits(Fraction(minor * 100, total.minor))))

        counted = money.counted if money else None
        confirmed = money.by_status.get(Status.CONFIRMED, 0) if money else None
        gap = total.minor - counted if total and counted is not None else None
        figures = (
            (
                said("Budget, {currency}", currency=plan.currency),
                amount(total.minor if total else None),
                said("{n} lines, {m} co-producers", n=lines, m=len(plan.partners)),
            ),
            (said("Financing"), amount(counted), of_budget(counted)),
            (said("Gap"), amount(gap), of_budget(gap)),
            (said("Confirmed"), amount(confirmed), of_budget(confirmed)),
        )
        for number, (name, figure, second) in enumerate(figures):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(label(name, "muted"))
            cell.addWidget(label(figure, "figure"))
            cell.addWidget(label(second, "caption"))
            if number:
                box.addWidget(line(vertical=True))
            box.addLayout(cell, 1)
        self._health.addLayout(box)
        if plan.missing_rates:
            self._health.addWidget(
                label(
                    said("No rate for {currencies}: totals are not known.", currencies=", ".join(plan.missing_rates)),
                    "error",
                    wrap=True,
                )
            )
        self._health.addWidget(line())

    def _interval(self) -> tuple[Limit | None, str]:
        """The share limits of what governs, for the chart."""
        assessment = self.session.assessment
        if assessment is None:
            return None, ""
        for verdict in assessment.verdicts:
            if verdict.governs:
                for finding in verdict.findings:
                    if (
                        finding.shape == "share_range"
                        and finding.state.value not in ("notice",)
                        and isinstance(finding.limit, Limit)
                        and finding.country
                        and not finding.rule.startswith(("share.support", "finance"))
                    ):
                        return (
                            finding.limit,
                            f"{self.session.words(verdict.short)}, {self.session.words('Art. {article}', article=finding.article) if finding.article else self.session.words('article not read')}",
                        )
        return None, ""

    def _show_shares(self, plan: Plan) -> None:
        said = self.session.words
        add = button(said("Add partner"), lambda: self.partner_asked.emit(""), image="plus")
        limit, where = self._interval()
        self._health.addLayout(
            row(label(said("Shares and legal interval"), "title"), None, label(where, "caption"), add)
        )
        if not plan.partners:
            self._health.addWidget(
                label(said("Add the co-producers, then type their shares in the budget split."), "muted", wrap=True)
            )
            return
        rows = []
        for index, partner in enumerate(plan.partners):
            share = plan.share(partner.key)
            low = share.low if share else None
            national = plan.share_of_country(partner.country)
            margin = limit.margin(national.low * 100) if limit and national else None
            rows.append(
                ShareRow(
                    partner.company,
                    said.country(partner.country)
                    + (f", {said('delegate')}" if partner.role.value == "delegate" else ""),
                    low,
                    said.percent(percent_digits(low * 100)) if low is not None else "–",
                    said("margin {margin}", margin=said.decimal(percent_digits(margin))) if margin is not None else "",
                    index,
                    partner.country,
                    limit.low / 100 if limit and limit.low is not None else None,
                    limit.high / 100 if limit and limit.high is not None else None,
                    Fraction(1, 5) if limit and limit.low is not None and limit.low < 20 else None,
                )
            )
        chart = PictureView(said("Shares and legal interval"))
        whole = said.percent(percent_digits(plan.share_sum * 100))
        chart.show_picture(lambda width: share_bars(rows, width, said("Whole film"), whole))
        chart.setAccessibleDescription("; ".join(f"{r.name} {r.figure}" for r in rows))
        self._health.addWidget(chart)
        names = QHBoxLayout()
        for partner in plan.partners:
            names.addWidget(button(partner.company, lambda key=partner.key: self.partner_asked.emit(key), kind="link"))
        names.addStretch(1)
        self._health.addLayout(names)
        self._health.addWidget(line())

    def _show_axes(self, plan: Plan) -> None:
        said = self.session.words
        if not plan.countries:
            return
        points = self._points_by_country()
        self._health.addWidget(label(said("Who pays, where it is spent, who counts for points"), "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(4, 1)
        for column, head in enumerate(
            (said("Per cent of the film"), said("Pays"), said("Spend"), said("Points"), said("Side by side"))
        ):
            grid.addWidget(label(head, "caption", right=0 < column < 4), 0, column)
        for number, country in enumerate(plan.countries, start=1):
            colour = next(i for i, p in enumerate(plan.partners) if p.country == country)
            share, spend = plan.share_of_country(country), plan.spend_in(country)
            values = [
                share.low if share else None,
                spend.low if spend else None,
                points.get(country) if points else None,
            ]
            name = label(said.country(country))
            name.setStyleSheet(f"border-left: 10px solid {Theme.name(f'partner-{colour}-fill')}; padding-left: 8px;")
            grid.addWidget(name, number, 0)
            for column, value in enumerate(values, start=1):
                grid.addWidget(
                    label(said.decimal(percent_digits(value * 100)) if value is not None else "–", right=True),
                    number,
                    column,
                )
            view = PictureView(said("Side by side"))
            view.show_picture(lambda width, v=values, c=colour: comparison(v[0], v[1], v[2], width, c))
            grid.addWidget(view, number, 4)
        self._health.addLayout(grid)
        self._health.addWidget(label(said("Bar: pays. Ring: spend. Diamond: points."), "caption"))
        self._health.addWidget(line())

    def _points_by_country(self) -> dict[str, Fraction]:
        assessment = self.session.assessment
        found = points_cells(assessment, self.session.words) if assessment else None
        if found is None:
            return {}
        finding: Finding = found[0]
        earned: dict[str, Fraction] = {}
        for points in finding.details:
            assert isinstance(points, PointsRow)
            country = next((c for c in points.countries if assessment and c in assessment.plan.countries), None)
            if country:
                earned[country] = earned.get(country, Fraction(0)) + points.earned
        total = sum(earned.values(), Fraction(0))
        return {country: value / total for country, value in earned.items()} if total else {}

    def _show_points(self) -> None:
        said, assessment = self.session.words, self.session.assessment
        found = points_cells(assessment, self.session.words) if assessment else None
        if found is None:
            return
        finding, cells = found
        self._health.addLayout(
            row(label(said("European points"), "title"), None, label(said.say(finding.message), "muted", wrap=False))
        )
        strip = PictureView(said("European points"))
        strip.show_picture(lambda width: points_strip(cells, width))
        self._health.addWidget(strip)

    # --- the law --------------------------------------------------------------------------------------------------------

    def _show_verdicts(self) -> None:
        said, assessment = self.session.words, self.session.assessment
        assert assessment is not None
        self._law.addLayout(
            row(label(said("Verdicts"), "title"), None, label(said("on {day}", day=assessment.on), "caption"))
        )
        shown = [v for v in assessment.verdicts if v.outcome is not Outcome.NOT_APPLICABLE]
        if not shown:
            self._law.addWidget(label(said.say(legal_summary(assessment)), "muted", wrap=True))
        for verdict in shown:
            state = STATE_OF_OUTCOME[verdict.outcome]
            self._law.addWidget(line())
            outcome = label(said(OUTCOME_WORDS[verdict.outcome]), "sub")
            outcome.setStyleSheet(f"color: {Theme.name(_ROLE.get(state.value, 'muted'))}")
            more = flat(
                said("Findings of {name}", name=said(verdict.short)),
                "chevron-right",
                lambda name=verdict.framework: self.findings_asked.emit(name),
            )
            self._law.addLayout(
                row(
                    Sign(state_sign(state.value), said(OUTCOME_WORDS[verdict.outcome])),
                    label(said(verdict.short), "sub", wrap=True),
                    None,
                    outcome,
                    more,
                )
            )
            finding = decisive(verdict)
            text = said.say(finding.message) if finding else summary(verdict, said)
            note = label(text, "muted", wrap=True)
            note.setContentsMargins(25, 0, 24, 4)
            self._law.addWidget(note)
        others = [said(v.short) for v in assessment.verdicts if v.outcome is Outcome.NOT_APPLICABLE]
        if others:
            self._law.addWidget(line())
            self._law.addWidget(label(said("Do not apply: {names}", names=said.listing(others)), "caption", wrap=True))
        self._law.addWidget(label(said("The competent authorities decide."), "caption", wrap=True))
        self._law.addSpacing(18)
        self._law.addLayout(
            row(
                label(said("Dossier"), "title"),
                None,
                label(said("{n} sections", n=len(TEMPLATES["generic"])), "caption"),
            )
        )
        for missing in self._missing():
            self._law.addLayout(row(Sign((), ""), label(missing, wrap=True)))
        self._law.addLayout(row(button(said("Open dossier"), self.dossier_asked.emit, image="page"), None))
        self._law.addStretch(1)

    def _missing(self) -> list[str]:
        """What the pack still lacks."""
        plan, said = self.session.plan, self.session.words
        assert plan is not None
        gaps = (
            (not plan.card.logline, said("Logline missing")),
            (not plan.card.synopsis_short, said("Short synopsis missing")),
            (plan.budget is None and not plan.contributions, said("Budget missing")),
            (not plan.partners, said("Co-producers missing")),
            (plan.sources is None, said("Financing plan missing")),
            (any(p.contact is None for p in plan.partners), said("A co-producer is not linked to a contact")),
        )
        return [text for missing, text in gaps if missing]
