"""The sections of the generic pack: cover, card, co-producers, budget, financing, contacts."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether

from coprod_desktop.domain.financing import Source, Status
from coprod_desktop.domain.pictures.charts import MoneyRow, financing_bars, points_strip, status_swatch, whole_bar
from coprod_desktop.domain.pictures.drawing import Picture, Rect, Text
from coprod_desktop.domain.pictures.points import points_cells
from coprod_desktop.domain.terms import (
    DAY_WORDS,
    MEDIUM_WORDS,
    PARTNER_WORDS,
    PLACE_WORDS,
    ROLE_WORDS,
    SOURCE_WORDS,
    STATUS_WORDS,
    SUM_WORDS,
    WORK_WORDS,
)
from coprod_desktop.dossier.canvas import Drawn
from coprod_desktop.dossier.context import WIDTH, Context
from coprod_desktop.dossier.ledger import Column, Ledger, Plan, Row

PARTNERS_A_PAGE = 4


def card(c: Context) -> list[Flowable]:
    """Return the project card: facts as label and value, then logline and synopses."""
    plan, said = c.plan, c.words
    work = plan.work
    rows: list[tuple[str, str]] = [(said("Working title"), plan.card.title)]
    rows += [
        (label, text)
        for label, text in (
            (said("Original title"), plan.card.original_title),
            (said("Other titles"), plan.card.other_titles),
        )
        if text
    ]
    kind = ", ".join(
        part
        for part in (
            said(WORK_WORDS[work.kind]) if work.kind in WORK_WORDS else "",
            ", ".join(said(MEDIUM_WORDS.get(m, m)) for m in work.media),
            said("{minutes} min", minutes=work.minutes) if work.minutes is not None else "",
        )
        if part
    )
    rows += [(said("Work"), kind)] if kind else []
    rows += [(said("Genre"), work.genre)] if work.genre else []
    rows += (
        [(said("Languages"), ", ".join(said.language_name(code) for code in work.languages))] if work.languages else []
    )
    rows += [(said("Company"), plan.card.company)] if plan.card.company else []
    rows += [
        (said(DAY_WORDS.get(key, key)), said.day(day))
        for key, day in sorted(plan.dates.items(), key=lambda item: item[1])
    ]
    for holder in plan.roles:
        if holder.name:
            states = ", ".join(said.country(state) for state in holder.states)
            rows.append((said(ROLE_WORDS[holder.role]), f"{holder.name}{', ' + states if states else ''}"))
    for place in plan.places:
        if place.country:
            rows.append((said(PLACE_WORDS.get(place.kind, place.kind)), said.country(place.country)))
    table = Ledger(
        Plan((Column(("",), 130), Column(("",), WIDTH - 130, wrap=True)), c.setter, size=9.5, leading=13),
        [Row(pair) for pair in rows],
    )
    out: list[Flowable] = [c.heading(said("Project card"), "card"), table]
    for label, text in (
        (said("Logline"), plan.card.logline),
        (said("Short synopsis"), plan.card.synopsis_short),
        (said("Synopsis"), plan.card.synopsis_long),
    ):
        if text:
            out.append(c.heading(label, f"card-{label}", 1))
            out += [c.text(part) for part in text.split("\n\n")]
    return out


def producers(c: Context) -> list[Flowable]:
    """Return the co-producers with country, part and share, and the comparison of what each pays and where it is spent."""
    plan, said = c.plan, c.words
    if not plan.partners:
        return [c.heading(said("Co-producers"), "producers"), c.text(said("No co-producers are entered yet."))]
    columns = (
        Column((said("Company"),), 168, wrap=True),
        Column((said("Country"),), 92),
        Column((said("Part"),), 93),
        Column((plan.currency,), 72, right=True),
        Column((said("Share, %"),), WIDTH - 425, right=True),
    )
    rows = []
    amounts = plan.sheet.cells.get(plan.budget.root, {}) if plan.budget else {}
    for index, partner in enumerate(plan.partners):
        share = plan.share(partner.key)
        exact = None if plan.partner_amounts is None else plan.partner_amounts.get(partner.key)
        minor = amounts.get(partner.key, 0) if plan.budget else (round(exact) if exact is not None else 0)
        rows.append(
            Row(
                (
                    partner.company,
                    said.country(partner.country),
                    said(PARTNER_WORDS[partner.role]),
                    c.money(minor),
                    c.percent(share.low) if share else "–",
                ),
                mark=(0, c.swatch(index), 0.55),
            )
        )
    total = plan.total
    rows.append(Row((said("Total cost"), "", "", c.money(total.minor) if total else "–", ""), bold=True))
    out: list[Flowable] = [
        c.heading(said("Co-producers"), "producers"),
        Drawn(whole_bar(c.share_rows(), WIDTH, 12, patterns=True), c.setter, after=12),
    ]
    out.append(Ledger(Plan(columns, c.setter), rows))
    if plan.unallocated and total:
        out.append(
            c.text(said("Not allocated: {share}", share=c.percent_sign(plan.unallocated / total.minor)), "small")
        )
    out.append(c.text(c.rate_note(), "small"))
    spend_rows = []
    for country in plan.countries:
        share, spend = plan.share_of_country(country), plan.spend_in(country)
        if spend is not None:
            spend_rows.append(
                Row((said.country(country), c.percent(share.low) if share else "–", c.percent(spend.low)))
            )
    if spend_rows:
        axes = (
            Column((said("Country"),), 200, wrap=True),
            Column((said("Pays, %"),), 90, right=True),
            Column((said("Spent there, %"),), 100, right=True),
        )
        out += [c.heading(said("Who pays, where it is spent"), "axes", 1), Ledger(Plan(axes, c.setter), spend_rows)]
    cells = points_cells(c.assessment, c.words)
    if cells is not None:
        finding, strip = cells
        out += [
            KeepTogether(
                [
                    c.heading(said("European points"), "points", 1),
                    Drawn(points_strip(strip, WIDTH / 0.7, patterns=True), c.setter, scale=0.7),
                    c.text(said.say(finding.message), "small"),
                ]
            )
        ]
    return out


def budget(c: Context) -> list[Flowable]:
    """Return the top sheet and the detail, by co-producer; many partners are split into groups of columns."""
    plan, said = c.plan, c.words
    out: list[Flowable] = [c.heading(said("Budget by co-producer"), "budget")]
    if plan.budget is None or not plan.totals:
        if not plan.contributions:
            return [*out, c.text(said("No budget yet"))]
        return [*out, c.text(said("The plan rests on contributions; it holds no budget lines."))]
    if plan.missing_rates:
        return [
            *out,
            c.text(
                said(
                    "No rate for {currencies}: the budget cannot be added up.", currencies=", ".join(plan.missing_rates)
                )
            ),
        ]
    groups = [list(plan.partners[i : i + PARTNERS_A_PAGE]) for i in range(0, len(plan.partners), PARTNERS_A_PAGE)] or [
        []
    ]
    for number, group in enumerate(groups):
        if number:
            out.append(c.heading(said("Further co-producers"), f"budget-{number}", 1))
        out += _top_sheet(c, [p.key for p in group], last=number == len(groups) - 1)
    for number, group in enumerate(groups):
        out.append(c.heading(said("Detail by account"), f"detail-{number}", 1))
        out.append(_detail(c, [p.key for p in group]))
        out.append(c.text(c.rate_note(), "small"))
    return out


def _columns(c: Context, keys: Sequence[str]) -> list[Column]:
    plan, said = c.plan, c.words
    money = 78.0 if len(keys) <= 3 else 66.0
    columns = [
        Column((said("Account"),), 44),
        Column((said("Title"),), WIDTH - 44 - money * (len(keys) + 1), wrap=True),
    ]
    for key in keys:
        partner = plan.partner(key)
        assert partner is not None
        columns.append(
            Column(
                (partner.company, said.country(partner.country)), money, right=True, swatch=c.swatch(c.colour_of(key))
            )
        )
    columns.append(Column((said("Total"), plan.currency), money, right=True))
    return columns


def _cells(c: Context, node: int, keys: Sequence[str]) -> tuple[list[str], tuple[int | None, ...]]:
    sheet = c.plan.sheet
    cells = sheet.cells.get(node, {})
    values = [cells.get(key, 0) for key in keys] + [sheet.totals.get(node, 0)]
    return [c.money(v) for v in values], (None, None, *values)


def _top_sheet(c: Context, keys: Sequence[str], *, last: bool) -> list[Flowable]:
    plan, said = c.plan, c.words
    assert plan.budget is not None
    rows = []
    for child in plan.budget.children.get(plan.budget.root, ()):
        node = plan.budget.nodes[child]
        texts, _ = _cells(c, child, keys)
        rows.append(Row((node.code, node.title, *texts)))
    texts, _ = _cells(c, plan.budget.root, keys)
    rows.append(Row(("", said("Total cost"), *texts), bold=True, rule_above=True))
    shares = [plan.share(key) for key in keys]
    rows.append(
        Row(
            ("", said("Share, %"), *(c.percent(s.low) if s else "–" for s in shares), c.percent(plan.share_sum)),
            bold=True,
        )
    )
    note = c.rate_note() + " " + said("Shares are exact; cents are carried from line to line, and every row adds up.")
    return [Ledger(Plan(_columns(c, keys), c.setter), rows), c.text(note, "small")]


def _detail(c: Context, keys: Sequence[str]) -> Flowable:
    plan, said = c.plan, c.words
    budget = plan.budget
    assert budget is not None
    rows = []
    for node in budget.below(budget.root):
        if node.id == budget.root:
            continue
        texts, amounts = _cells(c, node.id, keys)
        depth = budget.depth(node.id)
        rows.append(
            Row(
                (node.code, node.title, *texts),
                bold=not node.is_line,
                indent=0 if depth <= 1 else 6.0 * (depth - 1),
                amounts=amounts if node.is_line else None,
                keep=not node.is_line,
            )
        )
    texts, _ = _cells(c, budget.root, keys)
    rows.append(Row(("", said("Total cost"), *texts), bold=True, rule_above=True))
    return Ledger(Plan(_columns(c, keys), c.setter, carried=said("Carried forward"), show=c.money), rows)


def financing(c: Context) -> list[Flowable]:
    """Return the financing plan: bars by certainty, sums, every source with its status; the gap is a row."""
    plan, said = c.plan, c.words
    out: list[Flowable] = [c.heading(said("Financing plan"), "financing")]
    if plan.sources is None or plan.financing is None:
        return [*out, c.text(said("The financing is not entered yet."))]
    sheet = plan.sheet.cells.get(plan.budget.root, {}) if plan.budget else {}
    bars, rows = [], []
    for index, partner in enumerate(plan.partners):
        exact = None if plan.partner_amounts is None else plan.partner_amounts.get(partner.key)
        needed = sheet.get(partner.key, 0) if plan.budget else (round(exact) if exact is not None else 0)
        by = {status: plan.financing.by_partner.get((partner.key, status), 0) for status in Status}
        share = by[Status.CONFIRMED] / needed if needed else 0
        figure = (
            said("{share} confirmed", share=f"{c.percent_of(by[Status.CONFIRMED], needed)}\u00a0%") if needed else "–"
        )
        bars.append(
            MoneyRow(
                said.country(partner.country),
                by[Status.CONFIRMED],
                by[Status.APPLIED],
                by[Status.PLANNED],
                needed,
                figure,
                index,
                share < 0.5,
            )
        )
        rows.append(
            Row(
                (
                    f"{partner.company}, {said.country(partner.country)}",
                    "",
                    "",
                    "",
                    c.money(needed),
                    "100.00" if needed else "–",
                ),
                bold=True,
                keep=True,
                mark=(0, c.swatch(index), 0.55),
                rule_above=False,
            )
        )
        own = [s for s in plan.sources if s.partner == partner.key]
        rows += [_source_row(c, s, index, needed) for s in own]
        counted = sum(v for status, v in by.items() if status is not Status.REFUSED)
        if needed > counted:
            gap = needed - counted
            rows.append(
                Row(
                    (said("Still open"), "", said("gap"), "", c.money(gap), c.percent_of(gap, needed)),
                    faint=True,
                    indent=14,
                    mark=(2, status_swatch("gap", index), 0.8),
                )
            )
    total = plan.total
    rows.append(
        Row((said("Total cost"), "", "", "", c.money(total.minor) if total else "–", ""), bold=True, rule_above=True)
    )
    out.append(Drawn(financing_bars(bars, WIDTH / 0.8), c.setter, scale=0.8, after=6))
    out.append(_legend(c))
    out.append(c.text(said("Upright rule: half of the share."), "small"))
    out.append(_sums(c))
    columns = (
        Column((said("Source"),), 172, wrap=True),
        Column((said("Type"),), 76),
        Column((said("Status"),), 68),
        Column((said("Letter"),), 56),
        Column((plan.currency,), 56, right=True),
        Column((said("% of share"),), WIDTH - 428, right=True),
    )
    out.append(Ledger(Plan(columns, c.setter, size=8, leading=10), rows))
    out.append(c.text(c.rate_note(), "small"))
    if plan.financing.unconverted:
        out.append(
            c.text(
                said("Left out for want of a rate: {sources}.", sources=", ".join(plan.financing.unconverted)), "small"
            )
        )
    return out


def _source_row(c: Context, source: Source, colour: int, needed: int) -> Row:
    plan, said = c.plan, c.words
    amount = plan.rates.convert(source.amount, plan.currency)
    shown = c.money(amount.minor) if amount is not None else said("no rate")
    second = (
        ""
        if source.amount.currency == plan.currency
        else f"{said.decimal(source.amount.decimal)} {source.amount.currency}"
    )
    return Row(
        (
            source.name,
            said(SOURCE_WORDS[source.type]),
            said(STATUS_WORDS[source.status]),
            said.day(source.letter, short=True) if source.letter else "–",
            shown,
            c.percent_of(amount.minor, needed) if amount is not None and needed else "–",
        ),
        indent=14,
        mark=(2, status_swatch(source.status.value, colour), 0.8),
        second=second,
    )


def _legend(c: Context) -> Flowable:
    items: list[Rect | Text] = []
    x = 0.0
    for status in ("confirmed", "applied", "planned", "gap"):
        for item in status_swatch(status, 0):
            assert isinstance(item, Rect)
            items.append(
                Rect(
                    x,
                    2,
                    item.width,
                    item.height,
                    item.fill,
                    item.stroke,
                    item.line,
                    item.hatch,
                    item.hatch_colour,
                    item.dash,
                )
            )
        word = c.words(status)
        items.append(Text(x + 24, 11, word, 9, colour="paper-muted"))
        x += 24 + c.setter.width(c.setter.clean(word), 9) + 18
    return Drawn(Picture(WIDTH, 16, tuple(items)), c.setter, after=2)


def _sums(c: Context) -> Flowable:
    plan, said = c.plan, c.words
    assert plan.financing is not None
    total = plan.total.minor if plan.total else 0
    by = plan.financing.by_status
    figures = [(said(SUM_WORDS[s]), by.get(s, 0)) for s in (Status.CONFIRMED, Status.APPLIED, Status.PLANNED)]
    figures.append((said("Gap"), max(total - plan.financing.counted, 0)))
    items: list[Text] = []
    for number, (label, minor) in enumerate(figures):
        x = number * WIDTH / 4
        items.append(Text(x, 12, label, 8.5, colour="paper-muted"))
        items.append(Text(x, 26, c.money(minor), 11, True))
        if total:
            items.append(Text(x, 39, f"{c.percent_of(minor, total)} %", 8.5))
    return Drawn(Picture(WIDTH, 44, tuple(items)), c.setter, after=8)


def contacts(c: Context) -> list[Flowable]:
    """Return the co-producers' addresses and people; private notes never enter."""
    plan, said = c.plan, c.words
    out: list[Flowable] = [c.heading(said("Contacts"), "contacts")]
    if not plan.partners:
        return [*out, c.text(said("No co-producers are entered yet."))]
    by_id = {contact.id: contact for contact in plan.contacts}
    for index, partner in enumerate(plan.partners):
        company = by_id.get(partner.contact or 0)
        rows = []
        if company is not None:
            rows += [
                (label, text)
                for label, text in (
                    (said("Address"), company.address or company.city),
                    (said("E-mail"), company.email),
                    (said("Telephone"), company.phone),
                )
                if text
            ]
            for person in plan.contacts:
                if person.company == company.id and person.kind == "person":
                    name = person.name + (f" ({person.latin})" if person.latin and person.latin != person.name else "")
                    rows.append(
                        (person.job or said("Person"), ", ".join(t for t in (name, person.email, person.phone) if t))
                    )
        rows = rows or [(said("Contact"), said("not linked to the address book yet"))]
        head = Row(
            (partner.company, said.country(partner.country)), bold=True, mark=(0, c.swatch(index), 0.55), keep=True
        )
        columns = (Column(("",), 150), Column(("",), WIDTH - 150, wrap=True))
        out += [Ledger(Plan(columns, c.setter, size=9, leading=12), [head, *(Row(pair) for pair in rows)]), c.gap(12)]
    names = {}
    for framework in c.book.frameworks.values():
        if framework.id in c.assessment.ground.governing:
            names.update({code: name for code, name in framework.authorities.items() if code in plan.countries})
    if names:
        out.append(c.heading(said("Competent authorities"), "authorities", 1))
        columns = (Column((said("Country"),), 120), Column((said("Authority"),), WIDTH - 120, wrap=True))
        out.append(Ledger(Plan(columns, c.setter), [Row((said.country(code), name)) for code, name in names.items()]))
    return out
