"""Building the pack: templates as lists of sections, pages with running heads, contents, bookmarks, document properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus.tableofcontents import TableOfContents

from coprod_desktop.domain.assessment import Assessment
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.domain.pictures.charts import whole_bar
from coprod_desktop.domain.terms import PARTNER_WORDS
from coprod_desktop.dossier import eligibility, sections
from coprod_desktop.dossier.canvas import draw
from coprod_desktop.dossier.context import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Context, Heading
from coprod_desktop.dossier.ledger import Column, Ledger, Plan, Row
from coprod_desktop.dossier.type import BOLD, REGULAR, Typesetter, ink, styles
from coprod_desktop.errors import NotFound
from coprod_desktop.wording import LANGUAGES, Words

Progress = Callable[[int, int], None]
"""Called with (pages made, pages expected); raising from it cancels the work."""

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "generic": ("card", "producers", "budget", "financing", "eligibility", "contacts"),
}
SECTION_TITLES = {
    "card": "Project card",
    "producers": "Co-producers",
    "budget": "Budget by co-producer",
    "financing": "Financing plan",
    "eligibility": "Eligibility by article",
    "contacts": "Contacts",
}
_SECTIONS: Mapping[str, Callable[[Context], list[Flowable]]] = {
    "card": sections.card,
    "producers": sections.producers,
    "budget": sections.budget,
    "financing": sections.financing,
    "eligibility": eligibility.eligibility,
    "contacts": sections.contacts,
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """A finished pack: the PDF, its pages, what no font could draw or no catalogue say, where each section begins."""

    pdf: bytes
    pages: int
    missing_glyphs: tuple[str, ...]
    english_only: tuple[str, ...]
    """Texts that the pack's language lacks; the pages show them in English, marked."""
    section_pages: Mapping[str, int]


def build(
    assessment: Assessment,
    book: RuleBook,
    *,
    template: str = "generic",
    language: str = "en",
    printed: date | None = None,
    progress: Progress | None = None,
) -> Dossier:
    """Return the pack for one assessment.

    ``printed`` is the day shown on the pages, by default the day asked about; no clock is read. Raises NotFound for an
    unknown template, and whatever ``progress`` raises to cancel.
    """
    if template not in TEMPLATES:
        raise NotFound(f"There is no dossier template “{template}”.", f"There are {', '.join(TEMPLATES)}.")
    setter = Typesetter()
    said = Words(language if language in LANGUAGES else "en")
    context = Context(assessment, book, said, setter, printed or assessment.on)

    def story() -> list[Flowable]:
        pages: list[Flowable] = [*_cover(context), NextPageTemplate("page"), PageBreak(), *_contents(context)]
        for name in TEMPLATES[template]:
            pages += [PageBreak(), *_SECTIONS[name](context)]
        return pages

    return set_pages(story, context, TEMPLATES[template], progress)


def set_pages(
    story: Callable[[], list[Flowable]],
    context: Context,
    sections_asked: Sequence[str],
    progress: Progress | None = None,
    *,
    cover: bool = True,
) -> Dossier:
    """Set a story into pages with running head, page numbers and bookmarks; raises what ``progress`` raises.

    ``story`` is made anew for every pass of its own: flowables remember where they were set.
    """
    buffer = BytesIO()
    document = _Document(buffer, context, progress, cover=cover)
    if not cover:
        # Without a table of contents one pass would be all: count the pages first, for "page n of N".
        counted = _Document(BytesIO(), context, None, cover=False)
        counted.multiBuild(_headings_kept(story()))
        document.expect(counted.pages_made)
    document.multiBuild(_headings_kept(story()))
    return Dossier(
        buffer.getvalue(),
        document.pages_made,
        tuple(context.setter.missing),
        tuple(sorted(context.words.untranslated)),
        {name: document.starts[name] for name in sections_asked if name in document.starts},
    )


