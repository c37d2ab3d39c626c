"""The fact sheet of two countries or more: which instruments apply, what each says side by side, by article, with sources.

It answers the look-up on paper, for no film in particular (situation S11 of the first users).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable

from coprod_desktop.domain.assessment import Assessment
from coprod_desktop.domain.comparison import TOPIC_WORDS, Said, compare
from coprod_desktop.domain.frameworks import Framework, RuleBook, Standing
from coprod_desktop.domain.governing import Ground, Standpoint, find_ground
from coprod_desktop.domain.partners import Partner
from coprod_desktop.domain.plan import Card, Plan, Work
from coprod_desktop.domain.terms import CONFIDENCE_WORDS, MEDIUM_WORDS, STANDING_WORDS
from coprod_desktop.dossier.build import Dossier, Progress, set_pages
from coprod_desktop.dossier.context import WIDTH, Context
from coprod_desktop.dossier.ledger import Column, Ledger, Row
from coprod_desktop.dossier.ledger import Plan as Layout
from coprod_desktop.dossier.type import Typesetter
from coprod_desktop.wording import LANGUAGES, Words

COLUMNS_A_TABLE = 3
_ALIVE = (Standing.IN_FORCE, Standing.PROVISIONAL, Standing.UNKNOWN)


def fact_sheet(
    countries: Sequence[str],
    on: date,
    book: RuleBook,
    *,
    medium: str = "cinema",
    language: str = "en",
    progress: Progress | None = None,
) -> Dossier:
    """Return the fact sheet of ``countries`` (two or more ISO codes) for works of ``medium`` on the day ``on``."""
    said = Words(language if language in LANGUAGES else "en")
    setter = Typesetter()
    ground = find_ground(book, countries, on, [medium])
    title = said("Fact sheet: {countries}", countries=said.listing(said.country(c) for c in countries))
    plan = Plan(
        Card(title),
        work=Work("", (medium,)),
        partners=tuple(Partner(code.lower(), "", code) for code in countries),
    )
    c = Context(Assessment(plan, on, ground, ()), book, said, setter, on)
    shown = [p for p in ground.standpoints if p.framework.kind.legal_ground and p.status in _ALIVE]
    frameworks = [p.framework for p in shown]

    def story() -> list[Flowable]:
        asked = said("Asked as of {day}.", day=on)
        pages: list[Flowable] = [
            c.heading(title, "sheet"),
            c.text(f"{asked} {said('First exploitation')}: {said(MEDIUM_WORDS[medium])}."),
            *_standings(c, ground),
            *_side_by_side(c, frameworks),
        ]
        for framework in frameworks:
            pages += _instrument(c, framework)
        pages += [*_authorities(c, frameworks), *_sources(c, frameworks)]
        pages.append(c.text(said("This annex is an aid. The competent authorities decide."), "text"))
        return pages

    return set_pages(story, c, ("sheet",), progress, cover=False)


def _standings(c: Context, ground: Ground) -> list[Flowable]:
    said = c.words
    columns = (
        Column((said("Instrument"),), 150),
        Column((said("Status"),), 110),
        Column((said("Why"),), WIDTH - 260, wrap=True),
    )
    rows = [
        Row((said(p.framework.short), _standing(p, said), said.say(p.reason)), bold=p.governs)
        for p in ground.standpoints
    ]
    if not rows:
        return [c.text(said("No instrument between these countries is in the library."), "strong")]
    return [c.gap(6), Ledger(Layout(columns, c.setter), rows), c.gap(8)]


def _standing(point: Standpoint, said: Words) -> str:
    if point.since is not None and point.status is Standing.IN_FORCE:
        return said("since {day}", day=said.day(point.since, short=True))
    return said(STANDING_WORDS[point.status])


def _side_by_side(c: Context, frameworks: Sequence[Framework]) -> list[Flowable]:
    said = c.words
    out: list[Flowable] = []
    for start in range(0, len(frameworks), COLUMNS_A_TABLE):
        group = frameworks[start : start + COLUMNS_A_TABLE]
        rows = compare(group, c.assessment.on)
        if not rows:
            continue
        width = (WIDTH - 92) / len(group)
        columns = (
            Column(("",), 92, wrap=True),
            *(Column((c.setter.lines(said(f.short), 8, width - 8, most=1)[0],), width, wrap=True) for f in group),
        )
        table = [
            Row((said(TOPIC_WORDS[row.topic]), *("; ".join(_cell(s, said) for s in cell) or "–" for cell in row.cells)))
            for row in rows
        ]
        if not out:
            out.append(c.heading(said("Side by side"), "side", 1))
        out += [Ledger(Layout(columns, c.setter, size=8, leading=10, most=50), table), c.gap(8)]
    if out:
        out.append(c.text(said("“–”: nothing was read on it, which is not the same as no rule."), "small"))
    return out


def _cell(part: Said, said: Words) -> str:
    where = said("Art. {article}", article=part.article) if part.article else said(CONFIDENCE_WORDS[part.confidence])
    text = said.say(part.text)
    return f"{text[:1].upper()}{text[1:]} ({where})"


def _instrument(c: Context, framework: Framework) -> list[Flowable]:
    said, on = c.words, c.assessment.on
    columns = (Column((said("Article"),), 76, wrap=True), Column((said("Rule"),), WIDTH - 76, wrap=True))
    rows = []
    for rule in framework.rules:
        value = rule.value_on(on)
        if value is None:
            continue
        article = value.evidence.article or rule.article or said("not read")
        items = rule.options.get("items")
        listed = "; ".join(said.law(str(i)) for i in items) if isinstance(items, list | tuple) else ""
        text = " ".join(t for t in (said.law(rule.text), listed) if t)
        rows.append(Row((article, f"{said.law(rule.title)}. {text}".strip())))
    head: list[Flowable] = [c.heading(said.law(framework.title), f"instrument-{framework.id}", 1)]
    if framework.reference:
        head.append(c.text(framework.reference, "small"))
    if rows:
        head.append(Ledger(Layout(columns, c.setter, size=8.5, leading=11, most=50), rows))
    head += [c.text(f"{said('Note')}: {said.law(caveat)}", "small") for caveat in framework.caveats]
    return [*head, c.gap(8)]


def _authorities(c: Context, frameworks: Sequence[Framework]) -> list[Flowable]:
    said = c.words
    found: dict[tuple[str, str], None] = {}
    for framework in frameworks:
        for country, name in framework.authorities.items():
            if country in c.plan.countries:
                found[country, name] = None
    if not found:
        return []
    columns = (Column((said("Country"),), 110), Column((said("Authority"),), WIDTH - 110, wrap=True))
    rows = [Row((said.country(country), name)) for country, name in sorted(found)]
    return [
        c.heading(said("Competent authorities"), "authorities", 1),
        Ledger(Layout(columns, c.setter), rows),
        c.gap(8),
    ]


def _sources(c: Context, frameworks: Sequence[Framework]) -> list[Flowable]:
    said = c.words
    columns = (Column((said("Instrument"),), 130), Column((said("Source"),), WIDTH - 130, wrap=True))
    rows = [
        Row((said(f.short), s.title or s.url), second=f"{s.url}  ({said(CONFIDENCE_WORDS[s.kind])})")
        for f in frameworks
        for s in f.sources.values()
    ]
    if not rows:
        return []
    return [
        c.heading(said("Sources"), "sources", 1),
        Ledger(Layout(columns, c.setter, size=8, leading=10), rows),
        c.gap(10),
    ]
