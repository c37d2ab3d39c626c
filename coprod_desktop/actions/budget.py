"""Editing the budget and its three axes: each function is one labelled step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from coprod_desktop.domain.budget import DEEPEST, Axis, Budget, Node
from coprod_desktop.domain.money import Money, money
from coprod_desktop.domain.plan import Plan
from coprod_desktop.domain.shares import Split, parse_weight, share_text
from coprod_desktop.domain.totals import lay_out
from coprod_desktop.errors import BadPlan, Refused
from coprod_desktop.store import Document
from coprod_desktop.store.ranks import between


def plan_of(document: Document) -> Plan:
    """Return the plan worked on; raises Refused while there is none."""
    if document.plan is None:
        raise Refused("There is no project yet.", "Make one first.")
    return document.plan


def budget_of(document: Document) -> Budget:
    """Return the budget worked on; raises Refused while there is none."""
    budget = plan_of(document).budget
    if budget is None:
        raise Refused("There is no budget yet.", "Import one, or add a section.")
    return budget


def set_share(document: Document, node: int, partner: str, text: str, *, as_amount: bool = False) -> None:
    """Type a partner's share of a row, in per cent or (``as_amount``) in the plan's currency; empty clears it.

    What the row inherited so far becomes its own split first, so that only the typed share changes. Raises BadPlan when
    the text is no share or the shares would exceed 100 per cent (naming the excess).
    """
    budget = budget_of(document)
    _known(plan_of(document), partner)
    with document.edit(f"Share of {_name(budget.nodes[node])}") as writer:
        writer.set_split(node, Axis.PAYER, _with_share(document, node, partner, text, as_amount=as_amount))


def set_shares(document: Document, cells: Sequence[tuple[int, str, str]], *, as_amount: bool = False) -> None:
    """Type many shares (row, partner, text) as one step: a pasted block, or a fill down. All or nothing.

    Shares of one row are judged together, so a pasted row is refused only when the whole of it exceeds 100 per cent.
    """
    by_row: dict[int, dict[str, str]] = {}
    for node, partner, text in cells:
        by_row.setdefault(node, {})[partner] = text
    plan = plan_of(document)
    with document.edit(f"Shares of {len(by_row)} rows") as writer:
        for node, wanted in by_row.items():
            old = budget_of(document).effective(node, Axis.PAYER)
            weights = dict(old.weights) if old else {}
            for partner, text in wanted.items():
                weight = _weight(plan, node, text, as_amount=as_amount)
                if weight is None:
                    weights.pop(partner, None)
                else:
                    weights[partner] = weight
            split = Split(weights.items(), _name(budget_of(document).nodes[node])) if weights else None
            writer.set_split(node, Axis.PAYER, split)


def _known(plan: Plan, partner: str) -> None:
    if plan.partner(partner) is None:
        raise Refused(f"There is no co-producer “{partner}” in the plan.", "Add it first.")


def _with_share(document: Document, node: int, partner: str, text: str, *, as_amount: bool) -> Split | None:
    budget = budget_of(document)
    old = budget.effective(node, Axis.PAYER)
    weight = _weight(plan_of(document), node, text, as_amount=as_amount)
    if weight is None:
        if old is None or partner not in old.shares:
            return budget.nodes[node].payer
        return old.without(partner) or Split([(partner, "0")])
    base = old or Split(())
    return base.with_weight(partner, weight, _name(budget.nodes[node]))


def _weight(plan: Plan, node: int, text: str, *, as_amount: bool) -> str | None:
    if not text.strip():
        return None
    if not as_amount:
        if text.strip().lower() != "rest":
            parse_weight(text, "share")
        return text.strip()
    total = plan.sheet.totals.get(node, 0)
    amount = money(text, plan.currency, "amount")
    if not total:
        raise BadPlan("This row has no amount to take a part of.", "Type a percentage instead.")
    share = Fraction(amount.minor, total)
    if share < 0 or share > 1:
        raise BadPlan(f"{amount.plain()} is not within the row's total of {Money(total, plan.currency).plain()}.")
    return share_text(share)


def inherit(document: Document, nodes: Sequence[int], axis: Axis) -> None:
    """Let rows inherit an axis again."""
    label = "Inherit the split" if axis is Axis.PAYER else "Inherit the country"
    with document.edit(label) as writer:
        for node in nodes:
            writer.set_split(node, axis, None)


def set_axis(document: Document, nodes: Sequence[int], axis: Axis, split: Split) -> None:
    """Set a whole axis on rows: territory of spend, supplier, or payer."""
    budget = budget_of(document)
    what = {Axis.PAYER: "Share", Axis.TERRITORY: "Spent in", Axis.SUPPLIER: "Supplier"}[axis]
    with document.edit(f"{what} of {_name(budget.nodes[nodes[0]])}") as writer:
        for node in nodes:
            writer.set_split(node, axis, split)


def set_amount(document: Document, node: int, amount: Money) -> None:
    """Change a line's amount, in its own currency."""
    row = budget_of(document).nodes[node]
    if not row.is_line:
        raise Refused("A section's amount is the sum of its lines.", "Change a line instead.")
    with document.edit(f"Amount of {_name(row)}") as writer:
        writer.update("node", node, minor=amount.minor, currency=amount.currency)