def _headings_kept(story: list[Flowable]) -> list[Flowable]:
    """Give every lower heading room for some lines of what it heads, else begin a new page."""
    out: list[Flowable] = []
    for flowable in story:
        if isinstance(flowable, Heading) and flowable.level:
            out.append(CondPageBreak(150))
        out.append(flowable)
    return out


class _Document(BaseDocTemplate):
    """Pages with a running head and a foot; the number of pages is that of the pass before, which has the same layout."""

    def __init__(self, target: BytesIO, context: Context, progress: Progress | None, *, cover: bool) -> None:
        card = context.plan.card
        super().__init__(
            target,
            pagesize=A4,
            leftMargin=LEFT,
            rightMargin=RIGHT,
            topMargin=TOP,
            bottomMargin=BOTTOM,
            title=context.setter.clean(card.title),
            author=context.setter.clean(card.company),
            subject=context.words("Funding dossier") if cover else context.words("Fact sheet"),
            creator="CoProd Desktop",
            lang=context.words.language,
            invariant=1,
            allowSplitting=1,
        )
        self.context = context
        self.starts: dict[str, int] = {}
        self._total = self._made = 0
        self._progress = progress
        frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0, id="body")
        whole = Frame(LEFT, BOTTOM + 10, WIDTH, A4[1] - BOTTOM - 60, 0, 0, 0, 0, id="cover")
        first = [PageTemplate("cover", [whole], onPage=self._cover_page)] if cover else []
        self.addPageTemplates([*first, PageTemplate("page", [frame], onPage=self._page)])

    def afterFlowable(self, flowable: Flowable) -> None:
        if not isinstance(flowable, Heading):
            return
        canvas: Any = self.canv
        canvas.bookmarkPage(flowable.key)
        canvas.addOutlineEntry(flowable.text, flowable.key, flowable.level, closed=flowable.level > 0)
        if flowable.level == 0:
            self.starts[flowable.key] = self.page
            self.notify("TOCEntry", (0, flowable.text, self.page, flowable.key))

    def afterPage(self) -> None:
        self._made = self.page
        if self._progress is not None:
            self._progress(self.page, max(self._total, self.page + 1))

    def beforeDocument(self) -> None:
        # The last page of the pass before: multiBuild lays the same pages out at least twice.
        self._total = self._made
        self._made = 0

    def expect(self, pages: int) -> None:
        """Say how many pages there will be, where no earlier pass counted them."""
        self._made = pages

    @property
    def pages_made(self) -> int:
        """How many pages the last pass made."""
        return self._made

    def _page(self, canvas: Any, _: Any) -> None:
        c = self.context
        titles = " / ".join(t for t in (c.plan.card.title, c.plan.card.original_title) if t)
        canvas.saveState()
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(ink("paper-muted"))
        top = A4[1] - 34
        left = c.setter.lines(c.setter.clean(titles), 8, WIDTH - 130, most=1)[0]
        canvas.drawString(LEFT, top, left)
        if c.printed:
            canvas.drawRightString(A4[0] - RIGHT, top, c.words.day(c.printed))
        canvas.setStrokeColor(ink("paper-frame"))
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, top - 7, A4[0] - RIGHT, top - 7)
        canvas.line(LEFT, 41, A4[0] - RIGHT, 41)
        canvas.drawString(LEFT, 30, self.subject)
        canvas.drawRightString(
            A4[0] - RIGHT, 30, c.words("Page {n} of {all}", n=self.page, all=max(self._total, self.page))
        )
        canvas.restoreState()

    def _cover_page(self, canvas: Any, _: Any) -> None:
        c = self.context
        plan, said = c.plan, c.words
        canvas.saveState()
        top = A4[1] - 74
        canvas.setFont(REGULAR, 9.5)
        canvas.setFillColor(ink("paper-muted"))
        canvas.drawString(LEFT, top, said("Funding dossier"))
        canvas.drawRightString(A4[0] - RIGHT, top, said("As of {day}", day=c.assessment.on))
        canvas.setFont(REGULAR, 8)
        if c.printed:
            canvas.drawString(LEFT, 34, said("Printed as of {day}", day=c.printed))
        if self._total:
            canvas.drawRightString(A4[0] - RIGHT, 34, said("{n} pages", n=self._total))
        rows = plan.partners[:10]
        y = 92 + 16 * len(rows)
        if rows:
            draw(canvas, whole_bar(c.share_rows(), WIDTH, 12, patterns=True).items, LEFT, y + 30, c.setter)
        for index in range(len(rows)):
            self._cover_row(canvas, c, index, y)
            y -= 16
        canvas.setFont(BOLD, 9.5)
        canvas.setFillColor(ink("paper-text"))
        if plan.total is not None:
            canvas.drawString(LEFT, y, said("Total cost"))
            canvas.drawRightString(A4[0] - RIGHT, y, f"{plan.currency} {said.decimal(plan.total.decimal)}")
        canvas.restoreState()

    @staticmethod
    def _cover_row(canvas: Any, c: Context, index: int, y: float) -> None:
        partner = c.plan.partners[index]
        share = c.plan.share(partner.key)
        draw(canvas, c.swatch(index), LEFT, y + 7.5, c.setter, 0.55)
        canvas.setFont(REGULAR, 9.5)
        canvas.setFillColor(ink("paper-text"))
        canvas.drawString(LEFT + 14, y, c.setter.lines(c.setter.clean(partner.company), 9.5, 150, most=1)[0])
        canvas.drawString(LEFT + 178, y, c.words.country(partner.country))
        canvas.drawString(LEFT + 300, y, c.words(PARTNER_WORDS[partner.role]))
        canvas.drawRightString(A4[0] - RIGHT, y, c.percent_sign(share.low if share else None))
        canvas.setStrokeColor(ink("paper-rule"))
        canvas.setLineWidth(0.35)
        canvas.line(LEFT, y - 4.5, A4[0] - RIGHT, y - 4.5)


