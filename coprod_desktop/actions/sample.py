"""The sample slate: a finished Franco-Italian-Russian feature of 2012 from its Excel budget, and a present-day film."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from coprod_desktop.actions.contacts import add
from coprod_desktop.actions.documents import vocabulary
from coprod_desktop.actions.importing import accept, open_workbook, propose_budget
from coprod_desktop.assets import resources
from coprod_desktop.domain.budget import Axis
from coprod_desktop.domain.frameworks import RuleBook
from coprod_desktop.domain.shares import Split
from coprod_desktop.errors import Refused
from coprod_desktop.exchange.planfile import read_plan
from coprod_desktop.exchange.proposal import Proposal
from coprod_desktop.store import Document

FOLDER = "sample"


def make_sample(path: Path, book: RuleBook) -> tuple[Document, Proposal]:
    """Make the sample document and return it open, with the proposal its budget came from.

    Raises Refused when the file exists.
    """
    folder = resources() / FOLDER
    document = Document.new(path)
    salt = read_plan(folder / "salt-line.toml", vocabulary(book))
    document.add_project(salt, "Sample: The Salt Line")
    plan = read_plan(folder / "winter-harbour.toml", vocabulary(book))
    card = _table(folder / "winter-harbour-card.toml")
    others = cast("Mapping[str, str]", card.get("other_titles", {}))
    plan = replace(
        plan,
        card=replace(
            plan.card,
            original_title=str(card.get("original_title", "")),
            other_titles=" / ".join(
                t for t in others.values() if t not in (plan.card.title, card.get("original_title"))
            ),
            logline=_text(card, "logline"),
            synopsis_short=_text(card, "synopsis_short"),
            synopsis_long=_text(card, "synopsis_long"),
            company=plan.partners[0].company,
        ),
        work=replace(plan.work, genre=_text(card, "genre")),
    )
    document.add_project(plan, f"Sample: {plan.card.title}")
    proposal = propose_budget(open_workbook(folder / "winter-harbour-budget.xlsx"), document)
    if proposal.doubtful:
        raise Refused("The sample workbook is not read without a question; the program's own files are damaged.")
    accept(document, proposal)
    _split(document, card)
    _contacts(document, folder / "contacts.toml")
    document.forget_history()
    return document, proposal


def _table(path: Path) -> Mapping[str, Any]:
    with path.open("rb") as stream:
        return tomllib.load(stream, parse_float=Decimal)


def _text(card: Mapping[str, Any], key: str) -> str:
    return str(card.get(key, "")).strip()


def _split(document: Document, card: Mapping[str, Any]) -> None:
    """Set the splits of the card file on the film, its categories and accounts, found by their codes."""
    plan = document.plan
    assert plan is not None
    assert plan.budget is not None
    by_code = {node.code: node.id for node in plan.budget.nodes.values() if node.code and not node.is_line}
    by_code[""] = plan.budget.root
    rows = [{"code": "", **card["root"]}, *card["category"], *card["account"]]
    with document.edit("Split of the sample") as writer:
        for row in rows:
            for key, axis in (("split", Axis.PAYER), ("spent_in", Axis.TERRITORY), ("supplier", Axis.SUPPLIER)):
                if key in row:
                    writer.set_split(by_code[row["code"]], axis, Split.of(row[key], f"{row['code']} {key}"))


def _contacts(document: Document, path: Path) -> None:
    data = _table(path)
    numbers: dict[str, int] = {}
    for row in data.get("company", ()):
        numbers[row["name"]] = add(
            document,
            "company",
            row["name"],
            latin=row.get("latin", ""),
            role=row.get("kind", ""),
            country=row.get("country", ""),
            city=row.get("city", ""),
            address=row.get("address", ""),
            email=row.get("email", ""),
            phone=row.get("phone", ""),
            tags=", ".join(row.get("tags", ())),
            note=row.get("note", ""),
        )
    for row in data.get("person", ()):
        add(
            document,
            "person",
            row["name"],
            latin=row.get("latin", ""),
            job=row.get("job", ""),
            country=row.get("country", ""),
            email=row.get("email", ""),
            phone=row.get("phone", ""),
            nationality=", ".join(row.get("nationality", ())),
            company=numbers.get(row.get("company", "")),
        )
    plan = document.plan
    assert plan is not None
    with document.edit("Link the co-producers") as writer:
        for partner in plan.partners:
            if partner.company in numbers:
                writer.update("partner", partner.id, contact=numbers[partner.company])
