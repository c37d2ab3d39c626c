"""Importing a budget: propose, let the user decide, write the tree as one step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from coprod_desktop.domain.budget import Axis, Budget
from coprod_desktop.domain.plan import Card, Plan
from coprod_desktop.errors import CoprodError, Refused
from coprod_desktop.exchange.budget_reading import propose
from coprod_desktop.exchange.proposal import Proposal
from coprod_desktop.exchange.workbook import Progress, Workbook, read_workbook
from coprod_desktop.store import Document
from coprod_desktop.wording import Words, tell

Json = dict[str, Any]


class NeedsDecision(CoprodError):
    """An open question leaves the total in doubt; nothing was imported."""

    def __init__(self, proposal: Proposal) -> None:
        ids = ", ".join(q.id for q in proposal.doubtful)
        super().__init__(
            f"{proposal.file}: a decision is needed before importing ({ids}).",
            "Answer with --answer ID=CHOICE, or take the proposal with --accept.",
        )
        self.proposal = proposal


def open_workbook(path: Path, progress: Progress | None = None) -> Workbook:
    """Read a workbook; raises UnreadableWorkbook."""
    return read_workbook(path, progress)


def propose_budget(
    workbook: Workbook, document: Document | None, *, sheet: str | None = None, answers: Mapping[str, str] | None = None
) -> Proposal:
    """Return what importing would bring, in the project's currency where the file names none."""
    currency = document.plan.currency if document is not None and document.plan is not None else ""
    proposal = propose(workbook, sheet=sheet, answers=answers, currency=currency)
    budget = document.plan.budget if document is not None and document.plan is not None else None
    lost = 0
    if budget is not None:
        lost = sum(1 for n in budget.below(budget.root) if n.id != budget.root and any(n.split(axis) for axis in Axis))
    if not lost:
        return proposal
    told = tell(
        "The present budget is replaced; the shares set on {n} of its rows below the film go with it (undo brings them back).",
        n=lost,
    )
    return replace(proposal, warnings=(*proposal.warnings, told))


def accept(document: Document, proposal: Proposal, *, title: str | None = None) -> None:
    """Write a proposal into the project worked on, as one step; splits set on the whole film are kept.

    A document without a project gets one named after the file. Raises Refused when the plan already rests on
    contributions.
    """
    plan = document.plan
    if plan is None:
        name = title or Path(proposal.file).stem.replace("_", " ").strip() or "Untitled"
        document.add_project(Plan(Card(name), proposal.currency), f"New project {name}")
        plan = document.plan
        assert plan is not None
    if plan.contributions:
        raise Refused(
            "This plan rests on contributions, not on a budget.", "Delete them first, or import into another project."
        )
    budget = Budget.of(proposal.nodes)
    old_root = plan.budget.nodes[plan.budget.root] if plan.budget is not None else None
    with document.edit(f"Import {proposal.file}") as writer:
        writer.drop_budget()
        numbers = writer.write_budget(budget)
        if old_root is not None:
            for axis in Axis:
                writer.set_split(numbers[budget.root], axis, old_root.split(axis))
        writer.put(
            "imported",
            scenario=writer.scenario,
            file=proposal.file,
            sha256=proposal.sha256,
            sheet=proposal.sheet,
            total=proposal.total.minor,
            stated=None if proposal.stated_total is None else proposal.stated_total.minor,
            skipped=len(proposal.left_out),
            mapping=json.dumps(
                {
                    "columns": {str(k): v for k, v in proposal.columns.items()},
                    "header": proposal.header_row,
                    "answers": dict(proposal.answers),
                }
            ),
        )


def import_budget(
    document: Document,
    workbook: Workbook,
    *,
    sheet: str | None = None,
    answers: Mapping[str, str] | None = None,
    take_all: bool = False,
    dry_run: bool = False,
) -> Proposal:
    """Propose and, unless ``dry_run``, accept; raises NeedsDecision when a question leaves the total in doubt."""
    proposal = propose_budget(workbook, document, sheet=sheet, answers=answers)
    if dry_run:
        return proposal
    if proposal.doubtful and not take_all:
        raise NeedsDecision(proposal)
    accept(document, proposal)
    return proposal


def report(proposal: Proposal, project: str | None, words: Words) -> Json:
    """Return the proposal as machine output (FORMATS ``import-budget``), its sentences in a language."""
    return {
        "project": project,
        "sheet": proposal.sheet,
        "currency": proposal.currency,
        "lines": proposal.line_count,
        "sections": proposal.section_count,
        "total": proposal.total.plain(),
        "stated_total": None if proposal.stated_total is None else proposal.stated_total.plain(),
        "stated_at": proposal.stated_at or None,
        "difference": None if proposal.difference is None else proposal.difference.plain(),
        "skipped": [
            {
                "sheet": s.sheet,
                "row": s.row,
                "why": words.told(s.why),
                "amount": None if s.amount is None else f"{s.amount:f}",
            }
            for s in proposal.left_out
        ],
        "warnings": [words.told(w) for w in proposal.warnings],
        "questions": [
            {
                "id": q.id,
                "ask": words.told(q.ask),
                "choices": list(q.choices),
                "chosen": q.chosen,
                "evidence": words.told(q.evidence),
                "doubtful": q.doubtful,
            }
            for q in proposal.questions
        ],
    }