class _Rule(Flowable):
    """The short accent rule of the cover."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 48, 34

    def draw(self) -> None:
        self.canv.setFillColor(ink("accent"))
        self.canv.rect(0, 18, 48, 2, stroke=0, fill=1)


def _cover(c: Context) -> list[Flowable]:
    plan, said = c.plan, c.words
    out: list[Flowable] = [Spacer(1, 190), c.text(plan.card.title, "cover")]
    seconds = [t for t in (plan.card.original_title, *plan.card.other_titles.split(" / ")) if t]
    out += [c.text(t, "cover-second") for t in seconds[:5]]
    out.append(_Rule())
    director = [h.name for h in plan.roles if h.role == "director" and h.name]
    writer = [h.name for h in plan.roles if h.role in ("screenwriter", "script") and h.name]
    if director:
        out.append(c.text(said("A film by {people}", people=said.listing(director)), "cover-line"))
    if writer:
        out.append(c.text(said("Screenplay by {people}", people=said.listing(writer)), "cover-line"))
    facts = []
    if plan.work.minutes is not None:
        facts.append(said("{minutes} minutes", minutes=plan.work.minutes))
    if plan.work.languages:
        facts.append(said.listing(said.language_name(code) for code in plan.work.languages))
    if facts:
        out.append(c.text(", ".join(facts), "cover-line"))
    return out


def _contents(c: Context) -> list[Flowable]:
    table = TableOfContents(dotsMinLevel=-1, rightColumnWidth=40)
    table.levelStyles = [styles()["text"].clone("contents", spaceBefore=6, fontSize=10.5, leading=15)]
    out: list[Flowable] = [c.setter.text(c.words("Contents"), styles()["title"]), table, Spacer(1, 18)]
    if c.plan.imported is not None:
        record = c.plan.imported
        rows = [
            Row((c.words("Budget read from"), f"{record.file}, {record.sheet}")),
            Row((c.words("Fingerprint of the file"), f"SHA-256 {record.sha256[:16]}…")),
        ]
        out.append(Ledger(Plan((Column(("",), 130), Column(("",), WIDTH - 130, wrap=True)), c.setter), rows))
    return out
