"""How long an edit takes against the disk commit it needs: ratios in one run, printed, never asserted.

Run: ``pytest -m bench tests/bench -s``. Aim (ARCHITECTURE section 3): one 60 Hz frame beyond the commit for a line, a
section of 500 lines and a role; three frames for the root split; at 5,000 and 20,000 lines by 8 partners.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coprod_desktop.domain.assessment import assess
from coprod_desktop.domain.budget import Axis, Budget, Node
from coprod_desktop.domain.money import Money
from coprod_desktop.domain.partners import Partner
from coprod_desktop.domain.plan import Card, Plan, Work
from coprod_desktop.domain.shares import Split
from coprod_desktop.domain.team import RoleHolder
from coprod_desktop.library import load
from coprod_desktop.store import Document

pytestmark = pytest.mark.bench
COUNTRIES = ("FR", "IT", "DE", "ES", "GB", "CH", "AT", "NL")
EVEN = Split([(c.lower(), "12.5") for c in COUNTRIES])


def large(lines: int) -> Plan:
    nodes = [Node(0, None, "", "", payer=EVEN, territory=Split([("FR", "100")]))]
    for section in range(lines // 500):
        nodes.append(Node(len(nodes), 0, str(section), f"Section {section}", payer=EVEN if section % 3 else None))
        parent = nodes[-1].id
        for number in range(500):
            own = Split([("fr", "50"), ("it", "rest")]) if number % 10 == 0 else None
            code = f"{section}.{number}"
            nodes.append(
                Node(len(nodes), parent, code, f"Line {code}", Money(10_000 + number, "EUR"), 10_000 + number, own)
            )
    partners = tuple(Partner(c.lower(), f"Company {c}", c) for c in COUNTRIES)
    roles = (RoleHolder("director", "A", ("FR",)),)
    return Plan(
        Card("Large"), partners=partners, work=Work("fiction", ("cinema",), 90), budget=Budget.of(nodes), roles=roles
    )


def seconds(action: Callable[[], object], rounds: int = 5) -> float:
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        spent.append(time.perf_counter() - start)
    return sorted(spent)[rounds // 2]


@pytest.mark.parametrize("lines", [5_000, 20_000])
def test_an_edit_and_its_answers_beyond_the_commit(lines: int, tmp_path: Path) -> None:
    book = load()
    document = Document.new(tmp_path / "large.coprod")
    document.add_project(large(lines), "Large")
    plan = document.plan
    assert plan is not None
    assert plan.budget is not None
    budget = plan.budget
    line = next(budget.lines()).id
    section = budget.children[budget.root][0]
    flip = [0]

    def commit() -> None:
        flip[0] += 1
        with document.edit("Note") as writer:
            writer.update("node", line, note=str(flip[0]))

    def split(node: int) -> None:
        flip[0] += 1
        share = str(10 + flip[0] % 5)
        with document.edit("Share") as writer:
            writer.set_split(node, Axis.PAYER, Split([("fr", share), ("it", "rest")]))
        assert document.plan is not None
        assess(document.plan, book, document.plan.on or __import__("datetime").date(2024, 1, 1))

    def undo() -> None:
        document.undo()
        document.redo()

    base = seconds(commit)
    print(f"\n{lines} lines x 8, commit alone {base * 1000:.1f} ms")
    for name, node in (("one line", line), ("a section", section), ("the root", budget.root)):
        spent = seconds(lambda node=node: split(node))
        print(f"  {name:<10} {spent * 1000:6.1f} ms, {spent / base:4.1f} times the commit")
    print(f"  undo and redo {seconds(undo) / base:4.1f} times the commit")
    sheet = seconds(lambda: document.plan_of(document.plan.scenario_id).sheet, 3)  # type: ignore[union-attr]
    print(f"  open anew and lay out cents {sheet / base:4.1f} times the commit")
    document.close()
