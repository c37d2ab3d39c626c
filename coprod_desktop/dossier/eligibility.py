"""The eligibility annex: every verdict, finding by finding, with article, figures, source; the authorities decide."""

from __future__ import annotations

from dataclasses import replace

from reportlab.platypus import Flowable, KeepTogether

from coprod_desktop.domain.assessment import legal_summary
from coprod_desktop.domain.figures import (
    limit_text,
    margin_text,
    measured_text,
    summary,
)
from coprod_desktop.domain.frameworks import Source
from coprod_desktop.domain.pictures.charts import state_sign
from coprod_desktop.domain.pictures.drawing import Circle, Item, Line, Picture, Rect, Shape, Text
from coprod_desktop.domain.terms import CONFIDENCE_WORDS, OUTCOME_WORDS, STATE_WORDS
from coprod_desktop.domain.verdicts import Finding, Outcome, Verdict
from coprod_desktop.dossier.canvas import Drawn
from coprod_desktop.dossier.context import WIDTH, Context
from coprod_desktop.dossier.ledger import Column, Ledger, Plan, Row

_BLACK = {"met", "consent", "not-met", "unknown", "muted"}


def eligibility(c: Context) -> list[Flowable]:
    """Return the annex: what governs first, then the rest; those that do not apply in one table; sources; signatures."""
    said = c.words
    out: list[Flowable] = [c.heading(said("Eligibility by article"), "eligibility")]
    out.append(c.text(said("Asked as of {day}.", day=c.assessment.on)))
    ground = c.assessment.ground
    if ground.governing:
        names = said.listing(c.book.frameworks[i].title for i in ground.governing)
        out.append(c.text(said("Governing: {names}.", names=names)))
    elif ground.maybe:
        names = said.listing(c.book.frameworks[i].title for i in ground.maybe)
        out.append(c.text(said("Perhaps governing, its day of entry is open: {names}.", names=names)))
    else:
        out.append(c.text(said.say(legal_summary(c.assessment))))
    numbers: dict[tuple[str, str], int] = {}
    sources: list[Source] = []
    for verdict in c.assessment.verdicts:
        if verdict.outcome is not Outcome.NOT_APPLICABLE:
            out += _verdict(c, verdict, numbers, sources)
    out += _not_applicable(c)
    out += _sources(c, sources)
    out.append(c.text(said("This annex is an aid. The competent authorities decide."), "text"))
    out.append(KeepTogether(_signatures(c)))
    return out


def _verdict(
    c: Context, verdict: Verdict, numbers: dict[tuple[str, str], int], sources: list[Source]
) -> list[Flowable]:
    said = c.words
    outcome = said(OUTCOME_WORDS[verdict.outcome])
    head = [
        c.heading(said.law(verdict.title), f"verdict-{verdict.framework}", 1),
        c.text(f"{outcome[:1].upper()}{outcome[1:]}. {summary(verdict, said)}.", "strong"),
        c.text(
            said.say(verdict.reason)
            + (
                " " + said("Its standing on that day is {certainty}.", certainty=said(verdict.certainty))
                if verdict.certainty != "certain"
                else ""
            )
        ),
    ]
    columns = (
        Column((said("Article"),), 56),
        Column((said("Rule"),), WIDTH - 326, wrap=True),
        Column((said("This film"),), 62, right=True),
        Column((said("Limit"),), 66, right=True),
        Column((said("Margin"),), 50, right=True),
        Column(("",), 10),
        Column((said("Finding"),), 82),
    )
    rows = []
    for finding in verdict.findings:
        number = _number(c, verdict, finding, numbers, sources)
        second = said.say(finding.message)
        if number:
            second += f" [{number}{', ' + finding.confidence if finding.confidence else ''}]"
        if finding.waiver_by:
            second += " " + said("May be accepted by {authority}.", authority=finding.waiver_by)
        title = said.law(finding.title)
        if finding.country:
            title = f"{title}: {said.country(finding.country)}"
        article = finding.article or said("not read")
        rows.append(
            Row(
                (
                    article,
                    title,
                    _figure(measured_text(finding, said)),
                    _figure(limit_text(finding, said)),
                    margin_text(finding, said),
                    "",
                    said(STATE_WORDS[finding.state]),
                ),
                mark=(6, _black(state_sign(finding.state.value)), 0.62),
                second=second,
            )
        )
    table = Ledger(Plan(columns, c.setter, size=8.5, leading=11), rows)
    notes = [c.text(f"{said('Note')}: {said.law(caveat)}", "small") for caveat in verdict.caveats]
    return [*head, c.gap(4), table, *notes, c.gap(8)]


def _figure(text: str) -> str:
    """Return a figure, nothing for a list of words: the sentence below says it."""
    return text if len(text) <= 16 else ""


def _black(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return a sign in black: on paper states are told by outline and word."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Rect | Circle | Shape):
            fill = "paper-text" if item.fill in _BLACK else item.fill
            stroke = "paper-text" if item.stroke in _BLACK else item.stroke
            out.append(replace(item, fill=fill, stroke=stroke))
        elif isinstance(item, Line):
            out.append(replace(item, stroke="paper-text" if item.stroke in _BLACK else item.stroke))
        else:
            out.append(replace(item, colour="paper-text"))
    return tuple(out)


def _number(
    c: Context, verdict: Verdict, finding: Finding, numbers: dict[tuple[str, str], int], sources: list[Source]
) -> int | None:
    framework = c.book.frameworks.get(verdict.framework)
    source = framework.sources.get(finding.source or "") if framework else None
    if source is None:
        return None
    key = (verdict.framework, source.id)
    if key not in numbers:
        sources.append(source)
        numbers[key] = len(sources)
    return numbers[key]


def _not_applicable(c: Context) -> list[Flowable]:
    said = c.words
    others = [v for v in c.assessment.verdicts if v.outcome is Outcome.NOT_APPLICABLE]
    if not others:
        return []
    columns = (Column((said("Instrument"),), 200), Column((said("Why it does not apply"),), WIDTH - 200, wrap=True))
    rows = [Row((said(v.short), said.say(v.findings[0].message))) for v in others]
    return [
        c.heading(said("Instruments that do not apply to this film"), "others", 1),
        Ledger(Plan(columns, c.setter), rows),
        c.gap(8),
    ]


def _sources(c: Context, sources: list[Source]) -> list[Flowable]:
    said = c.words
    if not sources:
        return []
    columns = (Column(("",), 24), Column((said("Source"),), WIDTH - 24, wrap=True))
    rows = [
        Row((str(n), s.title or s.url), second=f"{s.url}  ({said(CONFIDENCE_WORDS[s.kind])})")
        for n, s in enumerate(sources, 1)
    ]
    return [
        c.heading(said("Sources"), "sources", 1),
        Ledger(Plan(columns, c.setter, size=8, leading=10), rows),
        c.gap(10),
    ]


def _signatures(c: Context) -> list[Flowable]:
    said, partners = c.words, c.plan.partners
    rows: list[Flowable] = [c.gap(56)]
    for start in range(0, len(partners), 3):
        group = partners[start : start + 3]
        width = (WIDTH - 48) / 3
        items: list[Item] = []
        for number, partner in enumerate(group):
            x = number * (width + 24)
            items.append(Line(x, 0, x + width, 0, "paper-text", 0.75))
            items.append(Text(x, 12, partner.company, 9, width=width))
            items.append(Text(x, 23, said("Date, signature"), 8.5, colour="paper-muted"))
        rows.append(Drawn(Picture(WIDTH, 30, tuple(items)), c.setter, after=44))
    return rows