def set_text(
    document: Document, node: int, *, code: str | None = None, title: str | None = None, note: str | None = None
) -> None:
    """Change a row's code, title or note."""
    values = {k: v for k, v in (("code", code), ("title", title), ("note", note)) if v is not None}
    if not values:
        return
    with document.edit(f"Text of {_name(budget_of(document).nodes[node])}") as writer:
        writer.update("node", node, **values)


def add_row(
    document: Document, parent: int | None, *, code: str = "", title: str, amount: Decimal | str | None = None
) -> int:
    """Add a section (no amount) or a line under ``parent`` (None: the whole film), at the end; returns its number."""
    plan = plan_of(document)
    budget = plan.budget
    if budget is None and plan.contributions:
        raise Refused("This plan rests on contributions, not on a budget.", "Delete them first.")
    value = None if amount is None else money(amount, plan.currency)
    with document.edit(f"Add {title}") as writer:
        if budget is None:
            root = writer.insert("node", scenario=writer.scenario, rank="0i", title="")
            above, last = root, "0i"
        else:
            above = budget.root if parent is None else parent
            if budget.depth(above) >= DEEPEST:
                raise Refused("A budget has at most four levels.", "Add the row one level higher.")
            *_, tail = budget.below(above)
            last = tail.rank
        following = _rank_after(budget, last)
        return writer.insert(
            "node",
            scenario=writer.scenario,
            parent=above,
            rank=between(last, following),
            code=code,
            title=title,
            minor=value.minor if value else None,
            currency=value.currency if value else None,
        )


def _rank_after(budget: Budget | None, rank: str) -> str:
    if budget is None:
        return ""
    later = sorted(n.rank for n in budget.nodes.values() if n.rank > rank)
    return later[0] if later else ""


def delete_rows(document: Document, nodes: Sequence[int]) -> None:
    """Delete rows and everything below them."""
    budget = budget_of(document)
    if budget.root in nodes:
        raise Refused("The whole film cannot be deleted as a row.", "Delete its sections.")
    label = _name(budget.nodes[nodes[0]]) if len(nodes) == 1 else f"{len(nodes)} rows"
    with document.edit(f"Delete {label}") as writer:
        for node in nodes:
            writer.delete("node", node)


def split_rows(plan: Plan, axis: Axis) -> dict[str, object]:
    """Return the budget by partner, territory or supplier: each row with its cents, and the totals (FORMATS ``split``)."""
    if plan.budget is None:
        raise Refused("There is no budget to split.", "Import one first.")
    if plan.missing_rates:
        raise Refused(f"No rate for {', '.join(plan.missing_rates)}: the budget cannot be added up.", "Enter the rate.")
    sheet = plan.sheet if axis is Axis.PAYER else lay_out(plan.budget, axis)
    keys = (
        [p.key for p in plan.partners]
        if axis is Axis.PAYER
        else sorted({k for row in sheet.cells.values() for k in row if k})
    )
    rows = []
    for node in plan.budget.below(plan.budget.root):
        cells: Mapping[str | None, int] = sheet.cells.get(node.id, {})
        total = sheet.totals.get(node.id, 0)
        rows.append(
            {
                "code": node.code,
                "title": node.title if node.id != plan.budget.root else plan.card.title,
                "level": plan.budget.depth(node.id),
                "line": node.is_line,
                "total": Money(total, plan.currency).plain(),
                "shares": {key: Money(cells.get(key, 0), plan.currency).plain() for key in keys},
                "not_allocated": Money(cells.get(None, 0), plan.currency).plain(),
            }
        )
    root: Mapping[str | None, int] = sheet.cells.get(plan.budget.root, {})
    whole = sheet.totals.get(plan.budget.root, 0)
    return {
        "by": {Axis.PAYER: "partner", Axis.TERRITORY: "territory", Axis.SUPPLIER: "supplier"}[axis],
        "currency": plan.currency,
        "total": Money(whole, plan.currency).plain(),
        "totals": {key: Money(root.get(key, 0), plan.currency).plain() for key in keys},
        "not_allocated": Money(root.get(None, 0), plan.currency).plain(),
        "rows": rows,
    }


def _name(node: Node) -> str:
    return node.code or node.title or "the whole film"
